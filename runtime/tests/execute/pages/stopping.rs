//! Lists that don't end by themselves, APIs that lead astray, and calls that are given up.

use std::time::{Duration, Instant};

use runtime::{Call, Limits, execute};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::following::in_turn;
use crate::api::{caller, rendered};
use crate::lists::{List, call, call_as, limits, server};
use crate::upstream::{Upstream, json as json_answer, raw};

const LIST: List = List { total: 9, size: 3 };

#[tokio::test]
async fn circles_are_noticed() {
    let cursor = |item: u8, next: &str| json!({"data": [item], "meta": {"next": next}}).to_string();
    let url = |item: u8, next: &str| json!({"data": [item], "links": {"next": next}}).to_string();
    // Kind, answers in their order with the last one repeated, items kept.
    let cases: Vec<(&str, Value, Vec<String>, Value)> = vec![
        ("cursor.list", json!({}), vec![cursor(1, "a"), cursor(2, "a")], json!([1, 2])),
        ("cursor.list", json!({}), vec![cursor(1, "a"), cursor(2, "b"), cursor(3, "a")], json!([1, 2, 3])),
        ("cursor.list", json!({"after": "a"}), vec![cursor(1, "a")], json!([1])),
        ("url.list", json!({}), vec![url(1, "/url")], json!([1])),
        ("url.list", json!({}), vec![url(1, "?s=1"), url(2, "?s=1#other")], json!([1, 2])),
        ("url.list", json!({}), vec![url(1, "?s=1"), url(2, "?s=2"), url(3, "?%73=1")], json!([1, 2, 3])),
        ("offset.list", json!({}), vec![r#"{"data":[1,2]}"#.to_owned()], json!([1, 2])),
        ("number.list", json!({}), vec!["[1]".to_owned(), "[2]".to_owned(), "[1]".to_owned()], json!([1, 2])),
    ];
    for (kind, params, bodies, kept) in cases {
        let upstream = in_turn(bodies.iter().map(|body| json_answer("200 OK", body)).collect()).await;
        let answer =
            call(&upstream, limits(), json!({"operation": kind, "params": params, "pages": "all"})).await.unwrap();
        assert_eq!(answer["body"].get("data").unwrap_or(&answer["body"]), &kept, "{kind} {bodies:?}");
        assert_eq!(answer["pages"]["complete"], false);
        let message = answer["pages"]["fault"]["message"].as_str().unwrap();
        assert!(message.ends_with("its pages go in a circle"), "{message}");
        assert_eq!(answer.get("next"), None, "going on would go round again");
    }
}

/// Endless, but never the same.
#[tokio::test]
async fn lists_without_end_are_bounded() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let growing = Upstream::start(move |_| {
        let next = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        json_answer("200 OK", &json!({"data": [], "meta": {"next": format!("c{next}")}}).to_string())
    })
    .await;
    let answer = call(&growing, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    assert_eq!(answer["pages"]["stopped"], "10 pages in a row have no items");
    assert_eq!(answer["next"]["params"], json!({"after": "c9"}));
    let long =
        in_turn(vec![json_answer("200 OK", &json!({"data": [1], "meta": {"next": "c".repeat(9_000)}}).to_string())])
            .await;
    let answer = call(&long, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    assert!(answer["pages"]["fault"]["message"].as_str().unwrap().contains("too long"), "{answer}");
    // The document bounds the parameter.
    let long =
        in_turn(vec![json_answer("200 OK", &json!({"data": [1], "meta": {"next": "c".repeat(50)}}).to_string())]).await;
    let answer = call(&long, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    assert!(answer["pages"]["fault"]["message"].as_str().unwrap().contains("doesn't take"), "{answer}");
}

#[tokio::test]
async fn pages_elsewhere_are_not_fetched() {
    for next in [
        "https://evil.example/url?state=1",
        "//evil.example/url?state=1",
        "file:///etc/passwd",
        "http://user:pass@127.0.0.1/url",
        "/admin?state=1",
        "../items?page=2",
        "/url/../purge",
        "/url%2f..%2fadmin",
        "http://127.0.0.1:1/url?state=1",
        "http://[::1",
    ] {
        let body = json!({"data": [1], "links": {"next": next}}).to_string();
        let upstream = in_turn(vec![json_answer("200 OK", &body)]).await;
        let answer = call(&upstream, limits(), json!({"operation": "url.list", "pages": "all"})).await.unwrap();
        assert_eq!(answer["pages"]["fault"]["code"], "redirect-refused", "{next}: {answer}");
        assert_eq!((&answer["body"]["data"], answer.get("next")), (&json!([1]), None), "{next}");
        assert_eq!(upstream.lines().len(), 1, "{next}");
        let link = format!("Content-Type: application/json\r\nLink: <{next}>; rel=next\r\n");
        let upstream = in_turn(vec![raw("200 OK", &link, b"[1]")]).await;
        let answer = call(&upstream, limits(), json!({"operation": "link.list", "pages": "all"})).await.unwrap();
        assert_eq!(answer["pages"]["fault"]["code"], "redirect-refused", "{next}: {answer}");
        assert_eq!((&answer["body"], upstream.lines().len()), (&json!([1]), 1), "{next}");
    }
}

#[tokio::test]
async fn silence_in_the_middle_keeps_what_was_fetched() {
    let upstream =
        Upstream::start(|request| if request.contains("c6") { Vec::new() } else { LIST.answer(request) }).await;
    let limits = Limits { timeout: Duration::from_secs(1), ..limits() };
    let answer = call(&upstream, limits, json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    assert_eq!(answer["pages"]["fault"]["code"], "timeout", "{answer}");
    assert_eq!(answer["pages"]["items"], 6);
    assert_eq!(answer["next"], json!({"operation": "cursor.list", "params": {"after": "c6"}, "pages": "all"}));
    let mut late = caller(&[]);
    late.deadline = Some(Instant::now());
    let arguments = json!({"operation": "cursor.list", "pages": "all"});
    let faults = call_as(&upstream, limits, (&late, arguments)).await.unwrap_err();
    assert_eq!(faults[0].code, runtime::Code::Timeout);
}

#[tokio::test]
async fn a_list_that_takes_too_long_is_resumed() {
    let endless = List { total: 1_000_000, size: 1 };
    let upstream = endless.upstream().await;
    let limits = Limits { timeout: Duration::from_secs(1), ..limits() };
    let arguments = json!({"operation": "offset.list", "params": {"offset": 5}, "pages": "all"});
    let answer = call(&upstream, Limits { pages: usize::MAX, ..limits }, arguments).await.unwrap();
    let items = answer["pages"]["items"].as_u64().unwrap();
    assert_eq!(answer["pages"]["complete"], false);
    assert_eq!(answer["next"]["params"], json!({"offset": 5 + items}));
}

#[tokio::test]
async fn waits_that_are_too_long_are_told() {
    let busy = raw("429 Too Many Requests", "Retry-After: 37\r\n", b"");
    let upstream = in_turn(vec![LIST.answer("GET /cursor H"), LIST.answer("GET /cursor?after=c3 H"), busy]).await;
    let answer = call(&upstream, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    let fault = &answer["pages"]["fault"];
    assert_eq!((&fault["retry_after"], &fault["suggestion"]), (&json!(37), &json!("wait 37 s before trying again")));
    assert_eq!((&answer["pages"]["items"], upstream.lines().len()), (&json!(6), 3));
}

/// A call that is given up during its second page.
#[tokio::test]
async fn dropping_the_call_hangs_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (asked, second) = oneshot::channel();
    let hung_up = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4_096];
        let _ = stream.read(&mut buffer).await.unwrap();
        stream.write_all(&LIST.answer("GET /cursor H")).await.unwrap();
        drop(stream);
        let (mut stream, _) = listener.accept().await.unwrap();
        let read = stream.read(&mut buffer).await.unwrap();
        asked.send(String::from_utf8_lossy(&buffer[..read]).into_owned()).unwrap();
        stream.read(&mut buffer).await
    });
    let upstream = Upstream::at(url);
    let server = server(&upstream, limits());
    let call = Call::from_arguments(json!({"operation": "cursor.list", "pages": "all"}).as_object().unwrap()).unwrap();
    let caller = caller(&[]);
    tokio::select! {
        answer = execute(&server, &caller, call) => unreachable!("{answer:?}"),
        second = second => assert!(second.unwrap().starts_with("GET /cursor?after=c3 ")),
    }
    assert!(matches!(hung_up.await.unwrap(), Ok(0) | Err(_)), "the connection is closed");
}

#[tokio::test]
async fn storms_are_weathered() {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let upstream = Upstream::start(move |request| {
        if turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 3 == 2 {
            return LIST.answer(request);
        }
        raw("429 Too Many Requests", "Retry-After: 0\r\n", b"")
    })
    .await;
    let caller = caller(&[]);
    let arguments = json!({"operation": "cursor.list", "pages": "all"});
    let answer = rendered(&call_as(&upstream, limits(), (&caller, arguments)).await.unwrap(), 10_000);
    assert_eq!(answer["pages"], json!({"fetched": 3, "items": 9, "complete": true}));
    assert_eq!(upstream.lines().len(), 9);
}
