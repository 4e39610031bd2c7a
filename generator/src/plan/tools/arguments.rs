//! The arguments that a tool shows, and the values that it doesn't.

use std::collections::BTreeSet;

use contract::check::check;
use contract::lookup::accepts;
use contract::{Entry, Idempotency};
use serde_json::Value;

use super::properties::properties;
use super::report::Report;
use super::target::{Target, spelled, target};
use super::{Subject, ToolArgument};
use crate::Code;
use crate::pointer::Pointer;
use crate::vendor::{APPROVAL, ArgumentDecision, LONGEST_NAME, ToolDecision, is_argument_name, meant};
use crate::words::ascii_words;

/// An argument that a tool shows.
pub(super) struct Shown<'a> {
    pub(super) argument: ToolArgument,
    pub(super) target: Target<'a>,
    /// vendor.toml's own description.
    pub(super) description: Option<String>,
    pub(super) default: Option<Value>,
}

/// The values that aren't shown, by their places in the arguments of `execute`.
pub(super) fn fixed(entry: Entry<'_>, decision: &ToolDecision, report: &mut Report<'_>) -> Vec<(Pointer, Value)> {
    let mut fixed = Vec::new();
    for (name, value) in &decision.fixed {
        match target(entry, name) {
            Ok(target) => {
                fits(&target, value, &["fixed", name], report);
                fixed.push((target.pointer, value.clone()));
            }
            Err(known) => unmatched(name, &known, &["fixed", name], report),
        }
    }
    fixed
}

/// The arguments of a tool, in the operation's order.
pub(super) fn shown<'a>(subject: Subject<'a>, decision: &ToolDecision, report: &mut Report<'_>) -> Vec<Shown<'a>> {
    let entry = subject.entry;
    let everything = everything(entry);
    let mut shown = match &decision.arguments {
        None => automatic(subject, decision, everything.clone(), report),
        Some(decided) => {
            let decided = decided.iter().filter_map(|(name, argument)| one(entry, name, argument, report));
            decided.collect()
        }
    };
    let position = |pointer: &Pointer| {
        let within = |target: &Target<'_>| is_within(pointer, &target.pointer);
        everything.iter().position(within).unwrap_or(usize::MAX)
    };
    shown.sort_by_key(|shown| position(&shown.target.pointer));
    let has_body = decision.fixed.keys().any(|name| name.starts_with("body") || name.starts_with("/body"));
    let expected = has_body || entry.body().is_some_and(contract::Body::required);
    for shown in &mut shown {
        let in_body = is_within(&shown.target.pointer, &Pointer::new("/body"));
        let required = shown.target.required && (!in_body || expected);
        shown.argument.required = required && shown.default.is_none();
    }
    shown
}

fn one<'a>(entry: Entry<'a>, name: &str, argument: &ArgumentDecision, report: &mut Report<'_>) -> Option<Shown<'a>> {
    let target = match target(entry, &argument.from) {
        Ok(target) => target,
        Err(known) => {
            unmatched(&argument.from, &known, &["arguments", name], report);
            return None;
        }
    };
    if let Some(default) = &argument.default {
        fits(&target, default, &["arguments", name, "default"], report);
    }
    let mut shown = named(name, target);
    shown.argument.default = argument.default.as_ref().map(Value::to_string);
    Some(Shown { description: argument.description.clone(), default: argument.default.clone(), ..shown })
}

fn named<'a>(name: &str, target: Target<'a>) -> Shown<'a> {
    let argument = ToolArgument {
        name: name.to_owned(),
        target: target.pointer.as_str().to_owned(),
        required: false,
        default: None,
    };
    Shown { argument, target, description: None, default: None }
}

