//! What `readOnly` and `writeOnly` do to `required`. It knows nothing of requests and answers but
//! their names.

use std::collections::BTreeSet;

use serde_json::Value;

use super::walk::SchemaObject;

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From client to server.
    Request,
    /// From server to client.
    Response,
}

impl Direction {
    /// The keyword of properties that don't travel this way (OpenAPI 3.0.3 section 4.7.24.2).
    pub(crate) fn omitted(self) -> &'static str {
        match self {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        }
    }
}

/// A property that doesn't travel in this direction isn't required in it, wherever in the same
/// object or its `allOf` members it is declared or required. `flagged` tells whether a property's
/// schema, behind its reference, carries the keyword.
pub(crate) fn relax(schema: &mut SchemaObject, keyword: &str, flagged: &dyn Fn(&Value, &str) -> bool) {
    let mut omitted = omitted_names(schema, keyword, flagged);
    for member in members(schema) {
        omitted.extend(omitted_names(member, keyword, flagged));
    }
    if omitted.is_empty() {
        return;
    }
    strip(schema, &omitted);
    if let Some(Value::Array(members)) = schema.get_mut("allOf") {
        for member in members.iter_mut().filter_map(Value::as_object_mut) {
            strip(member, &omitted);
        }
    }
}

fn members(schema: &SchemaObject) -> impl Iterator<Item = &SchemaObject> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn omitted_names(schema: &SchemaObject, keyword: &str, flagged: &dyn Fn(&Value, &str) -> bool) -> BTreeSet<String> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .filter(|(_, property)| flagged(property, keyword))
        .map(|(name, _)| name.clone())
        .collect()
}

fn strip(schema: &mut SchemaObject, omitted: &BTreeSet<String>) {
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !name.as_str().is_some_and(|name| omitted.contains(name)));
    }
}
