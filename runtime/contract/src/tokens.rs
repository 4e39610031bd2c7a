//! An upper bound on the tokens of a text, cheap enough to price every answer.
//!
//! The count meant is that of the encoding o200k_base. Its byte pairs are merged inside pieces only, and a text falls
//! into pieces the way the encoding's pattern has it: a word with at most one capital run in front and one leading space
//! or punctuation mark, one to three digits, a run of punctuation, a run of white space. [`bound`] walks the same pieces
//! and prices each by length and character class instead of merging. Prices of digits, white space, punctuation and
//! characters beyond ASCII bound each piece; prices of words are a known list of one-token words and, for the others, a
//! fit on API documents, identifiers, encoded bytes and random letters that holds for texts rather than for every single
//! word. `tests/tokens.rs` compares both with the encoding itself.

mod character;
mod word;

use std::iter::once;

/// Tokens a compact card may cost.
pub const CARD: usize = 250;
/// Tokens any other text of the server's own making may cost.
pub const ANSWER: usize = 1500;

/// At least as many tokens as o200k_base makes of `text`, in one pass.
pub fn bound(text: &str) -> usize {
    let Price { tokens, fitted, .. } = price(text);
    tokens + fitted.div_ceil(SURPRISES)
}

/// A line with its price, so that a text of lines is priced by adding them up.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    price: Price,
}

impl Line {
    /// Prices a line, which has no line break and no white space at either end.
    pub(crate) fn new(text: String) -> Self {
        Self { price: price(&text), text }
    }
}

/// [`bound`] of lines joined by line breaks.
pub(crate) fn bound_of<'l>(lines: impl Iterator<Item = &'l Line>) -> usize {
    let (mut total, mut fitted, mut ended_in_mark) = (0, 0, None);
    for Line { price, .. } in lines {
        let line_break = usize::from(ended_in_mark == Some(false));
        total += price.tokens + line_break;
        fitted += price.fitted;
        ended_in_mark = Some(price.ends_in_mark);
    }
    total + fitted.div_ceil(SURPRISES)
}

/// What a text costs.
#[derive(Clone, Copy, Debug, Default)]
struct Price {
    tokens: usize,
    /// Words priced by the fit.
    fitted: usize,
    /// Whether the last piece is a mark, which takes a line break after it.
    ends_in_mark: bool,
}

fn price(text: &str) -> Price {
    let (mut total, mut fitted, mut ends_in_mark) = (0, 0, false);
    let mut before = Class::Space;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = Class::of(first);
        let end = rest.find(|other| Class::of(other) != class).unwrap_or(rest.len());
        let (run, mut after) = rest.split_at(end);
        let next = after.chars().next().map(Class::of);
        ends_in_mark = false;
        total += match class {
            Class::Letters => {
                let price = word::letters(run, before == Class::Digits || next == Some(Class::Digits));
                fitted += price.fitted;
                price.tokens
            }
            Class::Digits => run.len().div_ceil(3),
            Class::Space => space(run, next),
            Class::Punctuation if before == Class::Letters && is_contraction(run, after) => 0,
            Class::Punctuation => {
                if run.len() == 1 && run != "^" && before != Class::Space {
                    // The piece of a mark takes the line break after it, and the two are one token.
                    ends_in_mark = true;
                    after = after.strip_prefix('\n').unwrap_or(after);
                }
                punctuation(run, before)
            }
            Class::Other => run.chars().map(character::tokens).sum(),
        };
        before = class;
        rest = after;
    }
    Price { tokens: total, fitted, ends_in_mark }
}

/// Words priced by the fit for which one token more is set aside: in a short text nothing else makes up for a surprise.
const SURPRISES: usize = 24;

/// The sorts of characters that are priced alike.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letters,
    Digits,
    Space,
    Punctuation,
    /// Control characters and everything beyond ASCII.
    Other,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            'a'..='z' | 'A'..='Z' => Self::Letters,
            '0'..='9' => Self::Digits,
            ' ' | '\t' | '\n' | '\r' => Self::Space,
            '!'..='~' => Self::Punctuation,
            _ => Self::Other,
        }
    }
}

/// White space. One space belongs to the word or mark after it; digits and most characters beyond ASCII don't take it.
fn space(run: &str, next: Option<Class>) -> usize {
    match (run.strip_suffix(' '), next) {
        (Some(body), Some(Class::Letters | Class::Punctuation)) => repeats(body),
        (Some(body), Some(_)) => repeats(body) + 1,
        _ => repeats(run),
    }
}

/// White space without that: long runs of the same character are one token or few.
fn repeats(run: &str) -> usize {
    let groups = run.as_bytes().chunk_by(|one, other| one == other);
    groups
        .map(|group| match group {
            [b' ', ..] => 1 + group.len() / 32,
            [b'\t', ..] => 1 + group.len() / 16,
            [b'\n', ..] => 1 + group.len() / 8,
            other => other.len(),
        })
        .sum()
}

/// A run of punctuation: one token where it is known to be, else at most one each, or half of that if all are the same.
fn punctuation(run: &str, before: Class) -> usize {
    let length = run.len();
    let all_same = length > 2 && run.bytes().zip(run.bytes().skip(1)).all(|(one, other)| one == other);
    match run {
        run if ONE_TOKEN.contains(&run) => 1,
        run if before != Class::Space && ONE_TOKEN_JOINED.contains(&run) => 1,
        _ if all_same => 1 + length / 2,
        _ => length,
    }
}

/// Whether an apostrophe and the letters after it ride on the word before, as one token.
fn is_contraction(run: &str, after: &str) -> bool {
    let end = after.find(|other| Class::of(other) != Class::Letters).unwrap_or(after.len());
    let letters = after.get(..end).unwrap_or_default();
    run == "'" && once("s").chain(["t", "re", "ve", "m", "ll", "d"]).any(|one| letters.eq_ignore_ascii_case(one))
}

/// Common runs of punctuation that are one token, with or without a space in front.
const ONE_TOKEN: [&str; 72] = [
    "\")", "\").", "\",", "\",\"", "\".", "\":", "\":\"", "\"<", "\">", "\"?", "\"[", "\"]", "\"`", "\"}", "##", "###",
    "')", "').", "',", "'.", "'>", "(\"", "('", "()", "(`", "))", "),", ").", "):", "**", ",\"", "--", "----", "->",
    ".,", "...", "/>", "/><", ":\"", "::", ":</", "<!--", "</", "<=", "=\"", "='", "={", "><", "></", ">=", "?:",
    "[\"", "[]", "[],", "[].", "[`", "[{", "],", "].", "][", "_(", "__", "`.", "```", "{\"", "{%", "{}", "{},", "},",
    "}.", "}]", "}}",
];

/// Common runs of punctuation that are one token without a space in front.
const ONE_TOKEN_JOINED: [&str; 18] = [
    "\":\"\",\"",
    "\":[",
    "\":[\"",
    "\":{\"",
    "\"},",
    "\"},{\"",
    "\"}}",
    ".</",
    "/{",
    "://",
    "](",
    "],\"",
    "]:",
    "`,",
    "`:",
    "},\"",
    "}/",
    "}],",
];
