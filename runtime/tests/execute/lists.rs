//! An API of lists, one for each way of paging, and an upstream that serves them.

use std::time::Duration;

use contract::{Effect, Location, Method, SchemeKind, SecurityScheme, Style};
use runtime::{
    Answer, Api, Arguments, BaseUrl, Call, Caller, Fault, Inbound, Limits, Operation, Pagination, Request, Server,
    execute,
};
use serde_json::{Value, json};

use crate::api::{caller, rendered};
use crate::upstream::{Upstream, raw};

const fn list(name: &'static str, pagination: Pagination, handler: runtime::Handler) -> Operation {
    Operation {
        name,
        method: Method::Get,
        path: "",
        tag: "lists",
        effect: Effect::Read,
        security: &[&[], &["key"]],
        pagination: Some(pagination),
        handler,
    }
}

static CURSOR: Operation =
    list("cursor.list", Pagination::Cursor { parameter: "after", next: "/meta/next", items: "/data" }, cursor);
static LAST: Operation =
    list("last.list", Pagination::Cursor { parameter: "after", next: "/data/-/id", items: "/data" }, last);
static OFFSET: Operation = list("offset.list", Pagination::Offset { parameter: "offset", items: "/data" }, offset);
static NUMBER: Operation = list("number.list", Pagination::PageNumber { parameter: "page", items: "" }, number);
static LINK: Operation = list("link.list", Pagination::LinkHeader { items: "" }, link);
static URL: Operation = list("url.list", Pagination::NextUrl { next: "/links/next", items: "/data" }, url);
static FIXED: Operation = Operation {
    path: "/fixed?action=list",
    ..list("fixed.list", Pagination::NextUrl { next: "/links/next", items: "/data" }, fixed)
};
static ASK: Operation = Operation {
    method: Method::Post,
    effect: Effect::Write,
    ..list("ask.list", Pagination::Cursor { parameter: "after", next: "/meta/next", items: "/data" }, ask)
};
static PURGE: Operation = Operation {
    method: Method::Delete,
    effect: Effect::Destructive,
    ..list("purge.list", Pagination::LinkHeader { items: "" }, link)
};
static PUT: Operation = other("put", Method::Put);
static POST: Operation = other("post", Method::Post);
static PATCH: Operation = other("patch", Method::Patch);
static PAY: Operation = Operation { handler: pay, ..other("pay", Method::Post) };
static OPERATIONS: &[&Operation] =
    &[&CURSOR, &LAST, &OFFSET, &NUMBER, &LINK, &URL, &FIXED, &ASK, &PURGE, &PUT, &POST, &PATCH, &PAY];

/// The operations that page, each its own way.
pub(crate) const KINDS: [&str; 6] = ["cursor.list", "last.list", "offset.list", "number.list", "link.list", "url.list"];

const fn other(name: &'static str, method: Method) -> Operation {
    Operation {
        method,
        effect: Effect::Write,
        pagination: None,
        ..list(name, Pagination::LinkHeader { items: "" }, plain)
    }
}

fn common(path: &'static str, arguments: &Arguments<'_>, request: &mut Request) {
    request.literal(path);
    request.query("size", Style::Form, true, arguments.optional_integer(0));
    request.query("tags", Style::Form, false, arguments.optional_value(1));
    request.query("q", Style::Form, true, arguments.optional_text(2));
}

fn cursor(arguments: &Arguments<'_>, request: &mut Request) {
    common("/cursor", arguments, request);
    request.query("after", Style::Form, true, arguments.optional_text(3));
}

fn last(arguments: &Arguments<'_>, request: &mut Request) {
    common("/last", arguments, request);
    request.query("after", Style::Form, true, arguments.optional_text(3));
}

fn offset(arguments: &Arguments<'_>, request: &mut Request) {
    common("/offset", arguments, request);
    request.query("offset", Style::Form, true, arguments.optional_integer(3));
}

fn number(arguments: &Arguments<'_>, request: &mut Request) {
    common("/number", arguments, request);
    request.query("page", Style::Form, true, arguments.optional_integer(3));
}

