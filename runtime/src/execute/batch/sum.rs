//! Progress of a batch: the pages of all its calls.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Fetched, Progress};

/// What the calls have fetched together.
#[derive(Clone, Default)]
pub(super) struct Sum {
    total: Arc<Mutex<(usize, usize)>>,
    listener: Progress,
}

impl Sum {
    pub(super) fn new(listener: Progress) -> Self {
        Self { total: Arc::default(), listener }
    }

    /// The progress of one of the calls.
    pub(super) fn part(&self) -> Progress {
        let sum = self.clone();
        let (pages, items) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Progress::new(move |fetched| {
            let more = |before: &AtomicUsize, now: usize| now.saturating_sub(before.swap(now, Ordering::Relaxed));
            let mut total = sum.total.lock().unwrap_or_else(PoisonError::into_inner);
            total.0 += more(&pages, fetched.pages);
            total.1 += more(&items, fetched.items);
            sum.listener.tell(Fetched { pages: total.0, items: total.1, of: None });
        })
    }
}
