//! What the parts of multipart content mean: properties by name (RFC 7578), or items by position
//! (OpenAPI 3.2 section 4.14). It knows nothing of boundaries.

use serde_json::{Map, Value};

use crate::content_type::{self, ContentType};
use crate::decode::{self, Source};
use crate::document::Node;
use crate::operation::{MediaType, PartEncoding};
use crate::percent;
use crate::query::{Query, append_query};
use crate::shape::Shape;
use crate::{RawRequest, Violation};

use super::format::Format;
use super::multipart::{self, Part};
use super::reading::{Reading, declared};
use super::{Outcome, form, one, part_types, text, xml};

/// The object or array that the parts stand for.
pub(super) fn value(
    reading: Reading<'_>,
    media_type: &MediaType,
    (sent, content): (&ContentType, &[u8]),
) -> Outcome<Option<Value>> {
    let Some(boundary) = sent.parameter("boundary") else {
        return Err(one("header Content-Type", "has no boundary"));
    };
    let parts = multipart::parts(content, boundary).map_err(|fault| one("body", fault))?;
    let schema = reading.schema(media_type.schema.as_deref());
    let shape = schema.as_ref().map(|schema| Shape::new(reading.view, schema)).unwrap_or_default();
    let is_form = sent.essence == "multipart/form-data";
    if !is_form && (media_type.item_schema.is_some() || (shape.array.is_some() && shape.object.is_none())) {
        return by_position(reading, media_type, schema.as_ref(), &parts).map(Some);
    }
    let mut fields: Vec<(String, Vec<&Part<'_>>)> = Vec::new();
    for part in &parts {
        let name = name(part, is_form).map_err(|fault| one("body", fault))?;
        match fields.iter_mut().find(|(other, _)| *other == name) {
            Some((_, parts)) => parts.push(part),
            None => fields.push((name, vec![part])),
        }
    }
    let (mut map, fields) = styled(reading, media_type, &shape, fields)?;
    for (name, parts) in fields {
        let encoding = media_type.encodings.named.get(&name);
        let read = |schema: Option<&Node<'_>>| property(reading, (&name, &parts), schema, encoding);
        let value = reading.property(&declared(&shape, &name), read)?;
        map.insert(name, value);
    }
    Ok(schema.map(|_| Value::Object(map)))
}

type Fields<'a> = Vec<(String, Vec<&'a Part<'a>>)>;

/// Properties that have a style, which are spelt as in a form but without escapes, and the other parts.
fn styled<'p>(
    reading: Reading<'_>,
    media_type: &MediaType,
    shape: &Shape<'_>,
    fields: Fields<'p>,
) -> Outcome<(Map<String, Value>, Fields<'p>)> {
    if media_type.encodings.named.values().all(|encoding| encoding.style.is_none()) {
        return Ok((Map::new(), fields));
    }
    let mut form = String::new();
    for (name, parts) in &fields {
        for part in parts {
            let text = std::str::from_utf8(part.content).map_or_else(|_| text::latin(part.content), str::to_owned);
            // Commas may be separators.
            let text = percent::encode(&text).replace("%2C", ",");
            append_query(&mut form, &format!("{}={text}", percent::encode(name)));
        }
    }
    let (query, _) = Query::new(form.strip_prefix('?').unwrap_or(&form));
    let (map, rest) = form::styled(reading, media_type, shape, &query)?;
    let is_left = |name: &str| rest.pairs().any(|pair| pair.key == name);
    Ok((map, fields.into_iter().filter(|(name, _)| is_left(name)).collect()))
}

