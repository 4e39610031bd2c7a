//! What an API says of single fields, in the shapes that are common: problem details (RFC 9457 section 3 with its
//! `errors`), lists of objects with a place and a message, maps of field names to messages. A place becomes that of the
//! argument in the call: `/body/name`, `/params/limit`.

mod place;

use contract::lookup::declares;
use contract::{Body, Entry};
use serde_json::{Map, Value};

use super::trace;
use crate::fault::FieldError;

pub(super) use place::Place;

/// Fields that are told of.
const MAX_FIELDS: usize = 20;

/// Values looked at; a hostile answer has millions.
const MAX_VISITS: usize = 400;

/// Nesting that is followed.
const MAX_DEPTH: usize = 6;

/// Longest message of one field, in characters.
const MAX_MESSAGE: usize = 240;

/// Members that hold what is wrong with fields.
const LISTS: [&str; 19] = [
    "errors",
    "detail",
    "details",
    "invalid-params",
    "invalidParams",
    "invalid_params",
    "violations",
    "fieldViolations",
    "field_violations",
    "fieldErrors",
    "field_errors",
    "fields",
    "validationErrors",
    "validation_errors",
    "validation",
    "issues",
    "causes",
    "error",
    "badRequest",
];

/// Members that hold the message of one field, most telling first.
const MESSAGES: [&str; 9] =
    ["message", "msg", "defaultMessage", "detail", "description", "reason", "title", "error", "code"];

/// What the call could have been about.
pub(super) struct Fields {
    entry: Entry<'static>,
}

impl Fields {
    pub(super) fn new(entry: Entry<'static>) -> Self {
        Self { entry }
    }

    /// The argument that a place means, as a JSON pointer; none where the operation has no such argument.
    fn argument(&self, place: &Place) -> Option<String> {
        let first = place.segments.first()?;
        let parameter = self.entry.parameters().find(|parameter| parameter.name() == first);
        let parameter = || parameter.map(|parameter| crate::fault::pointer("/params", parameter.argument()));
        let below =
            |_: Body<'_>| place.segments.iter().fold("/body".to_owned(), |path, key| crate::fault::pointer(&path, key));
        let body = self.entry.body();
        match place.in_body {
            Some(true) => body.map(below),
            Some(false) => parameter(),
            None if body.is_some_and(|body| declares(body.schema(), first)) => body.map(below),
            None => parameter().or_else(|| body.map(below)),
        }
    }
}

/// What an answer's body says of single fields; empty if nothing.
pub(super) fn of(body: &Value, fields: &Fields) -> Vec<FieldError> {
    let mut reading = Reading { fields, found: Vec::new(), visits: MAX_VISITS };
    reading.visit(body, None, MAX_DEPTH);
    if reading.found.is_empty() {
        reading.bare(body);
    }
    reading.found
}

struct Reading<'f> {
    fields: &'f Fields,
    found: Vec<FieldError>,
    visits: usize,
}

impl Reading<'_> {
    /// Looks for lists and maps of fields. `under` is the field that everything here is about.
    fn visit(&mut self, value: &Value, under: Option<&Place>, depth: usize) {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.visits > 0) else { return };
        self.visits -= 1;
        match value {
            Value::Array(items) => items.iter().take(MAX_FIELDS).for_each(|item| self.visit(item, under, depth)),
            Value::Object(members) => self.object(members, under, depth),
            Value::String(text) => {
                if let Some(place) = under {
                    self.add(Some(place), text);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, under: Option<&Place>, depth: usize) {
        let before = self.found.len();
        for key in LISTS {
            match members.get(key) {
                Some(Value::Object(map)) if !is_fault(map) => self.map(map, under, depth),
                Some(Value::Array(items)) => items.iter().take(MAX_FIELDS).for_each(|item| match item {
                    Value::String(text) => self.add(under, text),
                    other => self.visit(other, under, depth),
                }),
                Some(inner @ Value::Object(_)) => self.visit(inner, under, depth),
                _ => {}
            }
        }
        if self.found.len() > before {
            return;
        }
        let place = Place::of(members);
        let message = MESSAGES.iter().find_map(|key| members.get(*key)?.as_str());
        if let (Some(place), Some(message)) = (place.as_ref().or(under), message) {
            self.add(Some(place), message);
        }
    }

    /// `{"name": ["is too short"], "address": {"city": "…"}}`
    fn map(&mut self, members: &Map<String, Value>, under: Option<&Place>, depth: usize) {
        if self.known(members) {
            return self.object(members, under, depth);
        }
        for (name, value) in members.iter().take(MAX_FIELDS) {
            let place = Place::parse(name).below(under);
            match value {
                Value::Object(inner) if !is_fault(inner) => match depth.checked_sub(1) {
                    Some(depth) => self.map(inner, Some(&place), depth),
                    None => return,
                },
                other => self.visit(other, Some(&place), depth),
            }
        }
    }

    /// Whether a map is no map of fields but one more wrapping.
    fn known(&self, members: &Map<String, Value>) -> bool {
        LISTS.iter().any(|key| members.get(*key).is_some_and(|value| value.is_array() || value.is_object()))
    }

    /// The whole body as a map of fields to lists of messages.
    fn bare(&mut self, body: &Value) {
        let Value::Object(members) = body else { return };
        let texts = |value: &Value| {
            value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_string))
        };
        if !members.is_empty() && members.len() <= MAX_FIELDS && members.values().all(texts) {
            self.map(members, None, 2);
        }
    }

    fn add(&mut self, place: Option<&Place>, message: &str) {
        let line = trace::before(message).split_whitespace().collect::<Vec<_>>().join(" ");
        let line: String = line.chars().filter(|letter| !letter.is_control()).take(MAX_MESSAGE).collect();
        if line.is_empty() || self.found.len() >= MAX_FIELDS {
            return;
        }
        let path = place.and_then(|place| self.fields.argument(place));
        let message = match (&path, place) {
            (None, Some(place)) => format!("{}: {line}", place.text()),
            _ => line,
        };
        let error = FieldError { path, message };
        if !self.found.contains(&error) {
            self.found.push(error);
        }
    }
}

/// Whether an object says what is wrong with one thing: it has a message.
fn is_fault(members: &Map<String, Value>) -> bool {
    ["message", "msg", "defaultMessage", "detail", "description", "reason", "title"]
        .iter()
        .any(|key| members.get(*key).is_some_and(Value::is_string))
}
