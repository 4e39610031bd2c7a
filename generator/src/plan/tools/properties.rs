//! What a schema and everything that applies in the same place say together.

use std::collections::BTreeSet;

use contract::lookup::accepts;
use contract::{Keyword, Schema};

/// Properties of one object that are looked at.
const MAX_PROPERTIES: usize = 200;

/// Schemas in one place that are looked at.
const MAX_PARTS: usize = 200;

/// The schema, what it refers to, all of its `allOf`, and the only alternative that isn't null: what holds in any case.
pub(super) fn certain(schema: Schema<'_>) -> Vec<Schema<'_>> {
    collected(schema, |part| {
        let mut inner: Vec<_> = part.schemas(Keyword::AllOf).collect();
        for keyword in [Keyword::AnyOf, Keyword::OneOf] {
            if let [only] = alternatives(part, keyword).as_slice() {
                inner.push(*only);
            }
        }
        inner
    })
}

/// The same with every alternative: what may hold.
pub(super) fn possible(schema: Schema<'_>) -> Vec<Schema<'_>> {
    collected(schema, |part| {
        let listed = [Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf];
        listed.into_iter().flat_map(|keyword| part.schemas(keyword)).collect()
    })
}

/// The alternatives that accept anything but null.
pub(super) fn alternatives(schema: Schema<'_>, keyword: Keyword) -> Vec<Schema<'_>> {
    let kinds = ["object", "array", "string", "number", "integer", "boolean"];
    schema.schemas(keyword).filter(|branch| kinds.iter().any(|kind| accepts(*branch, kind))).collect()
}

fn collected<'a>(schema: Schema<'a>, inner: impl Fn(Schema<'a>) -> Vec<Schema<'a>>) -> Vec<Schema<'a>> {
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    let mut open = vec![schema];
    while let Some(part) = open.pop().filter(|_| parts.len() < MAX_PARTS) {
        if !seen.insert(part.node.identity()) {
            continue;
        }
        parts.push(part);
        let mut next = inner(part);
        next.extend(part.referenced());
        open.extend(next.into_iter().rev());
    }
    parts
}

/// Properties that a request may have, by name, in the document's order.
pub(in crate::plan) fn properties(schema: Schema<'_>) -> Vec<(&str, Schema<'_>)> {
    let mut found: Vec<(&str, Schema<'_>)> = Vec::new();
    for (name, property) in possible(schema).into_iter().flat_map(Schema::properties) {
        let known = found.iter().any(|(known, _)| *known == name);
        let sent = property.node.as_bool() != Some(false) && !is_read_only(property);
        if !known && sent && found.len() < MAX_PROPERTIES {
            found.push((name, property));
        }
    }
    found
}

/// Whether requests don't have it.
pub(super) fn is_read_only(schema: Schema<'_>) -> bool {
    certain(schema).into_iter().any(|part| part.flag(Keyword::ReadOnly))
}

/// Whether an object must have a property, whatever alternative it follows.
pub(in crate::plan) fn requires(schema: Schema<'_>, name: &str) -> bool {
    certain(schema).into_iter().any(|part| part.requires(name))
}
