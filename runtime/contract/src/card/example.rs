//! A call that works: the arguments of an operation that must be given, with values of the right type.

use serde_json::{Map, Value, json};

use super::shape::{Shape, Side};
use super::text;
use crate::{Entry, Keyword, Schema};

/// Levels of required objects that are filled in.
const DEPTH: usize = 4;
/// Values filled in, in all.
const ALLOWANCE: usize = 60;
/// Items that are kept of an example's array.
const ITEMS: usize = 2;

/// The arguments of `execute` as a JSON value: `{"operation": …, "params": {…}, "body": …}`; strings longer than
/// `longest` characters are shortened.
pub(super) fn call(entry: Entry<'_>, longest: usize) -> Value {
    let known = entry.example().map(|example| shortened(&example.to_value(), longest, DEPTH + 2));
    let part = |key: &str| known.as_ref().and_then(|example| example.get(key)).cloned();
    let mut allowance = ALLOWANCE;
    let params = part("params").unwrap_or_else(|| {
        let required = entry.parameters().filter(|parameter| parameter.required());
        let member = |parameter: crate::Parameter<'_>| {
            (parameter.argument().to_owned(), sample(parameter.schema(), DEPTH, &mut allowance))
        };
        Value::Object(required.take(ALLOWANCE).map(member).collect())
    });
    let body = part("body").or_else(|| {
        let body = entry.body().filter(|body| body.required())?;
        Some(sample(body.schema(), DEPTH, &mut allowance))
    });
    let mut call = Map::new();
    call.insert("operation".to_owned(), Value::from(entry.name()));
    if params.as_object().is_some_and(|params| !params.is_empty()) {
        call.insert("params".to_owned(), params);
    }
    if let Some(body) = body {
        call.insert("body".to_owned(), body);
    }
    Value::Object(call)
}

/// A value of a schema's type with what must be in it.
fn sample(schema: Schema<'_>, depth: usize, allowance: &mut usize) -> Value {
    let Some(depth) = depth.checked_sub(1).filter(|_| *allowance > 0) else { return Value::Null };
    if let Some(known) =
        schema.node.get(Keyword::Default).filter(|known| known.as_str().is_some_and(|text| text.len() < 40))
    {
        return known.to_value();
    }
    let shape = Shape::of(schema, Side::Request);
    *allowance = allowance.saturating_sub(shape.cost());
    if let Some(first) = shape.constants.first() {
        return first.to_value();
    }
    if let Some(first) = shape.alternatives.first().filter(|_| shape.fields.is_empty()) {
        return sample(*first, depth, allowance);
    }
    match shape.types.first().copied() {
        Some("string") => Value::from(sample_text(shape.format)),
        Some("integer" | "number") => schema.node.get(Keyword::Minimum).map_or(json!(1), crate::blob::Node::to_value),
        Some("boolean") => json!(true),
        Some("array") => {
            let least =
                schema.resolved().node.get(Keyword::MinItems).and_then(crate::blob::Node::as_usize).unwrap_or(0);
            let item = shape.items.filter(|_| least > 0);
            Value::Array(item.map(|item| sample(item, depth, allowance)).into_iter().collect())
        }
        Some("object") => members(&shape, depth, allowance),
        _ if !shape.fields.is_empty() => members(&shape, depth, allowance),
        _ => Value::from("…"),
    }
}

fn members(shape: &Shape<'_>, depth: usize, allowance: &mut usize) -> Value {
    let mut members = Map::new();
    for field in shape.fields.iter().filter(|field| field.required).take(ALLOWANCE) {
        let value = field.schema.map_or(Value::from("…"), |schema| sample(schema, depth, allowance));
        members.insert(field.name.to_owned(), value);
    }
    Value::Object(members)
}

fn sample_text(format: Option<&str>) -> &'static str {
    match format {
        Some("date") => "2025-01-31",
        Some("date-time") => "2025-01-31T00:00:00Z",
        _ => "…",
    }
}

/// An example without what would only fill the card.
fn shortened(value: &Value, longest: usize, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return Value::from("…") };
    match value {
        Value::String(long) if long.chars().nth(longest).is_some() => Value::from(text::cut(long, longest)),
        Value::Array(items) => items.iter().take(ITEMS).map(|item| shortened(item, longest, depth)).collect(),
        Value::Object(members) => {
            let kept = members.iter().take(ALLOWANCE);
            kept.map(|(key, member)| (key.clone(), shortened(member, longest, depth))).collect()
        }
        other => other.clone(),
    }
}
