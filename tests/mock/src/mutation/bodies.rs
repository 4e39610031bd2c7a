//! Bodies that have to be refused, by the way they were made, one set for each media type. It knows
//! nothing of how they are judged.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Wish, sent_as};
use crate::body::{Format, allowed_part_types};
use crate::content_type::ContentType;
use crate::operation::{Body, MediaType};
use crate::shape::{Kind, Shape};
use crate::{Fill, RawRequest};

use super::certain::Certain;
use super::{Mutation, Mutator};

/// A media type that nobody declares.
const OTHER: &str = "application/vnd.mock.other";

impl Mutator<'_> {
    /// Every mutation of every media type.
    pub(crate) fn body_mutations(&self) -> Vec<Mutation> {
        let Some(body) = &self.operation.body else {
            return Vec::new();
        };
        let mut mutations = Vec::new();
        for media_type in &body.content {
            let name = media_type.declared.to_string();
            let wish = Wish { fill: Fill::All, seed: 0, media_type: Some(&name) };
            let valid = Arguments::valid(self.checker.view, self.operation, self.paging, wish);
            if valid.body.is_some() && sent_as(body, Some(&name)).is_some() {
                mutations.extend(self.of_media_type(body, media_type, &valid));
            }
        }
        mutations
    }

    fn of_media_type(&self, body: &Body, media_type: &MediaType, valid: &Arguments) -> Vec<Mutation> {
        let request = self.request(valid);
        let format = sent(&request).map(|sent| Format::of(&sent.essence)).unwrap_or(Format::Bytes);
        let mut mutations = self.of_values(media_type, format, valid);
        let other = ContentType::declared(OTHER);
        if body.content.iter().all(|declared| declared.declared.covers(&other).is_none()) {
            mutations.push(mutation("wrong media type", OTHER, with_type(&request, OTHER)));
        }
        if body.required {
            let mut missing = request.clone();
            missing.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            missing.body.clear();
            mutations.push(mutation("missing", "body left out", missing));
        }
        mutations.extend(broken(format, &request));
        if format == Format::Parts {
            mutations.extend(self.of_parts(media_type, &request));
        }
        mutations
    }

    /// A required property left out, and values of a wrong type.
    fn of_values(&self, media_type: &MediaType, format: Format, valid: &Arguments) -> Vec<Mutation> {
        let view = self.checker.view;
        let schema = media_type.schema.as_deref().and_then(|pointer| view.at(pointer));
        let (Some(schema), Some(Value::Object(map))) = (schema, &valid.body) else {
            return Vec::new();
        };
        if !matches!(format, Format::Json | Format::Form | Format::Parts | Format::Xml) {
            return Vec::new();
        }
        let certain = Certain::new(view, &schema);
        let mut mutations = Vec::new();
        let mut add = |label, change: String, map| {
            let arguments = Arguments { body: Some(Value::Object(map)), ..valid.clone() };
            mutations.push(mutation(label, &change, self.request(&arguments)));
        };
        for name in certain.required.iter().filter(|name| map.contains_key(*name)) {
            let mut map = map.clone();
            map.shift_remove(name);
            add("missing", format!("body /{name} left out"), map);
        }
        for (name, property) in certain.properties.iter().filter(|(name, _)| map.contains_key(name)) {
            let shape = Shape::new(view, property);
            let is_styled = media_type.encodings.named.get(name).is_some_and(|encoding| encoding.style.is_some());
            let scalars = [Kind::Boolean, Kind::Integer, Kind::Number];
            let is_scalar = shape.object.is_none() && shape.kinds.iter().all(|kind| scalars.contains(kind));
            let is_object = shape.object.is_some() && shape.kinds.is_empty() && !is_styled;
            let is_wrong = !view.accepts(property, &json!("not-valid"));
            if is_wrong && shape.array.is_none() && ((is_scalar && !shape.kinds.is_empty()) || is_object) {
                let mut map = map.clone();
                map.insert(name.clone(), json!("not-valid"));
                add("wrong type", format!("body /{name} is \"not-valid\""), map);
            }
        }
        mutations
    }

    /// A part of a media type that it may not have, and one without a name.
    fn of_parts(&self, media_type: &MediaType, request: &RawRequest) -> Vec<Mutation> {
        let view = self.checker.view;
        let Some(schema) = media_type.schema.as_deref().and_then(|pointer| view.at(pointer)) else {
            return Vec::new();
        };
        let other = ContentType::declared(OTHER);
        let mut mutations = Vec::new();
        for (name, property) in Certain::new(view, &schema).properties {
            let encoding = media_type.encodings.named.get(&name);
            let item = Shape::new(view, &property).array.and_then(|array| array.items);
            let allowed = allowed_part_types(view, Some(item.as_ref().unwrap_or(&property)), encoding);
            let is_styled = encoding.is_some_and(|encoding| encoding.style.is_some());
            if is_styled || allowed.iter().any(|range| range.covers(&other).is_some()) {
                continue;
            }
            if let Some(body) = retyped(&request.body, &name) {
                let request = RawRequest { body, ..request.clone() };
                mutations.push(mutation("wrong part type", &format!("part {name} is {OTHER}"), request));
            }
        }
        let name = b"; name=";
        let position = request.body.windows(name.len()).position(|window| window == name);
        let mut nameless = request.clone();
        if let Some(letter) = position.and_then(|at| nameless.body.get_mut(at + 3)) {
            // `name` becomes `nome`.
            *letter = b'o';
            mutations.push(mutation("broken part", "a part has no name", nameless));
        }
        mutations
    }
}

