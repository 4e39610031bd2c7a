//! Rewrites a schema object of OpenAPI 3.0 to JSON Schema 2020-12. It knows nothing of its place in
//! the document.

use serde_json::{Value, json};

use super::walk::SchemaObject;

/// Rewrites what 3.0 spells differently; keywords that both know stay as they are.
pub(crate) fn upgrade(schema: &mut SchemaObject) {
    if schema.get("$ref").is_some_and(Value::is_string) {
        // OpenAPI 3.0.3 section 4.7.23: siblings of `$ref` are ignored.
        schema.retain(|key, _| key == "$ref");
        return;
    }
    nullable(schema);
    exclusive(schema, "exclusiveMinimum", "minimum");
    exclusive(schema, "exclusiveMaximum", "maximum");
}

/// OpenAPI 3.0.3 section 4.7.24.1: `nullable` adds "null" to the type that the same object names,
/// and means nothing beside no type.
fn nullable(schema: &mut SchemaObject) {
    if schema.shift_remove("nullable") != Some(Value::Bool(true)) {
        return;
    }
    if let Some(Value::String(name)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), json!([name, "null"]));
    }
}

fn exclusive(schema: &mut SchemaObject, exclusive: &str, inclusive: &str) {
    match schema.get(exclusive) {
        Some(Value::Bool(true)) => match schema.shift_remove(inclusive) {
            Some(limit) => schema.insert(exclusive.to_owned(), limit),
            None => schema.shift_remove(exclusive),
        },
        Some(Value::Bool(false)) => schema.shift_remove(exclusive),
        _ => None,
    };
}
