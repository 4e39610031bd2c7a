//! What earlier versions, and vendors, say otherwise than JSON Schema 2020-12.

use serde_json::{Map, Value, json};

use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

/// The types of JSON Schema 2020-12.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
/// Types that vendors write, and what they mean.
const MEANT: [(&str, &str); 22] = [
    ("arr", "array"),
    ("binary", "string"),
    ("bool", "boolean"),
    ("byte", "string"),
    ("date", "string"),
    ("date-time", "string"),
    ("datetime", "string"),
    ("decimal", "number"),
    ("dict", "object"),
    ("double", "number"),
    ("enum", "string"),
    ("file", "string"),
    ("float", "number"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("list", "array"),
    ("long", "integer"),
    ("map", "object"),
    ("str", "string"),
    ("text", "string"),
    ("uuid", "string"),
];

/// Brings the keywords of one schema, copied from `members`, into the one dialect.
pub(super) fn settle(
    members: &Map<String, Value>,
    schema: &mut Map<String, Value>,
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    types(schema, place, diagnostics);
    bounds(members, schema);
    values(schema, place, diagnostics);
    if ["nullable", "x-nullable"].iter().any(|key| members.get(*key) == Some(&Value::Bool(true))) {
        nullable(schema);
    }
}

/// Puts types that don't exist right; one that means nothing allows everything.
fn types(schema: &mut Map<String, Value>, place: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(declared) = schema.get("type") else { return };
    let names: Vec<&str> = match declared {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    if names.iter().all(|name| TYPES.contains(name)) && !names.is_empty() {
        return;
    }
    let meant = |name: &&str| {
        let lower = name.to_ascii_lowercase();
        let known = TYPES.into_iter().find(|known| *known == lower);
        known.or_else(|| MEANT.iter().find(|(written, _)| *written == lower).map(|(_, meant)| *meant))
    };
    let is_file = names.contains(&"file");
    let found: Option<Vec<&str>> = names.iter().map(meant).collect();
    let reading = match found.as_deref() {
        Some([one]) => json!(one),
        Some([_, ..]) => json!(found),
        Some([]) | None => Value::Null,
    };
    let message = match &reading {
        Value::Null => format!("{declared} is no type; anything is allowed here"),
        reading => format!("{declared} is no type; it is read as {reading}"),
    };
    let help = format!("use one of {}", TYPES.join(", "));
    // Swagger 2.0 has the type `file` in its own right.
    if !is_file {
        diagnostics.add(Code::InvalidSchema, &place.join("type"), message, help);
    }
    if reading.is_null() {
        schema.shift_remove("type");
    } else {
        schema.insert("type".to_owned(), reading);
    }
    if is_file {
        schema.insert("format".to_owned(), json!("binary"));
    }
}

/// Exclusive bounds as flags beside the bound (OpenAPI 3.0.4 section 4.7.24).
fn bounds(members: &Map<String, Value>, schema: &mut Map<String, Value>) {
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if members.get(flag) == Some(&Value::Bool(true))
            && let Some(value) = schema.shift_remove(bound)
        {
            schema.insert(flag.to_owned(), value);
        }
    }
}

/// Values of an enum that can't have the type: most often text that YAML takes for a number.
fn values(schema: &mut Map<String, Value>, place: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(Value::String(kind)) = schema.get("type").cloned() else { return };
    if kind == "array" {
        return items_values(schema, place, diagnostics);
    }
    let Some(Value::Array(list)) = schema.get_mut("enum") else { return };
    let mut wrong = 0;
    for value in list.iter_mut() {
        let fitting = match (kind.as_str(), &*value) {
            ("string", Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
            ("integer" | "number" | "boolean", Value::String(text)) => {
                let parsed: Option<Value> = serde_json::from_str(text).ok();
                parsed.filter(|parsed| if kind == "boolean" { parsed.is_boolean() } else { parsed.is_number() })
            }
            _ => None,
        };
        if let Some(fitting) = fitting {
            wrong += 1;
            *value = fitting;
        }
    }
    if wrong > 0 {
        let help = "write the values as the type wants them, text in quotes";
        let message = format!("{wrong} values of the enum are not of type {kind}; they are read as if they were");
        diagnostics.add(Code::InvalidSchema, &place.join("enum"), message, help);
    }
}

/// An enum beside `type: array` that lists no arrays is meant for the items.
fn items_values(schema: &mut Map<String, Value>, place: &Pointer, diagnostics: &mut Diagnostics) {
    let scalars = |value: &Value| value.as_array().is_some_and(|list| !list.iter().any(Value::is_array));
    if !schema.get("enum").is_some_and(scalars) {
        return;
    }
    let help = "write the enum under `items`";
    let message = "the values of the enum are no arrays; they are read as those of the items";
    diagnostics.add(Code::InvalidSchema, &place.join("enum"), message, help);
    let Some(list) = schema.shift_remove("enum") else { return };
    if let Value::Object(items) = schema.entry("items").or_insert_with(|| json!({})) {
        items.entry("enum").or_insert(list);
    }
}

/// `nullable` (OpenAPI 3.0.4 section 4.7.24, and in 2.0 as an extension).
fn nullable(schema: &mut Map<String, Value>) {
    match schema.get_mut("type") {
        Some(Value::String(name)) => {
            let both = json!([name, "null"]);
            schema.insert("type".to_owned(), both);
        }
        Some(Value::Array(list)) if !list.iter().any(|name| name == "null") => list.push(json!("null")),
        _ => {}
    }
    if let Some(Value::Array(list)) = schema.get_mut("enum")
        && !list.contains(&Value::Null)
    {
        list.push(Value::Null);
    }
    for union in ["anyOf", "oneOf"] {
        if let Some(Value::Array(list)) = schema.get_mut(union) {
            list.push(json!({"type": "null"}));
        }
    }
    if let Some(parts) = schema.shift_remove("allOf") {
        let nullable = json!([{"allOf": parts}, {"type": "null"}]);
        // Beside alternatives of its own, the choice between the parts and null is one more thing to satisfy.
        if schema.contains_key("anyOf") {
            schema.insert("allOf".to_owned(), json!([{"anyOf": nullable}]));
        } else {
            schema.insert("anyOf".to_owned(), nullable);
        }
    }
}
