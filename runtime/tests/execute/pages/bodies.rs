//! Lists whose pages are asked for in the JSON body: followed, bounded and resumed as those of the query are.

use std::sync::atomic::{AtomicUsize, Ordering};

use contract::{Effect, Method};
use runtime::{Api, Arguments, BaseUrl, Limits, Operation, Pagination, Request, Server};
use serde_json::{Value, json};

use super::following::in_turn;
use super::resuming::{everything, expected};
use crate::api::{caller, rendered};
use crate::lists::{List, items, limits, on};
use crate::upstream::{Upstream, json as json_answer};

const LIST: List = List { total: 23, size: 3 };
const KINDS: [&str; 4] = ["cursor.search", "nested.search", "offset.search", "number.search"];

const fn search(name: &'static str, pagination: Pagination) -> Operation {
    Operation {
        name,
        method: Method::Post,
        path: "/search",
        tag: "lists",
        effect: Effect::Write,
        security: &[],
        pagination: Some(pagination),
        handler: send,
    }
}

static CURSOR: Operation =
    search("cursor.search", Pagination::Cursor { parameter: "/body/after", next: "/next", items: "/data" });
static NESTED: Operation =
    search("nested.search", Pagination::Cursor { parameter: "/body/page/a~1b", next: "/next", items: "/data" });
static OFFSET: Operation = search("offset.search", Pagination::Offset { parameter: "/body/from", items: "/data" });
static NUMBER: Operation = search("number.search", Pagination::PageNumber { parameter: "/body/page", items: "/data" });
static OPERATIONS: &[&Operation] = &[&CURSOR, &NESTED, &OFFSET, &NUMBER];

fn send(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/search");
    request.body("application/json", arguments.optional_body());
}

fn entry(operation: &Operation) -> Value {
    let cursor = json!({"type": "string", "maxLength": 40});
    let number = json!({"type": "integer", "maximum": 1_000});
    let page = match operation.name {
        "nested.search" => json!({"type": "object", "properties": {"a/b": cursor}}),
        _ => number.clone(),
    };
    let properties = json!({"q": {"type": "string"}, "size": number, "after": cursor, "from": number, "page": page});
    let schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    json!({
        "name": operation.name, "method": "POST", "path": "/search", "tag": "lists", "effect": "write",
        "summary": "Search", "parameters": [], "body": {"mediaType": "application/json", "schema": schema},
    })
}

fn server(upstream: &Upstream, limits: Limits) -> Server {
    let entries: Vec<_> = OPERATIONS.iter().map(|operation| entry(operation)).collect();
    let api: &'static Api = crate::made::api(OPERATIONS, &entries);
    Server::open(api, Some(BaseUrl::parse(&upstream.url).unwrap()), limits).unwrap()
}

/// The body of a request.
fn body(request: &str) -> Value {
    let text = request.split_once("\r\n\r\n").unwrap().1;
    if text.is_empty() { Value::Null } else { serde_json::from_str(text).unwrap() }
}

