//! The tool `search`: from plain words to cards, from a name to everything about one operation, from nothing to an
//! overview. A pure function of the catalog and the request; it knows neither callers nor transports.
//!
//! Every answer is text of at most [`contract::tokens::ANSWER`] tokens.

mod filter;
mod groups;
mod kin;
mod operation;
mod page;
mod ranked;
mod request;

use crate::{Catalog, Fault};
use filter::Filter;
use ranked::Ranked;

pub use request::SearchRequest;

/// Answers a search, or says everything that is wrong with the request.
///
/// With `operation`, its full card, or the part of it that `at` opens; else for each query compact cards of the operations
/// that fit it best; without queries the groups of operations.
pub fn search(catalog: &Catalog, request: &SearchRequest) -> Result<String, Vec<Fault>> {
    found(catalog, request).map(|found| found.text)
}

/// An answer, and what can be learned from it.
pub(crate) struct Found {
    /// The answer.
    pub(crate) text: String,
    /// Whether nothing fits any of the queries well.
    pub(crate) weak: bool,
    /// The operations found for queries, by name, each once.
    pub(crate) hits: Vec<&'static str>,
}

impl Found {
    /// An answer to no query.
    fn shown(text: String) -> Self {
        Self { text, weak: false, hits: Vec::new() }
    }
}

/// As [`search`], with what was found.
pub(crate) fn found(catalog: &Catalog, request: &SearchRequest) -> Result<Found, Vec<Fault>> {
    let filter = Filter::new(catalog, request);
    if request.operation.is_some() || request.at.is_some() {
        return match (operation::text(catalog, request), filter) {
            (Ok(text), Ok(_)) => Ok(Found::shown(text)),
            (Err(fault), Ok(_)) => Err(vec![fault]),
            (Ok(_), Err(faults)) => Err(faults),
            (Err(fault), Err(faults)) => Err([vec![fault], faults].concat()),
        };
    }
    let filter = filter?;
    if request.queries.is_empty() {
        return Ok(Found::shown(groups::overview(catalog, &filter)));
    }
    let ranked = Ranked::new(catalog, request, &filter);
    let names = ranked.hits.iter().filter_map(|hit| catalog.operation(hit.ordinal)).map(|operation| operation.name);
    Ok(Found { hits: names.collect(), weak: ranked.weak, text: page::text(catalog, &ranked) })
}
