//! Checks a value against a schema of the blob and reports every mistake at once.
//!
//! JSON Schema 2020-12 validation as section 6 of its validation vocabulary and section 10 of its core have it, with
//! deliberate readings for requests:
//!
//! - Properties that are `readOnly` are not required.
//! - `oneOf` is satisfied by at least one alternative: documents often declare overlapping ones, and the API decides.
//! - In an object that allows unknown keys, a key that is a near miss of a declared and absent one is a mistake all the
//!   same, because an API would silently ignore it.
//! - A closed object lets the properties pass that its `allOf`, `anyOf` and `oneOf` declare, and closed parts of an `allOf`
//!   each other's: their authors meant to add them up (as `unevaluatedProperties: false` would).
//! - A `pattern` that the engine (linear time, no look-around) can't read is not checked.

mod composition;
mod format;
mod object;
mod pattern;
mod scalar;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{Keyword, Schema, card};

/// Mistakes reported for one value; the rest would not help.
const MAX_PROBLEMS: usize = 40;
/// Nesting that is checked; what lies deeper is passed on as received.
const MAX_DEPTH: usize = 96;
/// Schemas visited while trying the alternatives of unions, for one value. Unions of unions can branch without end; an
/// alternative that comes later is taken to fit.
const MAX_TRIED: usize = 20_000;
/// Schemas visited for one value in place, that is without descending into it: an `allOf` of `allOf`s branches as well.
const MAX_IN_PLACE: usize = 2_000;
/// Characters of a type shown in a message.
const SIGNATURE: usize = 120;

/// What sort of mistake it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A required property is not there.
    Missing,
    /// A property is not known.
    Unknown,
    /// The JSON type is wrong.
    Type,
    /// The type is right, the value is not allowed.
    Value,
}

/// One mistake in a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The JSON pointer of the mistake, starting with the base given to [`check`]: `/body/name`.
    pub path: String,
    /// What sort of mistake it is.
    pub kind: ProblemKind,
    /// What is wrong: `expected integer, got "x"`.
    pub message: String,
    /// The type that was expected, TypeScript-like.
    pub expected: Option<String>,
    /// The allowed values, where they are few and known.
    pub allowed: Vec<String>,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Problem {
    /// A mistake with a message alone.
    pub fn new(path: &str, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            kind,
            message: message.into(),
            expected: None,
            allowed: Vec::new(),
            suggestion: None,
        }
    }
}

/// Every mistake of `value` under `schema`; empty if there is none. `base` is the pointer of the value itself: `/body`.
pub fn check(schema: Schema<'_>, value: &Value, base: &str) -> Vec<Problem> {
    checked(schema, value, (base, None))
}

/// The same for a merge patch (RFC 7396): null takes away a member that isn't required, whatever its schema says. Lists are
/// no patches, nor is what is in them.
pub fn merge_patch(schema: Schema<'_>, value: &Value, base: &str) -> Vec<Problem> {
    checked(schema, value, (base, Some(BTreeSet::new())))
}

fn checked(schema: Schema<'_>, value: &Value, (base, kept): (&str, Option<BTreeSet<String>>)) -> Vec<Problem> {
    let mut checker = Checker {
        problems: Vec::new(),
        path: base.to_owned(),
        depth: 0,
        in_place: 0,
        tried: MAX_TRIED,
        trying: false,
        kept,
    };
    checker.visit(schema, value, Names::Watched);
    checker.problems
}

/// Whether unknown keys of an object are compared with the declared ones. Inside a composition the outermost schema has
/// already done that with the names of all branches.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    Watched,
    Left,
}

struct Checker {
    problems: Vec<Problem>,
    path: String,
    depth: usize,
    /// Visits since the value was entered.
    in_place: usize,
    /// Visits that are left while an alternative is tried.
    tried: usize,
    /// Whether that is being done.
    trying: bool,
    /// In a merge patch, the members of the object that it can't take away.
    kept: Option<BTreeSet<String>>,
}

impl Checker {
    fn visit(&mut self, schema: Schema<'_>, value: &Value, names: Names) {
        let spent = self.in_place >= MAX_IN_PLACE || self.trying && self.tried == 0;
        if self.depth >= MAX_DEPTH || self.problems.len() >= MAX_PROBLEMS || spent {
            return;
        }
        self.in_place += 1;
        self.tried -= usize::from(self.trying);
        self.depth += 1;
        let kept = self.kept.clone();
        if value.is_object()
            && let Some(kept) = &mut self.kept
        {
            object::keep(schema, kept);
        }
        self.visit_here(schema, value, names);
        self.kept = kept;
        self.depth -= 1;
    }