/// Content that isn't of its media type any more.
fn broken(format: Format, request: &RawRequest) -> Vec<Mutation> {
    let behind = |bytes: &[u8]| RawRequest { body: [&request.body, bytes].concat(), ..request.clone() };
    let before = |bytes: &[u8]| RawRequest { body: [bytes, &request.body].concat(), ..request.clone() };
    let cut = |length: usize| {
        let end = request.body.len().saturating_sub(length);
        RawRequest { body: request.body.get(..end).unwrap_or_default().to_vec(), ..request.clone() }
    };
    let charset = sent(request).and_then(|sent| sent.parameter("charset").map(str::to_ascii_lowercase));
    let made: Vec<(&'static str, &str, RawRequest)> = match format {
        Format::Json => vec![("broken JSON", "a bracket too many", behind(b"]"))],
        Format::Lines => vec![("broken line", "a line is no JSON", behind(b"{]\n"))],
        Format::Sequence => vec![
            (
                "broken record",
                "no separator",
                RawRequest { body: request.body.get(1..).unwrap_or_default().to_vec(), ..request.clone() },
            ),
            ("broken record", "no line feed", cut(1)),
        ],
        Format::Form => vec![
            ("broken form", "no percent-escape", behind(b"&undeclared=%zz")),
            ("broken form", "a key is empty", behind(b"&=nameless")),
            ("broken form", "no UTF-8", behind(b"&undeclared=%ff")),
        ],
        Format::Parts => vec![
            ("broken boundary", "another in the header", with_type(request, "multipart/form-data; boundary=another")),
            ("broken boundary", "none in the header", with_type(request, "multipart/form-data")),
            ("broken boundary", "the last is cut off", cut(4)),
        ],
        Format::Xml => vec![
            ("broken XML", "an end tag is cut off", cut(1)),
            ("broken XML", "a document type", before(b"<!DOCTYPE root>")),
            ("broken XML", "two roots", behind(b"<root/>")),
            ("broken XML", "an undeclared entity", before(b"&entity;")),
        ],
        Format::Text if charset.is_none_or(|charset| charset == "utf-8") => {
            vec![("broken text", "no UTF-8", before(b"\xff"))]
        }
        Format::Text | Format::Bytes => Vec::new(),
    };
    made.into_iter().map(|(label, change, request)| mutation(label, change, request)).collect()
}

fn mutation(label: &'static str, change: &str, request: RawRequest) -> Mutation {
    let sent = sent(&request).map(|sent| format!(" ({})", sent.essence)).unwrap_or_default();
    Mutation { label, change: format!("{change}{sent}"), request }
}

fn sent(request: &RawRequest) -> Option<ContentType> {
    request.header_values("content-type").next().map(ContentType::declared)
}

fn with_type(request: &RawRequest, name: &str) -> RawRequest {
    let mut request = request.clone();
    for (_, value) in request.headers.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        name.clone_into(value);
    }
    request
}

/// The content with another media type in the part of a name.
fn retyped(content: &[u8], name: &str) -> Option<Vec<u8>> {
    let find = |from: usize, wanted: &str| {
        let rest = content.get(from..)?;
        let position = rest.windows(wanted.len()).position(|window| window == wanted.as_bytes())?;
        Some(from + position)
    };
    let start = find(0, &format!("; name=\"{name}\""))?;
    let start = find(start, "Content-Type: ")? + "Content-Type: ".len();
    let end = find(start, "\r\n")?;
    Some([content.get(..start)?, OTHER.as_bytes(), content.get(end..)?].concat())
}
