//! Schema objects of OpenAPI 2.0 that 3.0 spells differently. It knows nothing of their place.

use serde_json::{Value, json};

use crate::document::walk::SchemaObject;

/// Rewrites a schema object to that of 3.0.
pub(super) fn upgrade(schema: &mut SchemaObject) {
    if let Some(Value::String(reference)) = schema.get_mut("$ref")
        && let Some(rest) = reference.strip_prefix("#/definitions/")
    {
        *reference = format!("#/components/schemas/{rest}");
    }
    if let Some(nullable) = schema.shift_remove("x-nullable") {
        schema.insert("nullable".to_owned(), nullable);
    }
    if let Some(Value::String(property)) = schema.get("discriminator") {
        let discriminator = json!({ "propertyName": property });
        schema.insert("discriminator".to_owned(), discriminator);
    }
    if schema.get("type").and_then(Value::as_str) == Some("file") {
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("format".to_owned(), json!("binary"));
    }
}
