//! Makes values that a schema accepts, the same ones for the same seed. It knows nothing of
//! operations.

mod number;
mod object;
mod pattern;
mod text;
mod union;

use std::cell::Cell;

use serde_json::Value;

use crate::document::{Direction, Node, View};
use crate::seed::Seed;
use crate::shape::types;

/// How much of what is optional is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Only what is required, and no examples, which may hold more.
    Bare,
    /// Only what is required.
    Required,
    /// Everything, recursion aside.
    All,
}

/// Which words make up free texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// Letters and hyphens.
    Plain,
    /// Reserved and non-ASCII characters too, so that encoders have something to do.
    Hostile,
}

/// How values are made.
#[derive(Debug, Clone)]
pub(crate) struct Generator<'a> {
    pub(crate) view: &'a View,
    pub(crate) direction: Direction,
    pub(crate) fill: Fill,
    pub(crate) words: Words,
    /// Whether the seed picks an enum's value; else it is the first.
    pub(crate) varied: bool,
}

/// Schemas deeper than this are generated without what is optional.
const DEPTH: usize = 8;
/// After so many values, what is optional is left out.
const BUDGET: usize = 4_000;
/// Items that are made once more, where all have to differ.
const REPEATED: u64 = 16;

impl<'a> Generator<'a> {
    /// A value that the schema accepts; `None` if none was found.
    pub(crate) fn value(&self, schema: &Node<'a>, seed: Seed, name: &str) -> Option<Value> {
        // Compiling the schema of every part takes long; mostly the whole fits without.
        let attempts = [
            (self.fill, self.fill != Fill::Bare, true),
            (self.fill, self.fill != Fill::Bare, false),
            (self.fill, false, false),
            (Fill::Required, false, false),
        ];
        attempts.into_iter().find_map(|(fill, examples, trusting)| {
            let generator = Generator { fill, ..self.clone() };
            let run = Run { generator, examples, trusting, budget: Cell::new(BUDGET) };
            let value = run.value(schema, seed, &Path::new(name))?;
            self.view.accepts(schema, &value).then_some(value)
        })
    }
}

/// One attempt at a value.
struct Run<'a> {
    generator: Generator<'a>,
    examples: bool,
    /// Whether parts are taken to fit where they belong, and only the whole is checked.
    trusting: bool,
    budget: Cell<usize>,
}

/// The way from the root to a schema: what it is called, and references passed.
#[derive(Debug, Clone)]
struct Path {
    name: String,
    references: Vec<String>,
    depth: usize,
    /// Whether the schema is a part of one that refuses what no part declares.
    closed: bool,
    /// Properties that the whole requires, of which the schema is a part.
    required: Vec<String>,
}

impl Path {
    fn new(name: &str) -> Path {
        Path { name: name.to_owned(), references: Vec::new(), depth: 0, closed: false, required: Vec::new() }
    }

    fn child(&self, name: &str) -> Path {
        Path { references: self.references.clone(), depth: self.depth + 1, ..Path::new(name) }
    }

    /// The way to the parts of a schema.
    fn part(&self, schema: &Node<'_>) -> Path {
        let mut path = self.clone();
        path.closed |= schema.value.get("unevaluatedProperties") == Some(&Value::Bool(false));
        let members = schema.elements("allOf");
        let names = members.iter().chain([schema]).flat_map(|member| object::required(member.value));
        path.required.extend(names.map(str::to_owned));
        path
    }

    fn behind(&self, reference: &str) -> Path {
        let mut path = self.clone();
        path.references.push(reference.to_owned());
        path
    }
}

impl<'a> Run<'a> {
    fn value(&self, schema: &Node<'a>, seed: Seed, path: &Path) -> Option<Value> {
        self.budget.set(self.budget.get().saturating_sub(1));
        if schema.value == &Value::Bool(false) || path.depth > 4 * DEPTH {
            return None;
        }
        if let Some(value) = self.given(schema, seed) {
            return Some(value);
        }
        if let Some(reference) = schema.text("$ref") {
            return self.referenced(schema, reference, seed, path);
        }
        if ["allOf", "oneOf", "anyOf"].iter().any(|keyword| schema.value.get(keyword).is_some()) {
            return self.combined(schema, seed, path);
        }
        self.plain(schema, seed, path)
    }

