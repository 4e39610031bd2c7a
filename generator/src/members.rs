//! Which members of a document's objects mean something in it, and which are data: a key such as `default` holds data in a
//! schema and a response among responses. Where keys are names, none of them is a keyword.

use serde_json::{Map, Value};

/// Members whose keys are names that the document chooses (OpenAPI 3.2 section 4, Swagger 2.0, JSON Schema 2020-12).
const NAMES: [&str; 24] = [
    "$defs",
    "additionalOperations",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securityDefinitions",
    "securitySchemes",
    "serverVariables",
    "variables",
    "webhooks",
];
/// Members that hold data, whatever it looks like.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "value"];

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Words of the standard.
    Keywords,
    /// Names that the document chooses.
    Names,
}

/// The members that mean something, with what their own keys are.
pub(crate) fn meaningful(members: &Map<String, Value>, keys: Keys) -> impl Iterator<Item = (&str, &Value, Keys)> {
    let is_data = move |key: &str, value: &Value| {
        // In a schema, examples are a list of data.
        let listed = key == "examples" && value.is_array();
        keys == Keys::Keywords && (listed || DATA.contains(&key) || key.starts_with("x-"))
    };
    let found = members.iter().filter(move |(key, value)| !is_data(key, value));
    found.map(move |(key, value)| {
        let named = keys == Keys::Keywords && NAMES.contains(&key.as_str()) && value.is_object();
        (key.as_str(), value, if named { Keys::Names } else { Keys::Keywords })
    })
}
