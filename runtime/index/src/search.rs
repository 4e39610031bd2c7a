//! The opened index: from a query to ranked operations.

use tantivy::SegmentReader;

use crate::analyzer::{Analyzer, Language};
use crate::build::LANGUAGE;
use crate::directory::StaticDirectory;
use crate::fields::Field;
use crate::query::{self, Word};
use crate::rank;
use crate::statistics::Statistics;
use crate::{Error, container};

/// An index, read where it lies.
pub struct Index {
    segment: SegmentReader,
    language: Language,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// Operations, best first; equal ones in the order of their ordinals.
    pub hits: Vec<Hit>,
    /// Content words of the query, in lower case, that occur nowhere and neither does anything that may stand for them.
    pub unknown: Vec<String>,
    /// Whether even the best hit fits poorly: it has less than half of the query's content words where these are four or
    /// fewer, less than a third of more. Nothing tells for certain whether an API can do what is asked for.
    pub weak: bool,
}

/// One operation found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The operation's position among those indexed.
    pub ordinal: usize,
    /// How well it fits; comparable within one query only.
    pub score: f32,
}

impl Index {
    /// Opens what [`crate::build`] made. Copies nothing and does no work in advance.
    pub fn open(bytes: &'static [u8]) -> Result<Self, Error> {
        let files = container::unpack(bytes)?;
        let language = files.get(LANGUAGE).and_then(|tag| std::str::from_utf8(tag).ok());
        let language = language.map(Language::parse).ok_or(Error::Container("it names no language"))?;
        let index = tantivy::Index::open(StaticDirectory::new(files)).map_err(Error::Open)?;
        let segments = index.searchable_segments().map_err(Error::Open)?;
        let segment = segments.first().ok_or(Error::Container("it has no segment"))?;
        Ok(Self { segment: SegmentReader::open(segment).map_err(Error::Open)?, language })
    }

    /// How many operations are indexed.
    pub fn len(&self) -> usize {
        self.segment.max_doc() as usize
    }

    /// Whether no operation is indexed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The operations that fit a query best, at most `limit`. Fewer if fewer have any of its words.
    pub fn search(&self, query: &str, limit: usize) -> Hits {
        let words = self.words(query);
        let found = rank::scores(&self.segment, &words);
        let mut hits: Vec<Hit> =
            found.scores.iter().enumerate().map(|(ordinal, score)| Hit { ordinal, score: *score }).collect();
        hits.retain(|hit| hit.score > 0.0);
        hits.sort_unstable_by(|left, right| right.score.total_cmp(&left.score).then(left.ordinal.cmp(&right.ordinal)));
        hits.truncate(limit);
        let matched = hits.first().and_then(|best| found.matched.get(best.ordinal)).copied().unwrap_or_default();
        let unknown = words.iter().filter(|word| word.alternatives.is_empty()).map(|word| word.text.clone()).collect();
        Hits { hits, unknown, weak: is_weak(matched, words.len()) }
    }

    fn words(&self, query: &str) -> Vec<Word> {
        let Some(everything) = Statistics::open(&self.segment, Field::Flat) else { return Vec::new() };
        query::words(query, &mut Analyzer::new(self.language), &|term| everything.knows(term))
    }
}

/// Whether so many matching content words of so many are too few.
fn is_weak(matched: usize, words: usize) -> bool {
    const FEW: usize = 4;
    matched == 0 || 2 * matched < words.min(FEW) || 3 * matched < words
}
