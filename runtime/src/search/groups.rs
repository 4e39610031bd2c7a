//! The overview: groups of operations with their names.

use std::collections::BTreeMap;

use contract::tokens;

use super::filter::Filter;
use crate::{Catalog, Operation};

const HOW_TO_GO_ON: &str = "next: {\"queries\":[\"what you want to do\"]} finds operations, {\"tag\":\"…\"} lists a group, \
                            {\"operation\":\"…\"} shows one in full";

/// Names per group, from the most that is tried to none.
const NAMES: [usize; 9] = [usize::MAX, 100, 50, 25, 12, 6, 3, 1, 0];

/// What stands for the group of operations that have none.
const NO_GROUP: &str = "(no group)";

/// Groups with the number of operations and as many of their names as fit: `connections (16): create, delete, +14 more`.
pub(super) fn overview(catalog: &Catalog, filter: &Filter<'_>) -> String {
    let mut groups = BTreeMap::<&str, Vec<&Operation>>::new();
    for operation in catalog.api.operations.iter().filter(|operation| filter.admits(operation)) {
        groups.entry(operation.tag).or_default().push(operation);
    }
    if groups.is_empty() {
        return format!("no operation is all that: leave out a filter\n{HOW_TO_GO_ON}");
    }
    let texts = NAMES.iter().map(|names| groups.iter().map(|(tag, group)| line(tag, group, *names)).collect());
    let fitting = texts.map(|lines: Vec<String>| page(&lines, lines.len())).find(|page| fits(page));
    fitting.unwrap_or_else(|| {
        let lines: Vec<String> = groups.iter().map(|(tag, group)| line(tag, group, 0)).collect();
        let pages = (0..lines.len()).rev().map(|shown| page(&lines, shown));
        pages.into_iter().find(|page| fits(page)).unwrap_or_default()
    })
}

fn fits(page: &str) -> bool {
    tokens::bound(page) <= tokens::ANSWER
}

fn page(lines: &[String], shown: usize) -> String {
    let mut page: Vec<&str> = lines.iter().take(shown).map(String::as_str).collect();
    let more = format!("+{} more groups", lines.len() - shown);
    if shown < lines.len() {
        page.push(&more);
    }
    page.push(HOW_TO_GO_ON);
    page.join("\n")
}

/// The group in one line, its operations without the group's name in front.
fn line(tag: &str, group: &[&Operation], names: usize) -> String {
    let short = |operation: &&Operation| {
        let rest = operation.name.strip_prefix(tag).and_then(|rest| rest.strip_prefix('.'));
        rest.unwrap_or(operation.name)
    };
    let mut shown: Vec<String> = group.iter().take(names).map(|operation| short(operation).to_owned()).collect();
    if names > 0 && names < group.len() {
        shown.push(format!("+{} more", group.len() - names));
    }
    let counted = counted(tag, group.len());
    if shown.is_empty() { counted } else { format!("{counted}: {}", shown.join(", ")) }
}

/// A group with its size: `connections (16)`.
pub(super) fn counted(tag: &str, size: usize) -> String {
    let tag = if tag.is_empty() { NO_GROUP } else { tag };
    format!("{tag} ({size})")
}
