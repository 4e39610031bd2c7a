//! The tool `search`: from plain words to cards, from a name to everything about one operation, from nothing to an
//! overview. A pure function of the catalog and the request; it knows neither callers nor transports.
//!
//! Every answer is text of at most [`contract::tokens::ANSWER`] tokens.

mod filter;
mod found;
mod groups;
mod kin;
mod operation;
mod page;
mod request;

use crate::{Catalog, Fault};
use filter::Filter;
use found::Found;

pub use request::SearchRequest;

/// Answers a search, or says everything that is wrong with the request.
///
/// With `operation`, its full card, or the part of it that `at` opens; else for each query compact cards of the operations
/// that fit it best; without queries the groups of operations.
pub fn search(catalog: &Catalog, request: &SearchRequest) -> Result<String, Vec<Fault>> {
    let filter = Filter::new(catalog, request);
    if request.operation.is_some() || request.at.is_some() {
        return match (operation::text(catalog, request), filter) {
            (Ok(text), Ok(_)) => Ok(text),
            (Err(fault), Ok(_)) => Err(vec![fault]),
            (Ok(_), Err(faults)) => Err(faults),
            (Err(fault), Err(faults)) => Err([vec![fault], faults].concat()),
        };
    }
    let filter = filter?;
    if request.queries.is_empty() {
        return Ok(groups::overview(catalog, &filter));
    }
    Ok(page::text(catalog, Found::new(catalog, request, &filter)))
}
