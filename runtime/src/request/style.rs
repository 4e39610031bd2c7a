//! Serialises one parameter: OpenAPI 3.1 section 4.8.12.2 (style, explode) over RFC 6570.
//!
//! What both leave undefined: an empty array or object is left out of query and cookie; a nested value is its JSON
//! text; `deepObject` nests as `a[b][c]=v` and repeats the name for an array's items; a delimited style that is
//! exploded is `form`; a style that a location doesn't know is the location's default one.

use contract::Style;
use serde_json::Value;

use super::characters::Characters;
use super::shape::{Shape, json, plain};
use crate::Argument;

/// How a parameter's value becomes text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) characters: Characters,
}

impl Format {
    /// The text of a path or header parameter.
    pub(super) fn text(self, name: &str, argument: Argument<'_>) -> String {
        match self.style {
            Style::Json if self.characters == Characters::Raw => ascii(&json(argument)),
            Style::Json => self.characters.encode(&json(argument)),
            Style::Text | Style::Content => self.characters.encode(&text(argument)),
            Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => {
                self.members(Shape::of(argument)).join(&self.separator(self.style))
            }
            Style::Label => self.label(Shape::of(argument)),
            Style::Matrix => self.matrix(&self.characters.encode(name), Shape::of(argument)),
            Style::Simple | Style::Form | Style::Cookie | Style::DeepObject => {
                self.members(Shape::of(argument)).join(",")
            }
        }
    }

    /// The `name=value` pairs of a query or cookie parameter.
    pub(super) fn pairs(self, name: &str, argument: Argument<'_>) -> Vec<String> {
        let name = Characters::Unreserved.encode(name);
        match (self.style, argument) {
            (_, Argument::Absent) => Vec::new(),
            (Style::Json, value) => vec![pair(&name, &self.characters.encode(&json(value)))],
            (Style::Text | Style::Content, value) => vec![pair(&name, &self.characters.encode(&text(value)))],
            (Style::DeepObject, Argument::Value(value)) => {
                let mut pairs = Vec::new();
                self.deep(&name, value, &mut pairs);
                pairs
            }
            (Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited, value) => {
                self.delimited(&name, &self.separator(self.style), Shape::of(value))
            }
            (Style::Form | Style::Simple | Style::Label | Style::Matrix | Style::Cookie | Style::DeepObject, value) => {
                self.delimited(&name, ",", Shape::of(value))
            }
        }
    }

    fn label(self, shape: Shape<'_>) -> String {
        let separator = if self.explode { "." } else { "," };
        match shape {
            Shape::Absent => String::new(),
            Shape::Scalar(text) => format!(".{}", self.characters.encode(&text)),
            list => {
                let members = self.members(list);
                if members.is_empty() { String::new() } else { format!(".{}", members.join(separator)) }
            }
        }
    }

    fn matrix(self, name: &str, shape: Shape<'_>) -> String {
        let assignment = |value: &str| if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") };
        match shape {
            Shape::Absent => String::new(),
            Shape::Scalar(text) => assignment(&self.characters.encode(&text)),
            Shape::List(items) if self.explode => {
                items.iter().map(|item| assignment(&self.characters.encode(item))).collect()
            }
            Shape::Object(_) if self.explode => {
                let members = self.members(shape);
                members.iter().map(|member| format!(";{}", member.strip_suffix('=').unwrap_or(member))).collect()
            }
            list => {
                let members = self.members(list);
                if members.is_empty() { String::new() } else { assignment(&members.join(",")) }
            }
        }
    }

    /// Encoded values in a row: `a`, `b` of a list; of an object `k=v` exploded, else `k`, `v`.
    fn members(self, shape: Shape<'_>) -> Vec<String> {
        let item = self.characters.item();
        match shape {
            Shape::Absent => Vec::new(),
            Shape::Scalar(text) => vec![self.characters.encode(&text)],
            Shape::List(items) => items.iter().map(|text| item.encode(text)).collect(),
            Shape::Lists(items, inner) => defined(items).map(|value| self.nested(value, inner)).collect(),
            Shape::Object(members) if self.explode => {
                members.iter().map(|(key, value)| pair(&item.encode(key), &item.encode(value))).collect()
            }
            Shape::Object(members) => {
                members.iter().flat_map(|(key, value)| [item.encode(key), item.encode(value)]).collect()
            }
        }
    }

    /// The text of an item that may be a list itself.
    fn nested(self, value: &Value, inner: &[Style]) -> String {
        match (value, inner.split_first()) {
            (Value::Array(items), Some((style, further))) => {
                let texts: Vec<String> = defined(items).map(|item| self.nested(item, further)).collect();
                texts.join(&self.separator(*style))
            }
            _ => self.characters.item().encode(&plain(value)),
        }
    }

    /// What stands between the values of a list in a style; a comma needs no encoding.
    fn separator(self, style: Style) -> String {
        match (self.characters, delimiter(style)) {
            (Characters::Raw, delimiter) => delimiter.to_owned(),
            (_, ",") => ",".to_owned(),
            (_, delimiter) => Characters::Unreserved.encode(delimiter),
        }
    }

    fn delimited(self, name: &str, separator: &str, shape: Shape<'_>) -> Vec<String> {
        let encode = |text: &str| self.characters.encode(text);
        match shape {
            Shape::Absent => Vec::new(),
            Shape::Scalar(text) => vec![pair(name, &encode(&text))],
            Shape::List(items) if self.explode => items.iter().map(|item| pair(name, &encode(item))).collect(),
            Shape::Lists(..) if self.explode => self.members(shape).iter().map(|item| pair(name, item)).collect(),
            Shape::Object(members) if self.explode => {
                members.iter().map(|(key, value)| pair(&Characters::Unreserved.encode(key), &encode(value))).collect()
            }
            list => {
                let members = self.members(list);
                if members.is_empty() { Vec::new() } else { vec![pair(name, &members.join(separator))] }
            }
        }
    }

    fn deep(self, name: &str, value: &Value, pairs: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    let name = format!("{name}%5B{}%5D", Characters::Unreserved.encode(key));
                    self.deep(&name, member, pairs);
                }
            }
            Value::Array(items) => {
                pairs.extend(defined(items).map(|item| pair(name, &self.characters.encode(&plain(item)))));
            }
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                pairs.push(pair(name, &self.characters.encode(&plain(value))));
            }
        }
    }
}

/// What stands between the values of a delimited style.
fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        Style::TabDelimited => "\t",
        _ => ",",
    }
}

/// The text of a value, a string without quotation marks.
fn text(argument: Argument<'_>) -> String {
    match argument {
        Argument::Text(text) => text.to_owned(),
        Argument::Value(value) => plain(value).into_owned(),
        other => json(other),
    }
}

/// JSON text in the characters of a header (RFC 9110 section 5.5): others are escaped (RFC 8259 section 7).
fn ascii(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() && letter != '\u{7f}' {
            escaped.push(letter);
        } else {
            let mut units = [0; 2];
            escaped.extend(letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    escaped
}

/// `null` is undefined (RFC 6570 section 2.3).
fn defined(items: &[Value]) -> impl Iterator<Item = &Value> {
    items.iter().filter(|item| !item.is_null())
}

fn pair(name: &str, value: &str) -> String {
    format!("{name}={value}")
}
