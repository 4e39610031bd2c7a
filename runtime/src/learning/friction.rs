//! What a report says about a search: "I searched X, wanted Y".

use regex::Regex;
use serde_json::Value;

use crate::Catalog;
use crate::feedback::{Category, Row, visible};

/// Characters of a query.
const MAX_QUERY: usize = 200;
/// Queries of one report.
const MAX_QUERIES: usize = 8;
/// Operations of one report.
const MAX_WANTED: usize = 8;

/// Members of a context that hold what was searched for.
const QUERIES: [&str; 5] = ["queries", "query", "searched", "search", "searched_for"];

/// Reads reports.
pub(super) struct Friction {
    quoted: Regex,
    plain: Regex,
}

impl Friction {
    pub(super) fn new() -> Result<Self, regex::Error> {
        Ok(Self {
            // searched for "X", 'X', `X` or “X”
            quoted: Regex::new(
                r#"(?i)\b(?:search(?:ed|ing)?|quer(?:y|ied|ies))\b[^"'`“\n]{0,24}["'`“]([^"`”\n]{2,200}?)["'`”](?:\W|$)"#,
            )?,
            // searched for X, wanted Y
            plain: Regex::new(
                r"(?i)\bsearch(?:ed|ing)(?:\s+for)?:?\s+([^,.;:\n]{2,200}?)\s*(?:[,.;:\n]|\b(?:but|and|wanted|expected|got|found|returned)\b|$)",
            )?,
        })
    }

    /// The queries that were made, and the operations that were wanted, by ordinal; none if the report tells of no search.
    pub(super) fn read(&self, catalog: &Catalog, report: &Row) -> Option<(Vec<String>, Vec<usize>)> {
        if report.category == Category::Praise.as_str() {
            return None;
        }
        let queries = context(report).unwrap_or_else(|| self.said(&report.comment));
        let cut = |query: &String| visible(query).chars().take(MAX_QUERY).collect::<String>();
        let queries: Vec<String> =
            queries.iter().map(cut).filter(|query| !query.is_empty() && query != "for").take(MAX_QUERIES).collect();
        let operation = report.operation.as_deref().and_then(|name| catalog.find(name));
        let wanted = operation.map_or_else(|| named(catalog, &report.comment), |ordinal| vec![ordinal]);
        (!queries.is_empty()).then_some((queries, wanted))
    }

    fn said(&self, comment: &str) -> Vec<String> {
        let first = |pattern: &Regex| Some(pattern.captures(comment)?.get(1)?.as_str().to_owned());
        first(&self.quoted).or_else(|| first(&self.plain)).into_iter().collect()
    }
}

/// What a context that is JSON names as searched for.
fn context(report: &Row) -> Option<Vec<String>> {
    let context: Value = serde_json::from_str(report.context.as_deref()?).ok()?;
    match QUERIES.iter().find_map(|key| context.get(key))? {
        Value::String(query) => Some(vec![query.clone()]),
        Value::Array(queries) => Some(queries.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => None,
    }
}

/// The operations that a comment names, as `syncs.list` or `GET /syncs`, each once.
fn named(catalog: &Catalog, comment: &str) -> Vec<usize> {
    let outside = |letter: char| letter.is_whitespace() || "\"'`“”,;:()[]".contains(letter);
    let words: Vec<&str> = comment
        .split(outside)
        .map(|word| word.trim_end_matches(['.', '!', '?']))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let ordinal = if word.starts_with('/') {
            place.checked_sub(1).and_then(|before| route(catalog, words.get(before)?, word))
        } else {
            Some(word).filter(|word| word.contains('.')).and_then(|word| catalog.find(word))
        };
        found.extend(ordinal.filter(|ordinal| !found.contains(ordinal)));
    }
    found.truncate(MAX_WANTED);
    found
}

fn route(catalog: &Catalog, method: &str, path: &str) -> Option<usize> {
    let mut operations = catalog.api.operations.iter();
    operations.position(|known| known.method.as_str().eq_ignore_ascii_case(method) && known.path == path)
}
