//! Valid arguments for an operation. It knows nothing of how they are spelt on the wire.

use serde_json::Value;

use crate::Fill;
use crate::body::{self, Format};
use crate::content_type::ContentType;
use crate::document::{Direction, View};
use crate::generate::{Generator, Words};
use crate::operation::{Body, Encoding, Location, MediaType, Operation, Parameter};
use crate::paging::Paging;
use crate::seed::Seed;

/// Arguments of one call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// (location, name, value): `("path", "id", "…")`.
    pub parameters: Vec<(String, String, Value)>,
    /// The request body. Bytes, as of a file, are a string of them.
    pub body: Option<Value>,
    /// The media type that the body is sent in, as the document writes it; `None` for the mock's choice:
    /// JSON, if the operation takes it, else the first.
    pub media_type: Option<String>,
}

/// Which of the valid arguments are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub(crate) fill: Fill,
    pub(crate) seed: u64,
    /// With it, there is a body in any case.
    pub(crate) media_type: Option<&'a str>,
}

impl Arguments {
    /// Arguments that the document allows. Seed 0 uses plain words and the first value of every
    /// enum; others pick, and mix in texts that need escaping.
    pub(crate) fn valid(view: &View, operation: &Operation, paging: Option<&Paging>, wish: Wish<'_>) -> Arguments {
        let Wish { fill, seed, media_type: chosen } = wish;
        let summary = &operation.summary;
        let root = Seed::new(&format!("{} {} {seed}", summary.method, summary.path));
        let wanted = |required: bool| required || fill == Fill::All;
        let mut arguments = Arguments::default();
        for parameter in operation.parameters.iter().filter(|parameter| wanted(parameter.required)) {
            let cursor = paging.and_then(|paging| paging.argument(parameter));
            let value = cursor.or_else(|| parameter_value(view, parameter, fill, seed, root));
            if let Some(value) = value {
                let location = parameter.location.name().to_owned();
                arguments.parameters.push((location, parameter.name.clone(), value));
            }
        }
        if let Some(body) = operation.body.as_ref().filter(|body| wanted(body.required || chosen.is_some())) {
            arguments.body = sent_as(body, chosen).and_then(|one| body_value(view, one, fill, seed, root));
            arguments.media_type = chosen.map(str::to_owned);
        }
        arguments
    }
}

/// The media type in which the mock sends a body: the chosen one, else JSON if it may.
pub(crate) fn sent_as<'a>(body: &'a Body, chosen: Option<&str>) -> Option<&'a MediaType> {
    if let Some(chosen) = chosen {
        let chosen = ContentType::declared(chosen);
        return body.content.iter().find(|media_type| media_type.declared == chosen);
    }
    let mut json = body.content.iter().filter(|media_type| media_type.is_json());
    json.next().or(body.content.first())
}

fn parameter_value(view: &View, parameter: &Parameter, fill: Fill, seed: u64, root: Seed) -> Option<Value> {
    let hostile = seed != 0 && matches!(parameter.location, Location::Path | Location::Query | Location::Querystring);
    // A label's dots and a list's separators can't be told from those in a value.
    let ambiguous = matches!(parameter.encoding, Encoding::Delimited { .. } | Encoding::Label { .. });
    let words = if hostile && !ambiguous { Words::Hostile } else { Words::Plain };
    let generator = generator(view, fill, seed, words);
    let root = root.name(parameter.location.name()).name(&parameter.name);
    let value = match &parameter.schema {
        Some(pointer) => generator.value(&view.at(pointer)?, root, &parameter.name)?,
        None => Value::from("amber"),
    };
    // What is empty can't be told from what is missing.
    let empty = value.as_str() == Some("")
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty);
    if !empty || parameter.encoding == Encoding::Json {
        return Some(value);
    }
    let schema = view.at(parameter.schema.as_deref()?)?;
    Generator { fill: Fill::All, ..generator }.value(&schema, root, &parameter.name)
}

/// A value that survives being written in its media type: the first that the mock itself accepts.
fn body_value(view: &View, media_type: &MediaType, fill: Fill, seed: u64, root: Seed) -> Option<Value> {
    let root = root.name("body");
    let words = if seed == 0 { Words::Plain } else { Words::Hostile };
    let attempts = [(fill, words), (fill, Words::Plain), (Fill::All, Words::Plain), (Fill::Required, Words::Plain)];
    let mut first = None;
    for (fill, words) in attempts {
        let generator = generator(view, fill, seed, words);
        let Some(value) = made(&generator, media_type, root) else { continue };
        let written = body::written(view, media_type, &value);
        let sent = ContentType::declared(&written.content_type);
        if body::faults(view, media_type, &sent, &written.content).is_empty() {
            return Some(value);
        }
        first.get_or_insert(value);
    }
    first
}

fn made(generator: &Generator<'_>, media_type: &MediaType, root: Seed) -> Option<Value> {
    if let Some(pointer) = media_type.schema.as_deref() {
        return generator.value(&generator.view.at(pointer)?, root, "body");
    }
    if let Some(pointer) = media_type.item_schema.as_deref() {
        let schema = generator.view.at(pointer)?;
        return (0..2).map(|index| generator.value(&schema, root.index(index), "item")).collect();
    }
    Some(match Format::of(&media_type.name) {
        Format::Json => serde_json::json!({}),
        Format::Form | Format::Parts => serde_json::json!({ "key": "amber" }),
        _ => Value::from("amber"),
    })
}

fn generator(view: &View, fill: Fill, seed: u64, words: Words) -> Generator<'_> {
    Generator { view, direction: Direction::Request, fill, words, varied: seed != 0 }
}
