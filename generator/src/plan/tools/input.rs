//! The input schema of a tool.

use serde_json::{Map, Value, json};

use super::arguments::Shown;
use super::portable::Portable;
use super::report::Report;
use crate::Code;
use crate::plan::text;
use crate::vendor::APPROVAL;

/// Characters of an argument's description.
const MAX_DESCRIPTION: usize = 300;

/// Remarks on one tool's schema.
const MAX_REMARKS: usize = 5;

/// `{"type": "object", "properties": {…}, "required": […]}`; what it can't say of an argument is told.
pub(super) fn schema(shown: &[Shown<'_>], asks: bool, report: &mut Report<'_>) -> Value {
    let mut portable = Portable::default();
    let mut properties = Map::new();
    for Shown { argument, target, description, default } in shown {
        let own = description.as_deref().unwrap_or(target.description);
        let mut property = portable.schema(target.schema, &argument.name);
        if !own.is_empty() {
            describe(&mut property, own);
        }
        if let Some(default) = default {
            property.insert("default".to_owned(), default.clone());
        }
        properties.insert(argument.name.clone(), Value::Object(property));
    }
    if asks {
        let token = json!({"type": "string", "description": "Token that an answer asked for"});
        properties.insert(APPROVAL.to_owned(), token);
    }
    for (at, what) in portable.remarks.iter().take(MAX_REMARKS) {
        let message = format!("the tool {} can't tell every client all of {at}: {what}", report.tool);
        let help = "show narrower arguments, or say the rest in a description: [tool.arguments]".to_owned();
        report.push(Code::ToolSchema, &[], message, help);
    }
    let required: Vec<&str> =
        shown.iter().filter(|shown| shown.argument.required).map(|shown| shown.argument.name.as_str()).collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if let (false, Some(members)) = (required.is_empty(), schema.as_object_mut()) {
        members.insert("required".to_owned(), json!(required));
    }
    schema
}

/// Puts a description before what the schema itself says.
fn describe(property: &mut Map<String, Value>, own: &str) {
    let own: String = text::short_line(own).chars().take(MAX_DESCRIPTION).collect();
    let (before, after) = match property.get("description").and_then(Value::as_str) {
        Some(said) if said != own && said.starts_with('(') => (own, format!(" {said}")),
        _ => (own, String::new()),
    };
    property.insert("description".to_owned(), Value::String(before + &after));
}
