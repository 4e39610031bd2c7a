//! Calls that go on where another stopped: together they have every item, once.

use std::sync::atomic::{AtomicUsize, Ordering};

use runtime::{Limits, Server};
use serde_json::{Value, json};

use super::following::in_turn;
use crate::lists::{KINDS, List, call, items, limits, on, server};
use crate::upstream::{Upstream, json as json_answer};

const LIST: List = List { total: 23, size: 3 };

/// Calls, and goes on until the list is complete: the items of every call, and how many calls there were.
pub(super) async fn everything(server: &Server, first: Value) -> (Vec<Value>, usize) {
    let (mut arguments, mut all, mut calls) = (first, Vec::new(), 0);
    loop {
        let answer = on(server, arguments.clone()).await.unwrap();
        calls += 1;
        all.extend(items(&answer));
        match answer.get("next") {
            Some(next) => {
                assert_eq!(answer["pages"]["complete"], false, "{answer}");
                assert_ne!(*next, arguments, "it stands still");
                arguments = next.clone();
            }
            None => {
                assert_eq!(answer["pages"]["complete"], true, "{answer}");
                return (all, calls);
            }
        }
    }
}

pub(super) fn expected(list: List) -> Vec<Value> {
    serde_json::from_str(&format!("[{}]", list.items(0..list.total))).unwrap()
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_comes_twice() {
    let with_items = |items| Limits { items, ..limits() };
    for (pages, limits, calls) in [
        (json!(1), limits(), 8),
        (json!("3"), limits(), 3),
        (json!(100), limits(), 1),
        (json!("all"), with_items(1), 8),
        (json!("all"), with_items(7), 3),
        (json!("all"), Limits { pages: 5, ..limits() }, 2),
        (json!("all"), Limits { list_bytes: 1, ..limits() }, 8),
        (json!("all"), Limits { list_bytes: 500, ..limits() }, 8),
    ] {
        for kind in KINDS {
            let upstream = LIST.upstream().await;
            let arguments = json!({"operation": kind, "params": {"q": "x y", "tags": [1]}, "pages": pages});
            let (all, made) = everything(&server(&upstream, limits), arguments).await;
            assert_eq!(all, expected(LIST), "{kind} {pages} {limits:?}");
            // Those who count need another page to see the end.
            assert!(
                made == calls || made == calls + 1 || limits.list_bytes == 500 && made > 2,
                "{kind} {pages}: {made}"
            );
        }
    }
}

#[tokio::test]
async fn a_fault_in_the_middle_loses_nothing() {
    // What comes instead of the third page, and how often it is asked for.
    let cases = [
        (json_answer("500 Internal Server Error", r#"{"message":"oops"}"#), 1),
        (json_answer("400 Bad Request", ""), 1),
        (json_answer("429 Too Many Requests", "{}"), 3),
        (json_answer("200 OK", r#"{"data":"#), 1),
        (json_answer("200 OK", r#"{"data":7}"#), 1),
        (json_answer("200 OK", &format!("[\"{}\"]", "x".repeat(9_000))), 1),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec(), 3),
        (b"SSH-2.0-x\r\n\r\n".to_vec(), 3),
    ];
    for (bad, tries) in cases {
        let text = String::from_utf8_lossy(&bad).into_owned();
        for kind in KINDS {
            let (bad, count) = (bad.clone(), AtomicUsize::new(0));
            let upstream = Upstream::start(move |request| {
                let count = count.fetch_add(1, Ordering::SeqCst);
                if (2..2 + tries).contains(&count) { bad.clone() } else { LIST.answer(request) }
            })
            .await;
            let server = server(&upstream, Limits { response_bytes: 8_000, ..limits() });
            let first = on(&server, json!({"operation": kind, "pages": "all"})).await.unwrap();
            assert!(first["pages"]["fault"]["message"].is_string(), "{kind}: {text}: {first}");
            assert_eq!((&first["pages"]["fetched"], &first["status"]), (&json!(2), &json!(200)), "{kind}: {text}");
            let second = on(&server, first["next"].clone()).await.unwrap();
            assert_eq!(second["pages"]["complete"], true, "{kind}: {text}: {second}");
            let all: Vec<_> = items(&first).into_iter().chain(items(&second)).collect();
            assert_eq!(all, expected(LIST), "{kind}: {text}");
        }
    }
}

#[tokio::test]
async fn a_long_call_is_told_in_short() {
    let upstream = in_turn(vec![json_answer("200 OK", r#"{"data":[1],"meta":{"next":"c"}}"#)]).await;
    let arguments = json!({"operation": "cursor.list", "params": {"q": "x".repeat(3_000), "size": 2}, "pages": 1});
    let caller = crate::api::caller(&[]);
    let answer = crate::lists::call_as(&upstream, limits(), (&caller, arguments)).await.unwrap();
    let note = "add the params and body of this call";
    let next = json!({"operation": "cursor.list", "params": {"after": "c"}, "pages": 1, "note": note});
    assert_eq!(crate::api::rendered(&answer, 2_000)["next"], next);
}

#[tokio::test]
async fn what_has_no_parameter_is_carried_on() {
    let next = "/url?q=kept&size=2&token=a%26b&token=c+d&flag&tags=5,6";
    let upstream =
        in_turn(vec![json_answer("200 OK", &json!({"data": [1], "links": {"next": next}}).to_string())]).await;
    let arguments = json!({"operation": "url.list", "params": {"q": "dropped", "tags": [1, 2]}, "pages": 1});
    let answer = call(&upstream, limits(), arguments).await.unwrap();
    let params = json!({"size": 2, "tags": [5, 6], "q": "kept"});
    let expected = json!({"operation": "url.list", "params": params, "pages": "1?token=a%26b&token=c+d&flag"});
    assert_eq!(answer["next"], expected);
    let _ = call(&upstream, limits(), answer["next"].clone()).await.unwrap();
    assert!(upstream.lines()[1].starts_with("GET /url?size=2&tags=5,6&q=kept&token=a%26b&token=c+d&flag "));
    // What the address lacks goes, and what a parameter can't be stays as it is.
    let next = json!({"data": [1], "links": {"next": "?size=ten&state=1"}});
    let upstream = in_turn(vec![json_answer("200 OK", &next.to_string())]).await;
    let arguments = json!({"operation": "url.list", "params": {"q": "a", "size": 10}, "pages": 1});
    let answer = call(&upstream, limits(), arguments).await.unwrap();
    assert_eq!(answer["next"], json!({"operation": "url.list", "params": {}, "pages": "1?size=ten&state=1"}));
}

/// What an address makes of a call's arguments.
#[tokio::test]
async fn addresses_become_arguments() {
    let url = "url.list";
    // Operation, params, address, params and pages of the call that goes on.
    let cases = [
        (url, json!({"filter": {"a": 1}}), "?filter[a]=1&s=2", json!({"filter": {"a": 1}}), "1?s=2"),
        (url, json!({"filter": {"a": 1}}), "?filter%5Ba%5D=2&s=2", json!({}), "1?filter%5Ba%5D=2&s=2"),
        (url, json!({"filter": {"a": 1}}), "?s=2", json!({}), "1?s=2"),
        (url, json!({"tags": [1, 2]}), "?tags=1%2C2&s=2", json!({"tags": [1, 2]}), "1?s=2"),
        (url, json!({"tags": [1]}), "?tags=1&tags=2&s=2", json!({}), "1?tags=1&tags=2&s=2"),
        (url, json!({"size": 2}), "?size=2&size=3&s=2", json!({}), "1?size=2&size=3&s=2"),
        (url, json!({"q": "\u{e9} +"}), "?q=%C3%A9+%2B&s=2", json!({"q": "\u{e9} +"}), "1?s=2"),
        (url, json!({}), "?s=a'b%00%22;c", json!({}), "1?s=a%27b%00%22;c"),
        ("fixed.list", json!({"kind": "a"}), "?size=2", json!({"kind": "a", "size": 2}), ""),
        ("fixed.list", json!({"kind": "a"}), "?action=list&kind=b&size=2", json!({"kind": "b", "size": 2}), ""),
        ("fixed.list", json!({"kind": "a"}), "?kind=a&s=2&action=list", json!({"kind": "a"}), "1?s=2"),
    ];
    for (operation, params, next, expected, pages) in cases {
        let body = json!({"data": [1], "links": {"next": next}}).to_string();
        let upstream = in_turn(vec![json_answer("200 OK", &body)]).await;
        let server = server(&upstream, limits());
        let answer = on(&server, json!({"operation": operation, "params": params, "pages": 1})).await.unwrap();
        let pages = if pages.is_empty() { json!(1) } else { json!(pages) };
        let call = json!({"operation": operation, "params": expected, "pages": pages});
        assert_eq!(answer["next"], call, "{next}: {answer}");
        // And that call asks for what the address says.
        on(&server, call).await.unwrap();
        let asked = upstream.lines()[1].split(' ').nth(1).unwrap().to_owned();
        assert!(asked.contains("s=2") || asked.contains("s=a%27b%00%22;c") || asked.contains("size=2"), "{asked}");
    }
    for next in ["?action=delete&kind=a&size=2", "?action=list&action=delete", "?kind=a&kind=b&action=x"] {
        let body = json!({"data": [1], "links": {"next": next}}).to_string();
        let upstream = in_turn(vec![json_answer("200 OK", &body)]).await;
        let arguments = json!({"operation": "fixed.list", "params": {"kind": "a"}, "pages": "all"});
        let answer = call(&upstream, limits(), arguments).await.unwrap();
        assert_eq!((upstream.lines().len(), answer.get("next")), (1, None), "{next}: {answer}");
    }
    // A cursor can be an address.
    let body = json!({"data": [1], "meta": {"next": "/cursor?after=c3&size=2"}}).to_string();
    let upstream = in_turn(vec![json_answer("200 OK", &body)]).await;
    let answer = call(&upstream, limits(), json!({"operation": "cursor.list", "pages": 1})).await.unwrap();
    assert_eq!(answer["next"]["params"], json!({"size": 2, "after": "c3"}));
}
