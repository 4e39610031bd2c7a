//! The arguments of the tool `execute`, read leniently where the meaning is plain.

use serde_json::{Map, Value};

use crate::fault::{pointer, quoted};
use crate::similar::nearest;
use crate::{Code, Fault};

const KEYS: [&str; 4] = ["operation", "params", "body", "dry_run"];

/// Arguments from which unknown ones are no longer named one by one.
const MAX_KEYS: usize = 50;

/// A call of one operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// The operation's name: `connections.get`.
    pub operation: String,
    /// Path, query, header and cookie parameters by argument name.
    pub params: Map<String, Value>,
    /// The request body.
    pub body: Option<Value>,
    /// Whether to show the request instead of sending it.
    pub dry_run: bool,
}

impl Call {
    /// Reads `{"operation": "…", "params": {…}, "body": …, "dry_run": false}`. `params` may be JSON text, as some MCP
    /// clients send it; so may `body`, but that takes the operation's schema to tell and is left as it is.
    pub fn from_arguments(arguments: &Map<String, Value>) -> Result<Self, Vec<Fault>> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut call = Self::default();
        let mut keep = |fault: Result<(), Fault>| faults.extend(fault.err());
        for (key, value) in arguments {
            match key.as_str() {
                "operation" => keep(text(value).map(|operation| call.operation = operation)),
                "params" => keep(object(value).map(|params| call.params = params)),
                "body" => call.body = Some(value.clone()),
                "dry_run" => keep(flag(value).map(|dry_run| call.dry_run = dry_run)),
                _ if arguments.len() <= MAX_KEYS => keep(Err(unknown(key, arguments))),
                _ => {}
            }
        }
        if arguments.len() > MAX_KEYS {
            let message = format!("execute has {} arguments, not {}", KEYS.len(), arguments.len());
            faults.push(Fault::new(Code::UnknownArgument, message).allowing(KEYS));
        }
        let renamed = faults.iter().any(|fault| fault.suggestion.as_deref() == Some("operation"));
        if !arguments.contains_key("operation") && !renamed {
            let message = "which operation? The tool search finds it";
            faults.push(Fault::new(Code::MissingArgument, message).at("/operation").expecting("string"));
        }
        if faults.is_empty() { Ok(call) } else { Err(faults) }
    }
}

fn text(value: &Value) -> Result<String, Fault> {
    match value.as_str().map(str::trim) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(Fault::new(Code::InvalidType, "the operation's name must be a string that isn't empty")
            .at("/operation")
            .expecting("string")),
    }
}

fn object(value: &Value) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Null => Ok(Map::new()),
        Value::Object(members) => Ok(members.clone()),
        Value::String(text) if text.trim().is_empty() => Ok(Map::new()),
        Value::String(text) => serde_json::from_str(text).map_err(|_| not_an_object()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => Err(not_an_object()),
    }
}

fn not_an_object() -> Fault {
    Fault::new(Code::InvalidType, "params must be an object of argument names and values")
        .at("/params")
        .expecting("{[name]: value}")
}

fn flag(value: &Value) -> Result<bool, Fault> {
    match value {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(*flag),
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        _ => Err(Fault::new(Code::InvalidType, "dry_run must be true or false").at("/dry_run").expecting("boolean")),
    }
}

/// A key of `execute` that doesn't exist; most often an argument of the operation that belongs into `params`.
fn unknown(key: &str, arguments: &Map<String, Value>) -> Fault {
    let free = KEYS.into_iter().filter(|known| !arguments.contains_key(*known));
    let fault = Fault::new(Code::UnknownArgument, format!("execute has no argument {}", quoted(key)))
        .at(pointer("", key))
        .allowing(KEYS);
    match nearest(key, free) {
        Some(name) => fault.suggesting(name),
        None => fault.suggesting("put arguments of the operation into params, fields of its request body into body"),
    }
}
