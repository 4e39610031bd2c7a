//! Writes a request body as its media type wants it.
//!
//! JSON is the value as received, nothing added or dropped. A whole number of at most 64 bits keeps its digits; any
//! other number is a double: `1e2` becomes `100.0`, and digits after the 15th may change. A form has a pair or part per
//! property. In any other media type a string is sent as it is; where the type is binary, a `data:` URL in base64
//! (RFC 2397) stands for its bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::Style;
use serde_json::Value;

use super::characters::Characters;
use super::multipart;
use super::shape::json;
use super::style::Format;
use crate::Argument;

const FORM: &str = "application/x-www-form-urlencoded";

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
        self.media_type == FORM
    }

    /// The body for a value; none for an absent one.
    pub(super) fn encode(media_type: &str, argument: Argument<'_>) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let content = |bytes: Vec<u8>| Some(Self { media_type: media_type.to_owned(), bytes });
        match (essence.as_str(), argument) {
            (_, Argument::Absent) => None,
            (FORM, _) => Self::form(argument, &[]),
            ("multipart/form-data", Argument::Value(Value::Object(members))) => Some(multipart::encode(members)),
            (kind, _) if kind.contains('*') => {
                Some(Self { media_type: "application/json".to_owned(), bytes: json(argument).into_bytes() })
            }
            (kind, _) => match text(argument) {
                Some(text) if is_text(kind) => content(text.as_bytes().to_vec()),
                Some(text) if !is_json(kind) => content(bytes(text)),
                _ => content(json(argument).into_bytes()),
            },
        }
    }

    /// A form; a property that `styles` doesn't name is a pair, one for each item of an array, or its JSON text.
    pub(super) fn form(argument: Argument<'_>, styles: &[(&str, Style, bool)]) -> Option<Self> {
        let media_type = FORM.to_owned();
        match argument {
            Argument::Absent => None,
            Argument::Value(Value::Object(members)) => {
                let pairs: Vec<_> = members.iter().flat_map(|(name, value)| property(name, value, styles)).collect();
                Some(Self { media_type, bytes: pairs.join("&").into_bytes() })
            }
            other => Some(Self { media_type, bytes: json(other).into_bytes() }),
        }
    }
}

fn property(name: &str, value: &Value, styles: &[(&str, Style, bool)]) -> Vec<String> {
    let declared = styles.iter().find(|(known, ..)| *known == name).map(|(_, style, explode)| (*style, *explode));
    let usual = if value.is_object() { Style::Json } else { Style::Form };
    let (style, explode) = declared.unwrap_or((usual, true));
    Format { style, explode, characters: Characters::Unreserved }.pairs(name, Argument::Value(value))
}

/// Whether a media type, in lower case without parameters, is JSON (RFC 6839 section 3.1).
fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

fn is_text(essence: &str) -> bool {
    essence.starts_with("text/") || essence == "application/xml" || essence.ends_with("+xml")
}

fn text(argument: Argument<'_>) -> Option<&str> {
    match argument {
        Argument::Text(text) => Some(text),
        Argument::Value(value) => value.as_str(),
        Argument::Absent
        | Argument::Integer(_)
        | Argument::Unsigned(_)
        | Argument::Number(_)
        | Argument::Boolean(_) => None,
    }
}

fn bytes(text: &str) -> Vec<u8> {
    data_url(text).map_or_else(|| text.as_bytes().to_vec(), |(_, bytes)| bytes)
}

/// The media type and the bytes of a `data:` URL in base64.
pub(super) fn data_url(text: &str) -> Option<(&str, Vec<u8>)> {
    let (media_type, data) = text.strip_prefix("data:")?.split_once(";base64,")?;
    STANDARD.decode(data).ok().map(|bytes| (media_type, bytes))
}
