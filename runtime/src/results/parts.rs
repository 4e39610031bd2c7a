//! Results in parts, so that no single read floods a model.

use std::sync::Arc;
use std::time::Duration;

use contract::tokens::bound;

use super::Link;

/// Bytes of a part of content that is no text, which clients store rather than show.
const BINARY: usize = 4 << 20;

/// Bytes for each token that the first part of a text is tried with.
const DENSE: usize = 4;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// Anything else.
    Binary(Arc<Vec<u8>>),
}

impl Content {
    /// Its bytes; text in UTF-8.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> Option<Self> {
        Some(match self {
            Self::Text(text) => Self::Text(text.get(start..end)?.to_owned()),
            Self::Binary(bytes) => Self::Binary(Arc::new(bytes.get(start..end)?.to_owned())),
        })
    }
}

/// A part of a result. All parts one after the other are the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What is in it.
    pub content: Content,
    /// Which it is, from 1.
    pub number: usize,
    /// How long it can still be read.
    pub left: Duration,
    /// The result.
    pub link: Link,
}

/// Where the parts begin; there is at least one.
pub(super) fn boundaries(content: &Content, tokens: usize) -> Vec<usize> {
    let mut boundaries = vec![0];
    let mut at = 0;
    let length = content.bytes().len();
    // What fitted before is likely to fit again.
    let mut size = tokens.saturating_mul(DENSE);
    loop {
        at += match content {
            Content::Text(text) => text.get(at..).map_or(length, |rest| text_part(rest, tokens, &mut size)),
            Content::Binary(_) => BINARY,
        };
        if at >= length {
            return boundaries;
        }
        boundaries.push(at);
    }
}

/// Bytes of the first part of a text: at most so many tokens, and ended where a value or a line ends if one does. `size`
/// is what is tried first, and becomes what to try next.
fn text_part(text: &str, tokens: usize, size: &mut usize) -> usize {
    loop {
        let end = text.floor_char_boundary((*size).max(DENSE));
        let part = text.get(..end).unwrap_or(text);
        let cost = bound(part);
        if cost <= tokens || *size <= DENSE {
            *size = (*size).max(DENSE);
            *size = size.saturating_mul(tokens).saturating_div(cost.max(1)).min(size.saturating_mul(2)) * 31 / 32;
            return if end == text.len() { end } else { natural_end(part) };
        }
        *size = (size.saturating_mul(tokens) / cost).min(*size * 15 / 16);
    }
}

/// The last end of an item or line in the second half, else the whole.
fn natural_end(part: &str) -> usize {
    let late = |found: &usize| *found > part.len() / 2;
    let found = ["},", "\n", ","].iter().find_map(|end| part.rfind(end).map(|at| at + end.len()).filter(late));
    found.unwrap_or(part.len())
}
