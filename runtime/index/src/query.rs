//! A query as words, each with the terms that may stand for it in the index.

use std::collections::HashMap;

use crate::abbreviations::forms;
use crate::analyzer::Analyzer;
use crate::splitter;
use crate::statistics::Statistics;
use crate::stop_words::{is_about_apis, is_stop_word};
use crate::synonyms::{methods, synonyms};
use crate::thesaurus::Thesaurus;

/// How much a match of another word counts beside one of the word itself.
const VENDOR: f32 = 0.9;
const ABBREVIATION: f32 = 0.8;
const JOINED: f32 = 0.7;
const SYNONYM: f32 = 0.3;
const TYPO: f32 = 0.7;
/// How much a match of a word without content counts, where a query has no other words. What it may stand for says more:
/// `who` is in much prose, and whoever asks `who am I` means the identity.
const STOP_WORD: f32 = 0.2;

/// Content words of a query that count.
const MOST_WORDS: usize = 64;
/// Unknown words that are looked through for typing errors.
const MOST_TYPOS: usize = 4;
/// The shortest part that a compound is cut into, in letters.
const PART: usize = 3;

/// What words may mean.
pub(crate) struct Vocabulary<'a> {
    /// The terms of [`crate::fields::Field::Flat`].
    pub(crate) terms: &'a Statistics,
    /// Those of [`crate::fields::Field::Details`], which holds values and answers that the other doesn't.
    pub(crate) details: &'a Statistics,
    /// What the vendor's people say.
    pub(crate) thesaurus: Thesaurus,
}

impl Vocabulary<'_> {
    fn knows(&self, term: &str) -> bool {
        self.terms.knows(term) || self.details.knows(term)
    }
}

/// One content word of a query.
#[derive(Debug, PartialEq)]
pub(crate) struct Word {
    /// The word as it was asked for, in lower case.
    pub(crate) text: String,
    /// Terms that match it; all are known, the best one counts.
    pub(crate) alternatives: Vec<Alternative>,
    /// HTTP methods that usually do what it says.
    pub(crate) methods: Vec<&'static str>,
    /// Whether it says which operation is wanted, and is not about APIs as such.
    pub(crate) tells: bool,
    /// The clauses that it is in.
    pub(crate) clauses: Vec<usize>,
}

/// Terms that together stand for a word.
#[derive(Debug, PartialEq)]
pub(crate) struct Alternative {
    /// The terms; a compound has two.
    pub(crate) terms: Vec<String>,
    /// How much a match counts, up to 1.0.
    pub(crate) weight: f32,
}

/// The content words of a query, given by its clauses, each once; where none has content, all words that match anything.
/// At most [`MOST_WORDS`].
pub(crate) fn words(clauses: &[String], analyzer: &mut Analyzer, known: &Vocabulary<'_>) -> Vec<Word> {
    let texts = clauses.iter().map(|clause| splitter::words(clause)).enumerate();
    let (places, texts): (Vec<usize>, Vec<String>) =
        texts.flat_map(|(place, words)| words.into_iter().map(move |word| (place, word))).unzip();
    let has_content = texts.iter().any(|text| !is_stop_word(text));
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut words: Vec<Word> = Vec::new();
    let mut expansion = Expansion { texts: &texts, analyzer, known, typos: 0 };
    for (place, (text, clause)) in texts.iter().zip(places).enumerate() {
        if has_content && is_stop_word(text) {
            continue;
        }
        let term = expansion.analyzer.term(text);
        if let Some(known) = seen.get(&term) {
            words.get_mut(*known).into_iter().for_each(|word| word.clauses.push(clause));
            continue;
        }
        if words.len() == MOST_WORDS {
            continue;
        }
        let word = expansion.word(text, place);
        if has_content || !word.alternatives.is_empty() {
            seen.insert(term, words.len());
            words.push(Word { clauses: vec![clause], ..word });
        }
    }
    words
}

struct Expansion<'a> {
    texts: &'a [String],
    analyzer: &'a mut Analyzer,
    known: &'a Vocabulary<'a>,
    /// Unknown words so far.
    typos: usize,
}

impl Expansion<'_> {
    fn word(&mut self, text: &str, place: usize) -> Word {
        let mut alternatives = Vec::new();
        let itself = self.analyzer.term(text);
        if self.known.knows(&itself) {
            let weight = if is_stop_word(text) { STOP_WORD } else { 1.0 };
            alternatives.push(Alternative { terms: vec![itself.clone()], weight });
        } else if let Some(parts) = self.parts(text) {
            alternatives.push(Alternative { terms: parts, weight: 1.0 });
        }
        for phrase in self.known.thesaurus.instead(self.texts, place) {
            let terms: Vec<String> = phrase.split(' ').map(|word| self.analyzer.term(word)).collect();
            if terms.iter().all(|term| self.known.knows(term)) {
                alternatives.push(Alternative { terms, weight: VENDOR });
            }
        }
        let others = forms(text).map(|form| (form.to_owned(), ABBREVIATION));
        let others = others.chain(self.joined(place).map(|joined| (joined, JOINED)));
        let others = others.chain(synonyms(text).map(|synonym| (synonym.to_owned(), SYNONYM)));
        for (other, weight) in others.collect::<Vec<_>>() {
            let term = self.analyzer.term(&other);
            if self.known.knows(&term) {
                alternatives.push(Alternative { terms: vec![term], weight });
            }
        }
        if alternatives.is_empty() && self.typos < MOST_TYPOS {
            self.typos += 1;
            let meant = self.known.terms.meant(&itself);
            alternatives.extend(meant.map(|term| Alternative { terms: vec![term], weight: TYPO }));
        }
        Word {
            text: text.to_owned(),
            alternatives,
            methods: methods(text),
            tells: !is_about_apis(text),
            clauses: Vec::new(),
        }
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
            if terms.iter().all(|term| self.known.knows(term)) {
                return Some(terms);
            }
        }
        None
    }
}
