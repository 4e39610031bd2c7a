//! Parameters of OpenAPI 2.0, whose schema stands among their own members. It knows nothing of
//! operations.

use serde_json::{Map, Value, json};

/// Members that belong to the parameter and not to its schema.
const OWN: [&str; 6] = ["allowEmptyValue", "description", "in", "name", "required", "$ref"];

/// The parameter of 3.0.
pub(super) fn upgraded(parameter: &Value) -> Value {
    let members = parameter.as_object().into_iter().flatten();
    let own = members.filter(|(name, _)| OWN.contains(&name.as_str()));
    let mut upgraded: Map<String, Value> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    if upgraded.contains_key("$ref") {
        return Value::Object(upgraded);
    }
    let location = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
    if let Some((style, explode)) = style(parameter, location) {
        upgraded.insert("style".to_owned(), json!(style));
        upgraded.insert("explode".to_owned(), json!(explode));
    }
    upgraded.insert("schema".to_owned(), schema(parameter));
    Value::Object(upgraded)
}

/// The schema of a parameter. Some documents write `schema` as 3.0 does.
pub(super) fn schema(parameter: &Value) -> Value {
    if let Some(schema) = parameter.get("schema") {
        return schema.clone();
    }
    let members = parameter.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| !OWN.contains(&name.as_str()) && *name != "collectionFormat");
    let member = |(name, value): (&String, &Value)| {
        let value = if name == "items" { schema(value) } else { value.clone() };
        (name.clone(), value)
    };
    Value::Object(members.map(member).collect())
}

/// Style and explode that stand for the collection format of an array. In paths and headers 3.0 knows
/// no separator but the comma.
pub(super) fn style(parameter: &Value, location: &str) -> Option<(&'static str, bool)> {
    let text = |name: &str| parameter.get(name).and_then(Value::as_str);
    if text("type") != Some("array") {
        return None;
    }
    if location != "query" {
        return Some(("simple", false));
    }
    Some(match text("collectionFormat") {
        Some("multi") => ("form", true),
        Some("ssv") => ("spaceDelimited", false),
        Some("tsv") => ("tabDelimited", false),
        Some("pipes") => ("pipeDelimited", false),
        _ => ("form", false),
    })
}
