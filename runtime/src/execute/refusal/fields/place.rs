//! Where an API says that something is wrong, in whatever notation.

use serde_json::{Map, Value};

/// Segments of one place that are kept.
const MAX_SEGMENTS: usize = 12;

/// Letters of one segment.
const MAX_SEGMENT: usize = 60;

/// Members that name a place, most telling first.
const KEYS: [&str; 16] = [
    "pointer",
    "instancePath",
    "dataPath",
    "path",
    "loc",
    "field",
    "location",
    "param",
    "parameter",
    "property",
    "propertyPath",
    "property_path",
    "attribute",
    "target",
    "key",
    "name",
];

/// A place in a request.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::execute::refusal) struct Place {
    /// Whether it is in the body; unknown where the API doesn't say.
    pub(super) in_body: Option<bool>,
    /// Names and positions from the outermost in.
    pub(super) segments: Vec<String>,
}

impl Place {
    /// The place that an object names: `{"field": "name"}`, `{"loc": ["body", "name"]}`, `{"source": {"pointer": "/name"}}`.
    pub(super) fn of(members: &Map<String, Value>) -> Option<Self> {
        // Beside a status or a time it is the path of the request (Spring).
        let of_request =
            |key: &&&str| **key == "path" && ["status", "timestamp"].iter().any(|key| members.contains_key(*key));
        let keys = KEYS.iter().filter(|key| !of_request(key));
        let found = keys.into_iter().find_map(|key| match members.get(*key)? {
            Value::String(text) if !text.trim().is_empty() => Some(Self::parse(text)),
            Value::Array(items) => Self::list(items),
            _ => None,
        });
        found.filter(|place| !place.segments.is_empty()).or_else(|| match members.get("source")? {
            Value::Object(source) => Self::of(source),
            Value::String(text) => Some(Self::parse(text)),
            _ => None,
        })
    }

    fn list(items: &[Value]) -> Option<Self> {
        let texts: Option<Vec<String>> = items
            .iter()
            .take(MAX_SEGMENTS)
            .map(|item| match item {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .collect();
        texts.map(Self::located)
    }

    /// Reads a JSON pointer (`/a/0`, `#/a/0`), a path (`a.b[0]`, `$.a`, `body.a`) or a name.
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        let pointer = text.strip_prefix('#').unwrap_or(text);
        let segments: Vec<String> = match pointer.strip_prefix('/') {
            Some(pointer) => {
                pointer.split('/').take(MAX_SEGMENTS).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
            }
            None => {
                let path = text.strip_prefix("$.").unwrap_or(text);
                let keys = path.split(['.', '[', ']']).map(|key| key.trim_matches(['"', '\'']));
                keys.filter(|key| !key.is_empty()).take(MAX_SEGMENTS).map(str::to_owned).collect()
            }
        };
        Self::located(segments)
    }

    /// Takes the word for a location off the front, if more follows.
    fn located(mut segments: Vec<String>) -> Self {
        segments.iter_mut().for_each(|segment| {
            *segment = segment.chars().filter(|letter| !letter.is_control()).take(MAX_SEGMENT).collect();
        });
        let in_body = match segments.first().map(String::as_str) {
            _ if segments.len() < 2 => None,
            Some("body" | "requestBody" | "request_body" | "json") => Some(true),
            Some("query" | "path" | "header" | "cookie" | "params" | "querystring" | "headers") => Some(false),
            _ => None,
        };
        if in_body.is_some() {
            segments.remove(0);
        }
        Self { in_body, segments }
    }

    /// The same place seen from outside another one.
    pub(super) fn below(mut self, outer: Option<&Self>) -> Self {
        if let Some(outer) = outer {
            let segments = outer.segments.iter().cloned().chain(self.segments);
            self = Self { in_body: outer.in_body, segments: segments.take(MAX_SEGMENTS).collect() };
        }
        self
    }

    /// The place in a message: `address.city`.
    pub(super) fn text(&self) -> String {
        self.segments.join(".")
    }
}
