//! Whole numbers that were written with a fraction or an exponent, where a schema wants integers: `1.5e1` becomes `15`, at any
//! depth. JSON Schema counts them as integers (2020-12 core, section 4.2.1), but in a query or a form a text is all that the
//! API sees of them.

use contract::Schema;
use contract::lookup::{accepts, item, member};
use serde_json::{Number, Value};

use crate::fault::pointer;
use crate::{Code, Fault, arguments};

/// Values looked at, so that a hostile call costs little; what is left is sent as received.
const MAX_VISITS: usize = 100_000;
/// Nesting that is looked into.
const MAX_DEPTH: usize = 96;

/// Rewrites the integers of a checked value; those that have more than 64 bits are faults.
pub(super) fn rewrite(schema: Schema<'_>, value: &mut Value, path: &str) -> Vec<Fault> {
    let mut rewriting = Rewriting { visits: MAX_VISITS, faults: Vec::new() };
    rewriting.visit(schema, value, (path, MAX_DEPTH));
    rewriting.faults
}

struct Rewriting {
    visits: usize,
    faults: Vec<Fault>,
}

impl Rewriting {
    fn visit(&mut self, schema: Schema<'_>, value: &mut Value, (path, depth): (&str, usize)) {
        let (Some(visits), Some(depth)) = (self.visits.checked_sub(1), depth.checked_sub(1)) else { return };
        self.visits = visits;
        match value {
            Value::Number(number) if number.is_f64() => {
                if accepts(schema, "integer") && !accepts(schema, "number") {
                    match integer(number) {
                        Some(integer) => *number = integer,
                        // What may be a text as well is one.
                        None if accepts(schema, "string") => {}
                        None => self.faults.push(too_large().at(path)),
                    }
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter_mut().enumerate() {
                    if let Some(schema) = item(schema, index) {
                        self.visit(schema, value, (&format!("{path}/{index}"), depth));
                    }
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    if let Some(schema) = member(schema, name) {
                        self.visit(schema, value, (&pointer(path, name), depth));
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The number without a fraction, within 64 bits.
fn integer(number: &Number) -> Option<Number> {
    arguments::signed(number).map(Number::from).or_else(|| arguments::unsigned(number).map(Number::from))
}

fn too_large() -> Fault {
    Fault::new(Code::InvalidValue, "the whole number is too large for the 64 bits it travels in")
}
