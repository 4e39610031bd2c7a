//! The arguments of the tool `execute`, read leniently where the meaning is plain.

use serde_json::{Map, Value};

use super::batch::{self, Batch};
use super::pages::Pages;
use crate::fault::{pointer, quoted};
use crate::similar::nearest;
use crate::{Code, Consent, Fault, exact};

const KEYS: [&str; 9] = ["operation", "params", "body", "content_type", "pages", "jq", "calls", "dry_run", "approval"];

/// Arguments from which unknown ones are no longer named one by one.
const MAX_KEYS: usize = 50;

/// A call of one operation, or a batch of calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// The operation's name: `connections.get`.
    pub operation: String,
    /// Path, query, header and cookie parameters by argument name.
    pub params: Map<String, Value>,
    /// The request body.
    pub body: Option<Value>,
    /// The media type to send it in, where the operation has several.
    pub content_type: Option<String>,
    /// How many pages of a list to follow; none asks for one answer as it is.
    pub pages: Option<Pages>,
    /// A jq program over the answer's body.
    pub jq: Option<String>,
    /// Whether to show the request instead of sending it.
    pub dry_run: bool,
    /// What approves the call, where it takes an approval.
    pub approval: Option<Consent>,
    /// The calls to make in place of one; then of the rest `jq` and `dry_run` count, for all of them together.
    pub batch: Option<Batch>,
    /// Arguments that the tool doesn't have. With one, the call is checked and not sent.
    pub strays: Vec<Stray>,
    /// What else is wrong with the tool's own arguments. With one, the call is checked and not sent.
    pub mistakes: Vec<Fault>,
}

/// An argument that the tool doesn't have; most often one of the operation that belongs into `params` or `body`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stray {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// The mistake, as far as the tool itself can tell.
    pub fault: Fault,
}

impl Call {
    /// Reads `{"operation": "…", "params": {…}, "body": …, "pages": "all", "jq": "…", "dry_run": false}`. `params` may be JSON text, as some MCP
    /// clients send it; so may `body`, but that takes the operation's schema to tell and is left as it is.
    ///
    /// With `calls`, a batch: see [`Batch`].
    ///
    /// Mistakes stay with the call, to come in one answer with those in `params` and `body`. A call that names no
    /// operation is an error: there is nothing to check the rest against.
    pub fn from_arguments(arguments: &Map<String, Value>) -> Result<Self, Vec<Fault>> {
        if arguments.get("calls").is_some_and(|calls| !calls.is_null()) {
            return batch::read(arguments);
        }
        let mut call = Self::default();
        for (key, value) in arguments {
            let read = match key.as_str() {
                "operation" => text(value).map(|operation| call.operation = operation),
                "params" => object(value).map(|params| call.params = params),
                "body" => {
                    call.body = Some(value.clone());
                    Ok(())
                }
                "content_type" => media_type(value).map(|content_type| call.content_type = content_type),
                "pages" => Pages::read(value).map(|pages| call.pages = pages),
                "jq" => program(value).map(|program| call.jq = program),
                "calls" => Ok(()),
                "dry_run" => flag(value).map(|dry_run| call.dry_run = dry_run),
                "approval" => consent(value).map(|consent| call.approval = consent),
                _ => {
                    if arguments.len() <= MAX_KEYS {
                        let fault = unknown(key, arguments);
                        call.strays.push(Stray { key: key.clone(), value: value.clone(), fault });
                    }
                    Ok(())
                }
            };
            call.mistakes.extend(read.err());
        }
        if arguments.len() > MAX_KEYS {
            let message = format!("execute has {} arguments, not {}", KEYS.len(), arguments.len());
            call.mistakes.push(Fault::new(Code::UnknownArgument, message).allowing(KEYS));
        }
        if !call.operation.is_empty() {
            return Ok(call);
        }
        if !call.lacks("operation") {
            let message = "which operation? The tool search finds it";
            call.mistakes.push(Fault::new(Code::MissingArgument, message).at("/operation").expecting("string"));
        }
        Err(call.into_faults())
    }

    /// The operations that it names, if it is sent.
    pub(crate) fn operations(&self) -> Vec<String> {
        match &self.batch {
            _ if self.dry_run => Vec::new(),
            Some(batch) => batch.operations().map(str::to_owned).collect(),
            None => vec![self.operation.clone()],
        }
    }

    /// Whether an argument was given that can't be read, or under another name.
    pub(super) fn lacks(&self, key: &str) -> bool {
        let place = pointer("", key);
        self.strays.iter().any(|stray| stray.fault.suggestion.as_deref() == Some(key))
            || self.mistakes.iter().any(|fault| fault.path.as_deref() == Some(&*place))
    }

    /// Everything that is wrong with the tool's own arguments.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.strays.into_iter().map(|stray| stray.fault).chain(self.mistakes).collect()
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

fn media_type(value: &Value) -> Result<Option<String>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => Ok(Some(text.trim().to_owned())),
        _ => Err(Fault::new(Code::InvalidType, "content_type must be a media type")
            .at("/content_type")
            .expecting("string")),
    }
}

fn object(value: &Value) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Null => Ok(Map::new()),
        Value::Object(members) => Ok(members.clone()),
        Value::String(text) if text.trim().is_empty() => Ok(Map::new()),
        Value::String(text) => serde_json::from_str(&exact::marked(text)).map_err(|_| not_an_object()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => Err(not_an_object()),
    }
}

fn not_an_object() -> Fault {
    Fault::new(Code::InvalidType, "params must be an object of argument names and values")
        .at("/params")
        .expecting("{[name]: value}")
}

pub(super) fn program(value: &Value) -> Result<Option<String>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
        _ => Err(Fault::new(Code::InvalidType, "jq must be the text of a program").at("/jq").expecting("string")),
    }
}

pub(super) fn flag(value: &Value) -> Result<bool, Fault> {
    match value {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(*flag),
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        _ => Err(Fault::new(Code::InvalidType, "dry_run must be true or false").at("/dry_run").expecting("boolean")),
    }
}

fn consent(value: &Value) -> Result<Option<Consent>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => Ok(Some(Consent::Token(text.clone()))),
        _ => {
            let message = "approval must be the token that an earlier answer gave for the same call";
            Err(Fault::new(Code::InvalidType, message).at("/approval").expecting("string"))
        }
    }
}

/// A key of `execute` that doesn't exist.
fn unknown(key: &str, arguments: &Map<String, Value>) -> Fault {
    let free = KEYS.into_iter().filter(|known| !arguments.contains_key(*known));
    let fault = Fault::new(Code::UnknownArgument, format!("execute has no argument {}", quoted(key)))
        .at(pointer("", key))
        .allowing(KEYS);
    match nearest(key, free) {
        _ if matches!(key, "for_each" | "concurrency") => fault.suggesting(batch::EXAMPLE),
        Some(name) => fault.suggesting(name),
        None => fault.suggesting("put arguments of the operation into params, fields of its request body into body"),
    }
}
