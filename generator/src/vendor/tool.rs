//! `[[tool]]`: operations that are published as tools of their own.

use std::collections::BTreeMap;

use jq::Mistake;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::file::nearest;
use crate::pointer::Pointer;

/// Longest name of a tool or of an argument of one: some clients add a prefix and cut at 64.
pub(crate) const LONGEST_NAME: usize = 40;

/// Characters of a description, which is paid for with every request to a model.
const MAX_DESCRIPTION: usize = 1_000;

/// Bytes of a jq program, as the runtime takes them.
const MAX_PROGRAM: usize = 10_000;

/// Names of the tools that every server has.
const TAKEN: [&str; 3] = ["search", "execute", "submit_mcp_feedback"];

/// The argument by which an approval comes.
pub(crate) const APPROVAL: &str = "approval";

/// A tool over one operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ToolDecision {
    /// `[a-z][a-z0-9_]*`
    pub(crate) name: String,
    /// The operation's name or route.
    pub(crate) operation: String,
    /// What models are told; the operation's summary where it isn't decided.
    pub(crate) description: Option<String>,
    /// The arguments that are shown, by their names; those of the operation where nothing is decided.
    pub(crate) arguments: Option<BTreeMap<String, ArgumentDecision>>,
    /// Values that are not shown, by the operation's argument.
    pub(crate) fixed: Map<String, Value>,
    /// How many pages are followed: `"all"` or a number.
    pub(crate) pages: Option<Value>,
    /// A jq program over the answer's body.
    pub(crate) jq: Option<String>,
}

/// An argument of a tool.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ArgumentDecision {
    /// The operation's argument: `limit`, `query.limit`, `body.name`, `/body/name`.
    pub(crate) from: String,
    /// Its value where a call has none.
    pub(crate) default: Option<Value>,
    /// What models are told of it; the document's description where it isn't decided.
    pub(crate) description: Option<String>,
}

/// The table as serde reads it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tool {
    name: String,
    operation: String,
    description: Option<String>,
    arguments: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    fixed: Map<String, Value>,
    #[serde(default)]
    output: Output,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Output {
    pages: Option<Value>,
    jq: Option<String>,
}

/// Reads the tables; `wrong` hears of what is wrong at a place, and how to mend it.
pub(super) fn read(tools: Vec<Tool>, wrong: &mut impl FnMut(&Pointer, String, &str)) -> Vec<ToolDecision> {
    let mut names: Vec<String> = Vec::new();
    let mut read = Vec::new();
    for (index, tool) in tools.into_iter().enumerate() {
        let place = Pointer::new("/tool").at(index);
        if TAKEN.contains(&tool.name.as_str()) || names.contains(&tool.name) {
            let message = format!("there is already a tool {:?}", tool.name);
            wrong(&place.join("name"), message, "choose another name");
        } else if !is_tool_name(&tool.name) {
            let help = "write up to 40 lower-case letters, digits and `_`: \"get_metrics\"";
            wrong(&place.join("name"), format!("{:?} is no name of a tool", short(&tool.name)), help);
        }
        names.push(tool.name.clone());
        read.push(decision(tool, &place, wrong));
    }
    read
}

fn decision(tool: Tool, place: &Pointer, wrong: &mut impl FnMut(&Pointer, String, &str)) -> ToolDecision {
    let Tool { name, operation, description, arguments, fixed, output: Output { pages, jq } } = tool;
    if description.as_deref().is_some_and(|text| !is_description(text)) {
        let help = "say in a sentence or two what the tool does and when to use it";
        wrong(&place.join("description"), "a description has 1 to 1,000 characters".to_owned(), help);
    }
    let output = place.join("output");
    if pages.as_ref().is_some_and(|pages| pages != "all" && pages.as_u64().is_none_or(|pages| pages == 0)) {
        let message = "pages is \"all\" or a number from 1 on".to_owned();
        wrong(&output.join("pages"), message, "write pages = \"all\"");
    }
    if let Some(program) = &jq {
        check_program(program, &output.join("jq"), wrong);
    }
    let table = place.join("arguments");
    let arguments = arguments.map(|arguments| {
        let read = arguments.into_iter().filter_map(|(name, value)| {
            let decision = argument(&name, value, &table, wrong)?;
            Some((name, decision))
        });
        read.collect()
    });
    ToolDecision { name, operation, description, arguments, fixed, pages, jq }
}

/// Says what keeps a program from being compiled; the server would say it only when the tool is called.
fn check_program(program: &str, place: &Pointer, wrong: &mut impl FnMut(&Pointer, String, &str)) {
    if program.trim().is_empty() || program.len() > MAX_PROGRAM {
        let message = "a jq program has 1 to 10,000 bytes".to_owned();
        return wrong(place, message, "write jq = \".data\", or remove it");
    }
    for Mistake { message, hint } in
        jq::check(program, |word, names| nearest(word, names.iter().copied())).err().unwrap_or_default()
    {
        let help = hint.unwrap_or_else(|| "write a program of jq 1.7, such as `.data | map({id, name})`".to_owned());
        wrong(place, format!("not a jq program: {message}"), &help);
    }
}

fn argument(
    name: &str,
    value: Value,
    table: &Pointer,
    wrong: &mut impl FnMut(&Pointer, String, &str),
) -> Option<ArgumentDecision> {
    let place = table.join(name);
    if !is_argument_name(name) || name == APPROVAL {
        let help = "write up to 40 ASCII letters, digits, `_` and `-`, beginning with a letter; not `approval`";
        wrong(&place, format!("{:?} is no name of a tool's argument", short(name)), help);
    }
    let mut members = match value {
        Value::String(from) => return Some(ArgumentDecision { from, default: None, description: None }),
        Value::Object(members) => members,
        _ => {
            let help = "write id = \"id\", or id = { from = \"id\", default = 10, description = \"…\" }";
            wrong(&place, "an argument is a string or a table".to_owned(), help);
            return None;
        }
    };
    let mut text = |key: &str| match members.shift_remove(key) {
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            wrong(&place.join(key), format!("{key} is a string"), "put it into quotation marks");
            None
        }
        None => None,
    };
    let from = text("from").unwrap_or_else(|| name.to_owned());
    let description = text("description");
    if description.as_deref().is_some_and(|text| !is_description(text)) {
        let message = "a description has 1 to 1,000 characters".to_owned();
        wrong(&place.join("description"), message, "say in a sentence what the argument is");
    }
    Some(ArgumentDecision { from, description, default: members.shift_remove("default") })
}

fn is_tool_name(text: &str) -> bool {
    let follows = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = text.starts_with(|first: char| first.is_ascii_lowercase());
    begins && text.len() <= LONGEST_NAME && text.bytes().all(follows)
}

/// Whether every client takes a text for the name of an argument.
pub(crate) fn is_argument_name(text: &str) -> bool {
    let follows = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
    begins && text.len() <= LONGEST_NAME && text.bytes().all(follows)
}

fn is_description(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_DESCRIPTION
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
