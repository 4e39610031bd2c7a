//! Valid arguments for an operation. It knows nothing of how they are spelt on the wire.

use serde_json::Value;

use crate::Fill;
use crate::document::{Direction, View};
use crate::generate::{Generator, Words};
use crate::operation::{Body, Encoding, Location, MediaType, Operation, Parameter};
use crate::paging::Paging;
use crate::seed::Seed;

/// Arguments of one call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arguments {
    /// (location, name, value): `("path", "id", "…")`.
    pub parameters: Vec<(String, String, Value)>,
    /// The request body.
    pub body: Option<Value>,
}

impl Arguments {
    /// Arguments that the document allows. Seed 0 uses plain words and the first value of every
    /// enum; others pick, and mix in texts that need escaping.
    pub(crate) fn valid(
        view: &View,
        operation: &Operation,
        paging: Option<&Paging>,
        fill: Fill,
        seed: u64,
    ) -> Arguments {
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
        if let Some(body) = operation.body.as_ref().filter(|body| wanted(body.required)) {
            arguments.body = body_value(view, body, fill, seed, root);
        }
        arguments
    }
}

/// The media type in which the mock sends a body: JSON, if it may.
pub(crate) fn sent_as(body: &Body) -> Option<&MediaType> {
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

fn body_value(view: &View, body: &Body, fill: Fill, seed: u64, root: Seed) -> Option<Value> {
    let words = if seed == 0 { Words::Plain } else { Words::Hostile };
    let Some(pointer) = sent_as(body)?.schema.as_deref() else {
        return Some(Value::Object(serde_json::Map::new()));
    };
    generator(view, fill, seed, words).value(&view.at(pointer)?, root.name("body"), "body")
}

fn generator(view: &View, fill: Fill, seed: u64, words: Words) -> Generator<'_> {
    Generator { view, direction: Direction::Request, fill, words, varied: seed != 0 }
}
