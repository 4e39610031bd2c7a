//! Batches that come to an end before they are done, or to part of what they were asked for.

use std::time::Duration;

use runtime::{Call, Limits, execute};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{call, call_as, shaping, shop};
use crate::api::{caller, limits};
use crate::lists::{self, List, items};
use crate::upstream::{Upstream, json as json_answer};

fn get(id: &str) -> Value {
    json!({"id": format!("i{id}"), "operation": "items.get", "params": {"id": id}})
}

#[tokio::test]
async fn what_came_before_the_deadline_is_there() {
    for program in [None, Some(".i1.id")] {
        // Only the first is answered.
        let upstream = Upstream::start(|request| match request.starts_with("GET /items/1 ") {
            true => json_answer("200 OK", r#"{"id":"1"}"#),
            false => Vec::new(),
        })
        .await;
        let server = shaping(&upstream, Limits { timeout: Duration::from_millis(700), ..limits() });
        let arguments = json!({"concurrency": 1, "calls": [get("1"), get("2"), get("3")], "jq": program});
        let answer = call_as(&server, &caller(&[]), &arguments).await.unwrap();
        assert_eq!(answer["calls"], json!({"succeeded": 1, "failed": 2}), "{answer}");
        assert_eq!(answer["body"], json!({"i1": {"id": "1"}, "i2": null, "i3": null}), "{answer}");
        let told: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|e| (&e["call"], &e["code"])).collect();
        assert_eq!(told, [(&json!("i2"), &json!("timeout")), (&json!("i3"), &json!("timeout"))]);
        // Without time left no program runs, and the bodies stay as they came.
        assert_eq!(answer["shaped"]["error"].is_object(), program.is_some(), "{answer}");
        assert_eq!(upstream.lines(), ["GET /items/1 HTTP/1.1", "GET /items/2 HTTP/1.1"]);
    }
}

async fn connection(listener: &TcpListener) -> (TcpStream, String) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    (stream, String::from_utf8(head).unwrap())
}

