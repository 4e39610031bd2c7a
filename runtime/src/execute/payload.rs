//! What an answer's body is, by its `Content-Type` and its bytes; both may lie.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::cut::Omission;
use super::exchange::Received;
use super::salvage::salvage;
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
    /// The beginning of a body that was too long to read.
    Beginning(Value, Omission),
    /// Neither JSON nor text: how many bytes of what.
    Binary(usize, String),
}

impl Payload {
    /// Reads a body. Of one that is longer than the limit, the beginning; binary content that long is an error.
    pub(super) fn read(received: Received) -> Result<Self, Fault> {
        let media_type = media_type(&received.headers);
        let length = received.bytes.len();
        if length == 0 && received.complete {
            return Ok(Self::Empty);
        }
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let text = match text(received.bytes, &media_type, received.complete) {
            Some(text) => text,
            None if received.complete => return Ok(Self::Binary(length, media_type)),
            None => return Err(too_large(length)),
        };
        let looks_like_json = essence.is_empty() || essence.ends_with("json");
        match (looks_like_json, received.complete) {
            (true, true) if serde_json::from_str::<IgnoredAny>(&text).is_ok() => Ok(Self::Json(compact(&text))),
            (_, true) => Ok(Self::Text(text)),
            (true, false) => Ok(match salvage(&text) {
                Some((value, end)) => Self::Beginning(value, end),
                // One long string, say: the status and the beginning are worth more than an error.
                None => Self::beginning(text),
            }),
            (false, false) => Ok(Self::beginning(text)),
        }
    }

    /// The beginning of a text that is longer than the limit.
    fn beginning(text: String) -> Self {
        let end = Omission { path: "/body".to_owned(), kept: text.chars().count(), of: None };
        Self::Beginning(Value::String(text), end)
    }

    /// The body as JSON text: a string for other text, an object that describes binary content.
    pub(super) fn to_json(&self) -> String {
        match self {
            Self::Empty => "null".to_owned(),
            Self::Json(text) => text.clone(),
            Self::Text(text) => Value::from(text.as_str()).to_string(),
            Self::Beginning(value, _) => value.to_string(),
            Self::Binary(bytes, content_type) => {
                json!({"bytes": bytes, "content_type": content_type, "note": "binary content is not shown"}).to_string()
            }
        }
    }

    /// The body as a value that can be shortened.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Beginning(value, _) => value.clone(),
            Self::Text(text) => Value::from(text.as_str()),
            Self::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())),
            Self::Empty | Self::Binary(..) => Value::Null,
        }
    }
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    value.unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// The bytes as text: UTF-8, or Latin-1 where the media type says so. A character that the limit cut is dropped.
fn text(bytes: Vec<u8>, media_type: &str, complete: bool) -> Option<String> {
    let lower = media_type.to_ascii_lowercase();
    if lower.contains("charset=iso-8859-1") || lower.contains("charset=latin1") {
        return Some(bytes.into_iter().map(char::from).collect());
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let end = error.utf8_error();
            let cut = !complete && end.error_len().is_none();
            let mut bytes = error.into_bytes();
            bytes.truncate(end.valid_up_to());
            String::from_utf8(bytes).ok().filter(|_| cut)?
        }
    };
    let binary =
        text.chars().take(1_000).any(|letter| letter.is_control() && !letter.is_whitespace() && letter != '\u{1b}');
    (!binary).then(|| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// JSON text without whitespace between tokens; tokens stay as they are (RFC 8259 section 2).
fn compact(text: &str) -> String {
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
