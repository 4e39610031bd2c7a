//! Curated tools: vendor.toml's `[[tool]]` against the operations, to a schema that every client accepts and a call of
//! `execute` that the tool's arguments complete.

mod arguments;
mod input;
mod lacking;
mod portable;
pub(super) mod properties;
mod report;
mod target;

use contract::blob::Blob;
use contract::{Effect, Entry, entries, tokens};
use serde_json::{Map, Value, json};

use super::{Access, PlannedOperation, text};
use crate::pointer::Pointer;
use crate::vendor::{ToolDecision, meant};
use crate::{Code, Diagnostics, Vendor};
use arguments::{Shown, is_within};
use report::Report;

/// Tokens of one tool's description and schema that are not worth a word.
const MAX_TOKENS: usize = 1_000;

/// Characters of a summary that becomes a tool's description.
const MAX_SUMMARY: usize = 300;

/// `runtime::CuratedTool` with owned texts.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) description: String,
    /// The operation's name.
    pub(crate) operation: String,
    /// The JSON Schema of its arguments.
    pub(crate) input: String,
    /// The arguments of `execute` that don't come from the caller.
    pub(crate) call: String,
    pub(crate) arguments: Vec<ToolArgument>,
}

/// `runtime::ToolArgument` with owned texts.
#[derive(Debug)]
pub(crate) struct ToolArgument {
    pub(crate) name: String,
    /// Where it goes in the arguments of `execute`, as a JSON pointer.
    pub(crate) target: String,
    pub(crate) required: bool,
    /// JSON text.
    pub(crate) default: Option<String>,
}

/// An operation as its tools see it.
#[derive(Clone, Copy)]
struct Subject<'a> {
    planned: &'a PlannedOperation,
    entry: Entry<'a>,
    /// Whether its calls take an approval.
    asks: bool,
}

/// The tools that vendor.toml decides, in its order.
pub(super) fn tools(
    (operations, schemas): (&[PlannedOperation], &[u8]),
    access: &Access,
    vendor: &Vendor,
    diagnostics: &mut Diagnostics,
) -> Vec<Tool> {
    let Some(blob) = Blob::open(schemas) else { return Vec::new() };
    let subjects: Vec<Subject<'_>> = operations
        .iter()
        .zip(entries(blob))
        .map(|(planned, entry)| Subject { planned, entry, asks: asks(planned, access) })
        .collect();
    let mut tools = Vec::new();
    for (index, decision) in vendor.tools.iter().enumerate() {
        let place = Pointer::new("/tool").at(index);
        let mut report = Report { vendor, diagnostics, place, tool: &decision.name };
        let found = subjects.iter().find(|subject| is_called(subject, &decision.operation));
        match found {
            Some(subject) => tools.push(tool(*subject, decision, &mut report)),
            None => unknown(&subjects, decision, &mut report),
        }
    }
    tools
}

fn asks(planned: &PlannedOperation, access: &Access) -> bool {
    match planned.operation.effect {
        Effect::Destructive => !access.trusted.contains(&planned.name.text),
        Effect::Read | Effect::Write => access.asked.contains(&planned.name.text),
    }
}

fn is_called(subject: &Subject<'_>, name: &str) -> bool {
    let planned = subject.planned;
    planned.name.text == name
        || planned.operation.route() == name
        || planned.name.former.iter().any(|former| former == name)
}

fn unknown(subjects: &[Subject<'_>], decision: &ToolDecision, report: &mut Report<'_>) {
    let named = &decision.operation;
    let routes: Vec<String> = subjects.iter().map(|subject| subject.planned.operation.route()).collect();
    let names = subjects.iter().map(|subject| subject.planned.name.text.as_str());
    let near = meant(named, names.chain(routes.iter().map(String::as_str)));
    let message = format!("no operation is called {named:?}");
    report.push(Code::UnmatchedDecision, &["operation"], message, format!("name one that is offered{near}"));
}

fn tool(subject: Subject<'_>, decision: &ToolDecision, report: &mut Report<'_>) -> Tool {
    let Subject { planned, entry, .. } = subject;
    let fixed = arguments::fixed(entry, decision, report);
    let shown = arguments::shown(subject, decision, report);
    arguments::check_overlaps(&fixed, &shown, report);
    lacking::report(entry, (&fixed, &shown), report);
    if decision.pages.is_some() && planned.operation.pagination.is_none() {
        let help = format!("remove it, or decide it: [pagination.{:?}]", planned.operation.route());
        let message = format!("{} has no pages", planned.name.text);
        report.push(Code::UnmatchedDecision, &["output", "pages"], message, help);
    }
    let input = input::schema(&shown, subject.asks, report).to_string();
    let description = description(entry, decision, report);
    let cost = tokens::bound(&input) + tokens::bound(&description);
    if cost > MAX_TOKENS {
        let message = format!("the tool {} costs up to {cost} tokens in every request to a model", decision.name);
        report.push(Code::ToolSchema, &[], message, "show fewer arguments: [tool.arguments]".to_owned());
    }
    Tool {
        name: decision.name.clone(),
        description,
        operation: planned.name.text.clone(),
        input,
        call: call(subject, decision, (&fixed, &shown)).to_string(),
        arguments: shown.into_iter().map(|shown| shown.argument).collect(),
    }
}

fn description(entry: Entry<'_>, decision: &ToolDecision, report: &mut Report<'_>) -> String {
    let own = decision.description.as_deref().map(text::short_line);
    let line = own.unwrap_or_else(|| {
        let summary = Some(entry.summary()).filter(|summary| !summary.is_empty());
        text::short_line(summary.unwrap_or(entry.description())).chars().take(MAX_SUMMARY).collect()
    });
    if line.is_empty() {
        let message = format!("nothing says what the tool {} does", decision.name);
        report.push(Code::ToolSchema, &[], message, "write a description: description = \"…\"".to_owned());
    }
    line
}

/// `{"operation": "…", "params": {"order": "desc"}, "pages": "all", "jq": "…"}`
fn call(subject: Subject<'_>, decision: &ToolDecision, (fixed, shown): (&[(Pointer, Value)], &[Shown<'_>])) -> Value {
    let mut call = json!({"operation": subject.planned.name.text});
    let body = Pointer::new("/body");
    let has_fields = shown.iter().any(|shown| is_within(&shown.target.pointer, &body) && shown.target.pointer != body);
    if has_fields && subject.entry.body().is_some_and(contract::Body::required) {
        put(&mut call, &body, json!({}));
    }
    for (target, value) in fixed {
        put(&mut call, target, value.clone());
    }
    if let Value::Object(members) = &mut call {
        members.extend(decision.pages.clone().map(|pages| ("pages".to_owned(), pages)));
        members.extend(decision.jq.clone().map(|program| ("jq".to_owned(), Value::String(program))));
    }
    call
}

/// Puts a value at a place, with the objects that lead there.
fn put(root: &mut Value, target: &Pointer, value: Value) {
    let mut at = root;
    for key in target.keys() {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(key).or_insert(Value::Null);
    }
    *at = value;
}
