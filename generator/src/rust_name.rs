//! Rust identifiers made of document text. The newtype can't hold anything else.

use proc_macro2::{Ident, Span};

use crate::words::ascii_words;

/// Words that can't be identifiers, not even raw ones.
const NEVER: [&str; 4] = ["self", "Self", "super", "crate"];
/// Keywords of Rust 2024, reserved ones included.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// A valid Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RustName(String);

impl RustName {
    /// `page_token`: of a field, function or module.
    pub(crate) fn snake(text: &str) -> Self {
        Self::valid(short(ascii_words(text).join("_")))
    }

    /// `PAGE_TOKEN`: of a static.
    pub(crate) fn upper(text: &str) -> Self {
        Self(Self::snake(text).0.to_ascii_uppercase())
    }

    /// `PageToken`: of a type or variant.
    pub(crate) fn pascal(text: &str) -> Self {
        let words = ascii_words(text).iter().map(|word| capitalised(word)).collect();
        Self(capitalised(&Self::valid(short(words)).0))
    }

    /// The same name with something behind it.
    pub(crate) fn with(&self, suffix: &str) -> Self {
        Self::valid(format!("{}{suffix}", self.0))
    }

    /// The text, without a raw prefix.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The token; keywords become raw identifiers.
    pub(crate) fn ident(&self) -> Ident {
        if KEYWORDS.contains(&self.0.as_str()) {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        }
    }

    fn valid(text: String) -> Self {
        if NEVER.contains(&text.as_str()) {
            return Self(format!("{text}_"));
        }
        match text.chars().next() {
            None => Self("unnamed".to_owned()),
            Some(first) if first.is_ascii_digit() => Self(format!("n{text}")),
            Some(_) => Self(text),
        }
    }
}

/// Characters of a name that is made of a document's text; some become names of files.
const LONGEST: usize = 100;

fn short(mut name: String) -> String {
    // ASCII alone, so that every byte is a character.
    name.truncate(LONGEST);
    name
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}
