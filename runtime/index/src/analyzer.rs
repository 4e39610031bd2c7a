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
    /// Any other: words are matched as they are.
    Other,
}

impl Language {
    /// The language's tag (BCP 47): `en`, or `und` for any other.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Other => "und",
        }
    }

    /// The language of a tag (BCP 47): `en`, `en-GB`, `de`.
    pub(crate) fn parse(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") { Self::English } else { Self::Other }
    }
}

/// Turns text into terms. Remembers the words it has seen.
pub(crate) struct Analyzer {
    filters: TextAnalyzer,
    terms: HashMap<String, String>,
}

impl Analyzer {
    pub(crate) fn new(language: Language) -> Self {
        let folding = TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter);
        let filters = match language {
            Language::English => folding.filter(Stemmer::new(tokenizer::Language::English)).build(),
            Language::Other => folding.build(),
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
        ];
        for (language, text, expected) in cases {
            assert_eq!(Analyzer::new(language).terms(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn languages_have_tags() {
        let cases =
            [("en", Language::English), ("EN-gb", Language::English), ("de", Language::Other), ("", Language::Other)];
        for (tag, language) in cases {
            assert_eq!(Language::parse(tag), language, "{tag}");
        }
        for language in [Language::English, Language::Other] {
            assert_eq!(Language::parse(language.as_str()), language);
        }
    }
}
