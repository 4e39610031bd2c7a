//! Scores operations: BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.1) over a
//! few fields, where of all terms that may stand for a word only the best one counts.

use tantivy::SegmentReader;

use crate::fields::Field;
use crate::query::Word;
use crate::sparse::Sparse;
use crate::statistics::Statistics;

/// How much it counts that the HTTP method does what a verb says.
const METHOD: f32 = 0.3;

/// What one query gives.
pub(crate) struct Scores {
    /// The score by ordinal; 0.0 where no word matches.
    pub(crate) whole: Vec<f32>,
    /// The same for the words of each clause alone; none where there is only one.
    pub(crate) clauses: Vec<Vec<f32>>,
    /// How many words of the query that tell what is wanted match, by ordinal.
    pub(crate) matched: Vec<usize>,
}

/// Scores every operation for the words of a query, which has so many clauses.
pub(crate) fn scores(segment: &SegmentReader, words: &[Word], clauses: usize) -> Scores {
    let count = segment.max_doc() as usize;
    let parts = if clauses > 1 { clauses } else { 0 };
    let mut sum = Scores { whole: vec![0.0; count], clauses: vec![vec![0.0; count]; parts], matched: vec![0; count] };
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
        word_scores.drain(|ordinal, score| sum.matching(ordinal, score, word));
    }
    sum.nudge(segment, words);
    sum
}

impl Scores {
    fn matching(&mut self, ordinal: usize, score: f32, word: &Word) {
        if let Some(matched) = self.matched.get_mut(ordinal).filter(|_| word.tells) {
            *matched += 1;
        }
        self.add(ordinal, score, word);
    }

    fn add(&mut self, ordinal: usize, score: f32, word: &Word) {
        let own = self.clauses.iter_mut().enumerate().filter(|(place, _)| word.clauses.contains(place));
        for scores in std::iter::once(&mut self.whole).chain(own.map(|(_, scores)| scores)) {
            if let Some(sum) = scores.get_mut(ordinal) {
                *sum += score;
            }
        }
    }

    /// What is no match by itself: that the HTTP method does what a word says.
    fn nudge(&mut self, segment: &SegmentReader, words: &[Word]) {
        let Some(methods) = Statistics::open(segment, Field::Method) else { return };
        for word in words {
            for method in &word.methods {
                methods.occurrences(method, |ordinal, score| {
                    if self.whole.get(ordinal).is_some_and(|score| *score > 0.0) {
                        self.add(ordinal, METHOD * score, word);
                    }
                });
            }
        }
    }
}
