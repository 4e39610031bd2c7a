//! `application/x-www-form-urlencoded` (OpenAPI 3.1.1 sections 4.8.14.4 and 4.8.15.1.1): fields, read by
//! the style or the media type of each property. It knows nothing of parts.

use serde_json::{Map, Value};

use crate::decode::{self, Source};
use crate::document::Node;
use crate::form::Separators;
use crate::operation::{Location, MediaType, Parameter, PartEncoding};
use crate::query::Query;
use crate::shape::Shape;
use crate::{RawRequest, Violation, percent};

use super::format::Format;
use super::reading::{Reading, declared};
use super::{Outcome, one};

/// The object that a form stands for.
pub(super) fn value(reading: Reading<'_>, media_type: &MediaType, content: &[u8]) -> Outcome<Option<Value>> {
    let text = std::str::from_utf8(content).map_err(|error| one("body", format!("no form: {error}")))?;
    let (query, faults) = Query::new(&text.replace('+', "%20"));
    if !faults.is_empty() {
        return Err(faults.into_iter().map(|fault| Violation::new("body", format!("no form: {fault}"))).collect());
    }
    let Some(schema) = reading.schema(media_type.schema.as_deref()) else {
        return Ok(None);
    };
    let shape = Shape::new(reading.view, &schema);
    let (mut map, rest) = styled(reading, media_type, &shape, &query)?;
    for (name, texts) in fields(&rest)? {
        let encoding = media_type.encodings.named.get(&name);
        let read = |schema: Option<&Node<'_>>| {
            field(reading, (&name, &texts), schema, encoding).map_err(|fault| one(format!("body /{name}"), fault))
        };
        let value = reading.property(&declared(&shape, &name), read)?;
        map.insert(name, value);
    }
    Ok(Some(Value::Object(map)))
}

/// Properties that have a style, and the pairs that belong to none of them.
pub(super) fn styled(
    reading: Reading<'_>,
    media_type: &MediaType,
    shape: &Shape<'_>,
    query: &Query,
) -> Outcome<(Map<String, Value>, Query)> {
    let mut map = Map::new();
    let mut claimed: Vec<String> = Vec::new();
    for (name, encoding) in &media_type.encodings.named {
        let schemas = declared(shape, name);
        let Some(parameter) = schemas.first().and_then(|schema| as_parameter(name, encoding, schema)) else {
            continue;
        };
        // A free-form object takes every key but those of the other properties.
        let others = shape.object.iter().flat_map(|object| &object.properties).map(|(other, _)| other);
        let others: Vec<&String> = others.filter(|other| *other != name).collect();
        let own = query.filtered(|key| !others.iter().any(|other| *other == key));
        let source = Source { captures: &Vec::new(), query: &own, request: &RawRequest::default() };
        let found = decode::parameter_value(reading.view, &parameter, source, &[]).map_err(|violations| {
            let moved = |fault: Violation| Violation::new(fault.place.replacen("query ", "body /", 1), fault.message);
            violations.into_iter().map(moved).collect::<Vec<_>>()
        })?;
        if let Some(value) = found {
            map.insert(name.clone(), value);
            let keys = own.pairs().map(|pair| pair.key.clone());
            claimed.extend(keys.filter(|key| decode::claims(reading.view, &parameter, key)));
        }
    }
    let rest = query.filtered(|key| !claimed.iter().any(|other| other == key));
    Ok((map, rest))
}

/// The query parameter that a property with a style is spelt like.
pub(super) fn as_parameter(name: &str, encoding: &PartEncoding, schema: &Node<'_>) -> Option<Parameter> {
    Some(Parameter {
        location: Location::Query,
        name: name.to_owned(),
        required: false,
        allow_empty: false,
        allow_reserved: encoding.allow_reserved,
        encoding: encoding.style?,
        separators: Separators::default(),
        schema: Some(schema.pointer.clone()),
    })
}

/// Names in the order of their first occurrence, each with its texts.
fn fields(query: &Query) -> Outcome<Vec<(String, Vec<String>)>> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for pair in query.pairs() {
        let text = percent::decode(&pair.value).map_err(|fault| one(format!("body /{}", pair.key), fault))?;
        match fields.iter_mut().find(|(name, _)| *name == pair.key) {
            Some((_, texts)) => texts.push(text),
            None => fields.push((pair.key.clone(), vec![text])),
        }
    }
    Ok(fields)
}

/// A property without a style: an array repeats its name, what nests is a JSON text.
fn field<'a>(
    reading: Reading<'a>,
    (name, texts): (&str, &[String]),
    schema: Option<&Node<'a>>,
    encoding: Option<&PartEncoding>,
) -> Result<Value, String> {
    let shape = schema.map(|schema| Shape::new(reading.view, schema)).unwrap_or_default();
    let types = encoding.map(|encoding| encoding.content_types.as_slice()).unwrap_or_default();
    let is_json = types.first().is_some_and(|first| Format::of(&first.essence) == Format::Json);
    let read = |text: &str, schema: Option<&Node<'a>>| match is_json {
        true => serde_json::from_str(text).map_err(|error| format!("no JSON text: {error}")),
        false => reading.text(text, schema),
    };
    match (texts, &shape.array) {
        ([text], Some(_)) if is_json => {
            let whole = read(text, schema)?;
            Ok(if whole.is_array() { whole } else { Value::Array(vec![whole]) })
        }
        (texts, Some(array)) if texts.len() > 1 || (shape.kinds.is_empty() && shape.object.is_none()) => {
            texts.iter().map(|text| read(text, array.items.as_ref())).collect()
        }
        ([text], _) => read(text, schema),
        _ => Err(format!("{name} is repeated and is no array")),
    }
}
