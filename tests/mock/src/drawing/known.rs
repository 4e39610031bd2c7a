//! Values that the schemas of a place speak of: enumerated ones, and the bounds. Schemas that hold in every case are
//! looked at, those of a union are not. It knows nothing of arguments.

use serde_json::{Value, json};

use crate::document::{Node, View};

/// Schemas looked at.
const MOST: usize = 64;

/// Values for what stands at `pointer` in a value of `schema`: each of an enumeration, and both sides of each bound.
pub(super) fn of(view: &View, schema: Node<'_>, pointer: &str) -> Vec<Value> {
    at(view, schema, pointer).iter().flat_map(|part| values(part.value)).collect()
}

/// How many bits a number has there, where a format says so.
pub(super) fn bits(view: &View, schema: Node<'_>, pointer: &str) -> Option<u32> {
    at(view, schema, pointer).iter().find_map(|part| match part.text("format") {
        Some("int32") => Some(32),
        Some("int64") => Some(64),
        _ => None,
    })
}

/// Whether a text there is base64 (OpenAPI 3.0.3 section 4.4, `byte`).
pub(super) fn is_base64(view: &View, schema: Node<'_>, pointer: &str) -> bool {
    at(view, schema, pointer).iter().any(|part| part.text("format") == Some("byte"))
}

/// The schemas that hold at a place.
fn at<'a>(view: &'a View, schema: Node<'a>, pointer: &str) -> Vec<Node<'a>> {
    let mut schemas = vec![schema];
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        let parts: Vec<Node<'_>> = parts(view, schemas);
        schemas = parts.iter().filter_map(|part| below(part, &key)).collect();
    }
    parts(view, schemas)
}

/// The schemas behind references, and their `allOf`.
fn parts<'a>(view: &'a View, schemas: Vec<Node<'a>>) -> Vec<Node<'a>> {
    let mut open = schemas;
    let mut found = Vec::new();
    while let Some(schema) = open.pop().filter(|_| found.len() < MOST) {
        if let Ok(schema) = view.resolve(schema) {
            open.extend(schema.elements("allOf"));
            found.push(schema);
        }
    }
    found
}

fn below<'a>(schema: &Node<'a>, key: &str) -> Option<Node<'a>> {
    let property = schema.member("properties").and_then(|properties| properties.member(key));
    let item = key.parse::<usize>().ok().and_then(|_| schema.member("items"));
    property.or(item).or_else(|| schema.member("additionalProperties").filter(|more| more.value.is_object()))
}

fn values(schema: &Value) -> Vec<Value> {
    let mut values: Vec<Value> = schema.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
    for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
        match schema.get(keyword) {
            Some(Value::Number(bound)) if !bound.is_f64() => {
                let bound = bound.as_i64().unwrap_or(i64::MAX);
                values.extend([bound.saturating_sub(1), bound, bound.saturating_add(1)].map(Value::from));
            }
            Some(bound) => values.extend(bound.as_f64().into_iter().flat_map(|at| [json!(at), json!(at + 0.5)])),
            None => {}
        }
    }
    for keyword in ["minLength", "maxLength"] {
        let bound = schema.get(keyword).and_then(Value::as_u64).filter(|bound| *bound < 5_000);
        let bound = bound.and_then(|bound| usize::try_from(bound).ok());
        // Characters of several bytes count once.
        values.extend(bound.iter().flat_map(|bound| {
            [bound.saturating_sub(1), *bound, bound + 1].map(|length| Value::from("ä".repeat(length)))
        }));
    }
    values
}
