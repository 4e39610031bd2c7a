//! A query as words, each with the terms that may stand for it in the index.

use std::collections::HashSet;

use crate::abbreviations::forms;
use crate::analyzer::Analyzer;
use crate::splitter;
use crate::stop_words::is_stop_word;
use crate::synonyms::{methods, synonyms};

/// How much a match of another word counts beside one of the word itself.
const ABBREVIATION: f32 = 0.8;
const JOINED: f32 = 0.7;
const SYNONYM: f32 = 0.3;
/// How much a match of a word without content counts, where a query has no other words. What it may stand for says more:
/// `who` is in much prose, and whoever asks `who am I` means the identity.
const STOP_WORD: f32 = 0.2;

/// The shortest part that a compound is cut into, in letters.
const PART: usize = 3;

/// One content word of a query.
#[derive(Debug, PartialEq)]
pub(crate) struct Word {
    /// The word as it was asked for, in lower case.
    pub(crate) text: String,
    /// Terms that match it; all are known, the best one counts.
    pub(crate) alternatives: Vec<Alternative>,
    /// HTTP methods that usually do what it says.
    pub(crate) methods: Vec<&'static str>,
}

/// Terms that together stand for a word.
#[derive(Debug, PartialEq)]
pub(crate) struct Alternative {
    /// The terms; a compound has two.
    pub(crate) terms: Vec<String>,
    /// How much a match counts, up to 1.0.
    pub(crate) weight: f32,
}

/// The content words of a query, each once; where none has content, all words that match anything. `known` says whether
/// the index holds a term.
pub(crate) fn words(query: &str, analyzer: &mut Analyzer, known: &dyn Fn(&str) -> bool) -> Vec<Word> {
    let texts = splitter::words(query);
    let has_content = texts.iter().any(|text| !is_stop_word(text));
    let mut seen = HashSet::new();
    let mut words = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        if (has_content && is_stop_word(text)) || !seen.insert(analyzer.term(text)) {
            continue;
        }
        let word = Expansion { texts: &texts, analyzer, known }.word(text, place);
        if has_content || !word.alternatives.is_empty() {
            words.push(word);
        }
    }
    words
}

struct Expansion<'a> {
    texts: &'a [String],
    analyzer: &'a mut Analyzer,
    known: &'a dyn Fn(&str) -> bool,
}

impl Expansion<'_> {
    fn word(&mut self, text: &str, place: usize) -> Word {
        let mut alternatives = Vec::new();
        let itself = self.analyzer.term(text);
        if (self.known)(&itself) {
            let weight = if is_stop_word(text) { STOP_WORD } else { 1.0 };
            alternatives.push(Alternative { terms: vec![itself], weight });
        } else if let Some(parts) = self.parts(text) {
            alternatives.push(Alternative { terms: parts, weight: 1.0 });
        }
        let others = forms(text).map(|form| (form.to_owned(), ABBREVIATION));
        let others = others.chain(self.joined(place).map(|joined| (joined, JOINED)));
        let others = others.chain(synonyms(text).map(|synonym| (synonym.to_owned(), SYNONYM)));
        for (other, weight) in others.collect::<Vec<_>>() {
            let term = self.analyzer.term(&other);
            if (self.known)(&term) {
                alternatives.push(Alternative { terms: vec![term], weight });
            }
        }
        Word { text: text.to_owned(), alternatives, methods: methods(text) }
    }

    /// The word written together with its neighbours: `web hook` as `webhook`.
    fn joined(&self, place: usize) -> impl Iterator<Item = String> + use<'_> {
        let pair = |first: usize| Some(self.texts.get(first)?.clone() + self.texts.get(first + 1)?);
        let before = place.checked_sub(1).and_then(pair);
        before.into_iter().chain(pair(place))
    }

    /// The two known terms that an unknown compound consists of: `webhookendpoint`. Of several cuts the one with the
    /// longest first part.
    fn parts(&mut self, text: &str) -> Option<Vec<String>> {
        let mut cuts: Vec<usize> = text.char_indices().map(|(place, _)| place).skip(PART).collect();
        cuts.truncate((cuts.len() + 1).saturating_sub(PART));
        for cut in cuts.into_iter().rev() {
            let (first, second) = text.split_at_checked(cut)?;
            let terms = vec![self.analyzer.term(first), self.analyzer.term(second)];
            if terms.iter().all(|term| (self.known)(term)) {
                return Some(terms);
            }
        }
        None
    }
}
