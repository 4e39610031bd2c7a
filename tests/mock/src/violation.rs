//! What is wrong with a request. It knows nothing of how that was found out.

use crate::Summary;

/// One thing wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where: `path id`, `query limit`, `header X-Version`, `body /items/0`, `security`, `method`.
    pub place: String,
    /// What.
    pub message: String,
}

impl Violation {
    /// A violation at a place.
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Violation {
        Violation { place: place.into(), message: message.into() }
    }
}

/// The outcome of checking a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The operation that the request is for, if there is one.
    pub operation: Option<Summary>,
    /// Everything wrong with the request; empty if it is valid.
    pub violations: Vec<Violation>,
    /// The status that refuses the request: 404 (path), 405 (method), 401 (credential), 415 (media type) or 400.
    pub refusal: Option<u16>,
}
