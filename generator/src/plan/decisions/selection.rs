//! Which operations are offered: `[include]` and `[exclude]` of vendor.toml.

use crate::api::{Api, LeftOut, Operation};
use crate::pointer::Pointer;
use crate::vendor::{Choice, Vendor, meant};
use crate::{Code, Diagnostics};

/// Takes out what isn't included or is excluded, and says which entries match nothing.
pub(super) fn select(api: &mut Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    for (table, choice) in [("include", &vendor.include), ("exclude", &vendor.exclude)] {
        choice.iter().for_each(|choice| unmatched(api, vendor, table, choice, diagnostics));
    }
    let included = |operation: &Operation| vendor.include.as_ref().is_none_or(|choice| chooses(choice, operation));
    let excluded = |operation: &Operation| vendor.exclude.as_ref().is_some_and(|choice| chooses(choice, operation));
    for operation in std::mem::take(&mut api.operations) {
        let reason = match (included(&operation), excluded(&operation)) {
            (true, false) => {
                api.operations.push(operation);
                continue;
            }
            (false, _) => "vendor.toml does not include it",
            (true, true) => "vendor.toml excludes it",
        };
        let Operation { method, path, .. } = operation;
        let method = method.to_string();
        api.left_out.push(LeftOut { method, path, code: Code::Excluded, reason: reason.to_owned() });
    }
}

/// Whether any entry of a choice is about an operation.
fn chooses(choice: &Choice, operation: &Operation) -> bool {
    choice.tags.iter().any(|tag| operation.tags.contains(tag))
        || choice.methods.iter().any(|method| is_method(method, operation))
        || choice.paths.iter().any(|(_, pattern)| matches(pattern, &operation.path))
        || choice.operations.iter().any(|name| is_called(name, operation))
        || choice.internal && operation.internal
        || choice.deprecated && operation.deprecated
}

fn is_method(method: &str, operation: &Operation) -> bool {
    method.eq_ignore_ascii_case(operation.method.as_str())
}

/// Whether a path matches a pattern; `*` stays within a segment, `**` doesn't.
fn matches(pattern: &glob::Pattern, path: &str) -> bool {
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    pattern.matches_with(path, options)
}

/// Whether a text is the operationId or the route of an operation.
fn is_called(name: &str, operation: &Operation) -> bool {
    operation.operation_id.as_deref() == Some(name) || operation.route() == name
}

fn unmatched(api: &Api, vendor: &Vendor, table: &str, choice: &Choice, diagnostics: &mut Diagnostics) {
    let table = Pointer::default().join(table);
    let mut report = |place: Pointer, entry: &str, known: Vec<&str>| {
        let help = format!("correct or remove it{}", meant(entry, known.into_iter()));
        let message = format!("{entry:?} applies to nothing in the document");
        vendor.report(Code::UnmatchedDecision, &place, message, help, diagnostics);
    };
    let operations = || api.operations.iter();
    for (index, tag) in choice.tags.iter().enumerate() {
        if !operations().any(|operation| operation.tags.contains(tag)) {
            let known = operations().flat_map(|operation| &operation.tags).map(String::as_str).collect();
            report(table.join("tags").at(index), tag, known);
        }
    }
    for (index, method) in choice.methods.iter().enumerate() {
        if !operations().any(|operation| is_method(method, operation)) {
            report(table.join("methods").at(index), method, Vec::new());
        }
    }
    for (index, (text, pattern)) in choice.paths.iter().enumerate() {
        if !operations().any(|operation| matches(pattern, &operation.path)) {
            report(
                table.join("paths").at(index),
                text,
                operations().map(|operation| operation.path.as_str()).collect(),
            );
        }
    }
    for (index, name) in choice.operations.iter().enumerate() {
        if !operations().any(|operation| is_called(name, operation)) {
            let known = operations().filter_map(|operation| operation.operation_id.as_deref()).collect();
            report(table.join("operations").at(index), name, known);
        }
    }
    if choice.internal && !operations().any(|operation| operation.internal) {
        report(table.join("internal"), "internal", Vec::new());
    }
    if choice.deprecated && !operations().any(|operation| operation.deprecated) {
        report(table.join("deprecated"), "deprecated", Vec::new());
    }
}