/// Items of an array: by position, then all alike.
fn by_position(
    reading: Reading<'_>,
    media_type: &MediaType,
    schema: Option<&Node<'_>>,
    parts: &[Part<'_>],
) -> Outcome<Value> {
    let schema = schema.and_then(|schema| reading.view.resolve(schema.clone()).ok());
    let first = schema.as_ref().map(|schema| schema.elements("prefixItems")).unwrap_or_default();
    let items = reading.schema(media_type.item_schema.as_deref());
    let items = items.or_else(|| schema.as_ref().and_then(|schema| schema.member("items")));
    let encodings = &media_type.encodings;
    let values = parts.iter().enumerate().map(|(index, part)| {
        let schema = first.get(index).or(items.as_ref());
        let encoding = encodings.prefix.get(index).or(encodings.items.as_ref());
        part_value(reading, (&index.to_string(), part), schema, encoding)
    });
    values.collect()
}

/// The name in a part's Content-Disposition (RFC 7578 section 4.2).
fn name(part: &Part<'_>, is_form: bool) -> Result<String, String> {
    let mut fields = part.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
    let (Some((_, disposition)), None) = (fields.next(), fields.next()) else {
        return Err("a part has to have Content-Disposition once".to_owned());
    };
    let (kind, rest) = disposition.split_once(';').unwrap_or((disposition, ""));
    if is_form && !kind.trim().eq_ignore_ascii_case("form-data") {
        return Err(format!("{kind:?} is no disposition of a form"));
    }
    let parameters = content_type::parameters(rest)?;
    if is_form && parameters.iter().any(|(name, _)| name == "filename*") {
        return Err("`filename*` may not be used in a form (RFC 7578 section 4.2)".to_owned());
    }
    let name = parameters.into_iter().find(|(name, _)| name == "name");
    let (_, name) = name.ok_or("a part has no name")?;
    // As browsers escape them (WHATWG HTML section 4.10.21.8).
    Ok(name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

/// A property: an array has a part for each item, unless its media type is JSON for the whole.
fn property<'a>(
    reading: Reading<'a>,
    (name, parts): (&str, &[&Part<'_>]),
    schema: Option<&Node<'a>>,
    encoding: Option<&PartEncoding>,
) -> Outcome<Value> {
    let shape = schema.map(|schema| Shape::new(reading.view, schema)).unwrap_or_default();
    let whole = |part| part_value(reading, (name, part), schema, encoding);
    match (parts, &shape.array) {
        (parts, Some(array)) if parts.len() > 1 || (shape.kinds.is_empty() && shape.object.is_none()) => {
            let read = |part: &&Part<'_>| part_value(reading, (name, part), array.items.as_ref(), encoding);
            let values: Outcome<Value> = parts.iter().map(read).collect();
            let accepted = |value: &Value| schema.is_none_or(|schema| reading.view.accepts(schema, value));
            if let ([part], Some(_)) = (parts, encoding.filter(|encoding| !encoding.content_types.is_empty()))
                && !values.as_ref().is_ok_and(accepted)
                && let Some(value) = whole(part).ok().filter(accepted)
            {
                return Ok(value);
            }
            values
        }
        ([part], _) => whole(part),
        _ => Err(one(format!("body part {name}"), "is repeated and is no array")),
    }
}

/// What a part holds, by its own media type; its headers are checked as well.
fn part_value<'a>(
    reading: Reading<'a>,
    (name, part): (&str, &Part<'_>),
    schema: Option<&Node<'a>>,
    encoding: Option<&PartEncoding>,
) -> Outcome<Value> {
    let place = format!("body part {name}");
    let mut violations = headers(reading, part, encoding, &place);
    let sent = media_type(part).map_err(|fault| one(&place, fault))?;
    let allowed = part_types::allowed(reading.view, schema, encoding);
    if !allowed.iter().any(|range| range.covers(&sent).is_some()) {
        let names: Vec<&str> = allowed.iter().map(|range| range.essence.as_str()).collect();
        violations.push(Violation::new(&place, format!("{} is not {}", sent.essence, names.join(" or "))));
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    let content = part.content;
    let text = |text: String| reading.text(&text, schema).map_err(|fault| one(&place, fault));
    match Format::of(&sent.essence) {
        Format::Json => serde_json::from_slice(content).map_err(|error| one(&place, format!("no JSON: {error}"))),
        Format::Xml => Ok(xml::value(reading, content, schema)?.unwrap_or_default()),
        Format::Text => text(text::decoded(&sent, content).map_err(|fault| one(&place, fault))?),
        _ => text(text::latin(content)),
    }
}

/// The media type of a part: plain text where it has none (RFC 7578 section 4.4).
fn media_type(part: &Part<'_>) -> Result<ContentType, String> {
    let mut fields = part.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    match (fields.next(), fields.next()) {
        (Some((_, text)), None) => ContentType::parse(text),
        (None, _) => Ok(ContentType { essence: "text/plain".to_owned(), parameters: Vec::new() }),
        _ => Err("Content-Type is there twice".to_owned()),
    }
}

/// What is wrong with the headers: those that the document declares, and a transfer encoding (RFC 7578
/// section 4.7).
fn headers(reading: Reading<'_>, part: &Part<'_>, encoding: Option<&PartEncoding>, place: &str) -> Vec<Violation> {
    let request = RawRequest { headers: part.headers.clone(), ..RawRequest::default() };
    let query = Query::default();
    let source = Source { captures: &Vec::new(), query: &query, request: &request };
    let mut violations = Vec::new();
    for header in encoding.into_iter().flat_map(|encoding| &encoding.headers) {
        let faults = match decode::parameter_value(reading.view, header, source, &[]) {
            Ok(None) if header.required => one(header.place(), "required, but missing"),
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        };
        let moved = |fault: Violation| Violation::new(format!("{place} {}", fault.place), fault.message);
        violations.extend(faults.into_iter().map(moved));
    }
    let transfer = request.header_values("content-transfer-encoding");
    let encoded = |value: &&str| !["7bit", "8bit", "binary"].contains(&value.to_ascii_lowercase().as_str());
    violations.extend(transfer.filter(encoded).map(|value| Violation::new(place, format!("is encoded as {value}"))));
    violations
}
