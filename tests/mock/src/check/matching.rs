//! Which operation a request is for. It knows nothing of what else the request carries.

use crate::RawRequest;
use crate::operation::Operation;
use crate::route::{Captures, Rank};

/// What the method and the path lead to.
#[derive(Debug)]
pub(super) enum Match {
    /// Position of the operation, and raw values of the path's variables.
    Operation(usize, Captures),
    /// The path exists with these other methods.
    Method(String),
    /// No path fits.
    Nothing,
}

/// The operation of the closest template. Templates that differ in the names of their variables
/// only are one path.
pub(super) fn find(operations: &[Operation], request: &RawRequest) -> Match {
    let fitting: Vec<(usize, &Operation, Captures)> = operations
        .iter()
        .enumerate()
        .filter_map(|(index, operation)| {
            let captures = operation.template.captures(request.path())?;
            Some((index, operation, captures))
        })
        .collect();
    let ranks = fitting.iter().map(|(_, operation, _)| operation.template.rank());
    let Some(closest): Option<Rank> = ranks.min() else {
        return Match::Nothing;
    };
    let mut allowed = Vec::new();
    for (index, operation, captures) in fitting {
        if operation.template.rank() != closest {
            continue;
        }
        if operation.summary.method == request.method {
            return Match::Operation(index, captures);
        }
        allowed.push(operation.summary.method.as_str());
    }
    Match::Method(allowed.join(", "))
}
