//! The tools as clients see them. Every request to a model pays for these words: all three stay within 900 tokens.
//!
//! The input schemas use what every client accepts: objects with typed properties; no unions, references or boolean
//! schemas. They describe; the checking is done by what runs.

use std::collections::BTreeSet;

use contract::{Effect, Method};
use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Value, json};

use crate::Api;
use crate::feedback::Category;

/// A tool by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToolName {
    Search,
    Execute,
    Feedback,
}

impl ToolName {
    pub(super) const ALL: [Self; 3] = [Self::Search, Self::Execute, Self::Feedback];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Execute => "execute",
            Self::Feedback => "submit_mcp_feedback",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }
}

/// The definitions, in the order of [`ToolName::ALL`]; `hint` is what `execute` can do besides.
pub(super) fn definitions(api: &Api, hint: Option<&str>) -> Vec<Tool> {
    let title = title(api);
    let mut definitions: Vec<Tool> = ToolName::ALL.into_iter().map(|name| definition(name, &title, api)).collect();
    let execute = definitions.iter_mut().filter(|tool| tool.name == ToolName::Execute.as_str());
    for (tool, hint) in execute.zip(hint) {
        let description = tool.description.take().unwrap_or_default();
        tool.description = Some(format!("{description} {hint}").into());
    }
    definitions
}

/// The API's title, fit for one line. It comes from the document, so it is cut.
pub(super) fn title(api: &Api) -> String {
    const MOST: usize = 40;
    api.title.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(MOST).collect()
}

fn definition(name: ToolName, title: &str, api: &Api) -> Tool {
    let (label, description, schema, annotations) = match name {
        ToolName::Search => (
            format!("Search {title} operations"),
            format!(
                "Find operations of the {title} API in plain words. Answers cards: name, method, path, parameters, body, \
                 example. With `operation`: its full card; with `at` too: one part. With nothing: all groups."
            ),
            search_schema(api),
            ToolAnnotations::new().read_only(true).idempotent(true).open_world(false),
        ),
        ToolName::Execute => (
            format!("Execute a {title} operation"),
            format!(
                "Call operations of the {title} API. Answers JSON: status, headers, body. \
                 All mistakes come back at once, before anything is sent."
            ),
            execute_schema(),
            ToolAnnotations::new().read_only(false).destructive(true).idempotent(false).open_world(true),
        ),
        ToolName::Feedback => (
            "Submit feedback".to_owned(),
            format!(
                "Tell the makers of this {title} MCP server what is broken, missing, confusing or good. No secrets."
            ),
            feedback_schema(),
            ToolAnnotations::new().read_only(false).destructive(false).idempotent(false).open_world(false),
        ),
    };
    let schema = match schema {
        Value::Object(members) => members,
        _ => serde_json::Map::new(),
    };
    Tool::new(name.as_str(), description, schema).with_title(label).with_annotations(annotations)
}

fn search_schema(api: &Api) -> Value {
    let methods: BTreeSet<Method> = api.operations.iter().map(|operation| operation.method).collect();
    let methods: Vec<&str> = methods.iter().map(Method::as_str).collect();
    json!({
        "type": "object",
        "properties": {
            "queries": {
                "type": "array",
                "items": {"type": "string"},
                "description": "[\"list users\", \"cancel an order\"]; up to 8",
            },
            "limit": {"type": "integer", "maximum": 20, "description": "Hits per query; default 5"},
            "offset": {"type": "integer", "description": "To skip"},
            "tag": {"type": "string"},
            "method": {"type": "string", "enum": methods},
            "effect": {"type": "string", "enum": Effect::ALL.map(Effect::as_str)},
            "operation": {"type": "string", "description": "For its full card"},
            "at": {"type": "string", "description": "Part of it to open: /body/items"},
        },
    })
}

fn execute_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "operation": {"type": "string", "description": "Name from search"},
            "params": {"type": "object", "description": "All parameters by name, flat"},
            "body": {"type": "object", "description": "Request body; if no object, JSON text"},
            "content_type": {"type": "string", "description": "Of body, if several are possible"},
            "pages": {"type": "string", "description": "\"all\" or number of list pages"},
            "jq": {"type": "string", "description": "jq over the answer's body"},
            "calls": {
                "type": "array",
                "items": {"type": "object"},
                "description": "Such calls: {id: 'a', …}, {for_each: '.a.data[]', params: {id: {$jq: '.item.id'}}, …}",
            },
            "dry_run": {"type": "boolean", "description": "Only show requests"},
            "approval": {"type": "string", "description": "Token an answer asked for"},
        },
    })
}

fn feedback_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "category": {"type": "string", "enum": Category::ALL.map(Category::as_str)},
            "comment": {"type": "string", "minLength": 1, "maxLength": 4000, "description": "What happened, what should"},
            "operation": {"type": "string", "description": "If about one"},
            "context": {"type": "string", "description": "Arguments, error"},
        },
        "required": ["category", "comment"],
    })
}