fn link(arguments: &Arguments<'_>, request: &mut Request) {
    common("/link", arguments, request);
    request.query("page", Style::Form, true, arguments.optional_integer(3));
}

fn url(arguments: &Arguments<'_>, request: &mut Request) {
    common("/url", arguments, request);
    request.query("filter", Style::DeepObject, true, arguments.optional_value(3));
}

fn fixed(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/fixed?action=list");
    request.query("kind", Style::Form, true, arguments.text(0));
    request.query("size", Style::Form, true, arguments.optional_integer(1));
}

fn ask(arguments: &Arguments<'_>, request: &mut Request) {
    cursor(arguments, request);
    request.header("Idempotency-Key", Style::Simple, false, arguments.optional_text(4));
    request.body("application/json", arguments.body());
}

fn plain(_: &Arguments<'_>, request: &mut Request) {
    request.literal("/plain");
}

fn pay(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/pay");
    request.header("Idempotency-Key", Style::Simple, false, arguments.text(0));
}

fn parameter(name: &str, location: &str, schema: &Value) -> Value {
    let style = if location == "header" { "simple" } else { "form" };
    json!({"argument": name, "name": name, "in": location, "style": style, "schema": schema})
}

fn entry(operation: &Operation) -> Value {
    let mut parameters = vec![
        parameter("size", "query", &json!({"type": "integer"})),
        parameter("tags", "query", &json!({"type": "array", "items": {"type": "integer"}})),
        parameter("q", "query", &json!({"type": "string"})),
    ];
    let key = || {
        let mut key = parameter("Idempotency-Key", "header", &json!({"type": "string", "maxLength": 36}));
        key["required"] = json!(true);
        key
    };
    parameters.extend(match operation.name {
        "cursor.list" | "last.list" => vec![parameter("after", "query", &json!({"type": "string", "maxLength": 40}))],
        "offset.list" => vec![parameter("offset", "query", &json!({"type": "integer", "maximum": 1_000_000}))],
        "number.list" | "link.list" | "purge.list" => vec![parameter("page", "query", &json!({"type": "integer"}))],
        "url.list" => {
            let mut filter = parameter("filter", "query", &json!({"type": "object"}));
            filter["style"] = json!("deepObject");
            vec![filter]
        }
        "ask.list" => vec![parameter("after", "query", &json!({"type": "string"})), key()],
        _ => Vec::new(),
    });
    match operation.name {
        "pay" => parameters = vec![key()],
        "fixed.list" => {
            let mut kind = parameter("kind", "query", &json!({"type": "string"}));
            kind["required"] = json!(true);
            parameters = vec![kind, parameter("size", "query", &json!({"type": "integer"}))];
        }
        "put" | "post" | "patch" => parameters = Vec::new(),
        _ => {}
    }
    let body = json!({"mediaType": "application/json", "required": true, "schema": {"type": "object"}});
    let mut entry = json!({
        "name": operation.name, "method": operation.method.as_str(), "path": operation.path, "tag": operation.tag,
        "effect": operation.effect.as_str(), "summary": operation.name, "parameters": parameters,
    });
    if operation.name == "ask.list" {
        entry["body"] = body;
    }
    if matches!(operation.name, "ask.list" | "pay") {
        entry["idempotency"] = json!({"in": "header", "name": "Idempotency-Key"});
    }
    entry
}

const KEY: SchemeKind = SchemeKind::ApiKey { location: Location::Query, name: "api_key" };

fn api() -> &'static Api {
    let entries: Vec<_> = OPERATIONS.iter().map(|operation| entry(operation)).collect();
    Box::leak(Box::new(Api {
        name: "lists",
        title: "Lists",
        schemes: &[SecurityScheme { name: "key", kind: KEY, environment: None }],
        inbound: Inbound::ApiKey,
        ..*crate::made::api(OPERATIONS, &entries)
    }))
}

/// Limits with next to no waits.
pub(crate) fn limits() -> Limits {
    Limits { timeout: Duration::from_secs(20), retry_pause: Duration::from_millis(1), ..Limits::default() }
}

