//! `application/x-www-form-urlencoded` (WHATWG URL section 5): fields to text and back. It knows
//! nothing of schemas.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::percent;

/// The media type.
pub(crate) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// Names of the fields whose arrays are one text, with the separator. Others repeat their name.
pub(crate) type Separators = BTreeMap<String, char>;

/// Names of fields in the order of their first occurrence, each with its texts. A `+` is a space.
pub(crate) fn fields(text: &str, separators: &Separators) -> Result<Vec<(String, Vec<String>)>, String> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for piece in text.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let name = decoded(name)?;
        let values = match separators.get(&name) {
            Some(separator) => cut(value, *separator)?,
            None => vec![decoded(value)?],
        };
        match fields.iter_mut().find(|(other, _)| *other == name) {
            Some(_) if separators.contains_key(&name) => return Err(format!("{name} is there twice")),
            Some((_, others)) => others.extend(values),
            None => fields.push((name, values)),
        }
    }
    Ok(fields)
}

/// An object as a form; nested values are JSON texts.
pub(crate) fn text(value: &Value, separators: &Separators) -> String {
    let fields = value.as_object().into_iter().flatten();
    let pieces = fields.flat_map(|(name, value)| {
        let texts: Vec<String> = match value {
            Value::Array(items) => items.iter().map(scalar).collect(),
            other => vec![scalar(other)],
        };
        let texts = match separators.get(name) {
            Some(separator) => vec![texts.join(&percent::encode_separator(*separator))],
            None => texts,
        };
        let name = percent::encode(name);
        texts.into_iter().map(|text| format!("{name}={text}")).collect::<Vec<_>>()
    });
    pieces.collect::<Vec<_>>().join("&")
}

/// The texts between separators, which may be escaped: a comma never is, as it needs no escape.
fn cut(text: &str, separator: char) -> Result<Vec<String>, String> {
    let escape = percent::encode_separator(separator);
    let text = text.replace('+', "%20").replace(separator, &escape);
    text.replace(&escape.to_ascii_lowercase(), &escape).split(&escape).map(percent::decode).collect()
}

fn decoded(text: &str) -> Result<String, String> {
    percent::decode(&text.replace('+', "%20"))
}

fn scalar(value: &Value) -> String {
    percent::encode(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}
