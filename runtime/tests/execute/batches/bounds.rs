//! How far a batch goes, and what it must not do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use runtime::{Approvals, Caller, Effect, Limits, Policy, Secret, Server, Shaper, ShapingLimits};
use serde_json::{Value, json};

use super::{call, call_as, shaping, shop};
use crate::api::{caller, limits, server, summary};
use crate::jq::worker;
use crate::upstream::{Upstream, json as json_answer};

fn each(program: &str) -> Value {
    json!({"id": "b", "for_each": program, "operation": "items.get", "params": {"id": {"$jq": ".item | tostring"}}})
}

#[tokio::test]
async fn too_many_calls_are_not_made_and_counted() {
    let upstream = shop().await;
    let one = json!({"id": "a", "operation": "items.get", "params": {"id": "1"}});
    let answer = call(&upstream, json!({"calls": [one, each("range(340)")]})).await.unwrap();
    let error = &answer["errors"][0];
    assert!(error["message"].as_str().unwrap().contains("gives 340 calls, and 99 are left of the 100"), "{error}");
    assert_eq!((&error["path"], &answer["body"]["a"]["id"]), (&json!("/calls/1/for_each"), &json!("1")));
    assert_eq!(upstream.lines().len(), 1);
    let answer = call(&upstream, json!({"calls": [one, each("range(10; 109)")]})).await.unwrap();
    assert_eq!(answer["calls"], json!({"succeeded": 100, "failed": 0}));
}

#[tokio::test]
async fn no_more_calls_than_allowed_are_under_way() {
    let most = Arc::new(AtomicUsize::new(0));
    let now = Arc::new(AtomicUsize::new(0));
    for (concurrency, expected) in [(json!(3), 3), (json!(1), 1)] {
        most.store(0, Ordering::SeqCst);
        let (most, now) = (Arc::clone(&most), Arc::clone(&now));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, open) = (Arc::clone(&most), Arc::clone(&now));
        // Answers once as many requests are there as may be, or at the last ones.
        let (gate, _) = tokio::sync::watch::channel(0_usize);
        let gate = Arc::new(gate);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (seen, open, gate) = (Arc::clone(&seen), Arc::clone(&open), Arc::clone(&gate));
                tokio::spawn(async move {
                    use tokio::io::{AsyncReadExt, AsyncWriteExt};
                    let mut buffer = [0; 4096];
                    let _ = stream.read(&mut buffer).await.unwrap();
                    let count = open.fetch_add(1, Ordering::SeqCst) + 1;
                    seen.fetch_max(count, Ordering::SeqCst);
                    gate.send_modify(|arrived| *arrived += 1);
                    let mut watch = gate.subscribe();
                    let group = (*watch.borrow()).div_ceil(expected) * expected;
                    watch.wait_for(|arrived| *arrived >= group).await.unwrap();
                    open.fetch_sub(1, Ordering::SeqCst);
                    stream.write_all(&json_answer("200 OK", "{}")).await.unwrap();
                    let _ = stream.shutdown().await;
                });
            }
        });
        let upstream = Upstream::at(url);
        let answer = call(&upstream, json!({"concurrency": concurrency, "calls": [each("range(9)")]})).await.unwrap();
        assert_eq!(answer["calls"], json!({"succeeded": 9, "failed": 0}));
        assert_eq!(most.load(Ordering::SeqCst), expected);
    }
}

#[tokio::test]
async fn one_deadline_holds_for_all() {
    let upstream = Upstream::start(|_| Vec::new()).await;
    let server = shaping(&upstream, Limits { timeout: Duration::from_millis(600), ..limits() });
    let started = std::time::Instant::now();
    let answer =
        call_as(&server, &caller(&[]), &json!({"concurrency": 1, "calls": [each("range(20)")]})).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(10), "twenty calls would take twelve seconds");
    assert_eq!(answer["calls"], json!({"succeeded": 0, "failed": 20}));
    let codes: Vec<&Value> = answer["errors"].as_array().unwrap().iter().map(|error| &error["code"]).collect();
    assert!(codes.iter().all(|code| **code == "timeout"), "{codes:?}");
    assert!(upstream.lines().len() < 3, "{:?}", upstream.lines());
}

#[tokio::test]
async fn the_answers_together_are_bounded() {
    let upstream = Upstream::start(|_| json_answer("200 OK", &format!("\"{}\"", "x".repeat(1_000)))).await;
    let server = shaping(&upstream, Limits { list_bytes: 5_000, ..limits() });
    let answer = call_as(&server, &caller(&[]), &json!({"calls": [each("range(9)")]})).await.unwrap();
    assert_eq!(answer["calls"], json!({"succeeded": 4, "failed": 5}));
    assert_eq!(answer["errors"][0]["code"], "response-too-large");
    let bodies = answer["body"]["b"].as_array().unwrap();
    assert_eq!(bodies.iter().filter(|body| body.is_null()).count(), 5);
}