    fn visit_here(&mut self, schema: Schema<'_>, value: &Value, names: Names) {
        if schema.node.as_bool() == Some(false) {
            self.report(ProblemKind::Value, "no value is allowed here");
            return;
        }
        if let Some(target) = schema.referenced() {
            self.visit(target, value, names);
        }
        if !self.type_fits(schema, value) {
            return;
        }
        self.listed(schema, value);
        match value {
            Value::String(text) => self.string(schema, text),
            Value::Number(number) => self.number(schema, number),
            Value::Array(items) => self.array(schema, items),
            Value::Object(members) => self.object(schema, members, names),
            Value::Null | Value::Bool(_) => {}
        }
        self.composition(schema, value);
    }

    /// Runs `inside` with the path of a child.
    fn below(&mut self, key: &str, inside: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path = below(&self.path, key);
        let in_place = std::mem::take(&mut self.in_place);
        let kept = self.kept.as_mut().map(std::mem::take);
        inside(self);
        (self.in_place, self.kept) = (in_place, kept);
        self.path.truncate(length);
    }

    /// What a schema would report, without reporting it.
    fn trial(&mut self, schema: Schema<'_>, value: &Value) -> Vec<Problem> {
        let mut checker =
            Checker { problems: Vec::new(), path: self.path.clone(), trying: true, kept: self.kept.clone(), ..*self };
        checker.visit(schema, value, Names::Left);
        (self.tried, self.in_place) = (checker.tried, checker.in_place);
        checker.problems
    }

    fn report(&mut self, kind: ProblemKind, message: impl Into<String>) {
        self.problems.push(Problem::new(&self.path, kind, message));
    }

    fn array(&mut self, schema: Schema<'_>, items: &[Value]) {
        let limit = |keyword| schema.node.get(keyword).and_then(crate::blob::Node::as_usize);
        if let Some(least) = limit(Keyword::MinItems).filter(|least| items.len() < *least) {
            self.report(ProblemKind::Value, format!("expected at least {least} items, got {}", items.len()));
        }
        if let Some(most) = limit(Keyword::MaxItems).filter(|most| items.len() > *most) {
            self.report(ProblemKind::Value, format!("expected at most {most} items, got {}", items.len()));
        }
        if schema.flag(Keyword::UniqueItems) {
            let mut seen = std::collections::HashSet::new();
            if let Some(index) = items.iter().position(|item| !seen.insert(canonical(item))) {
                self.report(ProblemKind::Value, format!("items must differ; item {index} repeats an earlier one"));
            }
        }
        let kept = self.kept.take();
        let mut positions = schema.schemas(Keyword::PrefixItems);
        let rest = schema.schema(Keyword::Items);
        for (index, item) in items.iter().enumerate() {
            if let Some(schema) = positions.next().or(rest) {
                self.below(&index.to_string(), |checker| checker.visit(schema, item, Names::Watched));
            }
        }
        self.kept = kept;
    }
}

/// The JSON pointer of a member (RFC 6901 section 3).
fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A text that equal values share: members in one order, whole numbers without a fraction (JSON Schema 2020-12 core section
/// 4.2.2).
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0) {
            Some(0.0) => "0".to_owned(),
            Some(float) => format!("{float:.0}"),
            None => number.to_string(),
        },
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut pairs: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            pairs.sort_unstable();
            format!("{{{}}}", pairs.join(","))
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
    }
}

/// A value in a message: its JSON text, shortened.
fn shown(value: &Value) -> String {
    const MOST: usize = 60;
    let text = match value {
        Value::Array(items) => return format!("an array of {} items", items.len()),
        Value::Object(members) => return format!("an object of {} members", members.len()),
        Value::String(text) if text.len() > 4 * MOST => {
            Value::from(text.chars().take(MOST).collect::<String>()).to_string()
        }
        other => other.to_string(),
    };
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST).chain(['…']).collect() }
}

/// The JSON type of a value, in the words of JSON Schema.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn signature(schema: Schema<'_>) -> String {
    card::signature(schema, SIGNATURE)
}
