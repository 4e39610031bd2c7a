//! Keeps secrets among the arguments out of what is shown of a request: in a dry run, in what waits for approval, in the
//! question to a user. What is sent, and what an approval binds, is not touched.
//!
//! The arguments are masked and written once more, so that a secret is masked wherever it would travel: in a path, a query,
//! a header, a cookie, a form, a part, XML. A text is masked where its schema says `format: password` or `writeOnly: true`
//! (JSON Schema 2020-12 validation sections 7.3 and 9.4) or its name says so, and in URLs the password and such keys.

mod name;
mod text;

use contract::media::Kind;
use contract::{Keyword, Schema, lookup};
use serde_json::{Map, Value};

use super::content::Chosen;
use super::credential::Part;
use super::matching::Matched;
use super::outgoing::Outgoing;
use super::pages::Pages;
use super::plan::Plan;
use super::sending::Sending;
use crate::Fault;
use name::is_secret;

const MASK: &str = "***";

/// The mask as URLs have it.
const ENCODED: &str = "%2A%2A%2A";

/// Levels of a value that are looked into; what lies deeper is masked.
const MAX_DEPTH: usize = 96;

/// Compositions within compositions that are followed.
const MAX_COMPOSED: usize = 16;

/// What is shown of a request that `matched` makes. `outgoing` is the request itself.
pub(super) fn plan(
    sending: &Sending<'_>,
    matched: &Matched,
    pages: Option<&Pages>,
    (outgoing, credential): (Outgoing, Result<Vec<Part>, Fault>),
) -> Result<Plan, Fault> {
    let parameters: Vec<_> = sending.entry.parameters().collect();
    let veil = |slot: usize, value: &Value| match parameters.get(slot) {
        Some(parameter) => {
            let is_secret = is_secret(parameter.name()) || is_secret(parameter.argument());
            Veil { depth: 0 }.value(value, Some(parameter.schema()), is_secret)
        }
        None => value.clone(),
    };
    let Some(veiled) = matched.with(veil, body) else { return Ok(Plan::new(outgoing, credential, matched)) };
    let mut request = sending.request(&veiled);
    request.query.extend(pages.iter().flat_map(|pages| pages.rest.iter().cloned()));
    let mut plan = Plan::new(sending.outgoing(request)?, credential, &veiled);
    plan.url = plan.url.replace(ENCODED, MASK);
    for (_, cookies) in plan.headers.iter_mut().filter(|(name, _)| name == "cookie") {
        *cookies = cookies.replace(ENCODED, MASK);
    }
    Ok(plan)
}

/// A body in its media type.
fn body(value: &Value, content: Option<&Chosen<'_>>) -> Value {
    let kind = content.map(|content| Kind::of(content.media_type()));
    match (kind, value) {
        (Some(Kind::Xml), Value::String(written)) => Value::from(text::xml(written)),
        (Some(Kind::Lines | Kind::Sequence), Value::String(written)) => Value::from(lines(written)),
        _ => Veil { depth: 0 }.value(value, content.map(Chosen::schema), false),
    }
}

/// JSON text line by line; what is none is masked like any other text.
fn lines(written: &str) -> String {
    let line = |line: &str| match serde_json::from_str::<Value>(line.trim_start_matches('\u{1e}')) {
        Ok(value) => Veil { depth: 0 }.value(&value, None, false).to_string(),
        Err(_) => text::without_keys(line).into_owned(),
    };
    written.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A walk through a value.
struct Veil {
    depth: usize,
}

impl Veil {
    /// The value with its secrets masked. `named` tells that it stands under the name of one.
    fn value(&self, value: &Value, schema: Option<Schema<'_>>, named: bool) -> Value {
        if self.depth >= MAX_DEPTH {
            return Value::from(MASK);
        }
        let below = Self { depth: self.depth + 1 };
        match value {
            Value::String(text) if text.is_empty() || schema.is_some_and(is_choice) => value.clone(),
            Value::String(_) if named || schema.is_some_and(|schema| is_declared(schema, MAX_COMPOSED)) => {
                Value::from(MASK)
            }
            Value::String(text) => Value::from(text::without_keys(text)),
            Value::Array(items) => {
                let item = |(index, item)| {
                    let schema = schema.and_then(|schema| lookup::item(schema, index));
                    below.value(item, schema, named)
                };
                items.iter().enumerate().map(item).collect()
            }
            Value::Object(members) => Value::Object(below.members(members, schema, named)),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    /// Members that the schema names are judged by themselves; under the name of a secret all others are secrets.
    fn members(&self, members: &Map<String, Value>, schema: Option<Schema<'_>>, named: bool) -> Map<String, Value> {
        // `{"name": "DB_PASSWORD", "value": "…"}`
        let says = ["name", "key"].iter().filter_map(|key| members.get(*key)?.as_str()).any(is_secret);
        let member = |(name, value): (&String, &Value)| {
            let own = schema.and_then(|schema| lookup::member(schema, name));
            let is_free = !schema.is_some_and(|schema| lookup::declares(schema, name));
            let named = is_secret(name) || named && is_free || says && name == "value";
            (name.clone(), self.value(value, own, named))
        };
        members.iter().map(member).collect()
    }
}

/// Whether a schema lists what there is to choose from, which is no secret.
fn is_choice(schema: Schema<'_>) -> bool {
    let schema = schema.resolved();
    schema.schema(Keyword::Enum).or(schema.schema(Keyword::Const)).is_some()
}

/// Whether a schema, or what it is composed of, calls its text a secret.
fn is_declared(schema: Schema<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let says = schema.flag(Keyword::WriteOnly) || schema.text(Keyword::Format) == Some("password");
    let mut branches = schema
        .schemas(Keyword::AllOf)
        .chain(schema.schemas(Keyword::AnyOf))
        .chain(schema.schemas(Keyword::OneOf))
        .chain(schema.referenced());
    says || branches.any(|branch| is_declared(branch, depth))
}
