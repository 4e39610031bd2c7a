//! The arguments of an operation: their names in `params`, and the fields of the struct that holds them.

use std::collections::{BTreeMap, BTreeSet};

use contract::Location;
use serde_json::Value;

use super::text;
use crate::api::{Definition, Operation, Parameter};
use crate::rust_name::RustName;

/// A field of an argument struct: one parameter.
#[derive(Debug)]
pub(crate) struct Field {
    /// The key in `params`.
    pub(crate) argument: String,
    pub(crate) name: RustName,
    pub(crate) docs: String,
    pub(crate) kind: FieldKind,
    pub(crate) parameter: Parameter,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// `&str`
    Text,
    /// `i64`
    Integer,
    /// `i128`: a whole number of 64 bits, of which the document doesn't say whether it has a sign.
    Whole,
    /// `u64`
    Unsigned,
    /// `&Number`
    Number,
    /// `bool`
    Boolean,
    /// One of an enum's values; the name is wished for, [`super::module`] makes it unique.
    Choice(RustName, Vec<String>),
    /// `&Value`
    Value,
}

/// Choices beyond these are text: the enum would say no more than the schema.
const MOST_CHOICES: usize = 64;

pub(super) fn fields(operation: &Operation, definitions: &BTreeMap<String, Definition>) -> Vec<Field> {
    let mut taken = BTreeSet::from(["body".to_owned()]);
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let arguments = arguments(&operation.parameters);
    let named = operation.parameters.iter().zip(arguments);
    named
        .map(|(parameter, argument)| {
            let mut name = RustName::snake(&argument);
            let wished = name.clone();
            let number = numbers.entry(wished.as_str().to_owned()).or_insert(1);
            while !taken.insert(name.as_str().to_owned()) {
                *number += 1;
                name = wished.with(&format!("_{number}"));
            }
            Field {
                docs: docs(parameter, &argument),
                kind: kind(parameter, definitions),
                argument,
                name,
                parameter: parameter.clone(),
            }
        })
        .collect()
}

/// The names; where two locations share one, with the location before it, and once more where even that is a name.
fn arguments(parameters: &[Parameter]) -> Vec<String> {
    let shared = |parameter: &Parameter| parameters.iter().filter(|other| other.name == parameter.name).count() > 1;
    let mut arguments: Vec<String> = Vec::new();
    for parameter in parameters {
        let mut argument = parameter.name.clone();
        let is_name = |argument: &str| parameters.iter().any(|other| other.name == argument);
        if shared(parameter) {
            argument = format!("{}.{argument}", parameter.location);
            while is_name(&argument) || arguments.contains(&argument) {
                argument = format!("{}.{argument}", parameter.location);
            }
        }
        arguments.push(argument);
    }
    arguments
}

fn docs(parameter: &Parameter, argument: &str) -> String {
    let location = match parameter.location {
        Location::Path => "Path parameter",
        Location::Query => "Query parameter",
        Location::Header => "Header",
        Location::Cookie => "Cookie",
    };
    let described = text::escaped(&text::short_line(&parameter.description));
    let name = text::short_line(argument).replace('`', "'");
    if described.is_empty() { format!("{location} `{name}`.") } else { format!("{location} `{name}`: {described}") }
}

fn kind(parameter: &Parameter, definitions: &BTreeMap<String, Definition>) -> FieldKind {
    let (schema, referenced) = resolve(&parameter.schema, definitions);
    let composed = ["allOf", "anyOf", "oneOf", "not", "if", "const"].iter().any(|key| schema.get(*key).is_some());
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    if composed {
        return FieldKind::Value;
    }
    let choices: Option<Vec<String>> = schema
        .get("enum")
        .and_then(Value::as_array)
        .and_then(|list| list.iter().map(|value| value.as_str().map(str::to_owned)).collect());
    match (text("type"), choices) {
        (Some("string"), Some(choices)) if distinct(&choices) => {
            FieldKind::Choice(RustName::pascal(referenced.unwrap_or(&parameter.name)), choices)
        }
        (Some("string"), _) => FieldKind::Text,
        (Some("integer"), _) if text("format") == Some("uint64") => FieldKind::Unsigned,
        (Some("integer"), _) if text("format").is_none() && !is_small(schema) => FieldKind::Whole,
        (Some("integer"), _) => FieldKind::Integer,
        (Some("number"), _) => FieldKind::Number,
        (Some("boolean"), _) => FieldKind::Boolean,
        _ => FieldKind::Value,
    }
}

/// Whether an upper bound keeps a whole number within `i64`.
fn is_small(schema: &Value) -> bool {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    bound("maximum").or(bound("exclusiveMaximum")).is_some_and(|bound| bound < 9e18)
}

/// Whether the values make distinct variants.
fn distinct(choices: &[String]) -> bool {
    let mut names: Vec<RustName> = choices.iter().map(|choice| RustName::pascal(choice)).collect();
    names.sort();
    names.dedup();
    names.len() == choices.len() && (1..=MOST_CHOICES).contains(&choices.len())
}

/// A schema behind references that say nothing else, and the last one's name.
fn resolve<'d>(schema: &'d Value, definitions: &'d BTreeMap<String, Definition>) -> (&'d Value, Option<&'d str>) {
    let (mut schema, mut name) = (schema, None);
    for _ in 0..16 {
        let reference = schema.get("$ref").and_then(Value::as_str);
        match reference.and_then(|reference| definitions.get(reference)) {
            Some(definition) => (schema, name) = (&definition.schema, Some(definition.name.as_str())),
            None => break,
        }
    }
    (schema, name)
}