#[tokio::test]
async fn hostile_programs_end_and_the_other_calls_are_there() {
    let upstream = shop().await;
    let shaper = Shaper::new(
        worker(),
        ShapingLimits { time: Duration::from_millis(2_000), memory: 64 << 20, output: 100_000, jobs: 2 },
    );
    let server = server(&upstream, Limits { timeout: Duration::from_secs(30), ..limits() }).with_shaper(shaper);
    for program in ["range(1e18)", "def f: f; f", "[range(1e18)]", "\"x\" * 1000000000", "def f: [f]; f", "repeat(1)"] {
        let list = json!({"id": "all", "operation": "items.list"});
        let hole = json!({"id": "b", "operation": "items.get", "params": {"id": {"$jq": program}}});
        for second in [each(program), hole] {
            let answer = call_as(&server, &caller(&[]), &json!({"calls": [list, second]})).await.unwrap();
            assert_eq!(answer["calls"], json!({"succeeded": 1, "failed": 1}), "{program}: {answer}");
            assert!(answer["body"]["all"]["data"].is_array());
            assert_eq!(answer["errors"][0]["call"], "b");
        }
    }
    assert!(upstream.lines().iter().all(|line| line == "GET /items HTTP/1.1"), "{:?}", upstream.lines());
}

#[tokio::test]
async fn nothing_that_takes_an_approval_is_sent() {
    let upstream = shop().await;
    let approvals = Approvals::new(Some(&Secret::new("a key of thirty-two bytes or more"))).unwrap();
    let careful = |server: Server| server.with_policy(Policy { approvals: Some(approvals), ..Policy::open() });
    let server = careful(shaping(&upstream, limits()));
    let arguments = json!({"calls": [
        {"id": "all", "operation": "items.list"},
        {"id": "del", "for_each": ".all.data[:2][]", "operation": "items.delete",
         "params": {"id": {"$jq": ".item.id"}, "page_token": "t"}},
        {"id": "last", "operation": "items.get", "params": {"id": "1"}},
    ]});
    let answer = call_as(&server, &caller(&[]), &arguments).await.unwrap();
    assert_eq!(answer["calls"], json!({"succeeded": 2, "failed": 2}), "{answer}");
    let error = &answer["errors"][1];
    assert_eq!((&error["code"], &error["item"]), (&json!("approval-needed"), &json!(1)));
    let alone = &error["corrected_call"];
    assert_eq!(*alone, json!({"operation": "items.delete", "params": {"id": "1", "page_token": "t"}}));
    assert!(!upstream.lines().iter().any(|line| line.starts_with("DELETE")));
    // The call that is named is one that can be made.
    let held = call_as(&server, &caller(&[]), alone).await.unwrap();
    assert!(held["approval"].is_string(), "{held}");
}

#[tokio::test]
async fn the_ceiling_holds_for_every_call() {
    let upstream = shop().await;
    let calls = json!([
        {"operation": "items.get", "params": {"id": "1"}},
        {"operation": "items.create", "body": {"name": "x"}},
        {"operation": "items.create", "body": {"name": {"$jq": "\"x\""}}},
    ]);
    let reader = Caller { ceiling: Effect::Read, ..caller(&[]) };
    let faults = call_as(&shaping(&upstream, limits()), &reader, &json!({"calls": calls})).await.unwrap_err();
    let expected = ["effect-refused /calls/1/operation", "effect-refused /calls/2/operation"];
    assert_eq!(summary(&faults), expected);
    let denied = Policy { denied: ["items.get"].into(), ..Policy::open() };
    let server = shaping(&upstream, limits()).with_policy(denied);
    let faults = call_as(&server, &caller(&[]), &json!({"calls": calls})).await.unwrap_err();
    assert!(summary(&faults)[0].starts_with("operation-denied /calls/0/operation"), "{faults:?}");
    assert!(upstream.lines().is_empty());
}

#[tokio::test]
async fn credentials_stay_out_of_everything() {
    let upstream = Upstream::start(|_| json_answer("200 OK", r#"{"echo":"verysecret"}"#)).await;
    let caller = caller(&[("bearer", "verysecret")]);
    let arguments = json!({"calls": [
        {"id": "a", "operation": "auth.bearer"},
        {"id": "b", "operation": "items.get", "params": {"id": {"$jq": ".a.echo"}}},
    ]});
    let answer = call_as(&shaping(&upstream, limits()), &caller, &arguments).await.unwrap();
    assert_eq!(answer["body"]["a"], json!({"echo": "***"}));
    let lines: Vec<String> = upstream.lines();
    assert!(!lines.iter().any(|line| line.contains("verysecret")), "{lines:?}");
}
