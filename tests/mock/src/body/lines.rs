//! Sequences of JSON texts: a line each (NDJSON, JSON Lines), or a record each (RFC 7464). It knows
//! nothing of other formats.

use serde_json::Value;

use crate::operation::MediaType;
use crate::shape::Shape;

use super::format::Format;
use super::reading::Reading;
use super::{Outcome, judged, one};

/// The items as an array, where the schema is that of an array; else each is judged by itself. A schema
/// that is neither one of an array nor `itemSchema` is taken for that of an item.
pub(super) fn value(
    reading: Reading<'_>,
    media_type: &MediaType,
    format: Format,
    content: &[u8],
) -> Outcome<Option<Value>> {
    let text = std::str::from_utf8(content).map_err(|error| one("body", error.to_string()))?;
    let records = match format {
        Format::Sequence => records(text)?,
        _ => lines(text),
    };
    let mut items = Vec::new();
    for (index, record) in records.into_iter().enumerate() {
        let item: Value = serde_json::from_str(record)
            .map_err(|error| one(format!("body /{index}"), format!("no JSON text: {error}")))?;
        items.push(item);
    }
    let whole = reading.schema(media_type.schema.as_deref());
    let is_array = whole.as_ref().is_some_and(|schema| Shape::new(reading.view, schema).array.is_some());
    let of_item = match reading.schema(media_type.item_schema.as_deref()) {
        Some(schema) => Some(schema),
        None if !is_array => whole,
        None => None,
    };
    let mut violations = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let faults = of_item.as_ref().map(|schema| judged(reading.view, schema, item)).unwrap_or_default();
        violations.extend(faults.into_iter().map(|mut fault| {
            fault.place = fault.place.replacen("body ", &format!("body /{index}"), 1);
            fault
        }));
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    Ok(is_array.then_some(Value::Array(items)))
}

/// Lines, of which the last may lack its end; none is empty.
fn lines(text: &str) -> Vec<&str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.is_empty() {
        return Vec::new();
    }
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
}

/// RFC 7464 section 2.2: each text stands between a record separator and a line feed.
fn records(text: &str) -> Outcome<Vec<&str>> {
    let mut records = text.split('\u{1e}');
    if records.next() != Some("") {
        return Err(one("body", "the first record has no separator (RFC 7464)"));
    }
    let record = |record: &'_ str| record.len().checked_sub(1).filter(|_| record.ends_with('\n'));
    let bounds = records.clone().map(record);
    if bounds.clone().any(|end| end.is_none()) {
        return Err(one("body", "a record has no line feed at its end (RFC 7464)"));
    }
    Ok(records.filter_map(|record| record.strip_suffix('\n')).collect())
}
