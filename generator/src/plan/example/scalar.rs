//! Strings and numbers that a schema allows, and more of the same sort.

use contract::blob::Node;
use contract::check::check;
use contract::{Keyword, Schema};
use serde_json::{Number, Value, json};

use super::pattern;

/// A string for something called `name`.
pub(super) fn string(schema: Schema<'_>, name: &str) -> String {
    let least = limit(schema, Keyword::MinLength).unwrap_or_default().min(4_096);
    if let Some(expression) = schema.text(Keyword::Pattern) {
        let texts = pattern::matching(expression, least);
        if let Some(text) = texts.into_iter().find(|text| check(schema, &json!(text), "").is_empty()) {
            return text;
        }
    }
    let text = match schema.text(Keyword::Format) {
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("date-time") => "2025-01-31T12:00:00Z",
        Some("date") => "2025-01-31",
        Some("time") => "12:00:00Z",
        Some("email") => "ada@example.com",
        Some("uri" | "url") => "https://example.com/a",
        Some("uri-reference") => "/a",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("hostname") => "example.com",
        Some("binary") => "data:application/octet-stream;base64,ZXhhbXBsZQ==",
        Some("byte") => "ZXhhbXBsZQ==",
        Some("duration") => "PT1H",
        _ if name.to_ascii_lowercase().ends_with("email") => "ada@example.com",
        _ if name.to_ascii_lowercase().ends_with("url") => "https://example.com/a",
        _ => "example",
    };
    let most = limit(schema, Keyword::MaxLength).unwrap_or(usize::MAX);
    let text: String = text.chars().take(most).collect();
    let missing = least.saturating_sub(text.chars().count());
    text + &"x".repeat(missing)
}

/// A number near the bounds.
pub(super) fn number(schema: Schema<'_>, whole: bool) -> Value {
    let bound = |keyword| schema.node.get(keyword).and_then(Node::as_number).and_then(|number: Number| number.as_f64());
    let above = bound(Keyword::ExclusiveMinimum);
    let below = bound(Keyword::ExclusiveMaximum);
    let step = bound(Keyword::MultipleOf).filter(|step| *step > 0.0);
    let gap = match (above, below) {
        (Some(above), Some(below)) if !whole => (below - above) / 2.0,
        _ => 1.0,
    };
    let least = bound(Keyword::Minimum).or(above.map(|above| above + gap));
    let most = bound(Keyword::Maximum).or(below.map(|below| below - gap));
    let mut number =
        least.unwrap_or(1.0).max(if most.is_some_and(|most| most < 1.0) { f64::MIN } else { least.unwrap_or(1.0) });
    if let (None, Some(most)) = (least, most) {
        number = most.min(1.0);
    }
    if let Some(step) = step {
        number = (number / step).ceil() * step;
    }
    match number.ceil() {
        _ if !whole => json!(number),
        above if above > i64::MAX as f64 => json!(above as u64),
        within => json!(within as i64),
    }
}

/// Another item of the same sort, for lists whose items must differ; the same one where none was found.
pub(super) fn varied(schema: Schema<'_>, item: Value, items: &[Value]) -> Value {
    let listed = schema.resolved().node.get(Keyword::Enum).into_iter().flat_map(Node::items).map(Node::to_value);
    let position = items.len();
    let changed = match &item {
        Value::String(text) => {
            let last = text.chars().last();
            let doubled = last.map(|last| json!(format!("{text}{last}")));
            let shorter = json!(text.chars().skip(1).collect::<String>());
            let counted = [json!(format!("{text}{position}")), json!(position.to_string()), shorter];
            counted.into_iter().chain(doubled).collect()
        }
        Value::Number(number) => {
            let more = number.as_i64().unwrap_or_default().saturating_add(i64::try_from(position).unwrap_or_default());
            vec![json!(more)]
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => vec![json!(item != json!(true))],
    };
    let fits = |other: &Value| !items.contains(other) && check(schema, other, "").is_empty();
    listed.chain(changed).find(fits).unwrap_or(item)
}

/// The value of a keyword that limits a length or count.
pub(super) fn limit(schema: Schema<'_>, keyword: Keyword) -> Option<usize> {
    schema.node.get(keyword).and_then(Node::as_usize)
}
