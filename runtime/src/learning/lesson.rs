//! One search, or one that was reported, with what came of it.

use std::collections::BTreeMap;

use crate::Catalog;
use crate::feedback::{Count, Search, visible};

/// What one execution or report has to count at least against the most frequent one: the rest is chance.
const SHARE: i64 = 3;
/// Operations that a query may have meant.
const WANTED: usize = 8;

/// Queries, and the filters that they were asked with.
pub(super) type Key = (Vec<String>, BTreeMap<String, String>);

/// A search with what came of it.
#[derive(Debug, Default)]
pub(super) struct Lesson {
    pub(super) queries: Vec<String>,
    pub(super) filters: BTreeMap<String, String>,
    /// How often it was made.
    pub(super) times: i64,
    /// How often the answer was weak.
    pub(super) weak_times: i64,
    /// Operations in the latest answer.
    pub(super) hits: i64,
    /// How often it was reported.
    pub(super) reported: i64,
    /// How often each operation, by ordinal, was executed then or named in a report.
    pub(super) wanted: BTreeMap<usize, i64>,
}

impl Lesson {
    /// The query, where there is only one.
    pub(super) fn query(&self) -> Option<&str> {
        let [query] = self.queries.as_slice() else { return None };
        Some(query)
    }

    /// How often it counts.
    pub(super) fn weight(&self) -> i64 {
        self.times + self.reported
    }

    /// How often it was not answered well.
    pub(super) fn unanswered(&self) -> i64 {
        if self.wanted.is_empty() { self.weight() } else { self.weak_times + self.reported }
    }

    /// The operations that it is taken to have meant, the likeliest first.
    pub(super) fn meant(&self) -> Vec<usize> {
        let most = self.wanted.values().copied().max().unwrap_or_default();
        let mut meant: Vec<(usize, i64)> = self.wanted.iter().map(|(ordinal, times)| (*ordinal, *times)).collect();
        meant.retain(|(_, times)| times * SHARE >= most);
        meant.sort_by_key(|(ordinal, times)| (-times, *ordinal));
        meant.into_iter().map(|(ordinal, _)| ordinal).take(WANTED).collect()
    }
}

/// What was counted. Operations that the API no longer has are left out.
pub(super) fn of_searches(catalog: &Catalog, searches: &BTreeMap<Search, Count>) -> BTreeMap<Key, Lesson> {
    let mut lessons = BTreeMap::<Key, Lesson>::new();
    for (search, count) in searches {
        let queries: Vec<String> = serde_json::from_str(&search.queries).unwrap_or_default();
        let queries: Vec<String> =
            queries.iter().map(|query| visible(query)).filter(|query| !query.is_empty()).collect();
        if queries.is_empty() {
            continue;
        }
        let filters = serde_json::from_str(&search.filters).unwrap_or_default();
        let lesson = lessons.entry((queries, filters)).or_default();
        lesson.times += count.times;
        lesson.weak_times += count.weak_times;
        lesson.hits = lesson.hits.max(count.hits);
        for (name, times) in &count.next {
            if let Some(ordinal) = catalog.find(name) {
                *lesson.wanted.entry(ordinal).or_default() += times;
            }
        }
    }
    lessons
}

/// The most frequent first, equal ones by their text.
pub(super) fn sorted(lessons: BTreeMap<Key, Lesson>) -> Vec<Lesson> {
    let lessons = lessons.into_iter().map(|((queries, filters), lesson)| Lesson { queries, filters, ..lesson });
    let mut lessons: Vec<Lesson> = lessons.collect();
    lessons.sort_by_key(|lesson| -lesson.weight());
    lessons
}
