//! One field of an opened index: which operations have a term there, and what that is worth.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use crate::fields::Field;
use crate::typos;

/// How soon further occurrences of a term stop counting.
const SATURATION: f32 = 1.2;
/// How much a long text is held against an operation, 0.0 to 1.0.
const LENGTH: f32 = 0.75;

/// A field.
pub(crate) struct Statistics {
    terms: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    average_length: f32,
    operations: f32,
}

impl Statistics {
    /// Opens a field; none if the index has no such field.
    pub(crate) fn open(segment: &SegmentReader, field: Field) -> Option<Self> {
        let terms = segment.inverted_index(field.place()).ok()?;
        let lengths = segment.get_fieldnorms_reader(field.place()).ok()?;
        let operations = segment.max_doc() as f32;
        let average_length = (terms.total_num_tokens() as f32 / operations).max(1.0);
        Some(Self { terms, lengths, average_length, operations })
    }

    /// Whether any operation has the term.
    pub(crate) fn knows(&self, term: &str) -> bool {
        self.terms.terms().get(term).is_ok_and(|found| found.is_some())
    }

    /// The term that an unknown one was most likely meant to be.
    pub(crate) fn meant(&self, term: &str) -> Option<String> {
        typos::meant(&self.terms, term)
    }

    /// Hands out the ordinal of every operation that has the term, with its BM25 score, which is above 0.0.
    pub(crate) fn occurrences(&self, term: &str, mut each: impl FnMut(usize, f32)) {
        let Ok(Some(place)) = self.terms.terms().get(term) else { return };
        let Ok(mut postings) = self.terms.read_postings_from_terminfo(&place, IndexRecordOption::WithFreqs) else {
            return;
        };
        let having = place.doc_freq as f32;
        let rarity = (1.0 + (self.operations - having + 0.5) / (having + 0.5)).ln();
        let mut ordinal = postings.doc();
        while ordinal != TERMINATED {
            let length = self.lengths.fieldnorm(ordinal) as f32 / self.average_length;
            let frequency = postings.term_freq() as f32;
            let saturated = frequency / (frequency + SATURATION * (1.0 - LENGTH + LENGTH * length));
            each(ordinal as usize, rarity * (1.0 + SATURATION) * saturated);
            ordinal = postings.advance();
        }
    }
}
