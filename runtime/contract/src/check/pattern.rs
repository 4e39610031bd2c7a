//! `pattern`: regular expressions of documents, matched in linear time.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

/// Expressions kept per thread.
const MAX_KEPT: usize = 256;
/// Bytes a compiled expression may take.
const MAX_COMPILED: usize = 256 * 1024;

thread_local! {
    static KEPT: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// Whether `expression` matches somewhere in `text`; `None` if the engine can't read it.
pub(super) fn matches(expression: &str, text: &str) -> Option<bool> {
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= MAX_KEPT && !kept.contains_key(expression) {
            kept.clear();
        }
        let compiled = kept.entry(expression.to_owned()).or_insert_with(|| compile(expression));
        compiled.as_ref().map(|regex| regex.is_match(text))
    })
}

fn compile(expression: &str) -> Option<Regex> {
    RegexBuilder::new(&ascii(expression)).size_limit(MAX_COMPILED).dfa_size_limit(MAX_COMPILED).build().ok()
}

/// The expression with digits and letters of ASCII alone, as ECMA-262 section 22.2.2.9 has them: `\d` is no Arabic digit.
/// What they stand for in other languages also takes more room than an expression has.
fn ascii(expression: &str) -> String {
    let mut text = String::with_capacity(expression.len());
    let mut letters = expression.chars();
    while let Some(letter) = letters.next() {
        match (letter, if letter == '\\' { letters.next() } else { None }) {
            ('\\', Some('d')) => text.push_str("[0-9]"),
            ('\\', Some('D')) => text.push_str("[^0-9]"),
            ('\\', Some('w')) => text.push_str("[0-9A-Za-z_]"),
            ('\\', Some('W')) => text.push_str("[^0-9A-Za-z_]"),
            (letter, next) => {
                text.push(letter);
                text.extend(next);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn digits_and_letters_are_those_of_ascii() {
        for (expression, text, expected) in [
            (r"^\w+$", "a_9", true),
            (r"^\w+$", "ä", false),
            (r"^\d$", "٣", false),
            (r"^[-\w\.]+$", "a.b-c", true),
            (r"^[-\w\.]+$", "ä", false),
            (r"^[^\d]$", "7", false),
            (r"^\W\D$", "ää", true),
            (r"^\\w$", r"\w", true),
            (r"^(user|org)_\w{27}$", "user_x", false),
        ] {
            assert_eq!(matches(expression, text), Some(expected), "{expression} {text}");
        }
    }
}
