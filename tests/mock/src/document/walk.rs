//! Visits every schema object of an OpenAPI document, deepest first. It knows where schemas stand
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
const NAMED: [&str; 7] = ["callbacks", "content", "encoding", "headers", "links", "paths", "responses"];
const OPAQUE: [&str; 5] = ["default", "enum", "example", "examples", "extensions"];

/// Visits every schema object below the root of an OpenAPI document.
pub(crate) fn each_schema(document: &mut Value, visit: &mut dyn FnMut(&mut SchemaObject)) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    for (key, value) in root {
        if key == "components" {
            components(value, visit);
        } else {
            member(key, value, visit);
        }
    }
}

fn components(components: &mut Value, visit: &mut dyn FnMut(&mut SchemaObject)) {
    for (kind, named) in components.as_object_mut().into_iter().flatten() {
        for (_, value) in named.as_object_mut().into_iter().flatten() {
            if kind == "schemas" {
                schema(value, visit);
            } else {
                object(value, visit);
            }
        }
    }
}

fn object(value: &mut Value, visit: &mut dyn FnMut(&mut SchemaObject)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                member(key, value, visit);
            }
        }
        Value::Array(items) => {
            for item in items {
                object(item, visit);
            }
        }
        _ => {}
    }
}

fn member(key: &str, value: &mut Value, visit: &mut dyn FnMut(&mut SchemaObject)) {
    if key == "schema" {
        schema(value, visit);
    } else if NAMED.contains(&key) && value.is_object() {
        for (_, value) in value.as_object_mut().into_iter().flatten() {
            object(value, visit);
        }
    } else if !OPAQUE.contains(&key) && !key.starts_with("x-") {
        object(value, visit);
    }
}

fn schema(value: &mut Value, visit: &mut dyn FnMut(&mut SchemaObject)) {
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
            for (_, value) in value.as_object_mut().into_iter().flatten() {
                schema(value, visit);
            }
        }
    }
    visit(map);
}
