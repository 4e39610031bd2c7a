//! `application/x-www-form-urlencoded` (OpenAPI 3.1 section 4.8.14.4): a pair per property, one for each item of an array.
//! An object is its JSON text unless the document gives it a style. A blank is `%20`, which every decoder reads.

use contract::{Schema, Style};
use serde_json::{Map, Value};

use super::characters::Characters;
use super::media::{Kind, Media, Part};
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
    let reserved = part.is_some_and(|part| part.allow_reserved);
    let characters = if reserved { Characters::Reserved } else { Characters::Unreserved };
    let structured = value.is_object() || value.is_array();
    let (style, explode) = match part.map(|part| (part.style, part.media_type)) {
        Some((Some(style), _)) => style,
        Some((None, media_type)) if structured && Kind::of(media_type) == Kind::Xml => {
            let text = xml::element(name, value, schema);
            return Format { style: Style::Form, explode: true, characters }.pairs(name, Argument::Text(&text));
        }
        Some((None, media_type)) if structured && Kind::of(media_type) == Kind::Json => (Style::Json, true),
        _ if value.is_object() => (Style::Json, true),
        _ => (Style::Form, true),
    };
    Format { style, explode, characters }.pairs(name, Argument::Value(value))
}
