//! vendor.toml applied to the API. A decision that applies to nothing is an error: it was meant to do something.

use std::collections::BTreeMap;

use contract::{Location, Style};
use serde_json::Value;

use crate::api::{Api, Operation, Pagination};
use crate::pointer::Pointer;
use crate::vendor::PaginationDecision;
use crate::{Code, Diagnostic, Diagnostics, Vendor};

pub(super) fn apply(api: &mut Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    unmatched(api, vendor, diagnostics);
    for operation in &mut api.operations {
        let route = operation.route();
        if let Some(effect) = vendor.effects.get(&route) {
            operation.effect = *effect;
        }
        if let Some(decision) = vendor.pagination.get(&route) {
            operation.pagination = decision.as_ref().map(|decision| decided(decision, operation));
        }
        operation.security = match vendor.operation_security.get(&route) {
            Some(decided) => Some(decided.clone()),
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
                *api.not_arguments.entry((format!("header {}", parameter.name), reason)).or_default() += 1;
            }
            !sent
        });
        for parameter in &mut operation.parameters {
            if let Some(style) = vendor.styles.get(&parameter.name) {
                parameter.style = *style;
                parameter.explode = parameter.explode || *style == Style::DeepObject;
            } else if undefined(parameter.style, &parameter.schema, &api.definitions) {
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

fn decided(decision: &PaginationDecision, operation: &Operation) -> Pagination {
    let PaginationDecision { kind, parameter, next, items } = decision.clone();
    Pagination { kind, parameter, next, items, evidence: vec![operation.pointer.clone()] }
}

type Definitions<'d> = &'d BTreeMap<String, crate::api::Definition>;

/// Whether a list or object inside a list or object would have to be written in a style that can't.
fn undefined(style: Style, schema: &Value, definitions: Definitions<'_>) -> bool {
    if matches!(style, Style::Json | Style::DeepObject) {
        return false;
    }
    let resolved = resolve(schema, definitions);
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

fn unmatched(api: &Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    let mut report = |what: &str, key: &str, known: &mut dyn Iterator<Item = String>| {
        let known: Vec<String> = known.collect();
        if !known.iter().any(|name| name == key) {
            let help = format!("correct or remove it{}", crate::vendor::meant(key, known.iter().map(String::as_str)));
            diagnostics.push(Diagnostic {
                code: Code::UnmatchedDecision,
                severity: Code::UnmatchedDecision.severity(),
                file: vendor.file.clone(),
                pointer: Pointer::default().join(what).join(key).as_str().to_owned(),
                line: vendor.text.lines().position(|line| line.contains(key)).map(|line| line + 1),
                column: Some(1),
                message: format!("[{what}] {key:?} applies to nothing in the document"),
                help,
            });
        }
    };
    let routes = || api.operations.iter().map(Operation::route);
    let left_out = || api.left_out.iter().map(|left_out| format!("{} {}", left_out.method, left_out.path));
    let by_route = [
        ("auth.operations", vendor.operation_security.keys().collect::<Vec<_>>()),
        ("effect", vendor.effects.keys().collect()),
        ("pagination", vendor.pagination.keys().collect()),
        ("rename", vendor.names.keys().collect()),
    ];
    for (what, keys) in by_route {
        for key in keys {
            report(what, key, &mut routes().chain(left_out()));
        }
    }
    for name in vendor.styles.keys() {
        let names =
            api.operations.iter().flat_map(|operation| &operation.parameters).map(|parameter| parameter.name.clone());
        report("parameter", name, &mut names.into_iter());
    }
    let alternatives = vendor.default_security.iter().chain(vendor.operation_security.values()).flatten().flatten();
    for scheme in alternatives.chain(vendor.credentials.keys()) {
        report("auth", scheme, &mut api.schemes.keys().cloned());
    }
}
