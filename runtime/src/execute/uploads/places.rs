//! Where in a body texts stand that name files, at any depth that the schema declares.

use contract::media::Kind;
use contract::{Keyword, Schema, lookup};
use serde_json::Value;

use super::data;
use crate::fault::pointer;
use crate::request::stands_for_bytes;
use crate::uploads::Reference;

/// Values looked at in one body; what is left is sent as it is.
const MAX_VISITS: usize = 100_000;
/// Nesting that is looked into.
const MAX_DEPTH: usize = 96;
/// Compositions within compositions that are followed.
const MAX_PARTS: usize = 16;
/// Alternatives that are tried, to find out which of a union is meant; one that comes later is not.
const MAX_TRIED: usize = 200;

/// Where a text stands that names a file.
pub(super) struct Place {
    /// From the body: `/photos/0`.
    pub(super) keys: String,
    /// From the call: `/body/photos/0`.
    pub(super) path: String,
    /// Whether the file's base64 alone is wanted.
    pub(super) is_encoded: bool,
}

/// The places in a body of a kind of media type, in their order.
pub(super) fn places(body: &Value, schema: Schema<'_>, kind: Kind) -> Vec<Place> {
    let mut search = Search { visits: MAX_VISITS, tried: MAX_TRIED, found: Vec::new() };
    match kind {
        Kind::FormData | Kind::Parts => search.parts(body, schema),
        Kind::Json | Kind::Form => search.encoded(body, &[schema], (String::new(), MAX_DEPTH)),
        _ => {}
    }
    search.found
}

struct Search {
    visits: usize,
    tried: usize,
    found: Vec<Place>,
}

impl Search {
    /// Members of a multipart body are parts, and so are the items of a list.
    fn parts(&mut self, body: &Value, schema: Schema<'_>) {
        match body {
            Value::Object(members) => {
                for (name, value) in members {
                    let keys = pointer("", name);
                    match (value, lookup::member(schema, name)) {
                        (Value::Array(items), schema) => self.part_items(items, schema.and_then(lookup::items), &keys),
                        (value, schema) => self.part(value, schema, keys),
                    }
                }
            }
            Value::Array(items) => self.part_items(items, lookup::items(schema), ""),
            other => self.part(other, Some(schema), String::new()),
        }
    }

    fn part_items(&mut self, items: &[Value], schema: Option<Schema<'_>>, keys: &str) {
        for (index, item) in items.iter().enumerate() {
            self.part(item, schema, format!("{keys}/{index}"));
        }
    }

    fn part(&mut self, value: &Value, schema: Option<Schema<'_>>, keys: String) {
        if is_file(value, schema) {
            self.add(keys, false);
        } else if let Some(schema) = schema.filter(|schema| !value.is_string() || !stands_for_bytes(*schema)) {
            // What stands for bytes is written from a `data:` URL.
            self.encoded(value, &[schema], (keys, MAX_DEPTH));
        }
    }

    /// What holds base64, in a value to which all of the schemas apply.
    fn encoded(&mut self, value: &Value, schemas: &[Schema<'_>], (keys, depth): (String, usize)) {
        let (Some(visits), Some(depth)) = (self.visits.checked_sub(1), depth.checked_sub(1)) else { return };
        self.visits = visits;
        match value {
            Value::String(_) => {
                if schemas.iter().any(|schema| is_encoded_file(value, *schema)) {
                    self.add(keys, true);
                }
            }
            Value::Array(items) => {
                let parts = self.in_place(schemas, value);
                for (index, value) in items.iter().enumerate() {
                    let schemas: Vec<_> = parts.iter().filter_map(|part| item(*part, index)).collect();
                    self.below(value, &schemas, (format!("{keys}/{index}"), depth));
                }
            }
            Value::Object(members) => {
                let parts = self.in_place(schemas, value);
                for (name, member) in members {
                    let declared: Vec<_> = parts.iter().filter_map(|part| part.property(name)).collect();
                    let others =
                        || parts.iter().filter_map(|part| part.schema(Keyword::AdditionalProperties)).collect();
                    let schemas = if declared.is_empty() { others() } else { declared };
                    self.below(member, &schemas, (pointer(&keys, name), depth));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn below(&mut self, value: &Value, schemas: &[Schema<'_>], place: (String, usize)) {
        if !schemas.is_empty() {
            self.encoded(value, schemas, place);
        }
    }

    fn add(&mut self, keys: String, is_encoded: bool) {
        self.found.push(Place { path: format!("/body{keys}"), keys, is_encoded });
    }

    /// Schemas with all that applies in the same place: targets of references, parts of an `allOf`, and of a union what the
    /// value fits.
    fn in_place<'s>(&mut self, schemas: &[Schema<'s>], value: &Value) -> Vec<Schema<'s>> {
        let mut open: Vec<_> = schemas.iter().rev().map(|schema| (*schema, MAX_PARTS)).collect();
        let mut parts: Vec<Schema<'s>> = Vec::new();
        while let Some((schema, depth)) = open.pop() {
            let Some(depth) = depth.checked_sub(1) else { continue };
            if parts.contains(&schema) {
                continue;
            }
            parts.push(schema);
            let unions = schema.schemas(Keyword::AnyOf).chain(schema.schemas(Keyword::OneOf));
            open.extend(unions.filter(|branch| self.fits(*branch, value)).map(|branch| (branch, depth)));
            open.extend(schema.schemas(Keyword::AllOf).chain(schema.referenced()).map(|part| (part, depth)));
        }
        parts
    }

    fn fits(&mut self, branch: Schema<'_>, value: &Value) -> bool {
        let Some(tried) = self.tried.checked_sub(1) else { return false };
        self.tried = tried;
        contract::check::check(branch, value, "").is_empty()
    }
}

/// What the schema itself says of an item.
fn item(schema: Schema<'_>, index: usize) -> Option<Schema<'_>> {
    schema.schemas(Keyword::PrefixItems).nth(index).or_else(|| schema.schema(Keyword::Items))
}

/// Whether a text names a file where its schema wants bytes. Where the document says nothing of a part, a `file:` URL is
/// hardly meant as a text, but an http URL can be.
fn is_file(value: &Value, schema: Option<Schema<'_>>) -> bool {
    match value.as_str().and_then(Reference::parse) {
        Some(Reference::Local(_)) => schema.is_none_or(stands_for_bytes),
        Some(Reference::Remote(_)) => schema.is_some_and(lookup::is_binary),
        None => false,
    }
}

/// Whether a text names a file, or is a `data:` URL, where its schema wants base64.
fn is_encoded_file(value: &Value, schema: Schema<'_>) -> bool {
    let names = |text: &str| Reference::parse(text).is_some() || data(text).is_some();
    value.as_str().is_some_and(names) && lookup::is_base64(schema)
}
