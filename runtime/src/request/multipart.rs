//! `multipart/form-data` (RFC 7578): a part per property, one for each item of an array.
//!
//! A string is a text part, or a file if it is a `data:` URL in base64; an object is a JSON part.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

use super::body::{Content, data_url};
use super::shape::plain;

/// The parts between a boundary that occurs in none of them.
pub(super) fn encode(members: &Map<String, Value>) -> Content {
    let parts: Vec<Vec<u8>> = members
        .iter()
        .flat_map(|(name, value)| match value {
            Value::Array(items) => items.iter().map(|item| part(name, item)).collect(),
            other => vec![part(name, other)],
        })
        .collect();
    let boundary = boundary(&parts);
    let mut bytes = Vec::new();
    for part in &parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        bytes.extend_from_slice(part);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Content { media_type: format!("multipart/form-data; boundary={boundary}"), bytes }
}

fn part(name: &str, value: &Value) -> Vec<u8> {
    let name = escaped(name);
    let disposition = format!("Content-Disposition: form-data; name=\"{name}\"");
    if let Some((media_type, bytes)) = value.as_str().and_then(data_url) {
        let media_type = if is_media_type(media_type) { media_type } else { "application/octet-stream" };
        let mut part = format!("{disposition}; filename=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n").into_bytes();
        part.extend_from_slice(&bytes);
        return part;
    }
    let kind = if value.is_object() || value.is_array() { "Content-Type: application/json\r\n" } else { "" };
    format!("{disposition}\r\n{kind}\r\n{}", plain(value)).into_bytes()
}

/// Names as browsers write them (WHATWG HTML, "multipart/form-data encoding algorithm").
fn escaped(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            '"' => "%22".to_owned(),
            control if control.is_control() => format!("%{:02X}", u32::from(control)),
            other => other.to_string(),
        })
        .collect()
}

fn is_media_type(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/".contains(&byte);
    text.contains('/') && text.bytes().all(allowed)
}

/// Deterministic, so that equal calls send equal bytes; hashed, so that no body can hold many candidates.
fn boundary(parts: &[Vec<u8>]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    let mut number = hasher.finish();
    loop {
        let boundary = format!("form-part-{number:016x}");
        let occurs = |part: &Vec<u8>| part.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !parts.iter().any(occurs) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}
