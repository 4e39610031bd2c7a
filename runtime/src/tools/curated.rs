//! Curated tools: a call of one becomes a call of `execute`, and what is said of that is said of the tool's arguments.

mod mapping;
mod telling;

use contract::{Effect, Method};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value};

use crate::{Api, CuratedTool, Fault, Operation, Server};

pub(super) use telling::Telling;

/// The curated tool of that name.
pub(super) fn find(api: &Api, name: &str) -> Option<&'static CuratedTool> {
    api.tools.iter().find(|tool| tool.name == name)
}

/// The definitions of the tools whose operations may be called under the server's policy.
pub(super) fn definitions(server: &Server) -> Vec<Tool> {
    let offered = server.api().tools.iter().filter_map(|tool| {
        let operation = operation(server.api(), tool)?;
        let allowed = server.catalog.offers(operation) && operation.effect <= server.policy.ceiling;
        allowed.then(|| definition(tool, operation))
    });
    offered.collect()
}

/// Whether a listed tool does no more than a caller may; those that aren't curated always do.
pub(super) fn is_within(api: &Api, tool: &Tool, ceiling: Effect) -> bool {
    let curated = find(api, &tool.name).and_then(|curated| operation(api, curated));
    curated.is_none_or(|operation| operation.effect <= ceiling)
}

/// The arguments of `execute` for a call of the tool, and what is wrong with the tool's own arguments.
pub(super) fn arguments(tool: &CuratedTool, given: &JsonObject) -> (Map<String, Value>, Vec<Fault>) {
    mapping::arguments(tool, given)
}

fn operation(api: &Api, tool: &CuratedTool) -> Option<&'static Operation> {
    api.operations.iter().find(|operation| operation.name == tool.operation).copied()
}

fn definition(tool: &CuratedTool, operation: &Operation) -> Tool {
    let schema: JsonObject = serde_json::from_str(tool.input).unwrap_or_default();
    let repeatable = matches!(operation.method, Method::Put | Method::Delete) || operation.effect == Effect::Read;
    let annotations = ToolAnnotations::new()
        .read_only(operation.effect == Effect::Read)
        .destructive(operation.effect == Effect::Destructive)
        .idempotent(repeatable)
        .open_world(true);
    Tool::new(tool.name, tool.description, schema).with_title(title(tool.name)).with_annotations(annotations)
}

/// `Get sync status`
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
