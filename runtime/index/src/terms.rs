//! Hands finished terms to the index: they were made by the analyzer and are taken as they are. Tantivy's own way for that,
//! tokens made beforehand, writes each of them as JSON and reads it back.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// What the index calls it.
pub(crate) const TERMS: &str = "terms";
/// What stands between two terms.
pub(crate) const SEPARATOR: &str = "\n";

/// Takes text apart at [`SEPARATOR`].
#[derive(Clone, Default)]
pub(crate) struct Terms {
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { rest: text, token: &mut self.token }
    }
}

/// The terms of one text.
pub(crate) struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let (term, rest) = self.rest.split_once(SEPARATOR).unwrap_or((self.rest, ""));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
