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
    RegexBuilder::new(expression).size_limit(MAX_COMPILED).dfa_size_limit(MAX_COMPILED).build().ok()
}
