//! The arguments of the tool `search`, read leniently where the meaning is plain.

use serde_json::{Map, Value};

use crate::fault::{pointer, quoted};
use crate::similar::nearest;
use crate::{Code, Fault};

/// Queries that one request may have.
const MAX_QUERIES: usize = 8;
/// Characters of one query.
const MAX_QUERY: usize = 400;
/// Characters of any other text.
const MAX_TEXT: usize = 400;
/// Hits per query.
const MAX_LIMIT: usize = 20;
const DEFAULT_LIMIT: usize = 5;

const KEYS: [&str; 7] = ["queries", "limit", "tag", "method", "effect", "operation", "at"];

/// Arguments from which unknown ones are no longer named one by one.
const MAX_KEYS: usize = 50;

/// What is searched for. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// What to do, in plain words: at most 8 queries of 1 to 400 characters.
    pub queries: Vec<String>,
    /// Hits per query, 1 to 20; 5 if not given.
    pub limit: Option<usize>,
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
                "limit" => limit(value).map(|limit| request.limit = limit).map_err(|fault| vec![fault]),
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

    /// Hits per query.
    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
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

fn limit(value: &Value) -> Result<Option<usize>, Fault> {
    let number = match value {
        Value::Null => return Ok(None),
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    match number.and_then(|number| usize::try_from(number).ok()) {
        Some(limit @ 1..=MAX_LIMIT) => Ok(Some(limit)),
        _ => {
            let message = format!("limit must be a whole number from 1 to {MAX_LIMIT}");
            let code = if value.is_number() { Code::InvalidValue } else { Code::InvalidType };
            Err(Fault::new(code, message).at("/limit").expecting("integer"))
        }
    }
}

/// `5.0` as 5.
fn whole(number: f64) -> Option<u64> {
    (1..=MAX_LIMIT as u64).find(|whole| *whole as f64 == number)
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