/// The page that a body asks for; `next` is a cursor.
fn page(request: &str) -> Vec<u8> {
    let asked = body(request);
    let size = asked["size"].as_u64().map_or(LIST.size, |size| usize::try_from(size).unwrap());
    let number = |value: &Value| value.as_u64().map(|number| usize::try_from(number).unwrap());
    let cursor = asked["after"].as_str().or(asked["page"]["a/b"].as_str());
    let start = cursor
        .map(|cursor| cursor.trim_start_matches('c').parse().unwrap())
        .or(number(&asked["from"]))
        .or(number(&asked["page"]).map(|page| (page - 1) * size))
        .unwrap_or(0);
    let end = (start + size).min(LIST.total);
    let next = if end < LIST.total { format!("\"c{end}\"") } else { "null".to_owned() };
    json_answer("200 OK", &format!(r#"{{"data":[{}],"next":{next}}}"#, LIST.items(start.min(end)..end)))
}

fn bodies(upstream: &Upstream) -> Vec<Value> {
    upstream.requests().iter().map(|request| body(request)).collect()
}

#[tokio::test]
async fn the_member_alone_changes() {
    for (kind, second, last) in [
        ("cursor.search", json!({"q": "x", "size": 10, "after": "c10"}), json!({"q": "x", "size": 10, "after": "c20"})),
        (
            "nested.search",
            json!({"q": "x", "size": 10, "page": {"a/b": "c10"}}),
            json!({"q": "x", "size": 10, "page": {"a/b": "c20"}}),
        ),
        ("offset.search", json!({"q": "x", "size": 10, "from": 10}), json!({"q": "x", "size": 10, "from": 23})),
        ("number.search", json!({"q": "x", "size": 10, "page": 2}), json!({"q": "x", "size": 10, "page": 4})),
    ] {
        let upstream = Upstream::start(page).await;
        let first = json!({"q": "x", "size": 10});
        let arguments = json!({"operation": kind, "body": first, "pages": "all"});
        let answer = on(&server(&upstream, limits()), arguments).await.unwrap();
        assert_eq!(answer["pages"]["complete"], true, "{answer}");
        assert_eq!(items(&answer), expected(LIST), "{kind}");
        let sent = bodies(&upstream);
        assert_eq!((&sent[0], &sent[1], sent.last().unwrap()), (&first, &second, &last), "{kind}");
    }
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_comes_twice() {
    for (pages, limits, calls) in [
        (json!(1), limits(), 8),
        (json!("3"), limits(), 3),
        (json!("all"), Limits { items: 7, ..limits() }, 3),
        (json!("all"), Limits { pages: 5, ..limits() }, 2),
        (json!("all"), Limits { list_bytes: 1, ..limits() }, 8),
    ] {
        for kind in KINDS {
            for first in [json!({"operation": kind}), json!({"operation": kind, "body": {"q": "x y"}})] {
                let upstream = Upstream::start(page).await;
                let mut arguments = first;
                arguments["pages"] = pages.clone();
                let (all, made) = everything(&server(&upstream, limits), arguments).await;
                assert_eq!(all, expected(LIST), "{kind} {pages} {limits:?}");
                // Those who count need another page to see the end.
                assert!(made == calls || made == calls + 1, "{kind} {pages}: {made}");
            }
        }
    }
}

#[tokio::test]
async fn a_fault_in_the_middle_loses_nothing() {
    for kind in KINDS {
        let count = AtomicUsize::new(0);
        let upstream = Upstream::start(move |request| match count.fetch_add(1, Ordering::SeqCst) {
            2 => json_answer("500 Internal Server Error", r#"{"message":"oops"}"#),
            _ => page(request),
        })
        .await;
        let server = server(&upstream, limits());
        let first = on(&server, json!({"operation": kind, "body": {"q": "x"}, "pages": "all"})).await.unwrap();
        assert!(first["pages"]["fault"]["message"].is_string(), "{kind}: {first}");
        assert_eq!(first["next"]["body"]["q"], "x");
        let second = on(&server, first["next"].clone()).await.unwrap();
        let all: Vec<_> = items(&first).into_iter().chain(items(&second)).collect();
        assert_eq!(all, expected(LIST), "{kind}");
    }
}

#[tokio::test]
async fn a_count_begins_where_the_call_says() {
    for (kind, body, last) in [
        ("offset.search", json!({"from": 20}), json!({"from": 23})),
        ("number.search", json!({"page": 7, "size": 3}), json!({"page": 9, "size": 3})),
        ("number.search", json!({"page": "7", "size": 3}), json!({"page": 9, "size": 3})),
    ] {
        let upstream = Upstream::start(page).await;
        let arguments = json!({"operation": kind, "body": body, "pages": "all"});
        let answer = on(&server(&upstream, limits()), arguments).await.unwrap();
        assert_eq!(bodies(&upstream).last(), Some(&last), "{answer}");
        assert_eq!(answer["pages"]["complete"], true, "{answer}");
    }
}

#[tokio::test]
async fn what_leads_astray_is_noticed() {
    let answer = |next: &str| json_answer("200 OK", &json!({"data": [next.len()], "next": next}).to_string());
    let long = "c".repeat(50);
    // Cursors in their order, the last one again and again; how many pages, and the end of the message.
    for (cursors, fetched, message) in [
        (vec!["a", "a"], 2, "its pages go in a circle"),
        (vec!["a", "bb", "a"], 3, "its pages go in a circle"),
        (vec![long.as_str()], 1, "which the operation doesn't take: at most 40 characters are allowed, not 50"),
    ] {
        let upstream = in_turn(cursors.iter().map(|next| answer(next)).collect()).await;
        let arguments = json!({"operation": "cursor.search", "pages": "all"});
        let told = on(&server(&upstream, limits()), arguments).await.unwrap();
        assert_eq!(told["pages"]["fetched"], fetched, "{told}");
        let said = told["pages"]["fault"]["message"].as_str().unwrap();
        assert!(said.contains("its pages go in a circle") || said.contains("body.after is"), "{said}");
        assert!(said.ends_with(message) || cursors.len() == 1, "{said}");
        assert_eq!(told.get("next"), None);
    }
    // An address is a cursor like any other: it goes back into the body.
    let upstream = in_turn(vec![answer("/search?after=c2"), json_answer("200 OK", r#"{"data":[]}"#)]).await;
    let arguments = json!({"operation": "cursor.search", "pages": "all"});
    let told = on(&server(&upstream, limits()), arguments).await.unwrap();
    assert_eq!(
        (&told["pages"]["complete"], &bodies(&upstream)[1]),
        (&json!(true), &json!({"after": "/search?after=c2"}))
    );
}

#[tokio::test]
async fn a_long_body_is_told_in_short() {
    let upstream = Upstream::start(page).await;
    let body = json!({"q": "x".repeat(3_000), "size": 2});
    let arguments = json!({"operation": "cursor.search", "body": body, "pages": 1});
    let call = runtime::Call::from_arguments(arguments.as_object().unwrap()).unwrap();
    let answer = runtime::execute(&server(&upstream, limits()), &caller(&[]), call).await.unwrap();
    let note = "add the params of this call and what else its body has";
    let next = json!({"operation": "cursor.search", "params": {}, "body": {"after": "c2"}, "pages": 1, "note": note});
    assert_eq!(rendered(&answer, 2_000)["next"], next);
}
