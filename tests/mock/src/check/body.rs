//! The request body: whether there is one, its media type, its value. It knows nothing of
//! parameters.

use crate::document::{Node, View};
use crate::form::{self, Separators, URLENCODED};
use crate::operation::{Body, MediaType, Operation, essence, is_json};
use crate::raw::{Preference, Raw, Typing};
use crate::shape::Shape;
use crate::{RawRequest, Violation};

/// What is wrong with the body.
pub(super) fn violations(view: &View, operation: &Operation, request: &RawRequest) -> Vec<Violation> {
    match (&operation.body, request.body.is_empty()) {
        (None, true) => Vec::new(),
        (None, false) => vec![Violation::new("body", "the operation takes none")],
        (Some(body), true) if body.required => {
            vec![Violation::new("body", "required, but missing")]
        }
        (Some(_), true) => Vec::new(),
        (Some(body), false) => present(view, body, request),
    }
}

fn present(view: &View, body: &Body, request: &RawRequest) -> Vec<Violation> {
    let mut types = request.header_values("content-type");
    let (Some(content_type), None) = (types.next(), types.next()) else {
        return vec![Violation::new("header Content-Type", "has to be there once")];
    };
    let name = essence(content_type);
    let Some(media_type) = declared(body, &name) else {
        return vec![Violation::new(
            "header Content-Type",
            format!("{name:?} is none of the media types that the operation declares"),
        )];
    };
    if let (URLENCODED, Some(separators)) = (name.as_str(), &media_type.separators) {
        return urlencoded(view, media_type, separators, &request.body);
    }
    if !is_json(&name) {
        return Vec::new();
    }
    let value = match serde_json::from_slice(&request.body) {
        Ok(value) => value,
        Err(error) => return vec![Violation::new("body", format!("no JSON: {error}"))],
    };
    let schema = media_type.schema.as_deref().and_then(|pointer| view.at(pointer));
    schema.map(|schema| faults(view, &schema, &value)).unwrap_or_default()
}

/// What is wrong with a form: its texts are read as the schema's types, then as texts.
fn urlencoded(view: &View, media_type: &MediaType, separators: &Separators, body: &[u8]) -> Vec<Violation> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string());
    let fields = match text.and_then(|text| form::fields(text, separators)) {
        Ok(fields) => Raw::Fields(fields),
        Err(fault) => return vec![Violation::new("body", format!("no form: {fault}"))],
    };
    let Some(schema) = media_type.schema.as_deref().and_then(|pointer| view.at(pointer)) else {
        return Vec::new();
    };
    let shape = Shape::new(view, &schema);
    let read = |preference| match (Typing { view, preference }).value(&fields, &shape) {
        Ok(value) => faults(view, &schema, &value),
        Err(fault) => vec![Violation::new("body", fault)],
    };
    let violations = read(Preference::Typed);
    if violations.is_empty() || read(Preference::Text).is_empty() { Vec::new() } else { violations }
}

fn faults(view: &View, schema: &Node<'_>, value: &serde_json::Value) -> Vec<Violation> {
    let faults = view.faults(schema, value).into_iter();
    faults.map(|(pointer, message)| Violation::new(format!("body {pointer}"), message)).collect()
}

/// The most specific media type or range that covers a media type (OpenAPI 3.1 section 4.8.13.1).
fn declared<'a>(body: &'a Body, name: &str) -> Option<&'a MediaType> {
    let range = name.split('/').next().map(|kind| format!("{kind}/*"));
    let of = |wanted: &str| body.content.iter().find(|media_type| media_type.name == wanted);
    of(name).or_else(|| of(range.as_deref()?)).or_else(|| of("*/*"))
}
