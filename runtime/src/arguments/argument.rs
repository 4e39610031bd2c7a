//! One value on its way into a request.

use contract::Style;
use serde_json::{Number, Value};

/// What a handler passes for one parameter or the body.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// Left out by the call.
    Absent,
    /// A string.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A whole number that is never negative.
    Unsigned(u64),
    /// A whole number of 64 bits with or without a sign.
    Whole(i128),
    /// Any number: a whole one of at most 64 bits exactly, any other as a double.
    Number(&'a Number),
    /// true or false.
    Boolean(bool),
    /// Any JSON value.
    Value(&'a Value),
    /// A list of lists, and the styles of the lists in it, the outer ones first (Swagger 2.0, Items Object).
    Lists(&'a [Value], &'static [Style]),
}

impl Argument<'_> {
    /// The same value; if it is a list, the lists in it are written in these styles.
    #[must_use]
    pub fn nesting(self, inner: &'static [Style]) -> Self {
        match self {
            Self::Value(Value::Array(items)) if !inner.is_empty() => Self::Lists(items, inner),
            other => other,
        }
    }
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Argument<'_> {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<u64> for Argument<'_> {
    fn from(unsigned: u64) -> Self {
        Self::Unsigned(unsigned)
    }
}

impl From<i128> for Argument<'_> {
    fn from(whole: i128) -> Self {
        Self::Whole(whole)
    }
}

impl<'a> From<&'a Number> for Argument<'a> {
    fn from(number: &'a Number) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Argument<'_> {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl<'a> From<&'a Value> for Argument<'a> {
    fn from(value: &'a Value) -> Self {
        Self::Value(value)
    }
}

impl<'a, T: Into<Argument<'a>>> From<Option<T>> for Argument<'a> {
    fn from(optional: Option<T>) -> Self {
        optional.map_or(Self::Absent, Into::into)
    }
}
