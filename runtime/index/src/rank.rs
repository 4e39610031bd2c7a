//! Scores operations: BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.1) over a
//! few fields, where of all terms that may stand for a word only the best one counts.

use tantivy::SegmentReader;

use crate::fields::{DEPRECATED, Field};
use crate::query::Word;
use crate::sparse::Sparse;
use crate::statistics::Statistics;

/// How much it counts that the HTTP method does what a verb says.
const METHOD: f32 = 0.3;
/// What is left of a deprecated operation's score.
const DEPRECATED_SHARE: f32 = 0.9;

/// What one query gives.
pub(crate) struct Scores {
    /// The score by ordinal; 0.0 where no word matches.
    pub(crate) scores: Vec<f32>,
    /// How many words of the query match, by ordinal.
    pub(crate) matched: Vec<usize>,
}

/// Scores every operation for the words of a query.
pub(crate) fn scores(segment: &SegmentReader, words: &[Word]) -> Scores {
    let count = segment.max_doc() as usize;
    let mut sum = Scores { scores: vec![0.0; count], matched: vec![0; count] };
    let fields: Vec<_> = Field::WEIGHTS
        .iter()
        .filter_map(|(field, weight)| Some((Statistics::open(segment, *field)?, *weight)))
        .collect();
    let (mut word_scores, mut alternative_scores) = (Sparse::new(count), Sparse::new(count));
    for word in words {
        for alternative in &word.alternatives {
            let share = alternative.weight / alternative.terms.len() as f32;
            for (term, (field, weight)) in
                alternative.terms.iter().flat_map(|term| fields.iter().map(move |field| (term, field)))
            {
                field.occurrences(term, |ordinal, score| alternative_scores.add(ordinal, share * weight * score));
            }
            alternative_scores.drain(|ordinal, score| word_scores.raise(ordinal, score));
        }
        word_scores.drain(|ordinal, score| sum.add(ordinal, score));
    }
    sum.nudge(segment, words);
    sum
}

impl Scores {
    fn add(&mut self, ordinal: usize, score: f32) {
        if let (Some(sum), Some(matched)) = (self.scores.get_mut(ordinal), self.matched.get_mut(ordinal)) {
            *sum += score;
            *matched += 1;
        }
    }

    /// What is no match by itself: the HTTP method, and that an operation is deprecated.
    fn nudge(&mut self, segment: &SegmentReader, words: &[Word]) {
        let scores = &mut self.scores;
        let mut change = |ordinal: usize, change: &dyn Fn(f32) -> f32| {
            if let Some(score) = scores.get_mut(ordinal).filter(|score| **score > 0.0) {
                *score = change(*score);
            }
        };
        if let Some(methods) = Statistics::open(segment, Field::Method) {
            for method in words.iter().flat_map(|word| &word.methods) {
                methods.occurrences(method, |ordinal, score| change(ordinal, &|sum| sum + METHOD * score));
            }
        }
        if let Some(marks) = Statistics::open(segment, Field::Mark) {
            marks.occurrences(DEPRECATED, |ordinal, _| change(ordinal, &|sum| sum * DEPRECATED_SHARE));
        }
    }
}
