//! Cycles of imports.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use super::Finding;

/// An import from one module to another.
#[derive(Clone, Debug)]
pub(super) struct Edge<'t> {
    pub(super) from: &'t str,
    pub(super) to: String,
    pub(super) path: &'t Utf8Path,
    pub(super) line: usize,
}

/// Adds a finding per set of modules that go in a circle, at the import that leaves its first module.
pub(super) fn check(edges: &[Edge<'_>], findings: &mut Vec<Finding>) {
    let mut targets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for edge in edges {
        targets.entry(edge.from).or_default().push(&edge.to);
    }
    let mut known: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for start in targets.keys().copied() {
        let Some(way) = shortest_way_back(start, &targets) else { continue };
        if !known.insert(way.iter().copied().collect()) {
            continue;
        }
        let second = way.get(1).copied().unwrap_or(start);
        if let Some(edge) = edges.iter().find(|edge| edge.from == start && edge.to == second) {
            let message = format!("{} -> {start} is a cycle", way.join(" -> "));
            let remedy = "move what both need to a lower floor";
            findings.push(Finding::new(edge.path, edge.line, message, remedy));
        }
    }
}

/// The modules on the shortest way from a module to itself, breadth first, without the return.
fn shortest_way_back<'e>(start: &'e str, targets: &BTreeMap<&'e str, Vec<&'e str>>) -> Option<Vec<&'e str>> {
    let mut ways: Vec<Vec<&str>> = vec![vec![start]];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in way.last().and_then(|last| targets.get(last)).into_iter().flatten() {
                if *next == start {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push(way.iter().copied().chain([*next]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}
