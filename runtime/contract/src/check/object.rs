//! Objects: `required`, `properties`, `additionalProperties` and their kin, and keys that are near misses.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::scalar::nearest;
use super::{Checker, MAX_PROBLEMS, Names, Problem, ProblemKind, below, pattern, signature};
use crate::blob::Node;
use crate::{Keyword, Schema};

/// Unknown keys of one object that are compared with the declared ones; an object with more was not misspelt.
const MAX_COMPARED: usize = 100;
/// Names collected for near misses, and schemas visited while doing so.
const MAX_NAMES: usize = 2_000;
const MAX_VISITS: usize = 200;

impl Checker {
    pub(super) fn object(&mut self, schema: Schema<'_>, members: &Map<String, Value>, names: Names) {
        let mut missing: Vec<&str> = schema
            .required()
            .filter(|name| !members.contains_key(*name))
            .filter(|name| !is_read_only(schema, name))
            .collect();
        let additional = schema.schema(Keyword::AdditionalProperties);
        let closed = additional.is_some_and(|schema| schema.node.as_bool() == Some(false));
        let known = if names == Names::Watched || closed { known_names(schema) } else { BTreeSet::new() };
        let absent: Vec<&str> = known.iter().copied().filter(|name| !members.contains_key(*name)).collect();

        let mut compared = 0;
        for (key, value) in members {
            if self.problems.len() >= MAX_PROBLEMS {
                return;
            }
            if let Some(property) = schema.property(key) {
                if self.takes_away(key, value) {
                    continue;
                }
                self.below(key, |checker| checker.visit(property, value, Names::Watched));
                continue;
            }
            if self.matched_by_pattern(schema, key, value) {
                continue;
            }
            if let Some(schema) = additional.filter(|schema| schema.node.as_bool().is_none()) {
                if self.takes_away(key, value) {
                    continue;
                }
                self.below(key, |checker| checker.visit(schema, value, Names::Watched));
                continue;
            }
            // What a schema is made of may declare the key, although by the letter a closed one knows its own alone.
            if known.contains(key.as_str()) || !closed && names == Names::Left {
                continue;
            }
            compared += 1;
            let names = missing.iter().chain(&absent).copied();
            let meant = if compared > MAX_COMPARED { None } else { nearest(key, names) };
            if closed || meant.is_some() {
                // An unknown key beside a missing one that looks alike is one mistake: a misspelt name.
                missing.retain(|name| Some(*name) != meant);
                self.unknown(key, meant, &known);
            }
        }
        for name in missing {
            let expected = schema.property(name).map(signature);
            let shown = expected.as_ref().map_or_else(String::new, |expected| format!(": {expected}"));
            let path = below(&self.path, name);
            self.problems.push(Problem {
                expected,
                ..Problem::new(&path, ProblemKind::Missing, format!("missing required property {name}{shown}"))
            });
        }
        self.counts_and_names(schema, members);
    }

    /// Whether a member stands in a merge patch to be removed.
    fn takes_away(&self, key: &str, value: &Value) -> bool {
        value.is_null() && self.kept.as_ref().is_some_and(|kept| !kept.contains(key))
    }

    fn unknown(&mut self, key: &str, meant: Option<&str>, known: &BTreeSet<&str>) {
        let allowed =
            if meant.is_some() { Vec::new() } else { known.iter().take(24).map(|&name| name.to_owned()).collect() };
        let message = format!("unknown property {key:?}");
        self.below(key, |checker| {
            checker.problems.push(Problem {
                allowed,
                suggestion: meant.map(str::to_owned),
                ..Problem::new(&checker.path, ProblemKind::Unknown, message)
            });
        });
    }

    fn matched_by_pattern(&mut self, schema: Schema<'_>, key: &str, value: &Value) -> bool {
        let mut matched = false;
        for (expression, schema) in schema.node.get(Keyword::PatternProperties).into_iter().flat_map(Node::entries) {
            if pattern::matches(expression, key) != Some(false) {
                matched = true;
                if self.takes_away(key, value) {
                    continue;
                }
                self.below(key, |checker| checker.visit(Schema::new(schema), value, Names::Watched));
            }
        }
        matched
    }

    fn counts_and_names(&mut self, schema: Schema<'_>, members: &Map<String, Value>) {
        let limit = |keyword| schema.node.get(keyword).and_then(Node::as_usize);
        if let Some(least) = limit(Keyword::MinProperties).filter(|least| members.len() < *least) {
            self.report(ProblemKind::Value, format!("expected at least {least} properties, got {}", members.len()));
        }
        if let Some(most) = limit(Keyword::MaxProperties).filter(|most| members.len() > *most) {
            self.report(ProblemKind::Value, format!("expected at most {most} properties, got {}", members.len()));
        }
        if let Some(names) = schema.schema(Keyword::PropertyNames) {
            for key in members.keys() {
                self.below(key, |checker| checker.visit(names, &Value::from(key.as_str()), Names::Left));
            }
        }
        for (key, dependents) in schema.node.get(Keyword::DependentRequired).into_iter().flat_map(Node::entries) {
            let wanted = dependents.items().filter_map(Node::as_str).filter(|name| !members.contains_key(*name));
            for name in wanted.filter(|_| members.contains_key(key)) {
                self.report(ProblemKind::Missing, format!("{key} needs {name} beside it"));
            }
        }
    }
}

/// Adds the names that a schema and the parts of its `allOf` require.
pub(super) fn keep(schema: Schema<'_>, kept: &mut BTreeSet<String>) {
    let mut open = vec![schema];
    let mut visits = MAX_VISITS;
    while let Some((schema, left)) = open.pop().zip(visits.checked_sub(1)) {
        visits = left;
        kept.extend(schema.required().map(str::to_owned));
        open.extend(schema.referenced().into_iter().chain(schema.schemas(Keyword::AllOf)));
    }
}

/// Every property name that a schema and the branches of its compositions declare or require.
pub(super) fn known_names(schema: Schema<'_>) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for part in parts(schema) {
        if names.len() >= MAX_NAMES {
            break;
        }
        names.extend(part.properties().map(|(name, _)| name).chain(part.required()));
    }
    names
}

/// Whether a property is `readOnly` wherever a schema or its compositions declare it.
pub(super) fn is_read_only(schema: Schema<'_>, name: &str) -> bool {
    parts(schema)
        .filter_map(|part| part.property(name))
        .any(|property| property.flag(Keyword::ReadOnly) || property.resolved().flag(Keyword::ReadOnly))
}

/// A schema with all that applies in the same place, itself first.
fn parts<'a>(schema: Schema<'a>) -> impl Iterator<Item = Schema<'a>> {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    std::iter::from_fn(move || {
        loop {
            let schema = open.pop()?;
            if seen.len() >= MAX_VISITS || !seen.insert(schema.node.identity()) {
                continue;
            }
            open.extend(schema.referenced());
            for keyword in [Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf] {
                open.extend(schema.schemas(keyword));
            }
            open.extend([Keyword::If, Keyword::Then, Keyword::Else].iter().filter_map(|key| schema.schema(*key)));
            return Some(schema);
        }
    })
}
