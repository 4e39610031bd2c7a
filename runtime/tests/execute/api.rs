//! A small API made by hand, as a generated crate would hand it over.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{Effect, Location, Method, SchemeKind, SecurityScheme, Style};
use runtime::{
    Answer, Api, Arguments, BaseUrl, Call, Caller, Credential, Fault, Inbound, Limits, Operation, Request, Secret,
};
use runtime::{Server, execute};
use serde_json::{Value, json};

use crate::upstream::Upstream;

const fn operation(name: &'static str, method: Method, effect: Effect, handler: runtime::Handler) -> Operation {
    Operation { name, method, path: "", tag: "items", effect, security: &[], pagination: None, handler }
}

const fn secured(name: &'static str, security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        name,
        method: Method::Get,
        path: "/auth",
        tag: "auth",
        effect: Effect::Read,
        security,
        pagination: None,
        handler: auth,
    }
}

static LIST: Operation = operation("items.list", Method::Get, Effect::Read, list);
static GET: Operation = operation("items.get", Method::Get, Effect::Read, get);
static CREATE: Operation = operation("items.create", Method::Post, Effect::Write, create);
static DELETE: Operation = operation("items.delete", Method::Delete, Effect::Destructive, delete);
static REPORT: Operation = operation("reports.get", Method::Get, Effect::Read, report);
static BEARER: Operation = secured("auth.bearer", &[&["bearer"]]);
static BASIC: Operation = secured("auth.basic", &[&["basic"]]);
static HEADER: Operation = secured("auth.header", &[&["headerKey"]]);
static QUERY: Operation = secured("auth.query", &[&["queryKey"]]);
static COOKIE: Operation = secured("auth.cookie", &[&["cookieKey"]]);
static BOTH: Operation = secured("auth.both", &[&["headerKey", "queryKey"], &["bearer"]]);
static EITHER: Operation = secured("auth.either", &[&["bearer"], &["basic"]]);
static SHARED: Operation = secured("auth.shared", &[&["headerKey", "basic", "bearer"]]);
static ONE: Operation = secured("auth.one", &[&["basic", "bearer"]]);
static OPTIONAL: Operation = secured("auth.optional", &[&[], &["bearer"]]);
static OPERATIONS: &[&Operation] = &[
    &LIST, &GET, &CREATE, &DELETE, &REPORT, &BEARER, &BASIC, &HEADER, &QUERY, &COOKIE, &BOTH, &EITHER, &SHARED, &ONE,
    &OPTIONAL,
];

fn list(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/items");
    request.query("limit", Style::Form, true, arguments.optional_integer(0));
    request.query("sort", Style::Form, true, arguments.optional_text(1));
    request.query("tags", Style::Form, false, arguments.optional_value(2));
    request.query("filter", Style::DeepObject, true, arguments.optional_value(3));
    request.header("X-Trace", Style::Simple, false, arguments.optional_text(4));
    request.query("deep", Style::Form, true, arguments.optional_boolean(5));
    request.query("total", Style::Form, true, arguments.optional_unsigned(6));
}

fn get(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/items/");
    request.path("id", Style::Simple, false, arguments.text(0));
}

fn create(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/items");
    request.body("application/json", arguments.body());
}

fn delete(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/items/");
    request.path("id", Style::Simple, false, arguments.text(0));
    request.query("page_token", Style::Form, true, arguments.text(1));
}

fn report(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/reports/");
    request.path("id", Style::Label, false, arguments.text(0));
    request.literal("/rows");
    request.query("id", Style::Form, true, arguments.integer(1));
}

fn auth(_: &Arguments<'_>, request: &mut Request) {
    request.literal("/auth");
}

const SCHEMES: &[SecurityScheme] = &[
    SecurityScheme { name: "bearer", kind: SchemeKind::Bearer, environment: Some("DEMO_TOKEN") },
    SecurityScheme { name: "basic", kind: SchemeKind::Basic, environment: None },
    SecurityScheme { name: "headerKey", kind: key(Location::Header, "X-Key"), environment: Some("DEMO_KEY") },
    SecurityScheme { name: "queryKey", kind: key(Location::Query, "api key"), environment: None },
    SecurityScheme { name: "cookieKey", kind: key(Location::Cookie, "session"), environment: None },
];

const fn key(location: Location, name: &'static str) -> SchemeKind {
    SchemeKind::ApiKey { location, name }
}

fn parameter(argument: &str, location: &str, schema: &Value) -> Value {
    let name = argument.rsplit('.').next().unwrap();
    let style = if location == "path" || location == "header" { "simple" } else { "form" };
    json!({"argument": argument, "name": name, "in": location, "required": location == "path", "style": style, "schema": schema})
}

