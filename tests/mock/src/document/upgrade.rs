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

/// Types that no version of JSON Schema knows are none; `file` was one of OpenAPI 2.0.
pub(crate) fn know_types(schema: &mut SchemaObject) {
    const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
    let is_known = |name: &Value| name.as_str().is_some_and(|name| TYPES.contains(&name));
    match schema.get_mut("type") {
        Some(Value::String(name)) if name == "file" => {
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("format".to_owned(), json!("binary"));
        }
        Some(Value::Array(names)) if names.iter().any(is_known) => names.retain(is_known),
        Some(name) if !is_known(name) => drop(schema.shift_remove("type")),
        _ => {}
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
