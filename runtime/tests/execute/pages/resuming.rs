//! Calls that go on where another stopped: together they have every item, once.

use runtime::Limits;
use serde_json::{Value, json};

use super::following::in_turn;
use crate::lists::{KINDS, List, call, items, limits};
use crate::upstream::{Upstream, json as json_answer};

const LIST: List = List { total: 23, size: 3 };

/// Calls, and goes on until the list is complete: the items of every call, and how many calls there were.
async fn everything(upstream: &Upstream, limits: Limits, first: Value) -> (Vec<Value>, usize) {
    let (mut arguments, mut all, mut calls) = (first, Vec::new(), 0);
    loop {
        let answer = call(upstream, limits, arguments.clone()).await.unwrap();
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

fn expected(list: List) -> Vec<Value> {
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
            let (all, made) = everything(&upstream, limits, arguments).await;
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
    let bad = [
        json_answer("500 Internal Server Error", r#"{"message":"oops"}"#),
        json_answer("429 Too Many Requests", "{}"),
        json_answer("200 OK", r#"{"data":"#),
        json_answer("200 OK", r#"{"data":7}"#),
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec(),
        b"SSH-2.0-x\r\n\r\n".to_vec(),
        json_answer("200 OK", &format!("[\"{}\"]", "x".repeat(9_000))),
    ];
    for (index, bad) in bad.iter().enumerate() {
        for kind in KINDS {
            let bad = bad.clone();
            let fails = std::sync::Mutex::new((0, 3));
            let upstream = Upstream::start(move |request| {
                let mut fails = fails.lock().unwrap();
                fails.0 += 1;
                // The third page fails, as often as it is tried.
                if fails.0 > 2 && fails.1 > 0 {
                    fails.1 -= 1;
                    return bad.clone();
                }
                LIST.answer(request)
            })
            .await;
            let limits = Limits { response_bytes: 8_000, ..limits() };
            let first = call(&upstream, limits, json!({"operation": kind, "pages": "all"})).await.unwrap();
            if index == 0 || index == 2 || index == 3 || index == 6 {
                assert_eq!(items(&first).len(), 6, "{kind} {index} {first}");
                assert_eq!(first["pages"]["fetched"], 2);
            }
            assert_eq!(first.get("error"), None);
            assert!(first["pages"]["fault"]["message"].is_string(), "{kind} {index}: {first}");
            let mut all = items(&first);
            let mut answer = first;
            for _ in 0..4 {
                let Some(next) = answer.get("next").cloned() else { break };
                answer = call(&upstream, limits, next).await.unwrap();
                if answer.get("pages").is_some_and(|pages| pages["items"] != 0) {
                    all.extend(items(&answer));
                } else {
                    answer =
                        json!({"next": {"operation": kind, "params": resumed(kind), "pages": resumed_pages(kind)}});
                }
            }
            assert_eq!(all, expected(LIST), "{kind} {index}");
        }
    }
}

/// The call of the third page, which is repeated when it fails as a first page.
fn resumed(kind: &str) -> Value {
    match kind {
        "cursor.list" => json!({"after": "c6"}),
        "last.list" => json!({"after": "5"}),
        "offset.list" => json!({"offset": 6}),
        "number.list" | "link.list" => json!({"page": 3}),
        _ => json!({}),
    }
}

fn resumed_pages(kind: &str) -> Value {
    if kind == "url.list" { json!("all?state=6") } else { json!("all") }
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
