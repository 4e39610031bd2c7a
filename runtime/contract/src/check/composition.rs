//! `allOf`, `anyOf`, `oneOf`, `not`, `if`, and the discriminator (OpenAPI 3.1 section 4.8.25).
//!
//! A discriminator of the blob is `{"propertyName": "type", "mapping": {"cat": 0}}`: its mapping gives the position of the
//! alternative.

use serde_json::Value;

use super::object::{is_read_only, known_names};
use super::scalar::nearest;
use super::{Checker, Names, Problem, ProblemKind, below, shown, signature};
use crate::blob::Node;
use crate::{Keyword, Schema};

impl Checker {
    pub(super) fn composition(&mut self, schema: Schema<'_>, value: &Value) {
        let before = self.problems.len();
        for part in schema.schemas(Keyword::AllOf) {
            self.visit(part, value, Names::Left);
        }
        self.forgive_properties_of_other_parts(schema, before);
        self.forgive_read_only_properties(schema, before);
        for keyword in [Keyword::OneOf, Keyword::AnyOf] {
            if schema.schemas(keyword).len() > 0 {
                self.union(schema, keyword, value);
            }
        }
        if schema.schema(Keyword::Not).is_some_and(|not| self.trial(not, value).is_empty()) {
            self.report(ProblemKind::Value, format!("{} is excluded", shown(value)));
        }
        if let Some(condition) = schema.schema(Keyword::If) {
            let branch = if self.trial(condition, value).is_empty() { Keyword::Then } else { Keyword::Else };
            if let Some(branch) = schema.schema(branch) {
                self.visit(branch, value, Names::Left);
            }
        }
    }

    /// Takes back that a closed part of an `allOf` doesn't know a property which another part declares.
    fn forgive_properties_of_other_parts(&mut self, schema: Schema<'_>, before: usize) {
        let unknown = |problem: &Problem| problem.kind == ProblemKind::Unknown;
        if !self.problems.iter().skip(before).any(unknown) {
            return;
        }
        let known: Vec<String> = known_names(schema).into_iter().map(|name| below(&self.path, name)).collect();
        let mut index = 0;
        self.problems.retain(|problem| {
            index += 1;
            index <= before || !unknown(problem) || !known.contains(&problem.path)
        });
    }

    /// Takes back that a part of an `allOf` misses a property which another part declares `readOnly`.
    fn forgive_read_only_properties(&mut self, schema: Schema<'_>, before: usize) {
        let missing = |problem: &Problem| problem.kind == ProblemKind::Missing;
        if !self.problems.iter().skip(before).any(missing) {
            return;
        }
        let mut index = 0;
        let path = &self.path;
        self.problems.retain(|problem| {
            index += 1;
            let name = problem.path.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'));
            let own = name.filter(|name| !name.contains('/')).map(|name| name.replace("~1", "/").replace("~0", "~"));
            index <= before || !missing(problem) || !own.is_some_and(|name| is_read_only(schema, &name))
        });
    }

    fn union(&mut self, schema: Schema<'_>, keyword: Keyword, value: &Value) {
        if self.discriminated(schema, keyword, value) {
            return;
        }
        let mut best: Option<Vec<Problem>> = None;
        for alternative in schema.schemas(keyword) {
            let problems = self.trial(alternative, value);
            if problems.is_empty() {
                return;
            }
            if best.as_ref().is_none_or(|best| rank(&problems, &self.path) < rank(best, &self.path)) {
                best = Some(problems);
            }
        }
        let Some(best) = best else { return };
        // A mistake deeper than the value itself shows which alternative was meant.
        if best.iter().any(|problem| problem.path != self.path) {
            self.problems.extend(best);
            return;
        }
        let expected = signature(schema);
        let message = format!("expected one of {expected}, got {}", shown(value));
        let allowed = best.into_iter().flat_map(|problem| problem.allowed).collect();
        self.problems.push(Problem {
            expected: Some(expected),
            allowed,
            ..Problem::new(&self.path, ProblemKind::Value, message)
        });
    }

    /// Checks the one alternative that the discriminator's property names. False if it doesn't decide.
    fn discriminated(&mut self, schema: Schema<'_>, keyword: Keyword, value: &Value) -> bool {
        let Some(discriminator) = schema.node.get(Keyword::Discriminator) else { return false };
        let Some((name, mapping)) = discriminator.text(Keyword::PropertyName).zip(discriminator.get(Keyword::Mapping))
        else {
            return false;
        };
        let Some(kind) = value.get(name).and_then(Value::as_str) else { return false };
        if let Some(position) = mapping.field(kind).and_then(Node::as_usize) {
            let Some(alternative) = schema.schemas(keyword).nth(position) else { return false };
            self.visit(alternative, value, Names::Left);
            return true;
        }
        let complete = mapping.entries().len() >= schema.schemas(keyword).len();
        if complete {
            let allowed: Vec<String> = mapping.entries().map(|(key, _)| key.to_owned()).collect();
            let suggestion = nearest(kind, mapping.entries().map(|(key, _)| key)).map(str::to_owned);
            let message = format!("{kind:?} is not an allowed value");
            self.below(name, |checker| {
                checker.problems.push(Problem {
                    allowed,
                    suggestion,
                    ..Problem::new(&checker.path, ProblemKind::Value, message)
                });
            });
        }
        complete
    }
}

/// Alternatives that fail deeper, then those whose own members are there and say what they should, and then those with
/// fewer mistakes are nearer to what was meant.
fn rank(problems: &[Problem], path: &str) -> (bool, bool, usize) {
    let is_own = |problem: &&Problem| problem.path.rsplit_once('/').is_some_and(|(parent, _)| parent == path);
    let misfits = |problem: &Problem| {
        problem.kind == ProblemKind::Missing || problem.kind == ProblemKind::Value && !problem.allowed.is_empty()
    };
    let fails_here = problems.iter().any(|problem| problem.path == path && problem.kind != ProblemKind::Missing);
    (fails_here, problems.iter().filter(is_own).any(misfits), problems.len())
}
