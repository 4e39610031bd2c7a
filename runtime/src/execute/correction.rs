//! The whole call as it was probably meant, where every mistake in it has one plausible correction.
//!
//! Nothing is sent: whoever made the call sees the corrected one and decides. It is only offered if it passes every check.

use contract::Entry;
use contract::lookup::declares;
use serde_json::{Map, Value};

use super::call::Call;
use super::find;
use super::matching::Matched;
use crate::{Caller, Code, Fault, Server, exact};

/// Mistakes from which on nothing is guessed.
const MAX_FAULTS: usize = 8;

/// Longest corrected call, in bytes.
const MAX_LENGTH: usize = 4_000;

/// Makes a tool's arguments those of `execute`.
type Translation = dyn Fn(&Map<String, Value>) -> Option<Map<String, Value>>;

/// Adds the corrected call to the faults of the call with these arguments of the tool, if there is one.
pub(crate) fn correct(
    (server, caller): (&Server, &Caller),
    arguments: &Map<String, Value>,
    faults: Vec<Fault>,
) -> Vec<Fault> {
    let corrected = corrected((server, caller), arguments, &faults);
    with(corrected, faults)
}

/// The same for a call of a curated tool over the operation `named`. Faults speak of the tool's arguments, which `called`
/// makes those of `execute`; none if the tool doesn't have them.
pub(crate) fn correct_curated(
    (server, caller): (&Server, &Caller),
    (named, arguments): (&str, &Map<String, Value>),
    faults: Vec<Fault>,
    called: &Translation,
) -> Vec<Fault> {
    let corrected = || {
        let (_, entry) = find(server, named).ok().filter(|_| is_correctable(&faults))?;
        let mut call = Value::Object(arguments.clone());
        faults.iter().try_for_each(|fault| mend(&mut call, fault, entry))?;
        passes((entry, caller), &called(call.as_object()?)?)?;
        Some(call)
    };
    let corrected = corrected();
    with(corrected, faults)
}

fn with(corrected: Option<Value>, mut faults: Vec<Fault>) -> Vec<Fault> {
    let short = corrected.filter(|call| call.to_string().len() <= MAX_LENGTH);
    if let (Some(call), Some(first)) = (short, faults.first_mut()) {
        first.details_mut().corrected = Some(call);
    }
    faults
}

/// Whether all there is to say is of a kind that a caller's slip has.
fn is_correctable(faults: &[Fault]) -> bool {
    let is_slip = |fault: &Fault| {
        matches!(fault.code, Code::UnknownArgument | Code::UnknownOperation | Code::InvalidType | Code::InvalidValue)
    };
    !faults.is_empty() && faults.len() <= MAX_FAULTS && faults.iter().all(is_slip)
}

/// Whether arguments of `execute` pass every check.
fn passes((entry, caller): (Entry<'static>, &Caller), arguments: &Map<String, Value>) -> Option<()> {
    let read = Call::from_arguments(arguments).ok().filter(|read| read.strays.is_empty())?;
    Matched::new(entry, read, &caller.parameter_defaults).ok().map(drop)
}

fn corrected((server, caller): (&Server, &Caller), arguments: &Map<String, Value>, faults: &[Fault]) -> Option<Value> {
    if !is_correctable(faults) {
        return None;
    }
    let mut call = Value::Object(arguments.clone());
    if let Some(text) = call.get("params").and_then(Value::as_str) {
        let params = serde_json::from_str(&exact::marked(text)).ok()?;
        *call.get_mut("params")? = params;
    }
    for fault in faults.iter().filter(|fault| fault.code == Code::UnknownOperation) {
        let [only] = &*fault.allowed else { return None };
        *call.get_mut("operation")? = Value::from(only.as_str());
    }
    let (_, entry) = find(server, call.get("operation")?.as_str()?).ok()?;
    for fault in faults.iter().filter(|fault| fault.code != Code::UnknownOperation) {
        mend(&mut call, fault, entry)?;
    }
    passes((entry, caller), call.as_object()?)?;
    Some(call)
}

/// Corrects one mistake; none if there is no one way to.
fn mend(call: &mut Value, fault: &Fault, entry: Entry<'_>) -> Option<()> {
    let path = fault.path.as_deref()?;
    match (fault.code, fault.suggestion.as_deref()) {
        (Code::UnknownArgument, Some(meant)) if meant.starts_with('/') => {
            let value = take(call, path)?;
            put(call, meant, value)
        }
        (Code::UnknownArgument, Some(meant)) if path.starts_with("/params/") && is_for_body(meant) => {
            into_body(call, entry)
        }
        (Code::UnknownArgument, Some(meant)) => {
            let value = take(call, path)?;
            let (parent, _) = path.rsplit_once('/')?;
            put(call, &format!("{parent}/{}", meant.replace('~', "~0").replace('/', "~1")), value)
        }
        (Code::InvalidValue, Some(meant)) if fault.allowed.iter().any(|allowed| allowed == meant) => {
            *call.pointer_mut(path)? = Value::from(meant);
            Some(())
        }
        (Code::InvalidType, _) => convert(call.pointer_mut(path)?, fault.expected.as_deref()?),
        _ => None,
    }
}

fn is_for_body(suggestion: &str) -> bool {
    suggestion == "put it into body" || suggestion.starts_with("{\"params\"")
}

/// Moves those members of `params` into the body that only the body knows.
fn into_body(call: &mut Value, entry: Entry<'_>) -> Option<()> {
    let schema = entry.body()?.schema();
    let params = call.get("params")?.as_object()?;
    let is_parameter = |key: &str| entry.parameters().any(|parameter| parameter.argument() == key);
    let lost: Vec<String> = params.keys().filter(|key| !is_parameter(key) && declares(schema, key)).cloned().collect();
    for key in lost {
        let value = call.get_mut("params")?.as_object_mut()?.shift_remove(&key)?;
        let body = call.as_object_mut()?.entry("body").or_insert_with(|| Map::new().into());
        if body.as_object_mut()?.insert(key, value).is_some() {
            return None;
        }
    }
    Some(())
}

/// A single value as a list of one, a number or boolean as text.
fn convert(value: &mut Value, expected: &str) -> Option<()> {
    let converted = match value {
        Value::Null | Value::Array(_) => return None,
        _ if expected.ends_with("[]") => Value::from(vec![value.take()]),
        Value::Number(number) if expected == "string" => Value::from(number.to_string()),
        Value::Bool(flag) if expected == "string" => Value::from(flag.to_string()),
        _ => return None,
    };
    *value = converted;
    Some(())
}

fn take(call: &mut Value, path: &str) -> Option<Value> {
    let (parent, key) = path.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    call.pointer_mut(parent)?.as_object_mut()?.shift_remove(&key)
}

/// Puts a value where there is none yet.
fn put(call: &mut Value, path: &str, value: Value) -> Option<()> {
    let (parent, key) = path.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    if matches!(parent, "/params" | "/body") {
        call.as_object_mut()?.entry(parent.trim_start_matches('/')).or_insert_with(|| Map::new().into());
    }
    let members = call.pointer_mut(parent)?.as_object_mut()?;
    members.insert(key, value).is_none().then_some(())
}
