//! The arguments of a curated tool put where `execute` wants them.

use serde_json::{Map, Value};

use crate::fault::{pointer, quoted};
use crate::similar::nearest;
use crate::{Code, CuratedTool, Fault, ToolArgument};

/// The argument by which an approval comes.
const APPROVAL: &str = "approval";

/// Unknown arguments from which on they are no longer named one by one.
const MAX_UNKNOWN: usize = 20;

pub(super) fn arguments(tool: &CuratedTool, given: &Map<String, Value>) -> (Map<String, Value>, Vec<Fault>) {
    let mut call: Value = serde_json::from_str(tool.call).unwrap_or_default();
    let mut faults = Vec::new();
    let mut missing = Vec::new();
    for argument in tool.arguments {
        match value(argument, given) {
            Some(value) => put(&mut call, argument.target, value),
            None if argument.required => missing.push(argument),
            None => {}
        }
    }
    if let Some(approval) = given.get(APPROVAL) {
        put(&mut call, "/approval", approval.clone());
    }
    let is_known = |key: &str| key == APPROVAL || tool.arguments.iter().any(|argument| argument.name == key);
    let unknown: Vec<&String> = given.keys().filter(|key| !is_known(key)).collect();
    if unknown.len() > MAX_UNKNOWN {
        let message = format!("{} has {} arguments, not {}", tool.name, tool.arguments.len(), given.len());
        faults.push(Fault::new(Code::UnknownArgument, message).allowing(names(tool)));
    } else {
        for key in unknown {
            let (fault, meant) = strange(tool, key, given);
            missing.retain(|argument| Some(argument.name) != meant);
            faults.push(fault);
        }
    }
    faults.extend(missing.into_iter().map(lacking));
    match call {
        Value::Object(call) => (call, faults),
        _ => (Map::new(), faults),
    }
}

/// What a call has for an argument. Null is none, but for fields of a body, which it may clear.
fn value(argument: &ToolArgument, given: &Map<String, Value>) -> Option<Value> {
    let is_field = argument.target.starts_with("/body/");
    let own = given.get(argument.name).filter(|value| !value.is_null() || is_field && argument.default.is_none());
    own.cloned().or_else(|| serde_json::from_str(argument.default?).ok())
}

/// An argument that the tool doesn't have, and the one that was probably meant.
fn strange(tool: &CuratedTool, key: &str, given: &Map<String, Value>) -> (Fault, Option<&'static str>) {
    let free = tool.arguments.iter().map(|argument| argument.name).filter(|name| !given.contains_key(*name));
    let meant = nearest(key, free);
    let message = format!("{} has no argument {}", tool.name, quoted(key));
    let fault = Fault::new(Code::UnknownArgument, message).at(pointer("", key)).allowing(names(tool));
    match meant {
        Some(name) => (fault.suggesting(name), meant),
        None => (fault.suggesting("leave it out"), None),
    }
}

fn lacking(argument: &ToolArgument) -> Fault {
    Fault::new(Code::MissingArgument, format!("the argument {} is required", quoted(argument.name)))
        .at(pointer("", argument.name))
}

fn names(tool: &CuratedTool) -> impl Iterator<Item = &'static str> {
    tool.arguments.iter().map(|argument| argument.name)
}

/// Puts a value at a place, with the objects that lead there.
fn put(root: &mut Value, target: &str, value: Value) {
    let mut at = root;
    for key in target.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")) {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(key).or_insert(Value::Null);
    }
    *at = value;
}
