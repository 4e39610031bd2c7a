//! Texts as values: whichever reading the schema accepts. It knows nothing of media types.

use serde_json::Value;

use crate::document::{Node, View};
use crate::raw::{Preference, Typing};
use crate::shape::Shape;

use super::Outcome;

/// How texts are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) view: &'a View,
    /// Where several schemas or types speak of one text, which is tried first.
    pub(super) preference: Preference,
}

impl<'a> Reading<'a> {
    /// The schema at a pointer of the document.
    pub(super) fn schema(self, pointer: Option<&str>) -> Option<Node<'a>> {
        self.view.at(pointer?)
    }

    /// A text as a schema takes it; without a schema, a string.
    pub(super) fn text(self, text: &str, schema: Option<&Node<'a>>) -> Result<Value, String> {
        let Some(schema) = schema else {
            return Ok(Value::from(text));
        };
        let other = match self.preference {
            Preference::Typed => Preference::Text,
            Preference::Text => Preference::Typed,
        };
        let read = |preference| Typing { view: self.view, preference }.element(text, Some(schema));
        let accepted = |value: &Value| self.view.accepts(schema, value);
        let first = read(self.preference);
        if first.as_ref().is_ok_and(accepted) {
            return first;
        }
        if let Some(value) = read(other).ok().filter(accepted) {
            return Ok(value);
        }
        if text.is_empty() && accepted(&Value::Null) { Ok(Value::Null) } else { first }
    }

    /// A property that several subschemas may declare: the reading that all of them accept, else one that
    /// its own subschema accepts, else the first.
    pub(super) fn property(
        self,
        declared: &[Node<'a>],
        read: impl Fn(Option<&Node<'a>>) -> Outcome<Value>,
    ) -> Outcome<Value> {
        if declared.is_empty() {
            return read(None);
        }
        let mut readings: Vec<(&Node<'a>, Outcome<Value>)> =
            declared.iter().map(|schema| (schema, read(Some(schema)))).collect();
        if self.preference == Preference::Text {
            readings.reverse();
        }
        let by_all = |value: &Value| declared.iter().all(|schema| self.view.accepts(schema, value));
        let fits = |(_, reading): &(&Node<'a>, Outcome<Value>)| reading.as_ref().is_ok_and(by_all);
        let own = |(schema, reading): &(&Node<'a>, Outcome<Value>)| {
            reading.as_ref().is_ok_and(|value| self.view.accepts(schema, value))
        };
        let position = readings.iter().position(fits).or_else(|| readings.iter().position(own)).unwrap_or(0);
        readings.swap_remove(position).1
    }
}

/// Every schema that a shape has for a property; those of other properties where none declares it.
pub(super) fn declared<'a>(shape: &Shape<'a>, name: &str) -> Vec<Node<'a>> {
    let Some(object) = &shape.object else {
        return Vec::new();
    };
    let own = object.properties.iter().filter(|(other, _)| other == name);
    let own: Vec<Node<'a>> = own.map(|(_, schema)| schema.clone()).collect();
    if own.is_empty() { object.additional.iter().cloned().collect() } else { own }
}
