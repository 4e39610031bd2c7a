//! Joins the head and the body of an answer into one JSON text that fits.

use serde_json::{Map, Value, json};

use super::cut::{Omission, cut};
use super::payload::Payload;

/// Omissions named one by one.
const MAX_NAMED: usize = 12;

/// Attempts at a body that fits together with the account of what it lost.
const MAX_ATTEMPTS: usize = 4;

/// `{…head, "truncated"?, "body"}` in at most `limit` bytes.
pub(super) fn render(mut head: Map<String, Value>, body: &Payload, hint: &str, limit: usize) -> String {
    let known = match body {
        Payload::Beginning(_, end) => vec![end.clone()],
        Payload::Empty | Payload::Json(_) | Payload::Text(_) | Payload::Binary(..) => Vec::new(),
    };
    let whole = joined(&head, &known, hint, &body.to_json());
    if whole.len() <= limit {
        return whole;
    }
    let value = body.to_value();
    let mut budget = limit.saturating_sub(joined(&head, &known, hint, "").len());
    for _ in 0..MAX_ATTEMPTS {
        let mut short = value.clone();
        let mut omissions = known.clone();
        omissions.extend(cut(&mut short, budget));
        let text = joined(&head, &merged(omissions), hint, &short.to_string());
        match text.len().checked_sub(limit) {
            None | Some(0) => return text,
            Some(excess) => budget = budget.saturating_sub(excess + 16),
        }
    }
    let lost = [Omission { path: "/body".to_owned(), kept: 0, of: None }];
    let text = joined(&head, &lost, hint, "null");
    if text.len() > limit {
        head.remove("headers");
        return joined(&head, &lost, hint, "null");
    }
    text
}

/// One omission per place: a beginning that was shortened again keeps what the second cut left.
fn merged(omissions: Vec<Omission>) -> Vec<Omission> {
    let mut merged: Vec<Omission> = Vec::new();
    for omission in omissions {
        match merged.iter_mut().find(|known| known.path == omission.path) {
            Some(known) => *known = Omission { of: known.of, ..omission },
            None => merged.push(omission),
        }
        if merged.len() > 10 * MAX_NAMED {
            break;
        }
    }
    merged
}

fn joined(head: &Map<String, Value>, omissions: &[Omission], hint: &str, body: &str) -> String {
    let mut head = head.clone();
    if !omissions.is_empty() {
        let mut truncated = Map::new();
        truncated.insert("omitted".to_owned(), omissions.iter().take(MAX_NAMED).map(Omission::to_value).collect());
        if omissions.len() > MAX_NAMED {
            truncated.insert("more".to_owned(), json!(omissions.len() - MAX_NAMED));
        }
        truncated.insert("hint".to_owned(), json!(hint));
        head.insert("truncated".to_owned(), Value::Object(truncated));
    }
    let mut text = Value::Object(head).to_string();
    text.pop();
    text.push_str(",\"body\":");
    text.push_str(body);
    text.push('}');
    text
}

/// Header fields as an object.
pub(super) fn members(headers: &[(String, String)]) -> Value {
    headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}
