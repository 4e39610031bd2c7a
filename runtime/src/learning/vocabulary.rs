//! Words and phrases that `search` doesn't know yet, as tables for vendor.toml.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::lesson::Lesson;
use crate::Catalog;
use crate::feedback::is_hidden;

/// Hits among which an operation counts as found.
const FOUND: usize = 5;
/// Characters of a phrase; a longer one is a story.
const MAX_PHRASE: usize = 80;
/// What stands where something was masked.
const MASK: &str = "***";
/// Phrases for one operation.
const PHRASES: usize = 8;
/// What one word may stand for.
const MEANINGS: usize = 3;

/// Candidates by key, and how often each was met.
type Candidates = BTreeMap<String, BTreeMap<String, i64>>;

pub(super) fn text(catalog: &Catalog, lessons: &[Lesson]) -> String {
    let (mut synonyms, mut aliases) = (Candidates::new(), Candidates::new());
    for lesson in lessons {
        // Which of several queries was for which operation isn't known.
        let Some(query) = lesson.query() else { continue };
        let masked = query.contains(MASK);
        let found = catalog.index.search(&[query.replace(MASK, " ")], FOUND, |_| true);
        let is_weak = found.fits.iter().all(|fit| fit.weak);
        for ordinal in lesson.meant() {
            let Some(operation) = catalog.operation(ordinal) else { continue };
            let times = lesson.wanted.get(&ordinal).copied().unwrap_or_default();
            let add = |candidates: &mut Candidates, key: &str, value: &str| {
                *candidates.entry(key.to_owned()).or_default().entry(value.to_owned()).or_default() += times;
            };
            let is_found = !is_weak && found.hits.iter().any(|hit| hit.ordinal == ordinal);
            if !masked && query.chars().count() <= MAX_PHRASE && !is_found {
                add(&mut aliases, &format!("{} {}", operation.method.as_str(), operation.path), query);
            }
            for word in found.fits.iter().flat_map(|fit| &fit.unknown).filter(|word| is_word(word)) {
                nouns(operation.name).for_each(|noun| add(&mut synonyms, word, &noun));
            }
        }
    }
    let mut text = String::from("# Candidates from feedback. Keep what a user of this API could mean.\n");
    table(&mut text, "search.synonyms", &synonyms, MEANINGS);
    table(&mut text, "search.aliases", &aliases, PHRASES);
    text
}

/// Whether it can stand for something by itself.
fn is_word(word: &str) -> bool {
    word.chars().count() >= 3 && word.chars().all(|letter| letter.is_alphabetic() || letter == '-')
}

/// What an operation is about: `model sync` and `executions` of `model_sync.executions.list`.
fn nouns(name: &str) -> impl Iterator<Item = String> {
    let groups = name.rsplit_once('.').map_or("", |(groups, _)| groups);
    groups.split('.').filter(|group| !group.is_empty()).map(|group| group.replace('_', " "))
}

fn table(text: &mut String, name: &str, candidates: &Candidates, most: usize) {
    if candidates.is_empty() {
        return;
    }
    let _ = write!(text, "\n[{name}]\n");
    for (key, values) in candidates {
        let mut values: Vec<(&String, &i64)> = values.iter().collect();
        values.sort_by_key(|(value, times)| (-**times, *value));
        values.truncate(most);
        let times: i64 = values.iter().map(|(_, times)| **times).sum();
        let values: Vec<String> = values.iter().map(|(value, _)| quoted(value)).collect();
        let _ = writeln!(text, "{} = [{}] # {times}", quoted(key), values.join(", "));
    }
}

/// A basic string (TOML 1.0 "String") that says what it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        let _ = match letter {
            '"' | '\\' => write!(quoted, "\\{letter}"),
            letter if is_hidden(letter) => write!(quoted, "\\U{:08X}", u32::from(letter)),
            letter => write!(quoted, "{letter}"),
        };
    }
    quoted + "\""
}
