//! Words that a query may have meant, by edit distance (Damerau and Levenshtein: insert, delete, replace, swap).

use tantivy::query::FuzzyTermQuery;
use tantivy::{InvertedIndexReader, Term};

use crate::fields::Field;

/// Letters from which one edit is forgiven.
const ONE: usize = 4;
/// Letters from which two are.
const TWO: usize = 8;
/// Terms that are looked through.
const MOST: usize = 64;

/// The known term that an unknown one was most likely meant to be: the fewest edits, then the most operations that have
/// it, then the first. A term keeps its first letter, which is rarely the wrong one.
pub(crate) fn meant(terms: &InvertedIndexReader, term: &str) -> Option<String> {
    let letters = term.chars().count();
    if letters < ONE || term.chars().any(char::is_numeric) {
        return None;
    }
    let allowed = if letters >= TWO { 2 } else { 1 };
    (1..=allowed).find_map(|edits| nearest(terms, term, edits))
}

fn nearest(terms: &InvertedIndexReader, term: &str, edits: u8) -> Option<String> {
    let wanted = Term::from_field_text(Field::Flat.place(), term);
    let automaton = FuzzyTermQuery::new(wanted, edits, true).automaton().ok()?;
    let first = term.chars().next()?.to_string();
    let mut stream = terms.terms().search(automaton).ge(first.as_bytes()).into_stream().ok()?;
    let mut best: Option<(u32, String)> = None;
    for _ in 0..MOST {
        if !stream.advance() {
            break;
        }
        let Ok(found) = std::str::from_utf8(stream.key()) else { continue };
        if !found.starts_with(&first) || found.chars().count() + 1 < ONE {
            continue;
        }
        let having = stream.value().doc_freq;
        if best.as_ref().is_none_or(|(most, _)| having > *most) {
            best = Some((having, found.to_owned()));
        }
    }
    best.map(|(_, term)| term)
}
