//! Security definitions of OpenAPI 2.0. It knows nothing of requirements, which kept their shape.

use serde_json::{Map, Value, json};

/// The security schemes of 3.0, under the same names.
pub(super) fn schemes(definitions: Option<&Value>) -> Value {
    let definitions = definitions.and_then(Value::as_object).into_iter().flatten();
    Value::Object(definitions.map(|(name, definition)| (name.clone(), scheme(definition))).collect())
}

fn scheme(definition: &Value) -> Value {
    match definition.get("type").and_then(Value::as_str) {
        Some("basic") => json!({ "type": "http", "scheme": "basic" }),
        Some("oauth2") => oauth2(definition),
        _ => definition.clone(),
    }
}

/// Flows were renamed, and each scheme had one.
fn oauth2(definition: &Value) -> Value {
    let flow = match definition.get("flow").and_then(Value::as_str) {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some("password") => "password",
        _ => "implicit",
    };
    let members = definition.as_object().into_iter().flatten();
    let details = members.filter(|(name, _)| matches!(name.as_str(), "authorizationUrl" | "tokenUrl" | "scopes"));
    let details: Map<String, Value> = details.map(|(name, value)| (name.clone(), value.clone())).collect();
    json!({ "type": "oauth2", "flows": { flow: details } })
}
