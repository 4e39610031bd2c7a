//! vendor.toml applied to the API. A decision that applies to nothing is an error: it was meant to do something.

mod reach;
mod selection;
mod unmatched;

use std::collections::BTreeMap;

use contract::{Location, Style};
use serde_json::Value;

use super::Name;
use crate::api::{Api, Operation, Pagination, Parameter};
use crate::lower::detect_pages;
use crate::vendor::PaginationDecision;
use crate::{Code, Diagnostics, Vendor};

pub(super) fn apply(api: &mut Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    selection::select(api, vendor, diagnostics);
    unmatched::unmatched(api, vendor, diagnostics);
    for (said, meant) in &vendor.synonyms {
        api.synonyms.entry(said.clone()).or_default().extend(meant.iter().cloned());
    }
    for operation in &mut api.operations {
        let route = operation.route();
        if let Some(effect) = vendor.effects.get(&route) {
            operation.effect = *effect;
            // In the body only what looks is asked for pages.
            detect_pages(operation, &api.definitions);
        }
        operation.aliases.extend(vendor.aliases.get(&route).into_iter().flatten().cloned());
        if let Some(decision) = vendor.pagination.get(&route) {
            operation.pagination = decision.as_ref().map(|decision| decided(decision, operation));
        }
        operation.security = match vendor.operation_security.get(&route) {
            Some(decided) => {
                operation.scopes.clear();
                Some(decided.clone())
            }
            None => operation.security.clone().or_else(|| vendor.default_security.clone()),
        };
        if operation.security.is_none() && !api.schemes.is_empty() {
            let help = format!(
                "name the schemes in vendor.toml: [auth] default = [{:?}]",
                api.schemes.keys().next().map_or("", String::as_str)
            );
            let message = format!("{route} is called without a credential, though the document declares schemes");
            diagnostics.add(Code::NoCredential, &operation.pointer, message, help);
        }
        let constant = |name: &str| vendor.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name));
        operation.parameters.retain(|parameter| {
            let sent = parameter.location == Location::Header && constant(&parameter.name);
            if sent {
                let reason = "vendor.toml sends it on every call";
                api.unused.add(format!("header {}", parameter.name), reason);
            }
            !sent
        });
        for parameter in operation.parameters.iter_mut().filter(|parameter| parameter.querystring.is_none()) {
            let decided = vendor.styles.get(&parameter.name);
            if let Some(style) = decided.filter(|style| unmatched::can_have(parameter.location, **style)) {
                parameter.style = *style;
                parameter.explode = parameter.explode || *style == Style::DeepObject;
            } else if undefined(parameter, &api.definitions) {
                let help = format!("decide it in vendor.toml: [parameter.{:?}] style = \"deepObject\"", parameter.name);
                let message = format!(
                    "how `{}` nests in style {} is not defined by OpenAPI; nested values travel as JSON text",
                    parameter.name,
                    parameter.style.as_str()
                );
                diagnostics.add(Code::UndefinedStyle, &parameter.pointer, message, help);
            }
        }
    }
}

/// Says where decisions don't go with the final names, which are in the order of the API's operations.
pub(super) fn check_names(names: &[Name], api: &Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    unmatched::names(names, api, vendor, diagnostics);
}

fn decided(decision: &PaginationDecision, operation: &Operation) -> Pagination {
    let PaginationDecision { kind, parameter, next, items } = decision.clone();
    Pagination { kind, parameter, next, items, evidence: vec![operation.pointer.clone()] }
}

type Definitions<'d> = &'d BTreeMap<String, crate::api::Definition>;

/// Whether a list or object inside a list or object would have to be written in a style that can't.
fn undefined(parameter: &Parameter, definitions: Definitions<'_>) -> bool {
    if matches!(parameter.style, Style::Json | Style::Text | Style::Content | Style::DeepObject) {
        return false;
    }
    let mut resolved = resolve(&parameter.schema, definitions);
    // Lists within a list that have styles of their own.
    for _ in &parameter.inner {
        let Some(items) = resolved.get("items") else { break };
        resolved = resolve(items, definitions);
    }
    let children =
        resolved.get("properties").and_then(Value::as_object).into_iter().flat_map(|members| members.values());
    let mut children = children.chain(resolved.get("items")).chain(resolved.get("additionalProperties"));
    children.any(|child| {
        let child = resolve(child, definitions);
        let is = |name: &str| child.get("type").is_some_and(|kind| kind == name);
        is("array") || is("object") || child.get("properties").is_some()
    })
}

fn resolve<'d>(schema: &'d Value, definitions: Definitions<'d>) -> &'d Value {
    let mut schema = schema;
    for _ in 0..16 {
        let reference = schema.get("$ref").and_then(Value::as_str);
        match reference.and_then(|reference| definitions.get(reference)) {
            Some(definition) => schema = &definition.schema,
            None => break,
        }
    }
    schema
}
