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
        let texts = std::iter::once(said).chain(meant).map(|text| phrase(text)).filter(|text| !text.is_empty());
        lines.push(texts.collect::<Vec<_>>().join("\t"));
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

    /// What the document says instead of the phrase that begins with the first of these lower-case words.
    pub(crate) fn instead(self, words: &[String]) -> impl Iterator<Item = &'static str> {
        self.text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(|(said, _)| begins(words, said))
            .flat_map(|(_, meant)| meant.split('\t'))
    }
}

fn begins(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|word| words.next().is_some_and(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::{Thesaurus, packed};

    #[test]
    fn phrases_are_found_where_they_begin() {
        let synonyms = [("Pipeline", vec!["bulk sync", "sync"]), ("dry run", vec!["Preview"]), ("?", vec!["x"])];
        let synonyms = synonyms.map(|(said, meant)| (said.to_owned(), meant.into_iter().map(str::to_owned).collect()));
        let thesaurus = Thesaurus::new(packed(&synonyms.into()).leak());
        let instead = |words: &str| {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            thesaurus.instead(&words).collect::<Vec<_>>().join("|")
        };
        let cases = [("pipeline", "bulk sync|sync"), ("dry run it", "preview"), ("dry", ""), ("run", ""), ("", "")];
        for (words, expected) in cases {
            assert_eq!(instead(words), expected, "{words}");
        }
        assert!(Thesaurus::new(b"\xff").instead(&[]).next().is_none());
    }
}
