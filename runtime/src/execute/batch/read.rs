//! The arguments of `execute` that make a batch.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Batch, CONCURRENCY, EXAMPLE, MAX_CALLS, MAX_CONCURRENCY, Member, hole, place, within};
use crate::execute::call::{Call, flag, program};
use crate::fault::{pointer, quoted};
use crate::similar::nearest;
use crate::{Code, Fault, arguments, exact};

const KEYS: [&str; 4] = ["calls", "jq", "concurrency", "dry_run"];
const OWN_KEYS: [&str; 8] = ["id", "for_each", "operation", "params", "body", "content_type", "pages", "jq"];

/// Longest name of a call, in bytes.
const MAX_ID: usize = 40;

/// What programs call the item of a `for_each`.
const ITEM: &str = "item";

/// Reads `{"calls": […], "jq": "…", "concurrency": 4, "dry_run": false}`; `calls` may be JSON text.
pub(in crate::execute) fn read(arguments: &Map<String, Value>) -> Result<Call, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut call = Call::default();
    let mut batch = Batch { concurrency: CONCURRENCY, ..Batch::default() };
    for (key, value) in arguments.iter().take(KEYS.len() + 20) {
        let read = match key.as_str() {
            "calls" => members(value, &mut faults).map(|members| batch.members = members),
            "jq" => program(value).map(|program| call.jq = program),
            "concurrency" => concurrency(value).map(|concurrency| batch.concurrency = concurrency),
            "dry_run" => flag(value).map(|flag| call.dry_run = flag),
            _ if value.is_null() => Ok(()),
            _ => Err(stray(key)),
        };
        faults.extend(read.err());
    }
    call.batch = Some(batch);
    if faults.is_empty() { Ok(call) } else { Err(faults) }
}

fn stray(key: &str) -> Fault {
    let fault = Fault::new(Code::UnknownArgument, format!("beside calls there is no argument {}", quoted(key)))
        .at(pointer("", key))
        .allowing(KEYS);
    match key {
        "approval" => fault.suggesting("make the call that takes an approval alone"),
        _ if OWN_KEYS.contains(&key) => fault.suggesting("put it into one of the calls"),
        _ => match nearest(key, KEYS) {
            Some(name) => fault.suggesting(name),
            None => fault,
        },
    }
}

fn concurrency(value: &Value) -> Result<usize, Fault> {
    let count = match value {
        Value::Null => return Ok(CONCURRENCY),
        Value::Number(number) => arguments::unsigned(number),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let count =
        count.and_then(|count| usize::try_from(count).ok()).filter(|count| (1..=MAX_CONCURRENCY).contains(count));
    count.ok_or_else(|| {
        let message = format!("concurrency must be a number from 1 to {MAX_CONCURRENCY}");
        Fault::new(Code::InvalidValue, message).at("/concurrency").expecting("integer")
    })
}

fn members(value: &Value, faults: &mut Vec<Fault>) -> Result<Vec<Member>, Fault> {
    let not_a_list = || {
        let fault = Fault::new(Code::InvalidType, "calls must be a list of calls").at("/calls");
        fault.expecting("{operation, params}[]").suggesting(EXAMPLE)
    };
    let parsed;
    let calls = match value {
        Value::Array(calls) => calls,
        Value::String(text) => {
            parsed = serde_json::from_str::<Vec<Value>>(&exact::marked(text)).map_err(|_| not_a_list())?;
            &parsed
        }
        _ => return Err(not_a_list()),
    };
    if calls.is_empty() || calls.len() > MAX_CALLS {
        let message = format!("there are {} calls; 1 to {MAX_CALLS} are possible", calls.len());
        return Err(Fault::new(Code::InvalidValue, message).at("/calls").suggesting(EXAMPLE));
    }
    let mut names = BTreeSet::new();
    let mut members = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        match member(index, call) {
            Ok(member) if names.contains(&member.id) => {
                let message = format!("{} is the id of a call before", quoted(&member.id));
                faults.push(Fault::new(Code::InvalidValue, message).at(pointer(&place(index), "id")));
            }
            Ok(member) => {
                names.insert(member.id.clone());
                members.push(member);
            }
            Err(mistakes) => faults.extend(mistakes.into_iter().map(|fault| within(index, fault))),
        }
    }
    Ok(members)
}

/// One call; its faults have paths within it.
fn member(index: usize, value: &Value) -> Result<Member, Vec<Fault>> {
    let Value::Object(arguments) = value else {
        let message = "a call is an object with operation, params and so on";
        return Err(vec![Fault::new(Code::InvalidType, message).expecting("{operation, params}").suggesting(EXAMPLE)]);
    };
    let mut arguments = arguments.clone();
    let (id, for_each) = (arguments.shift_remove("id"), arguments.shift_remove("for_each"));
    let mut faults = Vec::new();
    for key in ["calls", "dry_run", "approval"] {
        if arguments.shift_remove(key).is_some_and(|value| !value.is_null()) {
            let fault = Fault::new(Code::UnknownArgument, format!("a call of a batch has no {key}"));
            let fault = fault.at(pointer("", key)).allowing(OWN_KEYS);
            faults.push(match key {
                "dry_run" => fault.suggesting("put it beside calls"),
                "approval" => fault.suggesting("make the call that takes an approval alone"),
                _ => fault.suggesting("put all calls into one list"),
            });
        }
    }
    let id = name(index, id).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let for_each = program(&for_each.unwrap_or_default())
        .map_err(|fault| {
            faults.push(
                Fault { message: "for_each must be the text of a jq program".to_owned(), ..fault }
                    .at("/for_each")
                    .suggesting(EXAMPLE),
            );
        })
        .unwrap_or_default();
    match Call::from_arguments(&arguments) {
        Ok(mut call) => match hole::find(&mut call) {
            Ok(holes) if faults.is_empty() => {
                call.strays.iter_mut().for_each(|stray| own_keys(&mut stray.fault));
                return Ok(Member { id, for_each, call, holes });
            }
            Ok(_) => {}
            Err(mistakes) => faults.extend(mistakes),
        },
        Err(mut mistakes) => {
            mistakes.iter_mut().for_each(own_keys);
            faults.extend(mistakes);
        }
    }
    Err(faults)
}

/// Has a fault name the arguments that a call of a batch has.
fn own_keys(fault: &mut Fault) {
    if fault.code != Code::UnknownArgument {
        return;
    }
    fault.allowed = OWN_KEYS.map(str::to_owned).into();
    let key = fault.path.as_deref().unwrap_or_default().trim_start_matches('/');
    if let Some(name) = nearest(key, OWN_KEYS) {
        fault.suggestion = Some(name.into());
    }
}

fn name(index: usize, id: Option<Value>) -> Result<String, Fault> {
    let refused = |message: &str| {
        Fault::new(Code::InvalidValue, message).at("/id").suggesting("letters, digits and _, a letter first: syncs")
    };
    match id {
        None | Some(Value::Null) => Ok(index.to_string()),
        Some(Value::String(text)) => {
            let fits = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            let begins = text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
            if !begins || !fits(&text) || text.len() > MAX_ID {
                return Err(refused("an id is a name that jq can write: .syncs"));
            }
            if text == ITEM {
                return Err(refused("\"item\" is what programs call the item of a for_each"));
            }
            Ok(text)
        }
        Some(_) => Err(refused("an id is a string").expecting("string")),
    }
}
