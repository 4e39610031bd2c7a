//! Unwraps JSON that was sent as a string where the schema wants no string: `"5"` for an integer, `"[1,2]"` for an
//! array. Models and MCP clients do that; nothing is guessed beyond it.

use contract::Schema;
use contract::lookup::{accepts, items, member};
use serde_json::Value;

use super::schemas::type_of;
use crate::exact;

/// Members and items looked at, so that a hostile body costs little; what is left is checked as received.
const MAX_VISITS: usize = 5_000;

/// Heals a value and everything in it.
pub(super) fn heal(schema: Schema<'_>, value: &mut Value) {
    Healer { visits: MAX_VISITS }.visit(schema, value);
}

struct Healer {
    visits: usize,
}

impl Healer {
    fn visit(&mut self, schema: Schema<'_>, value: &mut Value) {
        let Some(visits) = self.visits.checked_sub(1) else { return };
        self.visits = visits;
        if let Some(meant) = unwrapped(schema, value) {
            *value = meant;
        }
        match value {
            Value::Array(list) => {
                if let Some(schema) = items(schema) {
                    list.iter_mut().for_each(|item| self.visit(schema, item));
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    if self.visits == 0 {
                        return;
                    }
                    if let Some(schema) = member(schema, name) {
                        self.visit(schema, value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The value in a string's JSON text, where the schema wants that and no string.
fn unwrapped(schema: Schema<'_>, value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    if accepts(schema, "string") {
        return None;
    }
    let meant: Value = serde_json::from_str(&exact::marked(text)).ok()?;
    (!meant.is_null() && accepts(schema, type_of(&meant))).then_some(meant)
}