    /// What the schema itself spells out: `const`, a valid example or default, an enum's value.
    fn given(&self, schema: &Node<'a>, seed: Seed) -> Option<Value> {
        let value = |keyword: &str| schema.value.get(keyword);
        if let Some(value) = value("const") {
            return Some(value.clone());
        }
        if self.examples {
            let examples = value("examples").and_then(Value::as_array);
            let example = value("example").into_iter().chain(examples.into_iter().flatten());
            let mut given = example.chain(value("default")).filter(|value| !value.is_null());
            if let Some(value) = given.find(|value| self.fits(schema, value)) {
                return Some(value.clone());
            }
        }
        let values: Vec<&Value> =
            value("enum").and_then(Value::as_array)?.iter().filter(|value| !value.is_null()).collect();
        let index = if self.generator.varied { seed.below(values.len()) } else { 0 };
        values.get(index).map(|value| (*value).clone())
    }

    fn referenced(&self, schema: &Node<'a>, reference: &str, seed: Seed, path: &Path) -> Option<Value> {
        if path.references.iter().filter(|seen| *seen == reference).count() > 1 {
            return None;
        }
        let target = self.generator.view.resolve(schema.clone()).ok()?;
        self.value(&target, seed, &path.behind(reference))
    }

    /// A schema without subschemas for the same instance.
    fn plain(&self, schema: &Node<'a>, seed: Seed, path: &Path) -> Option<Value> {
        let types = types(schema.value);
        let wanted = types.iter().find(|name| *name != "null").or(types.first());
        match wanted.map(String::as_str) {
            Some("object") => self.object(schema, seed, path).map(Value::Object),
            Some("array") => self.array(schema, seed, path).map(Value::Array),
            Some("integer") => number::integer(schema.value, seed),
            Some("number") => number::number(schema.value, seed),
            Some("boolean") => Some(Value::Bool(true)),
            Some("null") => Some(Value::Null),
            Some(_) | None => Some(Value::from(text::text(schema.value, seed, &path.name, self.generator.words))),
        }
    }

    fn array(&self, schema: &Node<'a>, seed: Seed, path: &Path) -> Option<Vec<Value>> {
        let bound = |keyword: &str| schema.value.get(keyword).and_then(Value::as_u64);
        let minimum = bound("minItems").unwrap_or(0);
        let wanted = match self.generator.fill {
            Fill::All => 2,
            Fill::Required | Fill::Bare => 1,
        };
        let wanted = wanted.clamp(minimum, bound("maxItems").unwrap_or(u64::MAX).max(minimum));
        let first = schema.elements("prefixItems");
        let items = schema.member("items");
        let mut values: Vec<Value> = Vec::new();
        let wanted = wanted.max(first.len() as u64);
        for index in 0..wanted.saturating_add(REPEATED) {
            if values.len() as u64 >= wanted {
                break;
            }
            let seed = seed.index(index);
            let element = first.get(values.len()).or(items.as_ref());
            let value = match element {
                Some(element) if self.is_affordable(element, path) || (values.len() as u64) < minimum => {
                    self.value(element, seed, &path.child(&path.name))
                }
                Some(_) => None,
                None => Some(Value::from(text::text(&Value::Null, seed, "", Words::Plain))),
            };
            match value {
                Some(value) if schema.is_true("uniqueItems") && values.contains(&value) => {}
                Some(value) => values.push(value),
                None => break,
            }
        }
        (values.len() as u64 >= minimum).then_some(values)
    }

    /// Whether something optional may still be generated: not too deep, not too much, no recursion.
    fn is_affordable(&self, schema: &Node<'a>, path: &Path) -> bool {
        let passed = |reference: &str| path.references.iter().any(|seen| seen == reference);
        path.depth < DEPTH && self.budget.get() > 0 && !schema.text("$ref").is_some_and(passed)
    }

    fn fits(&self, schema: &Node<'a>, value: &Value) -> bool {
        self.trusting || self.generator.view.accepts(schema, value)
    }

    fn is_omitted(&self, schema: &Node<'a>) -> bool {
        let keyword = self.generator.direction.omitted();
        schema.is_true(keyword)
            || self.generator.view.resolve(schema.clone()).is_ok_and(|target| target.is_true(keyword))
    }
}
