//! What the wire carried. It knows nothing of how requests are judged.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::{Arguments, RawRequest, Summary, Violation};

/// A request and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The request.
    pub request: RawRequest,
    /// The operation that it was for.
    pub operation: Option<Summary>,
    /// What it says, as far as it could be decoded: parameters in the document's order, and the body where its
    /// schema can speak of it.
    pub decoded: Arguments,
    /// What was wrong with it.
    pub violations: Vec<Violation>,
    /// Status of the answer.
    pub status: u16,
    /// Header fields of the answer beside Content-Type.
    pub headers: Vec<(String, String)>,
    /// Content of the answer.
    pub answer: Vec<u8>,
}

/// The latest exchanges, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Exchanges {
    ring: Mutex<VecDeque<Exchange>>,
}

/// How many exchanges are kept.
const KEPT: usize = 10_000;

impl Exchanges {
    /// Adds one; the oldest goes if there are too many.
    pub(crate) fn add(&self, exchange: Exchange) {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if ring.len() == KEPT {
            ring.pop_front();
        }
        ring.push_back(exchange);
    }

    /// A copy of all that are kept.
    pub(crate) fn all(&self) -> Vec<Exchange> {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.iter().cloned().collect()
    }

    /// Hands out all that are kept and forgets them, in one step.
    pub(crate) fn take(&self) -> Vec<Exchange> {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *ring).into()
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.clear();
    }
}
