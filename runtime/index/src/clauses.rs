//! A query that wants several things at once, taken apart: "create a customer, charge it and send the receipt".

use crate::splitter;
use crate::stop_words::is_stop_word;

/// Clauses that are told apart.
const MOST: usize = 8;
/// Content words that a clause has; a shorter one belongs to the one before.
const SHORTEST: usize = 2;

/// What ends a clause, beside words.
const MARKS: [char; 13] = [',', ';', '.', ':', '!', '?', '\n', '、', '，', '。', '；', '：', '？'];
/// Words between clauses.
const WORDS: [&str; 3] = ["and", "then", "und"];

/// The clauses of a query in order; what is too much is part of the last one. One, if it has only one.
pub(crate) fn clauses(query: &str) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    for piece in query.split(MARKS).flat_map(between_words) {
        let content = splitter::words(&piece).iter().filter(|word| !is_stop_word(word)).count();
        let is_full = clauses.len() == MOST;
        match clauses.last_mut() {
            Some(last) if content < SHORTEST || is_full => *last = [last, " ", &piece].concat(),
            _ => clauses.push(piece),
        }
    }
    clauses
}

/// The text between the words that part clauses.
fn between_words(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let parts = words.split(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)));
    parts.filter(|part| !part.is_empty()).map(|part| part.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::{MOST, clauses};

    #[test]
    fn queries_fall_into_clauses() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("list connections", &["list connections"]),
            (
                "create a customer, charge the card and send a receipt",
                &["create a customer", "charge the card", "send a receipt"],
            ),
            ("start the sync then check its status.", &["start the sync", "check its status"]),
            ("users and groups", &["users groups"]),
            ("show users, groups, and roles of it", &["show users groups roles of it"]),
            ("Kunden anlegen und Rechnungen senden", &["Kunden anlegen", "Rechnungen senden"]),
            ("创建客户，发送收据", &["创建客户", "发送收据"]),
        ];
        for (query, expected) in cases {
            assert_eq!(clauses(query), expected, "{query}");
        }
        assert_eq!(clauses(&"read some file, ".repeat(100)).len(), MOST);
    }
}
