//! Visits the objects of an OpenAPI document, deepest first. It knows where schemas stand
//! (OpenAPI 3.1 section 4.8, JSON Schema 2020-12 sections 10 and 11) and nothing of what they say.

use serde_json::{Map, Value};

/// A schema object as a visitor sees it.
pub(crate) type SchemaObject = Map<String, Value>;

const SCHEMA: [&str; 10] = [
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];
const SCHEMA_LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SCHEMA_MAP: [&str; 5] = ["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"];
/// Members of OpenAPI objects whose keys are names that the author chose.
const NAMED: [&str; 8] =
    ["additionalOperations", "callbacks", "content", "encoding", "headers", "links", "paths", "responses"];
/// Members that hold values and texts. A text may be an object where a vendor keeps it in a file.
const OPAQUE: [&str; 7] = ["default", "description", "enum", "example", "examples", "extensions", "summary"];

/// What an object of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A schema object.
    Schema,
    /// Any other object that OpenAPI defines.
    Part,
}

/// Visits every schema object below the root of an OpenAPI document.
pub(super) fn each_schema(document: &mut Value, visit: &mut dyn FnMut(&mut SchemaObject)) {
    each_object(document, &mut |kind, map| {
        if kind == Kind::Schema {
            visit(map);
        }
    });
}

/// Visits every object below the root of an OpenAPI document.
pub(super) fn each_object(document: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    for (key, value) in root {
        match key.as_str() {
            "components" => components(value, visit),
            // OpenAPI 2.0, Definitions Object.
            "definitions" => named(Kind::Schema, value, visit),
            // OpenAPI 2.0, Parameters Definitions Object.
            "parameters" => named(Kind::Part, value, visit),
            _ => member(key, value, visit),
        }
    }
}

/// Visits a value of the given kind and every object below it.
pub(super) fn each_below(kind: Kind, value: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    match kind {
        Kind::Schema => schema(value, visit),
        Kind::Part => object(value, visit),
    }
}

fn components(components: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    for (name, value) in components.as_object_mut().into_iter().flatten() {
        named(if name == "schemas" { Kind::Schema } else { Kind::Part }, value, visit);
    }
}

fn named(kind: Kind, map: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    for (_, value) in map.as_object_mut().into_iter().flatten() {
        each_below(kind, value, visit);
    }
}

fn object(value: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                member(key, value, visit);
            }
            visit(Kind::Part, map);
        }
        Value::Array(items) => {
            for item in items {
                object(item, visit);
            }
        }
        _ => {}
    }
}

fn member(key: &str, value: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    if matches!(key, "schema" | "itemSchema") {
        schema(value, visit);
    } else if NAMED.contains(&key) && value.is_object() {
        named(Kind::Part, value, visit);
    } else if !OPAQUE.contains(&key) && !key.starts_with("x-") {
        object(value, visit);
    }
}

fn schema(value: &mut Value, visit: &mut dyn FnMut(Kind, &mut SchemaObject)) {
    let Some(map) = value.as_object_mut() else {
        return;
    };
    for (key, value) in map.iter_mut() {
        let key = key.as_str();
        if SCHEMA.contains(&key) {
            schema(value, visit);
        } else if SCHEMA_LIST.contains(&key) || (key == "items" && value.is_array()) {
            for item in value.as_array_mut().into_iter().flatten() {
                schema(item, visit);
            }
        } else if key == "items" {
            schema(value, visit);
        } else if SCHEMA_MAP.contains(&key) {
            named(Kind::Schema, value, visit);
        }
    }
    visit(Kind::Schema, map);
}
