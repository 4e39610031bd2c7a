//! The queries whose needs are not all met early, for whoever wants to know what to do about it.

use super::query::{Query, Route};
use super::run::Measured;

/// Queries that are named.
const NAMED: usize = 50;

/// A line for each query of a set that misses an operation among the first ten, in their order; text of strangers is
/// quoted, and what can't be seen is escaped.
pub(super) fn lines(measured: &Measured, queries: &[Query]) -> Vec<String> {
    let missed = measured.scores.iter().filter(|(_, scores)| scores.get("C@10") < 1.0);
    let missed: Vec<&Query> = missed.filter_map(|(id, _)| queries.iter().find(|query| query.id == *id)).collect();
    let mut lines = vec![format!("missed at 10: {} of {} queries", missed.len(), measured.scores.len())];
    lines.extend(missed.iter().take(NAMED).map(|query| {
        let texts: Vec<String> = query.texts.iter().map(|text| format!("{text:?}")).collect();
        let needs: Vec<String> = query.needs.iter().map(|need| need_text(need)).collect();
        format!("  {}: {}", texts.join(" + "), needs.join(" and "))
    }));
    if missed.len() > NAMED {
        lines.push(format!("  and {} more", missed.len() - NAMED));
    }
    lines
}

fn need_text(need: &[Route]) -> String {
    let routes: Vec<String> =
        need.iter().map(|(method, path)| format!("{} {}", method.escape_debug(), path.escape_debug())).collect();
    routes.join(" or ")
}
