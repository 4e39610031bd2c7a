//! Which operation a request is for. It knows nothing of what else the request carries.

use crate::RawRequest;
use crate::operation::Operation;
use crate::query::Query;
use crate::route::{Captures, Rank};

/// What the method and the path lead to.
#[derive(Debug)]
pub(super) enum Match {
    /// Positions of the operations, closest first, and raw values of the path's variables.
    Operations(Vec<(usize, Captures)>),
    /// The path exists with these other methods.
    Method(String),
    /// No path fits.
    Nothing,
}

/// The operations of the closest templates. Templates that differ in the names of their variables
/// only are one path, and so are those that differ in what follows the path.
pub(super) fn find(operations: &[Operation], request: &RawRequest, query: &Query) -> Match {
    let mut fitting: Vec<(usize, &Operation, Rank, Captures)> = operations
        .iter()
        .enumerate()
        .filter_map(|(index, operation)| {
            let (rank, captures) = operation.captures(request.path())?;
            Some((index, operation, rank, captures))
        })
        .collect();
    let ranks = fitting.iter().map(|(_, _, rank, _)| rank.clone());
    let Some(closest): Option<Rank> = ranks.min() else {
        return Match::Nothing;
    };
    fitting.sort_by_key(|(_, operation, _, _)| operation.template.distance(query));
    let mut found = Vec::new();
    let mut allowed = Vec::new();
    for (index, operation, rank, captures) in fitting {
        if rank != closest {
            continue;
        }
        if operation.summary.method == request.method {
            found.push((index, captures));
        } else if !allowed.contains(&operation.summary.method.as_str()) {
            allowed.push(operation.summary.method.as_str());
        }
    }
    if found.is_empty() { Match::Method(allowed.join(", ")) } else { Match::Operations(found) }
}