/// Every argument of an operation: parameters, and the fields of the request body where it has some. An idempotency key is
/// none, as the runtime makes it.
pub(super) fn everything(entry: Entry<'_>) -> Vec<Target<'_>> {
    let (header, member) = match entry.idempotency() {
        Some(Idempotency::Header(slot, _)) => (Some(slot), None),
        Some(Idempotency::Member(name)) => (None, Some(name)),
        None => (None, None),
    };
    let parameters = entry.parameters().enumerate().filter(|(slot, _)| Some(*slot) != header);
    let mut all: Vec<_> = parameters.map(|(_, parameter)| Target::parameter(parameter)).collect();
    let Some(body) = Target::body(entry) else { return all };
    let schema = body.schema.filter(|schema| accepts(*schema, "object"));
    let names = schema.map(properties).unwrap_or_default();
    let sent = Target { required: true, ..body.clone() };
    let fields = names.iter().filter(|(name, _)| Some(*name) != member);
    let fields: Vec<_> = fields.filter_map(|(name, _)| sent.field(name).ok()).collect();
    if names.is_empty() {
        all.push(body);
    } else {
        all.extend(fields);
    }
    all
}

/// Everything that isn't fixed and that following pages doesn't need, under names that every client takes.
fn automatic<'a>(
    subject: Subject<'a>,
    decision: &ToolDecision,
    everything: Vec<Target<'a>>,
    report: &mut Report<'_>,
) -> Vec<Shown<'a>> {
    let Subject { planned, entry, .. } = subject;
    let fixed: Vec<Pointer> =
        decision.fixed.keys().filter_map(|name| target(entry, name).ok()).map(|target| target.pointer).collect();
    let paging = planned.operation.pagination.as_ref().filter(|_| decision.pages.is_some());
    let paging = paging.and_then(|pagination| pagination.parameter.as_deref());
    let parameter = |name: &str| entry.parameters().find(|parameter| parameter.name() == name);
    let turned = paging.and_then(|name| match contract::Pagination::within_body(name) {
        Some(_) => Some(Pointer::new(name)),
        None => parameter(name).map(|parameter| Target::parameter(parameter).pointer),
    });
    let mut taken = BTreeSet::from([APPROVAL.to_owned()]);
    let mut shown = Vec::new();
    for target in everything {
        if turned.as_ref() == Some(&target.pointer) || fixed.iter().any(|fixed| is_within(fixed, &target.pointer)) {
            continue;
        }
        let short = name(&target.pointer.last());
        let long = name(&target.pointer.keys().collect::<Vec<_>>().join("_"));
        match [short, long].into_iter().find(|name| is_argument_name(name) && !taken.contains(name)) {
            Some(name) => {
                taken.insert(name.clone());
                shown.push(named(&name, target));
            }
            None => {
                let from = spelled(&target.pointer);
                let message = format!("the argument {from} of the tool {} has no name of its own", report.tool);
                let help = format!("name it, and all others that are shown: [tool.arguments] my_name = {from:?}");
                report.push(Code::InvalidVendor, &[], message, help);
            }
        }
    }
    shown
}

/// A name as it is, or made of its words.
fn name(text: &str) -> String {
    if is_argument_name(text) {
        text.to_owned()
    } else {
        ascii_words(text).join("_").chars().take(LONGEST_NAME).collect()
    }
}

/// Says where two of the tool's values have one place, or one lies within the other.
pub(super) fn check_overlaps(fixed: &[(Pointer, Value)], shown: &[Shown<'_>], report: &mut Report<'_>) {
    let shown = shown.iter().map(|shown| (&shown.target.pointer, shown.argument.name.as_str()));
    let mut places: Vec<(&Pointer, &str)> = fixed.iter().map(|(place, _)| (place, "[tool.fixed]")).collect();
    places.extend(shown);
    for (index, (place, name)) in places.iter().enumerate() {
        let earlier = places.iter().take(index);
        let meets = |(other, _): &&(&Pointer, &str)| is_within(place, other) || is_within(other, place);
        if let Some((_, other)) = earlier.clone().find(meets) {
            let message = format!("{name} and {other} both give {}", spelled(place));
            report.push(Code::InvalidVendor, &["name"], message, "remove one of them".to_owned());
        }
    }
}

/// Whether a place is another one or lies in it.
pub(super) fn is_within(inner: &Pointer, outer: &Pointer) -> bool {
    inner.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn fits(target: &Target<'_>, value: &Value, keys: &[&str], report: &mut Report<'_>) {
    let Some(schema) = target.schema else { return };
    if let Some(problem) = check(schema, value, "").into_iter().next() {
        let at = if problem.path.is_empty() { String::new() } else { format!(" at {}", problem.path) };
        let message = format!("{} can't have this value{at}: {}", spelled(&target.pointer), problem.message);
        let help = match problem.suggestion {
            Some(suggestion) => format!("correct it; did you mean `{suggestion}`?"),
            None => "write a value that the operation's schema accepts".to_owned(),
        };
        report.push(Code::InvalidVendor, keys, message, help);
    }
}

fn unmatched(name: &str, known: &[String], keys: &[&str], report: &mut Report<'_>) {
    let near = meant(name, known.iter().map(String::as_str));
    let help = if known.is_empty() {
        "remove it: there is nothing to give there".to_owned()
    } else {
        let few: Vec<&str> = known.iter().take(12).map(String::as_str).collect();
        format!("use one of {}{near}", few.join(", "))
    };
    report.push(Code::UnmatchedDecision, keys, format!("the operation has no argument {name:?}"), help);
}
