//! `type`, `enum`, `const`, and the keywords of strings and numbers.

use serde_json::{Number, Value};

use super::{Checker, Problem, ProblemKind, format, pattern, shown, signature, type_of};
use crate::blob::Node;
use crate::{Keyword, Schema};

/// Allowed values named in a message.
const MAX_ALLOWED: usize = 24;

impl Checker {
    pub(super) fn type_fits(&mut self, schema: Schema<'_>, value: &Value) -> bool {
        let mut types = schema.types().peekable();
        if types.peek().is_none() || types.any(|name| is_type(value, name)) {
            return true;
        }
        let expected = signature(schema);
        let message = format!("expected {expected}, got {} {}", type_of(value), shown(value));
        self.problems.push(Problem {
            expected: Some(expected),
            allowed: allowed(schema),
            ..Problem::new(&self.path, ProblemKind::Type, message)
        });
        false
    }

    /// `enum` and `const` (JSON Schema validation 6.1.2 and 6.1.3).
    pub(super) fn listed(&mut self, schema: Schema<'_>, value: &Value) {
        let list = schema.node.get(Keyword::Enum).filter(|list| list.items().all(|item| !equal(item, value)));
        let constant = schema.node.get(Keyword::Const).filter(|constant| !equal(*constant, value));
        if list.is_none() && constant.is_none() {
            return;
        }
        let allowed = allowed(schema);
        let suggestion = value.as_str().and_then(|text| nearest(text, allowed.iter().map(String::as_str)));
        self.problems.push(Problem {
            expected: Some(signature(schema)),
            suggestion: suggestion.map(str::to_owned),
            allowed,
            ..Problem::new(&self.path, ProblemKind::Value, format!("{} is not an allowed value", shown(value)))
        });
    }

    pub(super) fn string(&mut self, schema: Schema<'_>, text: &str) {
        let limit = |keyword| schema.node.get(keyword).and_then(Node::as_usize);
        let length = || text.chars().count();
        if let Some(least) = limit(Keyword::MinLength).filter(|least| length() < *least) {
            self.report(ProblemKind::Value, format!("expected at least {least} characters, got {}", length()));
        }
        if let Some(most) = limit(Keyword::MaxLength).filter(|most| length() > *most) {
            self.report(ProblemKind::Value, format!("expected at most {most} characters, got {}", length()));
        }
        if let Some(expression) = schema.text(Keyword::Pattern)
            && pattern::matches(expression, text) == Some(false)
        {
            let got = shown(&Value::from(text));
            self.report(ProblemKind::Value, format!("{got} does not match the pattern {expression}"));
        }
        if let Some(wanted) = schema.text(Keyword::Format).and_then(|name| format::mistake(name, text)) {
            let got = shown(&Value::from(text));
            self.report(ProblemKind::Value, format!("expected {wanted}, got {got}"));
        }
    }

    pub(super) fn number(&mut self, schema: Schema<'_>, number: &Number) {
        let limit = |keyword| schema.node.get(keyword).and_then(Node::as_number);
        let bounds = [
            (Keyword::Minimum, "at least", std::cmp::Ordering::Less, false),
            (Keyword::ExclusiveMinimum, "more than", std::cmp::Ordering::Less, true),
            (Keyword::Maximum, "at most", std::cmp::Ordering::Greater, false),
            (Keyword::ExclusiveMaximum, "less than", std::cmp::Ordering::Greater, true),
        ];
        for (keyword, words, wrong, exclusive) in bounds {
            let Some(bound) = limit(keyword) else { continue };
            let order = compare(number, &bound);
            if order == Some(wrong) || exclusive && order == Some(std::cmp::Ordering::Equal) {
                self.report(ProblemKind::Value, format!("expected {words} {bound}, got {number}"));
            }
        }
        if let Some(step) = limit(Keyword::MultipleOf)
            && !is_multiple(number, &step)
        {
            self.report(ProblemKind::Value, format!("expected a multiple of {step}, got {number}"));
        }
    }
}

/// The near miss of `text` among `names`, if one is close enough to be meant.
pub(super) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    names
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::osa_distance(&folded, &fold(name)), name))
        .filter(|(distance, name)| *distance <= (name.chars().count().min(text.chars().count()) / 3).min(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Case and separators carry no meaning in a misspelt name.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn allowed(schema: Schema<'_>) -> Vec<String> {
    let list = schema.node.get(Keyword::Enum);
    let values = list.into_iter().flat_map(Node::items).chain(schema.node.get(Keyword::Const));
    let text = |node: Node<'_>| node.as_str().map_or_else(|| node.to_value().to_string(), str::to_owned);
    values.take(MAX_ALLOWED).map(text).collect()
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => match value {
            Value::Number(number) => !number.is_f64() || number.as_f64().is_some_and(|float| float.fract() == 0.0),
            _ => false,
        },
        // A type that JSON Schema doesn't know constrains nothing.
        _ => true,
    }
}

/// Equality of JSON Schema core 4.2.2: numbers by mathematical value.
fn equal(node: Node<'_>, value: &Value) -> bool {
    match value {
        Value::String(text) => node.as_str() == Some(text),
        Value::Bool(flag) => node.as_bool() == Some(*flag),
        Value::Number(number) => {
            node.as_number().is_some_and(|other| compare(number, &other) == Some(std::cmp::Ordering::Equal))
        }
        Value::Null => node.kind() == crate::blob::Kind::Null,
        Value::Array(_) | Value::Object(_) => node.to_value() == *value,
    }
}

fn compare(left: &Number, right: &Number) -> Option<std::cmp::Ordering> {
    let whole = |number: &Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

fn is_multiple(number: &Number, step: &Number) -> bool {
    if let (Some(number), Some(step)) = (number.as_i64(), step.as_i64()) {
        return step == 0 || number % step == 0;
    }
    let (Some(number), Some(step)) = (number.as_f64(), step.as_f64()) else { return true };
    let quotient = number / step;
    // Decimal steps such as 0.01 are not exact in binary; an error of a few ulps is not the caller's.
    step == 0.0 || !quotient.is_finite() || (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}
