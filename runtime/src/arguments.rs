//! Checked arguments, as a generated handler reads them, and the one form in which it passes them on.
//!
//! Readers never fail: what they read has been checked against the operation's schemas. On a slot that a generated
//! crate reads with the wrong reader they give the type's empty value.

mod argument;
mod body;

pub use argument::Argument;
pub use body::Body;

use std::sync::LazyLock;

use serde_json::{Number, Value};

static ZERO: LazyLock<Number> = LazyLock::new(|| Number::from(0));

/// The arguments of one call, in the order of [`contract::Entry::parameters`], and the request body.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<'a> {
    slots: &'a [Option<Value>],
    body: Option<Body<'a>>,
}

/// An enumeration of a document as a Rust enum.
pub trait Choice: Copy + 'static {
    /// Every variant with its value; a value that isn't a string stands as its JSON text.
    const ALL: &'static [(&'static str, Self)];
    /// Any variant, for a slot that holds none of them.
    const FIRST: Self;
}

impl<'a> Arguments<'a> {
    /// Arguments that have been checked; a slot is empty where the call leaves a parameter out.
    pub fn new(slots: &'a [Option<Value>], body: Option<Body<'a>>) -> Self {
        Self { slots, body }
    }

    /// The string of a required parameter.
    pub fn text(&self, slot: usize) -> &'a str {
        self.optional_text(slot).unwrap_or_default()
    }

    /// The string of a parameter.
    pub fn optional_text(&self, slot: usize) -> Option<&'a str> {
        self.optional_value(slot)?.as_str()
    }

    /// The whole number of a required parameter.
    pub fn integer(&self, slot: usize) -> i64 {
        self.optional_integer(slot).unwrap_or_default()
    }

    /// The whole number of a parameter.
    pub fn optional_integer(&self, slot: usize) -> Option<i64> {
        signed(self.optional_number(slot)?)
    }

    /// The whole number of a required parameter that may or may not have a sign.
    pub fn whole(&self, slot: usize) -> i128 {
        self.optional_whole(slot).unwrap_or_default()
    }

    /// The whole number of a parameter that may or may not have a sign.
    pub fn optional_whole(&self, slot: usize) -> Option<i128> {
        let number = self.optional_number(slot)?;
        signed(number).map(i128::from).or_else(|| unsigned(number).map(i128::from))
    }

    /// The whole number of a required parameter that is never negative.
    pub fn unsigned(&self, slot: usize) -> u64 {
        self.optional_unsigned(slot).unwrap_or_default()
    }

    /// The whole number of a parameter that is never negative.
    pub fn optional_unsigned(&self, slot: usize) -> Option<u64> {
        unsigned(self.optional_number(slot)?)
    }

    /// The number of a required parameter.
    pub fn number(&self, slot: usize) -> &'a Number {
        self.optional_number(slot).unwrap_or(&ZERO)
    }

    /// The number of a parameter.
    pub fn optional_number(&self, slot: usize) -> Option<&'a Number> {
        match self.optional_value(slot)? {
            Value::Number(number) => Some(number),
            Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The boolean of a required parameter.
    pub fn boolean(&self, slot: usize) -> bool {
        self.optional_boolean(slot).unwrap_or_default()
    }

    /// The boolean of a parameter.
    pub fn optional_boolean(&self, slot: usize) -> Option<bool> {
        self.optional_value(slot)?.as_bool()
    }

    /// The variant of a required parameter.
    pub fn choice<E: Choice>(&self, slot: usize) -> E {
        self.optional_choice(slot).unwrap_or(E::FIRST)
    }

    /// The variant of a parameter.
    pub fn optional_choice<E: Choice>(&self, slot: usize) -> Option<E> {
        let value = self.optional_value(slot)?;
        E::ALL.iter().find(|(known, _)| is(value, known)).map(|(_, choice)| *choice)
    }

    /// The value of a required parameter of any type.
    pub fn value(&self, slot: usize) -> &'a Value {
        self.optional_value(slot).unwrap_or(&Value::Null)
    }

    /// The value of a parameter of any type.
    pub fn optional_value(&self, slot: usize) -> Option<&'a Value> {
        self.slots.get(slot)?.as_ref()
    }

    /// A required request body.
    pub fn body(&self) -> &'a Value {
        self.optional_body().unwrap_or(&Value::Null)
    }

    /// The request body.
    pub fn optional_body(&self) -> Option<&'a Value> {
        self.body.map(|body| body.value)
    }

    /// A required request body and the media type it is for.
    pub fn content(&self) -> Body<'a> {
        self.body.unwrap_or(Body::new(&Value::Null))
    }

    /// The request body and the media type it is for.
    pub fn optional_content(&self) -> Option<Body<'a>> {
        self.body
    }
}

/// Whether a value is a text, or has it as its JSON text.
#[inline(never)]
fn is(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let written = value.to_string();
            written == text
        }
    }
}

/// A whole number as `i64`. JSON Schema counts `5.0` as whole (2020-12 core, section 4.2.1).
pub(crate) fn signed(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| whole(number)?.parse().ok())
}

/// A whole number as `u64`.
pub(crate) fn unsigned(number: &Number) -> Option<u64> {
    number.as_u64().or_else(|| whole(number)?.parse().ok())
}

/// Whether a number is whole, however it is written.
pub(crate) fn is_whole(number: &Number) -> bool {
    !number.is_f64() || whole(number).is_some()
}

/// The decimal digits of a number that was written with a fraction or an exponent but is whole.
fn whole(number: &Number) -> Option<String> {
    let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0)?;
    Some(format!("{float:.0}"))
}
