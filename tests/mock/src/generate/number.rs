//! Numbers within bounds. It knows nothing but one schema.

use serde_json::{Number, Value};

use crate::seed::Seed;

/// An integer within the schema's bounds.
pub(super) fn integer(schema: &Value, seed: Seed) -> Option<Value> {
    let number = bounded(schema, seed, 1.0)?;
    // Bounds beyond 2^53 aren't exact here; the caller validates what comes out.
    Some(Value::from(number as i64))
}

/// A number within the schema's bounds; a whole one where that fits.
pub(super) fn number(schema: &Value, seed: Seed) -> Option<Value> {
    let number = bounded(schema, seed, 0.0)?;
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Some(Value::from(number as i64));
    }
    Number::from_f64(number).map(Value::Number)
}

/// A value between the bounds, at a multiple of `multipleOf` or of `unit`.
fn bounded(schema: &Value, seed: Seed, unit: f64) -> Option<f64> {
    let keyword = |name: &str| schema.get(name).and_then(Value::as_f64);
    let step = keyword("multipleOf").unwrap_or(unit);
    let margin = if step > 0.0 { step } else { 1e-3 };
    let least = keyword("minimum").max_with(keyword("exclusiveMinimum").map(|at| at + margin));
    let most = keyword("maximum").min_with(keyword("exclusiveMaximum").map(|at| at - margin));
    let preferred = 1.0 + seed.below(40) as f64;
    let mut number = match (least, most) {
        (Some(least), Some(most)) if least > most => f64::midpoint(least, most),
        (Some(least), Some(most)) => least + preferred.min(((most - least) / 2.0).floor()),
        (Some(least), None) if least > preferred => least,
        (None, Some(most)) if most < preferred => most,
        _ => preferred,
    };
    if step > 0.0 {
        number = (number / step).ceil() * step;
        if most.is_some_and(|most| number > most) {
            number -= step;
        }
    }
    Some(number)
}

/// The stricter of two bounds, either of which may be missing.
trait Bound {
    fn max_with(self, other: Option<f64>) -> Option<f64>;
    fn min_with(self, other: Option<f64>) -> Option<f64>;
}

impl Bound for Option<f64> {
    fn max_with(self, other: Option<f64>) -> Option<f64> {
        match (self, other) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        }
    }

    fn min_with(self, other: Option<f64>) -> Option<f64> {
        match (self, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }
}