/// A server of the lists.
pub(crate) fn server(upstream: &Upstream, limits: Limits) -> Server {
    Server::open(api(), Some(BaseUrl::parse(&upstream.url).unwrap()), limits).unwrap()
}

/// Calls on a server without a credential; the answer, parsed.
pub(crate) async fn on(server: &Server, arguments: Value) -> Result<Value, Vec<Fault>> {
    let call = Call::from_arguments(arguments.as_object().unwrap())?;
    execute(server, &caller(&[]), call).await.map(|answer| rendered(&answer, 1 << 26))
}

/// Calls with limits; the answer, parsed.
pub(crate) async fn call(upstream: &Upstream, limits: Limits, arguments: Value) -> Result<Value, Vec<Fault>> {
    call_as(upstream, limits, (&caller(&[]), arguments)).await.map(|answer| rendered(&answer, 1 << 26))
}

/// The same as a certain caller; the answer itself.
pub(crate) async fn call_as(
    upstream: &Upstream,
    limits: Limits,
    (caller, arguments): (&Caller, Value),
) -> Result<Answer, Vec<Fault>> {
    let call = Call::from_arguments(arguments.as_object().unwrap())?;
    execute(&server(upstream, limits), caller, call).await
}

/// A list of so many items, handed out in pages of so many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    pub(crate) total: usize,
    pub(crate) size: usize,
}

impl List {
    /// The items' text. Their numbers are no doubles.
    pub(crate) fn items(&self, range: std::ops::Range<usize>) -> String {
        let item = |id| format!(r#"{{"id":"{id}","price":{id}.10,"big":12345678901234567890{id}}}"#);
        range.map(item).collect::<Vec<_>>().join(",")
    }

    /// The answer to a request.
    pub(crate) fn answer(&self, request: &str) -> Vec<u8> {
        let target = request.split(' ').nth(1).unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let value = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
        };
        let number = |name: &str| value(name).map(|text| text.parse::<usize>().unwrap());
        let size = number("size").unwrap_or(self.size);
        let start = match path {
            "/cursor" => value("after").map_or(0, |cursor| cursor.trim_start_matches('c').parse().unwrap()),
            "/last" => number("after").map_or(0, |id| id + 1),
            "/offset" => number("offset").unwrap_or(0),
            "/url" => number("state").unwrap_or(0),
            _ => (number("page").unwrap_or(1) - 1) * size,
        };
        let end = (start + size).min(self.total);
        let items = self.items(start.min(end)..end);
        let more = end < self.total;
        let quoted = |text: String| if more { format!("\"{text}\"") } else { "null".to_owned() };
        let mut headers = "Content-Type: application/json\r\n".to_owned();
        let kept = query.split('&').filter(|pair| !pair.starts_with("page=") && !pair.starts_with("state="));
        let kept: String = kept.filter(|pair| !pair.is_empty()).map(|pair| format!("{pair}&")).collect();
        let body = match path {
            "/cursor" => format!(r#"{{"data":[{items}],"meta":{{"next":{}}}}}"#, quoted(format!("c{end}"))),
            "/last" => format!(r#"{{"data":[{items}],"has_more":{more}}}"#),
            "/offset" => format!(r#"{{"data":[{items}]}}"#),
            "/url" => format!(r#"{{"data":[{items}],"links":{{"next":{}}}}}"#, quoted(format!("?{kept}state={end}"))),
            "/link" if more => {
                let next = start / size + 2;
                headers += &format!("Link: </link?page=1>; rel=first, </link?{kept}page={next}>; rel=\"next\"\r\n");
                format!("[{items}]")
            }
            _ => format!("[{items}]"),
        };
        raw("200 OK", &headers, body.as_bytes())
    }

    /// An upstream that serves it.
    pub(crate) async fn upstream(self) -> Upstream {
        Upstream::start(move |request| self.answer(request)).await
    }
}

/// The items of an answer.
pub(crate) fn items(answer: &Value) -> Vec<Value> {
    let body = &answer["body"];
    body.get("data").unwrap_or(body).as_array().unwrap().clone()
}
