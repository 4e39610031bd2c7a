//! A small API as the generator would hand it over, and a large one.

use contract::blob::{Blob, Writer};
use contract::{Effect, Method, card, entries};
use runtime::{Api, Catalog, Inbound, Operation};
use serde_json::{Value, json};

/// One operation: name, method, path, summary.
type Row = (&'static str, Method, &'static str, &'static str);

/// Two groups that resemble each other, one apart.
pub(crate) const SMALL: [Row; 8] = [
    ("connections.list", Method::Get, "/api/connections", "List connections"),
    ("connections.get", Method::Get, "/api/connections/{id}", "Get a connection"),
    ("connections.create", Method::Post, "/api/connections", "Create a connection"),
    ("connections.delete", Method::Delete, "/api/connections/{id}", "Delete a connection"),
    ("models.list", Method::Get, "/api/models", "List models"),
    ("models.create", Method::Post, "/api/models", "Create a model"),
    ("syncs.start", Method::Post, "/api/syncs/{id}/executions", "Start a sync of a model"),
    ("identity.get", Method::Get, "/api/me", "Get caller identity"),
];

/// The catalog of these operations; `syncs.start` used to be `syncs.run`, and all have the body `{name, config}`.
pub(crate) fn catalog(rows: &[Row]) -> Catalog {
    let facts: Vec<Value> = rows.iter().map(entry).collect();
    let mut writer = Writer::default();
    let root = writer.value(&json!({"definitions": [], "operations": facts}));
    let schemas: &'static [u8] = writer.finish(root).leak();
    let entries: Vec<_> = entries(Blob::open(schemas).unwrap()).collect();
    let cards: Vec<String> = entries.iter().map(|entry| card::compact(*entry)).collect();
    let documents: Vec<index::Document> = rows
        .iter()
        .map(|(name, method, path, summary)| index::Document {
            name: (*name).to_owned(),
            method: method.to_string(),
            path: (*path).to_owned(),
            summary: (*summary).to_owned(),
            ..index::Document::default()
        })
        .collect();
    let operations: Vec<&'static Operation> = rows.iter().map(|row| &*Box::leak(Box::new(operation(row)))).collect();
    let api = Api {
        name: "small",
        title: "Small",
        version: "1",
        document: "",
        server: "http://localhost",
        variables: &[],
        headers: &[],
        schemes: &[],
        inbound: Inbound::None,
        access: runtime::Access::PLAIN,
        tools: &[],
        operations: operations.leak(),
        schemas,
        cards: card::pack(&cards).leak(),
        index: index::build(&documents, &index::Wording::default()).unwrap().leak(),
    };
    Catalog::open(Box::leak(Box::new(api))).unwrap()
}

fn operation(&(name, method, path, _): &Row) -> Operation {
    let tag = name.split('.').next().unwrap();
    Operation { name, method, path, tag, effect: effect(method), security: &[], pagination: None, handler: |_, _| {} }
}

fn effect(method: Method) -> Effect {
    match method {
        Method::Get => Effect::Read,
        Method::Delete => Effect::Destructive,
        _ => Effect::Write,
    }
}

fn entry(&(name, method, path, summary): &Row) -> Value {
    let former = if name == "syncs.start" { json!(["syncs.run"]) } else { json!([]) };
    let properties =
        json!({"name": {"type": "string"}, "config": {"type": "object", "properties": {"host": {"type": "string"}}}});
    let schema = json!({"type": "object", "required": ["name"], "properties": properties});
    json!({
        "name": name, "method": method.as_str(), "path": path, "tag": name.split('.').next(), "effect": effect(method).as_str(),
        "summary": summary, "formerNames": former,
        "body": {"mediaType": "application/json", "required": true, "schema": schema},
    })
}
