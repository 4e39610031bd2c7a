//! Values of a call that a program gives: `{"$jq": ".item.id"}`.

use serde_json::{Map, Value};

use crate::execute::call::Call;
use crate::fault::pointer;
use crate::{Code, Fault, exact};

use super::EXAMPLE;

/// The member that makes an object a hole.
const KEY: &str = "$jq";

/// Most holes of one call.
const MAX_HOLES: usize = 40;

/// A value to be filled in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hole {
    /// Where it is: `/params/id`.
    pub(super) path: String,
    pub(super) program: String,
}

/// The holes of a call in the order in which [`fill`] takes their values. A body that is JSON text with holes is read.
pub(super) fn find(call: &mut Call) -> Result<Vec<Hole>, Vec<Fault>> {
    if let Some(Value::String(text)) = &call.body
        && text.contains(KEY)
        && let Ok(read @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str::<Value>(&exact::marked(text))
    {
        call.body = Some(read);
    }
    let (mut holes, mut faults) = (Vec::new(), Vec::new());
    members(&call.params, "/params", &mut holes, &mut faults);
    if let Some(body) = &call.body {
        look(body, "/body", &mut holes, &mut faults);
    }
    if holes.len() > MAX_HOLES {
        let message = format!("{} values are computed by jq, and {MAX_HOLES} are possible", holes.len());
        faults.push(Fault::new(Code::InvalidValue, message).suggesting("compute an object or a list as one value"));
    }
    if faults.is_empty() { Ok(holes) } else { Err(faults) }
}

fn look(value: &Value, path: &str, holes: &mut Vec<Hole>, faults: &mut Vec<Fault>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(item, &pointer(path, &index.to_string()), holes, faults);
            }
        }
        Value::Object(object) => members(object, path, holes, faults),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn members(object: &Map<String, Value>, path: &str, holes: &mut Vec<Hole>, faults: &mut Vec<Fault>) {
    match (object.get(KEY), object.len()) {
        (None, _) => object.iter().for_each(|(key, member)| look(member, &pointer(path, key), holes, faults)),
        (Some(Value::String(program)), 1) => {
            holes.push(Hole { path: path.to_owned(), program: program.clone() });
        }
        (Some(_), _) => {
            let message = "an object with \"$jq\" has this one member, and it is the text of a program";
            faults.push(
                Fault::new(Code::InvalidValue, message).at(path).expecting("{\"$jq\": string}").suggesting(EXAMPLE),
            );
        }
    }
}

/// The call with values in the place of its holes.
pub(super) fn fill(call: &mut Call, values: &mut impl Iterator<Item = Value>) -> Result<(), Fault> {
    let mut params = Value::Object(std::mem::take(&mut call.params));
    put(&mut params, values);
    call.body.iter_mut().for_each(|body| put(body, values));
    let Value::Object(params) = params else {
        let message = "the program of params must give an object of argument names and values";
        return Err(Fault::new(Code::InvalidType, message).at("/params").expecting("{[name]: value}"));
    };
    call.params = params;
    Ok(())
}

fn put(value: &mut Value, values: &mut impl Iterator<Item = Value>) {
    match value {
        Value::Object(members) if members.contains_key(KEY) => *value = values.next().unwrap_or_default(),
        Value::Object(members) => members.values_mut().for_each(|member| put(member, values)),
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, values)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a fault of a call whose holes are empty is due to one of them. A name that is unknown stays unknown whatever its
/// value is.
pub(super) fn explains(holes: &[Hole], fault: &Fault) -> bool {
    let Some(path) = fault.path.as_deref().map(plain) else { return false };
    let is_of_value = matches!(fault.code, Code::InvalidType | Code::InvalidValue);
    holes.iter().map(|hole| plain(&hole.path)).any(|hole| {
        let below = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
        below(&path, &hole) || (is_of_value && (path == hole || below(&hole, &path)))
    })
}

/// A place as it is whichever way a call names the parameter: `/params/query.Page` as `/params/page`.
fn plain(path: &str) -> String {
    let Some(name) = path.strip_prefix("/params/") else { return path.to_owned() };
    let bare = ["path.", "query.", "header.", "cookie."].iter().find_map(|prefix| name.strip_prefix(prefix));
    format!("/params/{}", bare.unwrap_or(name).to_lowercase())
}
