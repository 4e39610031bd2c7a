//! Answers that come item by item, and what becomes of those that don't end.

use runtime::{Answer, Call, Limits, execute};
use serde_json::{Value, json};

use crate::api::{caller, rendered, server};
use crate::hostile::{Hostile, Step};
use crate::upstream::{Upstream, raw};

async fn listed(content_type: &str, body: &[u8]) -> Value {
    let sent = raw("200 OK", &format!("Content-Type: {content_type}\r\n"), body);
    let upstream = Upstream::start(move |_| sent.clone()).await;
    rendered(&asked(&upstream.url, Limits::default()).await, 100_000)
}

async fn asked(url: &str, limits: Limits) -> Answer {
    let upstream = Upstream::ok().await;
    let mut caller = caller(&[]);
    caller.environment = Some(runtime::BaseUrl::parse(url).unwrap());
    let call = Call { operation: "items.list".to_owned(), ..Call::default() };
    execute(&server(&upstream, limits), &caller, call).await.unwrap()
}

#[tokio::test]
async fn streams_become_lists() {
    let events = "text/event-stream";
    let lines = "application/x-ndjson; charset=utf-8";
    let sequence = "application/json-seq";
    let cases: &[(&str, &str, &str)] = &[
        (events, "data: {\"a\": 1.10}\n\ndata: x\n\n", r#"[{"data":{"a":1.10}},{"data":"x"}]"#),
        (events, "\u{feff}event: add\nid: 7\ndata: [1,\ndata:2]\n\n", r#"[{"event":"add","id":"7","data":[1,2]}]"#),
        (events, "data: a\r\ndata: b\r\rdata:  c\n\r\n", r#"[{"data":"a\nb"},{"data":" c"}]"#),
        (events, ": comment\n\nevent: none\n\ndata\n\ndata:\n\nretry: 5\ndata: 1\n\n", r#"[{"data":1}]"#),
        (events, "data: 1\n\ndata: unfinished", r#"[{"data":1}]"#),
        (events, "data: {\"a\":\ndata: \"b\"}\nunknown: z\n\n", r#"[{"data":{"a":"b"}}]"#),
        (events, "data: [DONE]\n\n", r#"[{"data":"[DONE]"}]"#),
        (lines, "{\"a\": 1e2}\n\n[2]\r\n\"x\"", r#"[{"a":1e2},[2],"x"]"#),
        (lines, "{\"a\":1}", r#"[{"a":1}]"#),
        (lines, "{\"a\":1}\nnot json\n", r#"[{"a":1},"not json"]"#),
        ("application/jsonl", "1\n2\n", "[1,2]"),
        (sequence, "\u{1e}{\"a\":1}\n\u{1e}2\n", r#"[{"a":1},2]"#),
        ("application/geo+json-seq", "\u{1e}{}\n", "[{}]"),
        // No stream, whatever the API says.
        (events, "{\"a\":1}", r#"{"a":1}"#),
        (events, "no events", r#""no events""#),
        (events, "", "null"),
    ];
    for (content_type, body, expected) in cases {
        let answer = listed(content_type, body.as_bytes()).await;
        assert_eq!(answer["body"], serde_json::from_str::<Value>(expected).unwrap(), "{content_type} {body:?}");
        assert_eq!((answer.get("truncated"), answer.get("note")), (None, None));
    }
}

/// A stream of pieces over and over, until nobody reads any more.
async fn endless(content_type: &str, piece: &str, then: &[Step]) -> Hostile {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n");
    let steps = [Step::Send(head.into_bytes()), Step::Repeat(piece.as_bytes().to_vec(), 100)];
    Hostile::start(steps.into_iter().chain(then.iter().cloned()).collect()).await
}

#[tokio::test]
async fn streams_end_at_their_bounds_with_what_came() {
    let short = Limits { stream_time: std::time::Duration::from_millis(300), ..Limits::default() };
    let event = "data: {\"n\":1}\n\n";
    let line = "{\"n\":1}\n";
    // Limits, the stream, how many items come of it, and why no more.
    let ten = Limits { stream_items: 10, ..Limits::default() };
    let small = Limits { response_bytes: 150, ..Limits::default() };
    let cases: &[(Limits, &str, &str, Step, usize, &str)] = &[
        (ten, "text/event-stream", event, Step::Forever, 10, "after 10 items"),
        (ten, "application/x-ndjson", line, Step::Forever, 10, "after 10 items"),
        (ten, "application/json-seq", "\u{1e}{\"n\":1}\n", Step::Forever, 10, "after 10 items"),
        (small, "text/event-stream", event, Step::Forever, 10, "after 150 bytes"),
        (small, "application/x-ndjson", line, Step::Forever, 18, "after 150 bytes"),
        (short, "text/event-stream", event, Step::Hang, 100, "had not ended after 0.3 s"),
        (
            Limits { timeout: std::time::Duration::from_millis(1_600), ..Limits::default() },
            "application/x-ndjson",
            line,
            Step::Hang,
            100,
            "had not ended after 1.2 s",
        ),
    ];
    for (limits, content_type, piece, then, items, why) in cases {
        let upstream = endless(content_type, piece, std::slice::from_ref(then)).await;
        let text = rendered(&asked(&upstream.url, *limits).await, 100_000);
        let list = text["body"].as_array().unwrap_or_else(|| panic!("{text}"));
        assert!(list.iter().all(|item| *item == json!({"n": 1}) || *item == json!({"data": {"n": 1}})), "{text}");
        assert_eq!(list.len(), *items, "{content_type} {why}");
        assert_eq!(text["truncated"]["omitted"], json!([{"path": "/body", "kept": items}]));
        assert!(text["note"].as_str().is_some_and(|note| note.contains(why)), "{text}");
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_what_came_of_it() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    let upstream = Hostile::start(vec![Step::Send(format!("{head}9\r\ndata: 1\n\n\r\n9\r\nda").into_bytes())]).await;
    let text = rendered(&asked(&upstream.url, Limits::default()).await, 100_000);
    assert_eq!(text["body"], json!([{"data": 1}]));
    assert!(text["note"].as_str().is_some_and(|note| note.contains("the connection broke")), "{text}");
}
