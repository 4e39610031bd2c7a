//! Words into terms: what the index holds and what a query looks for is made here and nowhere else.

use std::collections::HashMap;

use tantivy::tokenizer::{self, AsciiFoldingFilter, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

use crate::splitter;

/// The language that descriptions are written in. Queries may always mix in English words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// English: words are reduced to their stems (Porter's algorithm in its second version).
    #[default]
    English,
    /// Another whose stems are known (Snowball), by its place in [`STEMMED`].
    Stemmed(usize),
    /// Any other: words are matched as they are.
    Other,
}

/// Languages with stems, by tag.
const STEMMED: [(&str, tokenizer::Language); 17] = [
    ("ar", tokenizer::Language::Arabic),
    ("da", tokenizer::Language::Danish),
    ("de", tokenizer::Language::German),
    ("el", tokenizer::Language::Greek),
    ("es", tokenizer::Language::Spanish),
    ("fi", tokenizer::Language::Finnish),
    ("fr", tokenizer::Language::French),
    ("hu", tokenizer::Language::Hungarian),
    ("it", tokenizer::Language::Italian),
    ("nb", tokenizer::Language::Norwegian),
    ("nl", tokenizer::Language::Dutch),
    ("pt", tokenizer::Language::Portuguese),
    ("ro", tokenizer::Language::Romanian),
    ("ru", tokenizer::Language::Russian),
    ("sv", tokenizer::Language::Swedish),
    ("ta", tokenizer::Language::Tamil),
    ("tr", tokenizer::Language::Turkish),
];

impl Language {
    /// The language's tag (BCP 47): `en`, or `und` where nothing is known of it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Stemmed(place) => STEMMED.get(place).map_or("und", |(tag, _)| *tag),
            Self::Other => "und",
        }
    }

    /// The language of a tag (BCP 47): `en`, `en-GB`, `de`.
    pub(crate) fn parse(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let primary = if matches!(primary.as_str(), "no" | "nn") { "nb" } else { &primary };
        if primary == "en" {
            return Self::English;
        }
        STEMMED.iter().position(|(tag, _)| *tag == primary).map_or(Self::Other, Self::Stemmed)
    }
}

/// Turns text into terms. Remembers the words it has seen.
pub(crate) struct Analyzer {
    filters: TextAnalyzer,
    terms: HashMap<String, String>,
}

impl Analyzer {
    pub(crate) fn new(language: Language) -> Self {
        let raw = || TextAnalyzer::builder(RawTokenizer::default());
        let stems = match language {
            Language::Stemmed(place) => STEMMED.get(place).map(|(_, language)| Stemmer::new(*language)),
            Language::English | Language::Other => None,
        };
        let filters = match (language, stems) {
            (Language::English, _) => {
                raw().filter(AsciiFoldingFilter).filter(Stemmer::new(tokenizer::Language::English)).build()
            }
            // Endings may have accents, so these go last.
            (_, Some(stemmer)) => raw().filter(stemmer).filter(AsciiFoldingFilter).build(),
            (_, None) => raw().filter(AsciiFoldingFilter).build(),
        };
        Self { filters, terms: HashMap::new() }
    }

    /// The terms of a text, in order.
    pub(crate) fn terms(&mut self, text: &str) -> Vec<String> {
        splitter::words(text).iter().map(|word| self.term(word)).collect()
    }

    /// The term of one lower-case word: without accents, and in English without its ending.
    pub(crate) fn term(&mut self, word: &str) -> String {
        if let Some(term) = self.terms.get(word) {
            return term.clone();
        }
        let mut stream = self.filters.token_stream(word);
        let term = stream.next().map_or_else(|| word.to_owned(), |token| token.text.clone());
        drop(stream);
        self.terms.insert(word.to_owned(), term.clone());
        term
    }
}

#[cfg(test)]
mod tests {
    use super::{Analyzer, Language};

    #[test]
    fn words_become_terms() {
        let cases = [
            (Language::English, "Lists connected Connections", "list connect connect"),
            (Language::English, "getUserIDs café", "get user id cafe"),
            (Language::English, "支払い", "支払 払い"),
            (Language::Other, "Lists connections", "lists connections"),
            (Language::Other, "Größe", "grosse"),
            (Language::parse("de"), "Verbindungen auflisten", "verbind auflist"),
            (Language::parse("ru"), "список заказов", "список заказ"),
        ];
        for (language, text, expected) in cases {
            assert_eq!(Analyzer::new(language).terms(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn languages_have_tags() {
        let cases =
            [("en", Language::English), ("EN-gb", Language::English), ("ja", Language::Other), ("", Language::Other)];
        for (tag, language) in cases {
            assert_eq!(Language::parse(tag), language, "{tag}");
        }
        assert_eq!(Language::parse("no"), Language::parse("nb-NO"));
        let stemmed = (0..super::STEMMED.len()).map(Language::Stemmed);
        for language in [Language::English, Language::Other].into_iter().chain(stemmed) {
            assert_eq!(Language::parse(language.as_str()), language);
        }
    }
}