#[tokio::test]
async fn a_batch_that_is_given_up_closes_what_is_under_way_and_sends_no_more() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = Upstream::at(format!("http://{}", listener.local_addr().unwrap()));
    let server = shaping(&upstream, limits());
    let calls: Vec<Value> = (0..9).map(|id| get(&id.to_string())).collect();
    let arguments = json!({"concurrency": 3, "calls": calls});
    let given_up = async {
        let caller = caller(&[]);
        let batch = Call::from_arguments(arguments.as_object().unwrap()).unwrap();
        let arrived = async {
            let mut streams = Vec::new();
            while streams.len() < 3 {
                streams.push(connection(&listener).await.0);
            }
            streams
        };
        tokio::select! {
            answer = execute(&server, &caller, batch) => panic!("nobody answered: {answer:?}"),
            streams = arrived => streams,
        }
    };
    for mut stream in given_up.await {
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0);
    }
    // The next connection is that of the next call.
    let next = async {
        let (mut stream, head) = connection(&listener).await;
        stream.write_all(&json_answer("200 OK", r#"{"id":"77"}"#)).await.unwrap();
        head
    };
    let (answer, head) = tokio::join!(call(&upstream, json!({"calls": [get("77")]})), next);
    assert!(head.starts_with("GET /items/77 "), "{head}");
    assert_eq!(answer.unwrap()["calls"], json!({"succeeded": 1, "failed": 0}));
}

#[tokio::test]
async fn each_failure_is_told_with_its_call() {
    let upstream = Upstream::start(|request| match request.split(' ').nth(1).unwrap() {
        "/items/gone" => json_answer("404 Not Found", "{}"),
        "/items/broken" => json_answer("500 Internal Server Error", r#"{"message":"ill"}"#),
        "/items/noise" => b"this is no HTTP\r\n\r\n".to_vec(),
        "/items/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec(),
        "/items" => json_answer("422 Unprocessable Entity", r#"{"errors":[{"field":"name","message":"is taken"}]}"#),
        _ => json_answer("200 OK", r#"{"id":"1"}"#),
    })
    .await;
    let mut calls: Vec<Value> = ["1", "gone", "broken", "noise", "short"].map(get).into();
    calls.push(json!({"id": "new", "operation": "items.create", "body": {"name": "a"}}));
    let answer = call(&upstream, json!({"calls": calls})).await.unwrap();
    assert_eq!(answer["calls"], json!({"succeeded": 1, "failed": 5}), "{answer}");
    let errors = answer["errors"].as_array().unwrap();
    let mut told: Vec<String> =
        errors.iter().map(|error| format!("{} {} {}", error["call"], error["status"], error["code"])).collect();
    told.sort_unstable();
    let expected = [
        r#""ibroken" 500 "api-error""#,
        r#""igone" 404 "api-error""#,
        r#""inoise" null "unreachable""#,
        r#""ishort" null "invalid-answer""#,
        r#""new" 422 "api-error""#,
    ];
    assert_eq!(told, expected);
    let new = errors.iter().find(|error| error["call"] == "new").unwrap();
    assert!(new.to_string().contains("/calls/5/body/name"), "{new}");
    // One that worked makes it an answer; none makes it an error.
    let server = shaping(&upstream, limits());
    for (ids, is_error) in [(&["1", "gone"][..], false), (&["gone", "broken"], true)] {
        let calls: Vec<Value> = ids.iter().copied().map(get).collect();
        let batch = Call::from_arguments(json!({"calls": calls, "jq": "."}).as_object().unwrap()).unwrap();
        assert_eq!(execute(&server, &caller(&[]), batch).await.unwrap().is_error(), is_error, "{ids:?}");
    }
}

#[tokio::test]
async fn calls_of_calls_are_bounded_together() {
    let upstream = shop().await;
    let each = |id: &str, program: &str| json!({"id": id, "for_each": program, "operation": "items.get", "params": {"id": {"$jq": ".item | tostring"}}});
    let calls = json!([each("b", "range(10; 70)"), each("c", ".b[].id"), each("d", ".b[:39][].id"), get("3")]);
    let answer = call(&upstream, json!({"calls": calls})).await.unwrap();
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["call"]), (1, &json!("c")), "{answer}");
    assert!(errors[0]["message"].as_str().unwrap().contains("gives 60 calls, and 38 are left"), "{answer}");
    assert_eq!(answer["calls"], json!({"succeeded": 100, "failed": 1}));
    assert_eq!(upstream.lines().len(), 100);
}

#[tokio::test]
async fn remarks_say_what_an_answer_lacks() {
    let upstream = shop().await;
    let calls = json!([
        {"id": "old", "operation": "reports.fetch", "params": {"path.id": "x", "query.id": 1}},
        {"id": "bad", "operation": "items.create", "body": {"name": "a"}, "jq": ".name.x"},
        {"id": "ok", "operation": "items.get", "params": {"id": "1"}, "jq": ".id"},
    ]);
    let answer = call(&upstream, json!({"calls": calls})).await.unwrap();
    let remarks = answer["remarks"].as_array().unwrap();
    let told: Vec<&Value> = remarks.iter().map(|remark| &remark["call"]).collect();
    assert_eq!(told, ["old", "bad"], "{answer}");
    assert!(remarks[0]["note"].as_str().unwrap().ends_with("is now called reports.get"), "{answer}");
    assert!(remarks[1]["shaped"]["error"]["message"].is_string(), "{answer}");
    assert_eq!((&answer["body"]["bad"], &answer["body"]["ok"]), (&json!({"name": "a"}), &json!("1")));
}

#[tokio::test]
async fn a_list_that_goes_on_is_remarked_with_the_call_that_does() {
    let upstream = List { total: 9, size: 3 }.upstream().await;
    let server = lists::server(&upstream, lists::limits());
    let calls = json!([
        {"id": "part", "operation": "cursor.list", "pages": 2},
        {"id": "whole", "operation": "number.list", "pages": "all"},
    ]);
    let answer = lists::on(&server, json!({"calls": calls})).await.unwrap();
    let remarks = answer["remarks"].as_array().unwrap();
    assert_eq!((remarks.len(), &remarks[0]["call"]), (1, &json!("part")), "{answer}");
    assert_eq!((&remarks[0]["pages"]["fetched"], &remarks[0]["pages"]["complete"]), (&json!(2), &json!(false)));
    let next = lists::on(&server, remarks[0]["next"].clone()).await.unwrap();
    let joined: Vec<Value> = items(&json!({"body": answer["body"]["part"]})).into_iter().chain(items(&next)).collect();
    assert_eq!(joined, items(&json!({"body": answer["body"]["whole"]})));
}
