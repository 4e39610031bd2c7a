//! What an answer's body is, by its `Content-Type` and its bytes; both may lie.

use contract::media::essence;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::charset::decoded;
use super::cut::Omission;
use super::exchange::Received;
use super::salvage::salvage;
use super::stream;
use crate::{Code, Fault};

/// A body, read as far as it can be.
#[derive(Clone, Debug)]
pub(super) enum Payload {
    /// Nothing.
    Empty,
    /// Valid JSON text without insignificant whitespace; its numbers are as received, digit by digit.
    Json(String),
    /// Other text.
    Text(String),
    /// JSON text, as above, of the beginning of a body that was too long to read.
    Beginning(String, Omission),
    /// Neither JSON nor text: what, and its media type as the API has it.
    Binary(Vec<u8>, String),
}

impl Payload {
    /// Reads a body. Of one that is longer than the limit, the beginning; binary content that long is an error.
    pub(super) fn read(received: Received) -> Result<Self, Fault> {
        let media_type = media_type(&received.headers);
        let length = received.bytes.len();
        if length == 0 && received.complete {
            return Ok(Self::Empty);
        }
        let essence = essence(&media_type);
        let text = match decoded(received.bytes, &media_type, received.complete) {
            Ok(text) => text,
            Err(bytes) if received.complete => return Ok(Self::Binary(bytes, media_type)),
            Err(_) => return Err(too_large(length)),
        };
        if let Some(payload) = stream::list(&text, &essence, received.complete) {
            return Ok(payload);
        }
        let looks_like_json = essence.is_empty() || essence.ends_with("json");
        match (looks_like_json, received.complete) {
            (true, true) if is_json(&text) => Ok(Self::Json(compact(&text))),
            (_, true) => Ok(Self::Text(text)),
            (true, false) => Ok(match salvage(&text) {
                Some((value, end)) => Self::Beginning(value.to_string(), end),
                // One long string, say: the status and the beginning are worth more than an error.
                None => Self::beginning(text),
            }),
            (false, false) => Ok(Self::beginning(text)),
        }
    }

    /// The beginning of a text that is longer than the limit.
    fn beginning(text: String) -> Self {
        let end = Omission { path: "/body".to_owned(), kept: text.chars().count(), of: None };
        Self::Beginning(Value::String(text).to_string(), end)
    }

    /// What the body lacks before anything is shortened.
    pub(super) fn omissions(&self) -> Vec<Omission> {
        match self {
            Self::Beginning(_, end) => vec![end.clone()],
            Self::Empty | Self::Json(_) | Self::Text(_) | Self::Binary(..) => Vec::new(),
        }
    }

    /// The body as JSON text: a string for other text, an object that describes binary content.
    pub(super) fn to_json(&self) -> String {
        match self {
            Self::Empty => "null".to_owned(),
            Self::Json(text) | Self::Beginning(text, _) => text.clone(),
            Self::Text(text) => Value::from(text.as_str()).to_string(),
            Self::Binary(bytes, content_type) => {
                let sha256 = format!("{:x}", Sha256::digest(bytes));
                json!({"bytes": bytes.len(), "content_type": content_type, "sha256": sha256}).to_string()
            }
        }
    }

    /// The body as a value.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Json(text) | Self::Beginning(text, _) => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))
            }
            Self::Empty | Self::Binary(..) => Value::Null,
        }
    }
}

pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    value.unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// Whether text is JSON, however deep.
pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// JSON text without whitespace between tokens; tokens stay as they are (RFC 8259 section 2).
pub(super) fn compact(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for letter in text.chars() {
        if in_string {
            in_string = escaped || letter != '"';
            escaped = !escaped && letter == '\\';
        } else if letter.is_ascii_whitespace() {
            continue;
        } else {
            in_string = letter == '"';
        }
        compact.push(letter);
    }
    compact
}

fn too_large(bytes: usize) -> Fault {
    Fault::new(
        Code::ResponseTooLarge,
        format!("the answer's body is longer than {bytes} bytes, the limit of this server"),
    )
    .suggesting("ask for less: fewer items per page, fewer fields, a filter")
}
