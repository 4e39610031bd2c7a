//! What feedback teaches about `search`: queries that can be scored, phrases and words that it may learn, and what it
//! doesn't find. Everything is a proposal for the vendor's people to review; nothing changes by itself. Knows neither
//! files nor callers.
//!
//! The order is that of frequency, then of the text, so that the same feedback gives the same bytes.

mod friction;
mod lesson;
mod lines;
mod vocabulary;

pub(crate) use lines::seen;

use std::collections::BTreeMap;

use crate::Catalog;
use crate::feedback::{Count, Row, Search};
use lesson::Lesson;

/// What was learned.
pub(crate) struct Learned<'c> {
    catalog: &'c Catalog,
    /// The most frequent first.
    lessons: Vec<Lesson>,
}

impl<'c> Learned<'c> {
    /// Learns from reports and counted searches.
    ///
    /// # Errors
    /// A mistake in this crate's own patterns.
    pub(crate) fn new(
        catalog: &'c Catalog,
        reports: &[Row],
        searches: &BTreeMap<Search, Count>,
    ) -> Result<Self, regex::Error> {
        let mut lessons = lesson::of_searches(catalog, searches);
        let friction = friction::Friction::new()?;
        for (queries, wanted) in reports.iter().filter_map(|report| friction.read(catalog, report)) {
            let lesson = lessons.entry((queries, BTreeMap::new())).or_default();
            lesson.reported += 1;
            wanted.into_iter().for_each(|ordinal| *lesson.wanted.entry(ordinal).or_default() += 1);
        }
        Ok(Self { catalog, lessons: lesson::sorted(lessons) })
    }

    /// Query set of what is known to have been meant, a JSON object a line: `{"id":"feedback-001","query":"pause a pipeline",
    /// "gold":[{"method":"POST","path":"/syncs/{id}/activate"}],"groups":[[0]],"times":3}`. A query that led to several
    /// operations is met by any of them, a list of queries by all.
    pub(crate) fn queries(&self) -> Vec<String> {
        lines::queries(self.catalog, &self.lessons)
    }

    /// Every search with what came of it: `{"query":"…","filters":{"effect":"read"},"times":3,"weak_times":1,"hits":5,
    /// "next":{"syncs.list":2},"reported":0}`.
    pub(crate) fn searches(&self) -> Vec<String> {
        self.lessons.iter().map(|lesson| lines::search(self.catalog, lesson)).collect()
    }

    /// The searches that nothing came of, or whose answers were weak, likewise; what was unanswered most often is first.
    pub(crate) fn unanswered(&self) -> Vec<String> {
        let mut lessons: Vec<&Lesson> = self.lessons.iter().filter(|lesson| lesson.unanswered() > 0).collect();
        lessons.sort_by_key(|lesson| std::cmp::Reverse(lesson.unanswered()));
        lessons.into_iter().map(|lesson| lines::search(self.catalog, lesson)).collect()
    }

    /// Tables for vendor.toml: `[search.synonyms]`, words that people use and the document doesn't know, and
    /// `[search.aliases]`, phrases that don't lead to the operation that was meant.
    pub(crate) fn vocabulary(&self) -> String {
        vocabulary::text(self.catalog, &self.lessons)
    }
}
