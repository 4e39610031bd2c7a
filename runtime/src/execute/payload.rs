//! What an answer's body is, by its `Content-Type` and its bytes; both may lie.

use contract::media::essence;
use std::sync::Arc;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::charset::decoded;
use super::cut::Omission;
use super::exchange::Received;
use super::salvage::salvage;
use super::stream::{self, Stop};
use crate::downloads::Share;
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
    Beginning(String, Omission, Extent),
    /// Neither JSON nor text, or too much of either.
    Binary(File),
}

/// How much was read of a body that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// Bytes that were read.
    pub(super) bytes: usize,
    /// Bytes there are, where the API says so.
    pub(super) of: Option<usize>,
    /// Whether more is read where more bytes may be.
    pub(super) by_size: bool,
}

/// A body that is described and linked. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) bytes: Arc<Vec<u8>>,
    /// As the API has it.
    pub(super) media_type: String,
    /// Room that it takes, as long as it is here.
    share: Option<Share>,
}

impl File {
    pub(super) fn new(bytes: Vec<u8>, media_type: String) -> Self {
        Self { bytes: Arc::new(bytes), media_type, share: None }
    }

    /// Gives back the room, and keeps the bytes.
    pub(super) fn release(&mut self) {
        self.share = None;
    }

    /// The same file, its bytes replaced.
    pub(super) fn map(self, bytes: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Self {
        Self { bytes: Arc::new(bytes(Arc::unwrap_or_clone(self.bytes))), ..self }
    }

    fn describe(&self) -> String {
        let sha256 = format!("{:x}", Sha256::digest(self.bytes.as_slice()));
        json!({"bytes": self.bytes.len(), "content_type": self.media_type, "sha256": sha256}).to_string()
    }
}

impl Payload {
    /// Reads a body. Of a text that is longer than the limit, the beginning; a stream of bytes that long is an error.
    pub(super) fn read(received: Received) -> Result<Self, Fault> {
        let media_type = media_type(&received.headers);
        let length = received.bytes.len();
        if length == 0 && received.complete {
            return Ok(Self::Empty);
        }
        let essence = essence(&media_type);
        let file = |bytes| Self::Binary(File { share: received.share, ..File::new(bytes, media_type.clone()) });
        if received.is_file {
            return Ok(file(received.bytes));
        }
        let text = match decoded(received.bytes, &media_type, received.complete) {
            Ok(text) => text,
            Err(bytes) if received.complete => return Ok(file(bytes)),
            Err(_) => return Err(too_large(length)),
        };
        let by_size = matches!(received.stop, None | Some(Stop::Bytes(_)));
        let extent = Extent { bytes: length, of: received.of.filter(|of| *of > length), by_size };
        if let Some((list, end)) = stream::list(&text, &essence, received.complete) {
            return Ok(end.map_or_else(|| Self::Json(list.clone()), |end| Self::Beginning(list.clone(), end, extent)));
        }
        let is_called_json = essence.is_empty() || essence.ends_with("json");
        let is_called_text = essence.starts_with("text/");
        let is_json = |text: &str| (is_called_json || is_called_text && is_structured(text)) && is_json(text);
        let looks_like_json = is_called_json || is_called_text && begins_structure(&text);
        match (looks_like_json, received.complete) {
            (_, true) if is_json(&text) => Ok(Self::Json(compact(&text))),
            (_, true) => Ok(Self::Text(text)),
            (true, false) => Ok(match salvage(&text) {
                Some((value, end)) => Self::Beginning(value.to_string(), end, extent),
                // One long string, say: the status and the beginning are worth more than an error.
                None => Self::beginning(text, extent),
            }),
            (false, false) => Ok(Self::beginning(text, extent)),
        }
    }

    /// The beginning of a text that is longer than the limit.
    fn beginning(text: String, extent: Extent) -> Self {
        let end = Omission { path: "/body".to_owned(), kept: text.chars().count(), of: None };
        Self::Beginning(Value::String(text).to_string(), end, extent)
    }

    /// How much was read, where that isn't all.
    pub(super) fn extent(&self) -> Option<Extent> {
        match self {
            Self::Beginning(_, _, extent) => Some(*extent),
            Self::Empty | Self::Json(_) | Self::Text(_) | Self::Binary(_) => None,
        }
    }

    /// The same without a file's bytes.
    pub(super) fn described(self) -> Self {
        match self {
            Self::Binary(file) => Self::Json(file.describe()),
            other => other,
        }
    }

    /// What the body lacks before anything is shortened.
    pub(super) fn omissions(&self) -> Vec<Omission> {
        match self {
            Self::Beginning(_, end, _) => vec![end.clone()],
            Self::Empty | Self::Json(_) | Self::Text(_) | Self::Binary(_) => Vec::new(),
        }
    }

    /// The body as JSON text: a string for other text, an object that describes binary content.
    pub(super) fn to_json(&self) -> String {
        match self {
            Self::Empty => "null".to_owned(),
            Self::Json(text) | Self::Beginning(text, ..) => text.clone(),
            Self::Text(text) => Value::from(text.as_str()).to_string(),
            Self::Binary(file) => file.describe(),
        }
    }

    /// The body as a value.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Json(text) | Self::Beginning(text, ..) => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))
            }
            Self::Empty | Self::Binary(_) => Value::Null,
        }
    }
}

pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    value.unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// Whether text can be a JSON object or array: many APIs call those `text/plain` or `text/html`. Anything else of that name
/// is meant as the text that it is.
fn is_structured(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// The same of a beginning, which a log's `[10:00] started` mustn't pass for.
fn begins_structure(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace()).take(2);
    matches!((letters.next(), letters.next()), (Some('{'), Some('"')) | (Some('['), Some('{' | '[' | '"')))
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
        format!("the answer is a stream of bytes that goes on after {bytes} of them, and no text"),
    )
    .suggesting("ask for less, or ask the user to raise max-response")
}
