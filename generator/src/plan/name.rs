//! Names of operations: unique, stable, and a pure function of the operation's own method, path, tag and operationId.
//!
//! A name is a group (the tag, `model_sync.executions`) and an action (the operationId, `get`). Names that collide all take
//! their path form, whatever their order in the document. What names.lock holds stays; what vendor.toml says wins.

use std::collections::{BTreeMap, BTreeSet};

use contract::Method;
use sha2::{Digest, Sha256};

use super::lock::Lock;
use crate::Vendor;
use crate::api::Operation;
use crate::template::pieces;
use crate::words::{LONGEST_NAME, ascii_words};

/// Characters of a group's name.
const LONGEST_GROUP: usize = 64;

/// The final name of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// `model_sync.executions.get`
    pub(crate) text: String,
    /// `model_sync.executions`: what it is filed under.
    pub(crate) group: String,
    /// Names it answered to before.
    pub(crate) former: Vec<String>,
}

/// The names of all operations, in their order.
pub(super) fn names(operations: &[Operation], vendor: &Vendor, lock: &Lock) -> Vec<Name> {
    let mut taken: BTreeSet<&str> = lock.values().map(String::as_str).collect();
    taken.extend(vendor.names.values().map(String::as_str));
    let fresh: Vec<(usize, &Operation)> =
        operations.iter().enumerate().filter(|(_, operation)| !lock.contains_key(&operation.route())).collect();
    let mut chosen: BTreeMap<usize, String> = BTreeMap::new();
    let group = |operation: &Operation| group(operation, vendor);
    let forms: [fn(&Operation, &str) -> String; 3] = [plain, path_form, hashed];
    let mut open = fresh;
    for form in forms {
        let named: Vec<(usize, &Operation, String)> =
            open.iter().map(|(index, operation)| (*index, *operation, form(operation, &group(operation)))).collect();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, _, name) in &named {
            *count.entry(name).or_default() += 1;
        }
        let used: BTreeSet<String> = chosen.values().cloned().collect();
        open.clear();
        for (index, operation, name) in &named {
            let unique = count.get(name.as_str()) == Some(&1) && !taken.contains(name.as_str()) && !used.contains(name);
            if unique && name.len() <= LONGEST_NAME {
                chosen.insert(*index, name.clone());
            } else {
                open.push((*index, *operation));
            }
        }
    }
    // The last form is unique by its hash; what is left only repeats the same method and path.
    for (index, operation) in open {
        chosen.insert(index, format!("{}_{index}", hashed(operation, &group(operation))));
    }
    let name = |(index, operation): (usize, &Operation)| {
        let route = operation.route();
        let usual = lock.get(&route).or(chosen.get(&index)).cloned().unwrap_or_default();
        match vendor.names.get(&route) {
            Some(renamed) if *renamed != usual => {
                Name { text: renamed.clone(), group: group(operation), former: vec![usual] }
            }
            _ => Name { text: usual, group: group(operation), former: Vec::new() },
        }
    };
    operations.iter().enumerate().map(name).collect()
}

/// The tag's words, one dotted part per part of the tag; the first fixed segment of the path where there is no tag.
fn group(operation: &Operation, vendor: &Vendor) -> String {
    if let Some(decided) = operation.tag().and_then(|tag| vendor.groups.get(tag)) {
        return decided.clone();
    }
    let tag = operation.tag().map(tag_parts).filter(|parts| !parts.is_empty());
    let mut group = tag.unwrap_or_else(|| fixed_segments(operation).into_iter().take(1).collect()).join(".");
    // ASCII alone, so that every byte is a character.
    group.truncate(LONGEST_GROUP);
    group.trim_end_matches(['.', '_']).to_owned()
}

/// `modelSync/executions` and `subpackage_a.subpackage_a/b`, as exporters nest tags, are parts; the words of a part join
/// with `_`.
fn tag_parts(tag: &str) -> Vec<String> {
    let pieces =
        tag.split(['/', '.', ':']).map(|piece| piece.trim().strip_prefix("subpackage_").unwrap_or(piece.trim()));
    let mut parts: Vec<String> = Vec::new();
    for piece in pieces {
        let words = ascii_words(piece).join("_");
        if !words.is_empty() && !parts.contains(&words) {
            parts.push(words);
        }
    }
    parts
}

fn plain(operation: &Operation, group: &str) -> String {
    let action = match &operation.operation_id {
        Some(id) => {
            let words = ascii_words(id);
            let leading: Vec<&str> = group.split(['.', '_']).filter(|word| !word.is_empty()).collect();
            // `issues/create` filed under `issues` is `issues.create`.
            let rest = words.get(leading.len()..).filter(|rest| !rest.is_empty());
            let repeats = words.iter().zip(&leading).all(|(word, lead)| word == lead);
            let repeats = repeats && id.contains(['/', '.', ':', '_']);
            rest.filter(|_| repeats).unwrap_or(&words).join("_")
        }
        None => String::new(),
    };
    let action = if action.is_empty() { verb_and_object(operation, group) } else { action };
    joined(group, &action)
}

/// Group, path and verb: `users.organizations_by_org_id_users.list`.
fn path_form(operation: &Operation, group: &str) -> String {
    let words: Vec<String> = pieces(&operation.path)
        .flat_map(|(literal, variable)| {
            let variable = variable.map(|name| format!("by_{}", ascii_words(name).join("_")));
            ascii_words(literal).into_iter().chain(variable)
        })
        .skip_while(|word| is_version(word))
        .collect();
    let path = words.join("_");
    let path = if path.is_empty() { "root".to_owned() } else { path };
    joined(&joined(group, &path), &verb(operation))
}

fn hashed(operation: &Operation, group: &str) -> String {
    let digest = Sha256::digest(operation.route().as_bytes());
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let group: String = group.chars().take(LONGEST_NAME / 2).collect();
    joined(&group, &format!("{}_{hash}", verb(operation)))
}

fn verb_and_object(operation: &Operation, group: &str) -> String {
    let verb = verb(operation);
    match fixed_segments(operation).last() {
        Some(last) if group.rsplit('.').next() != Some(last) => format!("{verb}_{last}"),
        _ => verb,
    }
}

fn verb(operation: &Operation) -> String {
    let verb = match operation.method {
        Method::Get if operation.path.ends_with('}') => "get",
        Method::Get => "list",
        Method::Post => "create",
        Method::Put => "replace",
        Method::Patch => "update",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(token) => return ascii_words(token.as_str()).join("_"),
    };
    verb.to_owned()
}

/// The words of each segment without a variable, `api` and versions at the start left out.
fn fixed_segments(operation: &Operation) -> Vec<String> {
    let fixed = operation.path.split('/').filter(|segment| !segment.contains('{'));
    let words = fixed.map(|segment| ascii_words(segment).join("_")).filter(|words| !words.is_empty());
    words.skip_while(|word| is_version(word)).collect()
}

fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or_default();
    word == "api" || word == "rest" || !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '_')
}

fn joined(group: &str, action: &str) -> String {
    if group.is_empty() { action.to_owned() } else { format!("{group}.{action}") }
}
