//! The calls that a member of a batch makes, once the bodies it needs are there: one job of the jq worker for all of its
//! programs.

use std::fmt::Write;
use std::time::Instant;

use contract::lookup::accepts;
use serde_json::Value;

use super::hole::{Hole, fill};
use super::{MAX_CALLS, Member};
use crate::execute::call::Call;
use crate::execute::find;
use crate::fault::pointer;
use crate::shaping::Whose;
use crate::{Code, Fault, Server, exact};

/// What becomes of an error: 300 characters of its message.
const CAUGHT: &str = "{error: (tostring | .[:300])}";

/// Calls to be made, or why one can't be. Places of faults are within the member.
pub(super) struct Expansion {
    /// How many there would be. Of too many none is listed.
    pub(super) count: usize,
    pub(super) calls: Vec<Result<Call, Fault>>,
}

/// What a member's calls are, given the bodies it needs: `{"syncs": …}`.
pub(super) async fn expansion(
    server: &Server,
    member: &Member,
    bodies: &str,
    turn: (Whose, Instant),
) -> Result<Expansion, Fault> {
    if member.is_fixed() {
        return Ok(Expansion { count: 1, calls: vec![Ok(member.call.clone())] });
    }
    let place = if member.for_each.is_some() { "/for_each" } else { "" };
    let shaped = server.shaper.shape(&program(member), bodies, turn).await.map_err(|fault| fault.at(place))?;
    let read = serde_json::from_str::<Value>(&exact::marked(&shaped.json)).ok();
    if let Some(why) = read.as_ref().and_then(|read| read.get("error")?.as_str()) {
        let fault = Fault::new(Code::InvalidValue, failed(why)).at(place);
        return Err(fault.suggesting(sight(bodies)));
    }
    let parts = read.as_ref().and_then(|read| Some((read.get("count")?.as_u64()?, read.get("rows")?.as_array()?)));
    let Some((count, rows)) = parts else {
        return Err(Fault::new(Code::Internal, "the jq programs of the call gave what can't be read"));
    };
    let texts = texts(server, member);
    let calls = rows.iter().map(|row| filled((member, &texts), row, bodies)).collect();
    Ok(Expansion { count: usize::try_from(count).unwrap_or(usize::MAX), calls })
}

/// All programs of a member as one: bodies to `{"count": 2, "rows": [[[value], [value]], …]}`. An output of a hole stands
/// in an array that shows whether there is one; `{"error": "…"}` stands for what failed.
pub(super) fn program(member: &Member) -> String {
    let mut cells = String::new();
    for (index, hole) in member.holes.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        // A comment in a program ends with its line.
        let _ = write!(cells, "{comma}(try [limit(2; {}\n)] catch {CAUGHT})", hole.program);
    }
    match &member.for_each {
        None => format!("{{count: 1, rows: [[{cells}]]}}"),
        Some(each) => format!(
            ". as $bodies | (try [{each}\n] catch {CAUGHT}) | if type == \"object\" then . else \
             (if length == 1 and (.[0] | type) == \"array\" then .[0] else . end) \
             | {{count: length, rows: (if length > {MAX_CALLS} then [] else \
             [.[] as $item | $bodies + {{item: $item}} | [{cells}]] end)}} end"
        ),
    }
}

/// The holes, by position, that are all of a parameter which is text. A whole number travels there as its digits, whatever
/// the document says that the API's ids are.
fn texts(server: &Server, member: &Member) -> Vec<bool> {
    let entry = find(server, &member.call.operation).ok().map(|(_, entry)| entry);
    let is_text = |hole: &Hole| {
        entry.is_some_and(|entry| {
            entry.parameters().any(|parameter| {
                let schema = parameter.schema();
                hole.path == pointer("/params", parameter.argument())
                    && accepts(schema, "string")
                    && !accepts(schema, "integer")
            })
        })
    };
    member.holes.iter().map(is_text).collect()
}

fn filled((member, texts): (&Member, &[bool]), row: &Value, bodies: &str) -> Result<Call, Fault> {
    let cells = row.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut values = Vec::new();
    for ((hole, cell), is_text) in member.holes.iter().zip(cells).zip(texts) {
        let is_parameter = hole.path.strip_prefix("/params/").is_some_and(|name| !name.contains('/'));
        let message = match cell.as_array().map(Vec::as_slice) {
            Some([Value::Null]) if is_parameter => "the jq program gave null, and a parameter needs a value".to_owned(),
            Some([Value::Number(number)]) if *is_text && (number.is_i64() || number.is_u64()) => {
                values.push(Value::from(number.to_string()));
                continue;
            }
            Some([value]) => {
                values.push(value.clone());
                continue;
            }
            Some([]) => "the jq program gave no value".to_owned(),
            Some(_) => "the jq program gave several values; [ … ] makes them a list".to_owned(),
            None => failed(cell.get("error").and_then(Value::as_str).unwrap_or_default()),
        };
        let fault = Fault::new(Code::InvalidValue, message);
        return Err(fault.at(&*hole.path).suggesting(sight(bodies)));
    }
    let mut call = member.call.clone();
    fill(&mut call, &mut values.into_iter())?;
    Ok(call)
}

fn failed(why: &str) -> String {
    format!("the jq program failed: {}", why.replace(char::is_control, " "))
}

/// What programs see, for whoever wrote one.
fn sight(bodies: &str) -> String {
    let names: Vec<String> = serde_json::from_str::<std::collections::BTreeMap<String, serde::de::IgnoredAny>>(bodies)
        .map(|bodies| bodies.into_keys().take(8).map(|id| format!("{}: …", Value::from(id))).collect())
        .unwrap_or_default();
    format!(
        "it sees {{{}}}, the bodies of calls before it, and in params and body .item too; in for_each, select drops items",
        names.join(", ")
    )
}
