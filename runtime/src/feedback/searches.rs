//! Searches of the last minutes, and which of them a call of an operation belongs to. What waits to be written stays in
//! memory for seconds: no search waits for a disk.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Credential;
use crate::results::Owner;

/// How long what a caller executes may belong to a search.
const WINDOW: Duration = Duration::from_secs(600);
/// Calls of a caller that may belong to a search.
const CALLS: usize = 8;
/// Searches of one caller that a call may belong to.
const SEARCHES: usize = 3;
/// Callers remembered.
const CALLERS: usize = 100;
/// Events that wait to be written; more than that within seconds are not counted.
const WAITING: usize = 200;

/// A search that was answered.
pub struct Searched {
    /// What was searched for.
    pub queries: Vec<String>,
    /// The filters by name.
    pub filters: BTreeMap<&'static str, String>,
    /// Whether the answer said that nothing fits well.
    pub weak: bool,
    /// The operations of the answer, by name.
    pub hits: Vec<&'static str>,
    /// What the caller's text may quote and nobody may read.
    pub credentials: Vec<Credential>,
}

/// What is to be counted.
pub(super) enum Event {
    Searched(Arc<Searched>),
    Executed(Arc<Searched>, &'static str),
}

#[derive(Default)]
pub(super) struct Searches {
    waiting: Vec<Event>,
    /// Callers with their searches, the latest last. The key is a hash; it is never written.
    callers: VecDeque<(Owner, VecDeque<Recent>)>,
}

struct Recent {
    at: Instant,
    search: Arc<Searched>,
    followed: Vec<&'static str>,
    calls: usize,
}

impl Searches {
    /// Notes a search. Whether it is the first event that waits to be written.
    pub(super) fn searched(&mut self, caller: Owner, search: Searched, now: Instant) -> bool {
        let search = Arc::new(search);
        let mut recents = self.take(caller, now);
        recents.push_back(Recent { at: now, search: Arc::clone(&search), followed: Vec::new(), calls: 0 });
        if recents.len() > SEARCHES {
            recents.pop_front();
        }
        self.callers.push_back((caller, recents));
        if self.callers.len() > CALLERS {
            self.callers.pop_front();
        }
        self.add([Event::Searched(search)])
    }

    /// Notes that operations were executed: each belongs to the latest search that found it, or if none did to the latest
    /// one, and to weak ones before that which nothing came of. Whether these are the first events that wait.
    pub(super) fn executed(&mut self, caller: Owner, operations: &[&'static str], now: Instant) -> bool {
        let mut recents = self.take(caller, now);
        let events: Vec<Event> =
            operations.iter().flat_map(|operation| following(recents.make_contiguous(), operation)).collect();
        recents.iter_mut().for_each(|recent| recent.calls += 1);
        if !recents.is_empty() {
            self.callers.push_back((caller, recents));
        }
        self.add(events)
    }

    /// What waits; nothing waits then.
    pub(super) fn take_waiting(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.waiting)
    }

    /// A caller's searches that a call may still belong to.
    fn take(&mut self, caller: Owner, now: Instant) -> VecDeque<Recent> {
        let place = self.callers.iter().position(|(known, _)| *known == caller);
        let found = place.and_then(|place| self.callers.remove(place));
        let mut recents = found.map(|(_, recents)| recents).unwrap_or_default();
        recents.retain(|recent| now.duration_since(recent.at) < WINDOW && recent.calls < CALLS);
        recents
    }

    fn add(&mut self, events: impl IntoIterator<Item = Event>) -> bool {
        let was_empty = self.waiting.is_empty();
        let room = WAITING.saturating_sub(self.waiting.len());
        self.waiting.extend(events.into_iter().take(room));
        was_empty && !self.waiting.is_empty()
    }
}

fn following(recents: &mut [Recent], operation: &'static str) -> Vec<Event> {
    let found = recents.iter().rposition(|recent| recent.search.hits.contains(&operation));
    let latest = recents.len().checked_sub(1).filter(|_| recents.last().is_some_and(|last| last.followed.is_empty()));
    let Some(chosen) = found.or(latest) else { return Vec::new() };
    let mut events = Vec::new();
    for (place, recent) in recents.iter_mut().enumerate().take(chosen + 1) {
        let belongs = place == chosen || (recent.search.weak && recent.followed.is_empty());
        if belongs && !recent.followed.contains(&operation) {
            recent.followed.push(operation);
            events.push(Event::Executed(Arc::clone(&recent.search), operation));
        }
    }
    events
}

#[cfg(test)]
mod tests;
