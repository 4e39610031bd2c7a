//! What a vendor's people say, and what the vendor's document says instead.
//!
//! A line for each: the phrase of a query, a tab, and phrases of the document with tabs between them, all in lower-case
//! words as the splitter makes them.

use std::collections::BTreeMap;

use crate::splitter;

/// The file inside the container.
pub(crate) const FILE: &str = "synonyms";

/// Writes synonyms down.
pub(crate) fn packed(synonyms: &BTreeMap<String, Vec<String>>) -> Vec<u8> {
    let phrase = |text: &str| splitter::words(text).join(" ");
    let mut lines: Vec<String> = Vec::new();
    for (said, meant) in synonyms {
        let said = phrase(said);
        if !said.is_empty() {
            let meant = meant.iter().map(|text| phrase(text)).filter(|text| !text.is_empty());
            lines.push(std::iter::once(said).chain(meant).collect::<Vec<_>>().join("\t"));
        }
    }
    lines.sort_unstable();
    lines.join("\n").into_bytes()
}

/// Synonyms, read where they lie.
#[derive(Clone, Copy, Default)]
pub(crate) struct Thesaurus {
    text: &'static str,
}

impl Thesaurus {
    /// The synonyms of a file; none if it is no text.
    pub(crate) fn new(file: &'static [u8]) -> Self {
        Self { text: std::str::from_utf8(file).unwrap_or_default() }
    }

    /// What the document says instead of a phrase that the word at this place is part of. The words are in lower case.
    pub(crate) fn instead(self, words: &[String], place: usize) -> impl Iterator<Item = &'static str> {
        self.text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(move |(said, _)| covers(words, place, said))
            .flat_map(|(_, meant)| meant.split('\t'))
    }
}

/// Whether a phrase stands where the word at `place` is part of it.
fn covers(words: &[String], place: usize, phrase: &str) -> bool {
    let first = (place + 1).saturating_sub(phrase.split(' ').count());
    (first..=place).any(|start| words.get(start..).is_some_and(|words| begins(words, phrase)))
}

fn begins(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|word| words.next().is_some_and(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::{Thesaurus, packed};

    #[test]
    fn phrases_are_found_by_each_of_their_words() {
        let synonyms = [("Pipeline", vec!["bulk sync", "sync"]), ("dry run", vec!["Preview"]), ("?", vec!["x", "y"])];
        let synonyms = synonyms.map(|(said, meant)| (said.to_owned(), meant.into_iter().map(str::to_owned).collect()));
        let thesaurus = Thesaurus::new(packed(&synonyms.into()).leak());
        let instead = |words: &str, place| {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            thesaurus.instead(&words, place).collect::<Vec<_>>().join("|")
        };
        let cases = [
            ("pipeline", 0, "bulk sync|sync"),
            ("dry run it", 0, "preview"),
            ("dry run it", 1, "preview"),
            ("dry run it", 2, ""),
            ("a dry run", 2, "preview"),
            ("run dry", 1, ""),
            ("dry", 0, ""),
            ("run", 0, ""),
            ("x", 0, ""),
            ("", 0, ""),
            ("dry run", 7, ""),
        ];
        for (words, place, expected) in cases {
            assert_eq!(instead(words, place), expected, "{words} {place}");
        }
        assert!(Thesaurus::new(b"\xff").instead(&[], 0).next().is_none());
    }
}
