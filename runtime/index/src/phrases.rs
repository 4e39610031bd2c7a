//! Phrases in quotation marks: their words side by side, in this order.

use std::collections::HashMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

/// Phrases of a query that are looked for.
const MOST: usize = 8;
/// Words of a phrase that are looked for.
const LONGEST: usize = 16;

/// What stands before and after a phrase.
const MARKS: [(char, char); 5] = [('"', '"'), ('`', '`'), ('“', '”'), ('„', '“'), ('«', '»')];

/// The texts in quotation marks.
pub(crate) fn quoted(query: &str) -> Vec<&str> {
    let mut quoted = Vec::new();
    let mut rest = query;
    while let Some(place) = rest.find(|character| MARKS.iter().any(|(open, _)| *open == character)) {
        let after = rest.get(place..).unwrap_or_default();
        let mut characters = after.chars();
        let open = characters.next();
        let inner = characters.as_str();
        let closed =
            MARKS.iter().filter(|(mark, _)| Some(*mark) == open).find_map(|(_, close)| inner.split_once(*close));
        let Some((phrase, behind)) = closed else {
            rest = inner;
            continue;
        };
        if quoted.len() < MOST && !phrase.trim().is_empty() {
            quoted.push(phrase);
        }
        rest = behind;
    }
    quoted
}

/// The ordinals of operations that have these terms side by side.
pub(crate) fn having(terms: &InvertedIndexReader, phrase: &[String]) -> Vec<usize> {
    let mut ends: Option<HashMap<u32, Vec<u32>>> = None;
    for term in phrase.iter().take(LONGEST) {
        let next = positions(terms, term);
        ends = Some(match ends {
            None => next,
            Some(ends) => following(&ends, next),
        });
    }
    let mut ordinals: Vec<usize> = ends.unwrap_or_default().into_keys().map(|ordinal| ordinal as usize).collect();
    ordinals.sort_unstable();
    ordinals
}

/// Of the places of a term those that stand right behind another.
fn following(ends: &HashMap<u32, Vec<u32>>, next: HashMap<u32, Vec<u32>>) -> HashMap<u32, Vec<u32>> {
    let follows = |(ordinal, places): (u32, Vec<u32>)| {
        let ends = ends.get(&ordinal)?;
        let places: Vec<u32> = places
            .into_iter()
            .filter(|place| place.checked_sub(1).is_some_and(|before| ends.contains(&before)))
            .collect();
        (!places.is_empty()).then_some((ordinal, places))
    };
    next.into_iter().filter_map(follows).collect()
}

/// Where a term stands, by operation.
fn positions(terms: &InvertedIndexReader, term: &str) -> HashMap<u32, Vec<u32>> {
    let mut found = HashMap::new();
    let Ok(Some(place)) = terms.terms().get(term) else { return found };
    let Ok(mut postings) = terms.read_postings_from_terminfo(&place, IndexRecordOption::WithFreqsAndPositions) else {
        return found;
    };
    while postings.doc() != TERMINATED {
        let mut places = Vec::new();
        postings.positions(&mut places);
        found.insert(postings.doc(), places);
        postings.advance();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quoted_texts_are_found() {
        let cases: [(&str, &[&str]); 7] = [
            (r#"the "bulk sync" and "status""#, &["bulk sync", "status"]),
            ("„neue Rechnung“ «x y»", &["neue Rechnung", "x y"]),
            ("`listSyncs`", &["listSyncs"]),
            (r#"an "unclosed one"#, &[]),
            (r#""" " " "a""#, &["a"]),
            ("the customer's", &[]),
            (r#"5" and 6""#, &[" and 6"]),
        ];
        for (query, expected) in cases {
            assert_eq!(quoted(query), expected, "{query}");
        }
        assert_eq!(quoted(&"\"a\"".repeat(100)).len(), super::MOST);
    }
}
