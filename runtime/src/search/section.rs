//! What is found for one query.

use index::Hits;

use super::filter::Filter;
use super::groups::counted;
use crate::Catalog;
use crate::fault::quoted;

/// Hits by which the closest groups are chosen.
const CLOSEST_HITS: usize = 20;
/// Closest groups named.
const CLOSEST_GROUPS: usize = 4;
/// Words named that occur nowhere.
const MAX_UNKNOWN: usize = 6;
/// Characters of a query shown.
const MAX_QUERY: usize = 80;

/// One query's part of the answer.
#[derive(Debug)]
pub(super) struct Section {
    /// The query in one line.
    pub(super) query: String,
    /// What to know before reading on: that nothing fits well, or nothing at all.
    pub(super) note: Option<String>,
    /// Operations by ordinal, best first.
    pub(super) ordinals: Vec<usize>,
}

impl Section {
    /// Searches for a query; at most `limit` operations.
    pub(super) fn new(catalog: &Catalog, query: &str, filter: &Filter<'_>, limit: usize) -> Self {
        let most = if filter.is_open() { limit.max(CLOSEST_HITS) } else { usize::MAX };
        let mut found = catalog.index.search(query, most);
        found.hits.retain(|hit| catalog.operation(hit.ordinal).is_some_and(|operation| filter.admits(operation)));
        let note = note(catalog, &found, filter);
        let ordinals = found.hits.iter().take(limit).map(|hit| hit.ordinal).collect();
        let words: String = query.split_whitespace().collect::<Vec<_>>().join(" ");
        let query = words.chars().filter(|character| !character.is_control()).take(MAX_QUERY).collect();
        Self { query, note, ordinals }
    }
}

/// `weak match: no operation knows "foo", "bar"; closest groups: connections (16), models (9)`
fn note(catalog: &Catalog, found: &Hits, filter: &Filter<'_>) -> Option<String> {
    if found.hits.is_empty() && !filter.is_open() && !found.weak {
        return Some(if filter.is_asked_for() {
            "weak match: operations that fit are left out by the filters".to_owned()
        } else {
            "weak match: this server was set up not to offer the operations that fit".to_owned()
        });
    }
    if !found.weak && !found.hits.is_empty() {
        return None;
    }
    let unknown: Vec<String> = found.unknown.iter().take(MAX_UNKNOWN).map(|word| quoted(word)).collect();
    let reason = match unknown.as_slice() {
        [] => "no operation has most of these words".to_owned(),
        words => format!("no operation knows {}", words.join(", ")),
    };
    let closest = closest(catalog, found, filter);
    Some(if closest.is_empty() {
        format!("weak match: {reason}")
    } else {
        format!("weak match: {reason}; closest groups: {closest}")
    })
}

/// The groups of the best hits, or the largest ones where there are no hits, with their sizes.
fn closest(catalog: &Catalog, found: &Hits, filter: &Filter<'_>) -> String {
    let admitted = || catalog.api.operations.iter().filter(|operation| filter.admits(operation));
    let mut weights: Vec<(&str, f32)> = Vec::new();
    let mut add = |tag, weight| match weights.iter_mut().find(|(known, _)| *known == tag) {
        Some((_, sum)) => *sum += weight,
        None => weights.push((tag, weight)),
    };
    for hit in found.hits.iter().take(CLOSEST_HITS) {
        if let Some(operation) = catalog.operation(hit.ordinal) {
            add(operation.tag, hit.score);
        }
    }
    if found.hits.is_empty() {
        admitted().for_each(|operation| add(operation.tag, 1.0));
    }
    weights.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(right.0)));
    let size = |tag: &str| admitted().filter(|operation| operation.tag == tag).count();
    let groups = weights.iter().take(CLOSEST_GROUPS).map(|(tag, _)| counted(tag, size(tag)));
    groups.collect::<Vec<_>>().join(", ")
}
