//! Identifiers and punctuation of visible code.

use super::visible;

/// A token: an identifier, `::`, or one other character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'c> {
    pub(super) text: &'c str,
    /// From 1.
    pub(super) line: usize,
}

/// Rust without what no import can stand in.
#[derive(Debug)]
pub(super) struct Code(String);

impl Code {
    /// Of a Rust file.
    pub(super) fn new(text: &str) -> Self {
        Self(visible::code(text))
    }

    /// The tokens in order.
    pub(super) fn tokens(&self) -> Vec<Token<'_>> {
        self.0.lines().enumerate().flat_map(|(index, line)| Line { rest: line, line: index + 1 }).collect()
    }
}

struct Line<'c> {
    rest: &'c str,
    line: usize,
}

impl<'c> Iterator for Line<'c> {
    type Item = Token<'c>;

    fn next(&mut self) -> Option<Token<'c>> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        let part = |character: char| character.is_alphanumeric() || character == '_';
        let length = if part(first) {
            self.rest.find(|character| !part(character)).unwrap_or(self.rest.len())
        } else if self.rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(Token { text, line: self.line })
    }
}
