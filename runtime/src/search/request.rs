//! The arguments of the tool `search`, read leniently where the meaning is plain.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::fault::{pointer, quoted};
use crate::similar::nearest;
use crate::{Code, Fault};

/// Queries that one request may have.
const MAX_QUERIES: usize = 8;
/// Characters of one query.
const MAX_QUERY: usize = 2_000;
/// Characters of any other text.
const MAX_TEXT: usize = 400;
/// Hits that one request may skip.
const MAX_OFFSET: usize = 20_000;
/// Hits per query.
const MAX_LIMIT: usize = 20;
const DEFAULT_LIMIT: usize = 5;

const KEYS: [&str; 8] = ["queries", "limit", "offset", "tag", "method", "effect", "operation", "at"];

/// Arguments from which unknown ones are no longer named one by one.
const MAX_KEYS: usize = 50;

/// What is searched for. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// What to do, in plain words: at most 8 queries of 1 to 2,000 characters.
    pub queries: Vec<String>,
    /// Hits per query, 1 to 20; 5 if not given.
    pub limit: Option<usize>,
    /// Hits to leave out, the best ones; none if not given.
    pub offset: Option<usize>,
    /// Only operations of this group.
    pub tag: Option<String>,
    /// Only operations with this HTTP method.
    pub method: Option<String>,
    /// Only operations with this effect.
    pub effect: Option<String>,
    /// The operation to show in full, by name.
    pub operation: Option<String>,
    /// The part of that operation to open: `/body/items`.
    pub at: Option<String>,
}

impl SearchRequest {
    /// Reads `{"queries": ["…"], "limit": 5, "tag": "…", "method": "GET", "effect": "read", "operation": "…", "at": "…"}`.
    /// One query may stand without its list, the list may be JSON text, and `query` is understood as well; null and empty
    /// text mean that nothing is given.
    pub fn from_arguments(arguments: &Map<String, Value>) -> Result<Self, Vec<Fault>> {
        let mut request = Self::default();
        let mut faults = Vec::new();
        for (key, value) in arguments.iter().take(MAX_KEYS) {
            let read = match key.as_str() {
                "queries" | "query" => queries(key, value).map(|queries| request.queries.extend(queries)),
                "limit" => number(key, value, 1..=MAX_LIMIT).map(|limit| request.limit = limit),
                "offset" => number(key, value, 0..=MAX_OFFSET).map(|offset| request.offset = offset),
                "tag" => text(key, value).map(|text| request.tag = text),
                "method" => text(key, value).map(|text| request.method = text),
                "effect" => text(key, value).map(|text| request.effect = text),
                "operation" => text(key, value).map(|text| request.operation = text),
                "at" => text(key, value).map(|text| request.at = text),
                _ => Err(vec![unknown(key)]),
            };
            faults.extend(read.err().into_iter().flatten());
        }
        if arguments.len() > MAX_KEYS {
            let message = format!("search has {} arguments, not {}", KEYS.len(), arguments.len());
            faults.push(Fault::new(Code::UnknownArgument, message).allowing(KEYS));
        }
        if request.queries.len() > MAX_QUERIES {
            let message = format!("expected at most {MAX_QUERIES} queries, got {}", request.queries.len());
            faults.push(Fault::new(Code::InvalidValue, message).at("/queries"));
        }
        if faults.is_empty() { Ok(request) } else { Err(faults) }
    }

    /// Hits that the answer may have: the limit for each query.
    pub(super) fn hits(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT) * self.queries.len()
    }

    /// Hits to leave out.
    pub(super) fn offset(&self) -> usize {
        self.offset.unwrap_or_default().min(MAX_OFFSET)
    }
}

/// A list of queries, or one, or a list as JSON text.
fn queries(key: &str, value: &Value) -> Result<Vec<String>, Vec<Fault>> {
    let path = pointer("", key);
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => list(&path, items),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Array(items)) => list(&path, &items),
            _ => list(&path, std::slice::from_ref(value)),
        },
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => Err(vec![not_queries(&path)]),
    }
}

fn list(path: &str, items: &[Value]) -> Result<Vec<String>, Vec<Fault>> {
    let mut queries = Vec::new();
    let mut faults = Vec::new();
    for (place, item) in items.iter().enumerate().take(MAX_KEYS) {
        let path = format!("{path}/{place}");
        match item.as_str().map(str::trim) {
            None => faults.push(not_queries(&path)),
            Some("") => {}
            Some(query) if query.chars().count() > MAX_QUERY => {
                let message = format!("a query has at most {MAX_QUERY} characters; split it into several");
                faults.push(Fault::new(Code::InvalidValue, message).at(path));
            }
            Some(query) => queries.push(query.to_owned()),
        }
    }
    if items.len() > MAX_KEYS {
        let message = format!("expected at most {MAX_QUERIES} queries, got {}", items.len());
        faults.push(Fault::new(Code::InvalidValue, message).at(path));
    }
    if faults.is_empty() { Ok(queries) } else { Err(faults) }
}

fn not_queries(path: &str) -> Fault {
    let message = "queries must be a list of short texts, each saying one thing to do";
    Fault::new(Code::InvalidType, message).at(path).expecting("string[]")
}

fn number(key: &str, value: &Value, allowed: RangeInclusive<usize>) -> Result<Option<usize>, Vec<Fault>> {
    let number = match value {
        Value::Null => return Ok(None),
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let number = number.and_then(|number| usize::try_from(number).ok()).filter(|number| allowed.contains(number));
    if number.is_some() {
        return Ok(number);
    }
    let message = format!("{key} must be a whole number from {} to {}", allowed.start(), allowed.end());
    let code = if value.is_number() { Code::InvalidValue } else { Code::InvalidType };
    Err(vec![Fault::new(code, message).at(pointer("", key)).expecting("integer")])
}

/// `5.0` as 5.
fn whole(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..=MAX_OFFSET as f64).contains(&number)).then_some(number as u64)
}

fn text(key: &str, value: &Value) -> Result<Option<String>, Vec<Fault>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() <= MAX_TEXT => {
            Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        }
        Value::String(_) => {
            let message = format!("{key} has at most {MAX_TEXT} characters");
            Err(vec![Fault::new(Code::InvalidValue, message).at(pointer("", key))])
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let message = format!("{key} must be a string");
            Err(vec![Fault::new(Code::InvalidType, message).at(pointer("", key)).expecting("string")])
        }
    }
}

fn unknown(key: &str) -> Fault {
    let message = format!("search has no argument {}", quoted(key));
    let fault = Fault::new(Code::UnknownArgument, message).at(pointer("", key)).allowing(KEYS);
    match nearest(key, KEYS) {
        Some(name) => fault.suggesting(name),
        None => fault.suggesting("say what you want in queries; arguments of an operation belong to execute"),
    }
}
