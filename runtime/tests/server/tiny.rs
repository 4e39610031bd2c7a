//! A made-up API with three operations, put together by hand as the generator would.

use contract::blob::Writer;
use index::Document;
use runtime::{
    Api, Arguments, Effect, Inbound, Method, Operation, Pagination, Request, SchemeKind, SecurityScheme, Style,
};
use serde_json::{Value, json};

/// The API; none if its parts don't fit. Every call makes one, which is never freed.
pub(crate) fn api(inbound: Inbound) -> Option<&'static Api> {
    let entries = [list_entry(), get_entry(), create_entry()];
    let schemas: &'static [u8] = blob(&entries).leak();
    let opened = contract::blob::Blob::open(schemas)?;
    let cards: Vec<String> = contract::entries(opened).map(contract::card::compact).collect();
    let documents: Vec<Document> = contract::entries(opened).map(document).collect();
    Some(Box::leak(Box::new(Api {
        name: "tiny",
        title: "Tiny Things",
        version: "2026-01",
        document: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        server: "http://127.0.0.1:9",
        variables: &[],
        headers: &[],
        schemes: &[SecurityScheme { name: "bearer", kind: SchemeKind::Bearer, environment: Some("TINY_API_KEY") }],
        inbound,
        access: runtime::Access::PLAIN,
        tools: &[],
        operations: &OPERATIONS,
        schemas,
        cards: contract::card::pack(&cards).leak(),
        index: index::build(&documents, &index::Wording::default()).ok()?.leak(),
    })))
}

fn blob(entries: &[Value]) -> Vec<u8> {
    let mut writer = Writer::default();
    let root = writer.value(&json!({"definitions": [], "operations": entries}));
    writer.finish(root)
}

fn document(entry: contract::Entry<'static>) -> Document {
    Document {
        name: entry.name().to_owned(),
        method: entry.method().to_string(),
        path: entry.path().to_owned(),
        tag: entry.tag().to_owned(),
        summary: entry.summary().to_owned(),
        effect: entry.effect().to_string(),
        ..Document::default()
    }
}

fn list_entry() -> Value {
    json!({"name": "things.list", "method": "GET", "path": "/things", "tag": "things", "effect": "read",
        "summary": "List things", "security": ["bearer"], "answers": [{"status": "200", "mediaType": "application/json"}],
        "parameters": [{"argument": "limit", "name": "limit", "in": "query", "style": "form", "explode": true,
            "schema": {"type": "integer"}}, {"argument": "page", "name": "page", "in": "query", "style": "form",
            "explode": true, "schema": {"type": "integer"}}]})
}

fn get_entry() -> Value {
    json!({"name": "things.get", "method": "GET", "path": "/things/{id}", "tag": "things", "effect": "read",
        "summary": "Get a thing", "security": ["bearer"], "formerNames": ["things.fetch"],
        "parameters": [{"argument": "id", "name": "id", "in": "path", "required": true, "style": "simple",
            "schema": {"type": "string"}}]})
}

fn create_entry() -> Value {
    json!({"name": "things.create", "method": "POST", "path": "/things", "tag": "things", "effect": "write",
        "summary": "Create a thing", "security": ["bearer"],
        "body": {"mediaType": "application/json", "required": true, "schema": {"type": "object", "required": ["name"],
            "properties": {"name": {"type": "string"}}}}})
}

static OPERATIONS: [&Operation; 3] = [&LIST, &GET, &CREATE];

static LIST: Operation = Operation {
    name: "things.list",
    method: Method::Get,
    path: "/things",
    tag: "things",
    effect: Effect::Read,
    security: &[&["bearer"]],
    pagination: Some(Pagination::PageNumber { parameter: "page", items: "" }),
    handler: list,
};

static GET: Operation = Operation {
    name: "things.get",
    method: Method::Get,
    path: "/things/{id}",
    tag: "things",
    effect: Effect::Read,
    security: &[&["bearer"]],
    pagination: None,
    handler: get,
};

static CREATE: Operation = Operation {
    name: "things.create",
    method: Method::Post,
    path: "/things",
    tag: "things",
    effect: Effect::Write,
    security: &[&["bearer"]],
    pagination: None,
    handler: create,
};

fn list(arguments: &Arguments<'_>, request: &mut Request) {
    request.method(Method::Get);
    request.literal("/things");
    request.query("limit", Style::Form, true, arguments.optional_integer(0));
    request.query("page", Style::Form, true, arguments.optional_integer(1));
}

fn get(arguments: &Arguments<'_>, request: &mut Request) {
    request.method(Method::Get);
    request.literal("/things/");
    request.path("id", Style::Simple, false, arguments.text(0));
}

fn create(arguments: &Arguments<'_>, request: &mut Request) {
    request.method(Method::Post);
    request.literal("/things");
    request.body("application/json", arguments.body());
}
