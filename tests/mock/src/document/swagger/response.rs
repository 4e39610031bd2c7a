//! Responses of OpenAPI 2.0, which have one schema for all media types. It knows nothing of
//! operations.

use serde_json::{Map, Value, json};

use super::parameter;

/// The response of 3.0.
pub(super) fn upgraded(response: &Value, produces: &[String]) -> Value {
    let members = response.as_object().into_iter().flatten();
    let kept = members.filter(|(name, _)| !matches!(name.as_str(), "schema" | "headers" | "examples"));
    let mut upgraded: Map<String, Value> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    if let Some(headers) = response.get("headers").and_then(Value::as_object) {
        let header = |(name, header): (&String, &Value)| (name.clone(), json!({ "schema": parameter::schema(header) }));
        upgraded.insert("headers".to_owned(), Value::Object(headers.iter().map(header).collect()));
    }
    if let Some(schema) = response.get("schema") {
        let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
        let assumed = [if is_file { "application/octet-stream" } else { "application/json" }.to_owned()];
        let names = if produces.is_empty() { &assumed } else { produces };
        let content = names.iter().map(|name| (name.clone(), json!({ "schema": schema })));
        upgraded.insert("content".to_owned(), Value::Object(content.collect()));
    }
    Value::Object(upgraded)
}
