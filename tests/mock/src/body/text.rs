//! Content that is one text, or that nobody looks into. It knows nothing of its parts.

use serde_json::Value;

use crate::content_type::ContentType;
use crate::document::Node;
use crate::shape::{Kind, Shape};

use super::reading::Reading;
use super::{Outcome, one};

/// A text in its charset (RFC 6657: UTF-8 if none is given), as the schema takes it.
pub(super) fn value<'a>(
    reading: Reading<'a>,
    sent: &ContentType,
    content: &[u8],
    schema: Option<&Node<'a>>,
) -> Outcome<Option<Value>> {
    let text = decoded(sent, content).map_err(|fault| one("body", fault))?;
    reading.text(&text, schema).map(Some).map_err(|fault| one("body", fault))
}

/// Bytes, one character each, where the schema speaks of a string.
pub(super) fn opaque<'a>(reading: Reading<'a>, content: &[u8], schema: Option<&Node<'a>>) -> Option<Value> {
    let shape = Shape::new(reading.view, schema?);
    shape.kinds.contains(&Kind::String).then(|| Value::from(latin(content)))
}

/// The text that bytes are in the charset of their media type.
pub(super) fn decoded(sent: &ContentType, content: &[u8]) -> Result<String, String> {
    let charset = sent.parameter("charset").unwrap_or("utf-8").to_ascii_lowercase();
    match charset.as_str() {
        "utf-8" | "utf8" => {
            let text = String::from_utf8(content.to_vec());
            text.map_err(|error| format!("no UTF-8: {}", error.utf8_error()))
        }
        "us-ascii" if content.is_ascii() => Ok(latin(content)),
        "us-ascii" => Err("no US-ASCII".to_owned()),
        "iso-8859-1" => Ok(latin(content)),
        other => Err(format!("the mock can't read the charset {other}")),
    }
}

/// Each byte as the character of that number (ISO 8859-1), so that lengths are those of the bytes.
pub(super) fn latin(content: &[u8]) -> String {
    content.iter().copied().map(char::from).collect()
}
