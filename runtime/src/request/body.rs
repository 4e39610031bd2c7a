//! Writes a request body as its media type wants it.
//!
//! JSON is the value as received, nothing added or dropped. A whole number of at most 64 bits keeps its digits; any
//! other number is a double: `1e2` becomes `100.0`. A form has a pair or part per property. In any other media type a
//! string is sent as it is; where the type is binary, a `data:` URL in base64 (RFC 2397) stands for its bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::media::{Kind, is_within};
use contract::{Schema, lookup};
use serde_json::{Number, Value};

use super::media::Media;
use super::multipart::is_media_type;
use super::shape::plain;
use super::{charset, form, multipart, xml};
use crate::Argument;

/// A request body on its way to the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The value of `Content-Type`: `application/json`.
    pub media_type: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Content {
    /// Whether it consists of percent-encoded pairs.
    pub(super) fn is_form(&self) -> bool {
        Kind::of(&self.media_type) == Kind::Form
    }

    /// The body for an argument; none for an absent one.
    pub(super) fn encode(media: Media<'_>, argument: Argument<'_>, schema: Option<Schema<'_>>) -> Option<Self> {
        let owned;
        let value = match argument {
            Argument::Absent => return None,
            Argument::Value(value) => value,
            Argument::Lists(items, _) => {
                owned = Value::from(items);
                &owned
            }
            Argument::Text(text) => {
                owned = Value::from(text);
                &owned
            }
            Argument::Integer(integer) => {
                owned = Value::from(integer);
                &owned
            }
            Argument::Unsigned(unsigned) => {
                owned = Value::from(unsigned);
                &owned
            }
            Argument::Whole(whole) => {
                owned = Number::from_i128(whole).map_or(Value::Null, Value::Number);
                &owned
            }
            Argument::Number(number) => {
                owned = Value::Number(number.clone());
                &owned
            }
            Argument::Boolean(boolean) => {
                owned = Value::from(boolean);
                &owned
            }
        };
        Some(Self::written(media, value, schema))
    }

    /// The body for a value; the schema says what in it stands for bytes and how XML is built.
    pub(super) fn written(media: Media<'_>, value: &Value, schema: Option<Schema<'_>>) -> Self {
        let kind = Kind::of(media.media_type);
        let content = |media_type: &str, bytes: Vec<u8>| Self { media_type: media_type.to_owned(), bytes };
        let concrete = |otherwise| if media.media_type.contains('*') { otherwise } else { media.media_type };
        let json = || content(concrete("application/json"), value.to_string().into_bytes());
        match (kind, value) {
            (_, Value::String(text)) if schema.is_some_and(lookup::is_binary) && DataUrl::is(text) => {
                bytes(media.media_type, text)
            }
            (Kind::Form, Value::Object(members)) => content(media.media_type, form::encode(members, media, schema)),
            (Kind::FormData | Kind::Parts, Value::Object(_) | Value::Array(_)) => {
                multipart::encode(value, media, schema)
            }
            (Kind::Lines, Value::Array(items)) => content(media.media_type, sequence(items, "")),
            (Kind::Sequence, Value::Array(items)) => content(media.media_type, sequence(items, "\u{1e}")),
            (Kind::Xml, Value::Object(_) | Value::Array(_)) => {
                let (media_type, bytes) = charset::written(media.media_type, &xml::document(value, schema));
                Self { media_type, bytes }
            }
            (Kind::Bytes, Value::String(text)) => bytes(media.media_type, text),
            (Kind::Text | Kind::Events | Kind::Xml, _) => {
                let (media_type, bytes) = charset::written(concrete("text/plain"), &plain(value));
                Self { media_type, bytes }
            }
            (Kind::Form | Kind::Lines | Kind::Sequence, Value::String(text)) => {
                content(media.media_type, text.as_bytes().to_vec())
            }
            _ => json(),
        }
    }
}

/// Bytes from a `data:` URL, or the text's own. A range is settled by the URL's media type.
fn bytes(media_type: &str, text: &str) -> Content {
    let found = DataUrl::parse(text);
    let declared = found.as_ref().map(|url| url.media_type);
    let declared = declared.filter(|own| is_media_type(own) && is_within(own, media_type));
    let media_type = match declared {
        Some(own) if media_type.contains('*') => own,
        _ if media_type.contains('*') => "application/octet-stream",
        _ => media_type,
    };
    let bytes = found.map_or_else(|| text.as_bytes().to_vec(), |url| url.bytes);
    Content { media_type: media_type.to_owned(), bytes }
}

/// Each item on a line of its own, behind a mark.
fn sequence(items: &[Value], mark: &str) -> Vec<u8> {
    items.iter().map(|item| format!("{mark}{item}\n")).collect::<String>().into_bytes()
}

/// A `data:` URL in base64 (RFC 2397).
pub(super) struct DataUrl<'a> {
    /// Without parameters.
    pub(super) media_type: &'a str,
    /// The parameter `name`, which says what the file is called.
    pub(super) name: Option<&'a str>,
    pub(super) bytes: Vec<u8>,
}

impl<'a> DataUrl<'a> {
    /// Whether a text is one, as far as its beginning tells.
    fn is(text: &str) -> bool {
        let head = text.split(',').next().unwrap_or_default();
        head.starts_with("data:") && head.ends_with(";base64")
    }

    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (head, data) = text.strip_prefix("data:")?.split_once(";base64,")?;
        let mut parts = head.split(';');
        let media_type = parts.next().unwrap_or_default();
        let name = parts.find_map(|parameter| parameter.strip_prefix("name="));
        Some(Self { media_type, name, bytes: STANDARD.decode(data).ok()? })
    }
}