fn entry(operation: &Operation) -> Value {
    let mut entry = json!({
        "name": operation.name, "method": operation.method.as_str(), "path": operation.path, "tag": operation.tag,
        "effect": operation.effect.as_str(), "summary": operation.name,
        "answers": [{"status": "200", "mediaType": "application/json", "description": "ok", "schema": {"type": "object"}}],
    });
    if operation.name == "auth.bearer" {
        entry["scopes"] = json!(["bearer: items:read, items:write", "basic: other"]);
    }
    let id = parameter("id", "path", &json!({"type": "string"}));
    let (parameters, body) = match operation.name {
        "items.list" => (
            json!([
                parameter("limit", "query", &json!({"type": "integer", "minimum": 1, "maximum": 100})),
                parameter("sort", "query", &json!({"type": "string", "enum": ["name", "created"]})),
                parameter("tags", "query", &json!({"type": "array", "items": {"type": "integer"}})),
                parameter("filter", "query", &json!({"type": "object", "properties": {"age": {"type": "integer"}}})),
                parameter("X-Trace", "header", &json!({"type": "string"})),
                parameter("deep", "query", &json!({"type": "boolean"})),
                parameter("total", "query", &json!({"type": "integer", "format": "uint64"})),
            ]),
            None,
        ),
        "items.get" => (json!([id]), None),
        "items.create" => (
            json!([]),
            Some(json!({
                "type": "object", "required": ["name"], "additionalProperties": false,
                "properties": {
                    "name": {"type": "string"},
                    "count": {"type": "integer"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            })),
        ),
        "items.delete" => {
            let mut token = parameter("page_token", "query", &json!({"type": "string"}));
            token["required"] = json!(true);
            (json!([id, token]), None)
        }
        "reports.get" => {
            let mut path = parameter("path.id", "path", &json!({"type": "string"}));
            path["style"] = json!("label");
            let mut query = parameter("query.id", "query", &json!({"type": "integer", "format": "int64"}));
            query["required"] = json!(true);
            entry["answers"][0]["mediaType"] = json!("text/csv");
            entry["formerNames"] = json!(["reports.fetch"]);
            (json!([path, query]), None)
        }
        _ => (json!([]), None),
    };
    entry["parameters"] = parameters;
    if let Some(schema) = body {
        entry["body"] = json!({"mediaType": "application/json", "required": true, "schema": schema});
    }
    entry
}

/// The API, leaked: tests end soon.
pub(crate) fn api() -> &'static Api {
    let entries: Vec<_> = OPERATIONS.iter().map(|operation| entry(operation)).collect();
    Box::leak(Box::new(Api {
        name: "demo",
        title: "Demo",
        headers: &[("X-Demo-Version", "2026-01-01")],
        schemes: SCHEMES,
        inbound: Inbound::ApiKey,
        ..*crate::made::api(OPERATIONS, &entries)
    }))
}

/// A server in front of an upstream, with limits of its own.
pub(crate) fn server(upstream: &Upstream, limits: Limits) -> Server {
    Server::open(api(), Some(BaseUrl::parse(&upstream.url).unwrap()), limits).unwrap()
}

/// A caller with a secret per scheme.
pub(crate) fn caller(secrets: &[(&str, &str)]) -> Caller {
    let secrets: BTreeMap<_, _> = secrets.iter().map(|(name, text)| ((*name).to_owned(), Secret::new(*text))).collect();
    Caller::new(if secrets.is_empty() { Credential::None } else { Credential::Environment(secrets) })
}

/// The default limits, but with next to no waits.
pub(crate) fn limits() -> Limits {
    Limits { timeout: Duration::from_secs(5), retry_pause: Duration::from_millis(1), ..Limits::default() }
}

/// Calls with the tool's arguments, without credential and with default limits.
pub(crate) async fn call(upstream: &Upstream, arguments: Value) -> Result<Answer, Vec<Fault>> {
    call_as(upstream, &caller(&[]), arguments).await
}

/// The same as a certain caller.
pub(crate) async fn call_as(upstream: &Upstream, caller: &Caller, arguments: Value) -> Result<Answer, Vec<Fault>> {
    let call = Call::from_arguments(arguments.as_object().unwrap())?;
    execute(&server(upstream, limits()), caller, call).await
}

/// An answer's text, parsed.
pub(crate) fn rendered(answer: &Answer, limit: usize) -> Value {
    let text = answer.render(limit);
    assert!(text.len() <= limit, "{} bytes of {limit}: {text}", text.len());
    serde_json::from_str(&text).unwrap()
}

/// Faults as `code path -> suggestion`, in their order.
pub(crate) fn summary(faults: &[Fault]) -> Vec<String> {
    let line = |fault: &Fault| {
        let path = fault.path.as_deref().map(|path| format!(" {path}")).unwrap_or_default();
        let suggestion = fault.suggestion.as_deref().map(|text| format!(" -> {text}")).unwrap_or_default();
        format!("{}{path}{suggestion}", fault.code.as_str())
    };
    faults.iter().map(line).collect()
}
