//! `application/x-www-form-urlencoded` (OpenAPI 3.1 section 4.8.14.4): a pair per property, one for each item of an array.
//! An object is its JSON text unless the document gives it a style. A blank is a plus sign (URL standard section 5.2); where
//! the document gives a style it is `%20`, as in a query.

use contract::Schema;
use contract::media::Kind;
use serde_json::{Map, Value};

use super::characters::Characters;
use super::media::{Media, Part};
use super::shape::plain;
use super::style::Format;
use super::xml;
use crate::Argument;

/// The pairs of an object, in its order.
pub(super) fn encode(members: &Map<String, Value>, media: Media<'_>, schema: Option<Schema<'_>>) -> Vec<u8> {
    let pairs: Vec<String> = members
        .iter()
        .flat_map(|(name, value)| {
            let part = media.parts.iter().find(|part| part.name == name);
            let schema = schema.and_then(|schema| contract::lookup::member(schema, name));
            property(name, value, (part, schema))
        })
        .collect();
    pairs.join("&").into_bytes()
}

fn property(name: &str, value: &Value, (part, schema): (Option<&Part>, Option<Schema<'_>>)) -> Vec<String> {
    if let Some(((style, explode), part)) = part.and_then(|part| Some((part.style?, part))) {
        let characters = if part.allow_reserved { Characters::Reserved } else { Characters::Unreserved };
        // Alone it is as undefined as among others.
        let value = if value.is_null() { Argument::Absent } else { Argument::Value(value).nesting(part.inner) };
        return Format { style, explode, characters }.pairs(name, value);
    }
    let pair = |text: &str| format!("{}={}", Characters::Form.encode(name), Characters::Form.encode(text));
    let media_type = part.map(|part| part.media_type).unwrap_or_default();
    match (Kind::of(media_type), value) {
        (Kind::Xml, Value::Object(_) | Value::Array(_)) => vec![pair(&xml::element(name, value, schema))],
        (Kind::Json, value) => vec![pair(&value.to_string())],
        (_, Value::Array(items)) => items.iter().map(|item| pair(&plain(item))).collect(),
        (_, value) => vec![pair(&plain(value))],
    }
}
