//! A value as parameter styles see it: one text, a list of them, or named ones.

use std::borrow::Cow;

use contract::Style;
use serde_json::Value;

use crate::Argument;

/// A value with its members as text; `null` members are undefined (RFC 6570 section 2.3). A nested array or object, which no style defines, is its JSON text.
pub(super) enum Shape<'a> {
    Absent,
    Scalar(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    /// Lists in a list, and their styles.
    Lists(&'a [Value], &'static [Style]),
    Object(Vec<(&'a str, Cow<'a, str>)>),
}

impl<'a> Shape<'a> {
    pub(super) fn of(argument: Argument<'a>) -> Self {
        match argument {
            Argument::Absent => Self::Absent,
            Argument::Text(text) => Self::Scalar(text.into()),
            Argument::Integer(integer) => Self::Scalar(integer.to_string().into()),
            Argument::Unsigned(unsigned) => Self::Scalar(unsigned.to_string().into()),
            Argument::Whole(whole) => Self::Scalar(whole.to_string().into()),
            Argument::Number(number) => Self::Scalar(number.to_string().into()),
            Argument::Boolean(boolean) => Self::Scalar(boolean.to_string().into()),
            Argument::Lists(items, inner) => Self::Lists(items, inner),
            Argument::Value(Value::Array(items)) => {
                Self::List(items.iter().filter(|item| !item.is_null()).map(plain).collect())
            }
            Argument::Value(Value::Object(members)) => {
                let defined = members.iter().filter(|(_, value)| !value.is_null());
                Self::Object(defined.map(|(key, value)| (key.as_str(), plain(value))).collect())
            }
            Argument::Value(scalar) => Self::Scalar(plain(scalar)),
        }
    }
}

/// A value's text without quotation marks; null is the empty text.
pub(crate) fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "".into(),
        Value::String(text) => text.as_str().into(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string().into(),
    }
}

/// The JSON text of an argument; of an absent one, nothing.
pub(super) fn json(argument: Argument<'_>) -> String {
    match argument {
        Argument::Absent => String::new(),
        Argument::Text(text) => Value::from(text).to_string(),
        Argument::Integer(integer) => integer.to_string(),
        Argument::Unsigned(unsigned) => unsigned.to_string(),
        Argument::Whole(whole) => whole.to_string(),
        Argument::Number(number) => number.to_string(),
        Argument::Boolean(boolean) => boolean.to_string(),
        Argument::Value(value) => value.to_string(),
        Argument::Lists(items, _) => serde_json::to_string(items).unwrap_or_default(),
    }
}
