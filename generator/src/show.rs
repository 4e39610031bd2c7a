//! What a stage makes of a document, for people.

use std::fmt::Write;

use serde_json::Value;

use crate::api::Pagination;
use crate::plan::PlannedOperation;
use crate::pointer::Pointer;
use crate::{Diagnostics, Source, Vendor, emit, load, lower, plan};

/// The value of a stage as text: `spec` as JSON, `api` and `plan` as Rust values, `pagination` as a table of the operations
/// that list (tab-separated, with a head; `-` for what there isn't), `files` as a list with sizes. With an operation (its
/// name, operationId or route), only what belongs to it; of the files, its Rust code.
///
/// # Errors
/// What the stages before it had to say where they could not go on.
pub fn show(source: &Source, vendor: &Vendor, stage: &str, operation: Option<&str>) -> Result<String, Diagnostics> {
    let mut diagnostics = Diagnostics::new(&source.name);
    let shown = shown(source, vendor, stage, operation, &mut diagnostics);
    diagnostics.place(source);
    shown.ok_or(diagnostics)
}

fn shown(
    source: &Source,
    vendor: &Vendor,
    stage: &str,
    operation: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let spec = load::load(source, vendor, diagnostics)?;
    let api = lower::lower(&spec, diagnostics);
    if api.operations.is_empty() {
        return None;
    }
    let plan = plan::plan(api, source, vendor, diagnostics)?;
    let wanted = |planned: &&PlannedOperation| {
        operation.is_none_or(|operation| {
            planned.name.text == operation
                || planned.operation.route() == operation
                || planned.operation.operation_id.as_deref() == Some(operation)
        })
    };
    let chosen: Vec<&PlannedOperation> = plan.operations.iter().filter(wanted).collect();
    let mut text = String::new();
    // Writing to a string has nothing to fail on.
    let _ = match stage {
        "spec" if operation.is_none() => write!(text, "{:#}", spec.document()),
        "spec" => chosen.iter().try_for_each(|planned| {
            writeln!(text, "{:#}", planned.operation.pointer.find(spec.document()).unwrap_or(&Value::Null))
        }),
        "api" => chosen.iter().try_for_each(|planned| writeln!(text, "{:#?}", planned.operation)),
        "pagination" => pagination(&chosen, &mut text),
        "plan" => chosen.iter().try_for_each(|planned| writeln!(text, "{planned:#?}")),
        _ if operation.is_some() => {
            chosen.iter().try_for_each(|planned| text.write_str(&emit::operation(planned).join("\n")))
        }
        _ => emit::emit(&plan, diagnostics)
            .iter()
            .try_for_each(|(path, bytes)| writeln!(text, "{:>9} {path}", bytes.len())),
    };
    Some(text)
}

/// Operations that list: how they go on, and the pointers into the document that say so.
fn pagination(operations: &[&PlannedOperation], text: &mut String) -> std::fmt::Result {
    writeln!(text, "operation\tkind\tparameter\tnext\titems\tevidence")?;
    let lists = operations.iter().filter(|planned| {
        let operation = &planned.operation;
        operation.items.is_some() || operation.pagination.is_some()
    });
    for planned in lists {
        let (kind, parameter, next, items, evidence) = match &planned.operation.pagination {
            Some(Pagination { kind, parameter, next, items, evidence }) => {
                let evidence: Vec<&str> = evidence.iter().map(Pointer::as_str).collect();
                (kind.as_str(), parameter.as_deref(), next.as_deref(), Some(items.as_str()), evidence.join(" "))
            }
            None => ("-", None, None, planned.operation.items.as_deref(), "-".to_owned()),
        };
        let items = items.map(|items| if items.is_empty() { "(body)" } else { items });
        let cells = [Some(kind), parameter, next, items].map(|cell| cell.unwrap_or("-"));
        writeln!(text, "{}\t{}\t{evidence}", planned.name.text, cells.join("\t"))?;
    }
    Ok(())
}
