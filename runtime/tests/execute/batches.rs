//! Batches: several calls in one, against an upstream of ten items.

mod bounds;
mod mistakes;
mod partly;
mod values;

use runtime::{Call, Caller, Fault, Limits, Server, Shaper, execute};
use serde_json::{Value, json};

use crate::api::{caller, limits, rendered, server};
use crate::jq::{ample, worker};
use crate::upstream::{Upstream, json as json_answer};

/// `/items` lists ten items; `/items/3` is one of them, and there is no `/items/5`; what is posted comes back.
async fn shop() -> Upstream {
    Upstream::start(|request| {
        let line = request.lines().next().unwrap_or_default();
        let target = line.split(' ').nth(1).unwrap_or_default();
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        match target.strip_prefix("/items/").map(|id| id.split('?').next().unwrap_or_default()) {
            Some("5") => json_answer("404 Not Found", r#"{"message":"no such item"}"#),
            Some(id) => json_answer("200 OK", &format!(r#"{{"id":"{id}","price":{}0.10}}"#, id.len())),
            None if line.starts_with("POST") => json_answer("201 Created", body),
            None => {
                let items: Vec<String> =
                    (0..10).map(|id| format!(r#"{{"id":"{id}","failing":{}}}"#, id % 4 == 1)).collect();
                json_answer(
                    "200 OK",
                    &format!(r#"{{"data":[{}],"big":12345678901234567890123,"x":1.10}}"#, items.join(",")),
                )
            }
        }
    })
    .await
}

fn shaping(upstream: &Upstream, limits: Limits) -> Server {
    server(upstream, limits).with_shaper(Shaper::new(worker(), ample()))
}

async fn call_as(server: &Server, caller: &Caller, arguments: &Value) -> Result<Value, Vec<Fault>> {
    let call = Call::from_arguments(arguments.as_object().unwrap())?;
    execute(server, caller, call).await.map(|answer| rendered(&answer, 1 << 20))
}

async fn call(upstream: &Upstream, arguments: Value) -> Result<Value, Vec<Fault>> {
    call_as(&shaping(upstream, limits()), &caller(&[]), &arguments).await
}

#[tokio::test]
async fn the_details_of_every_failing_item_are_one_call() {
    let upstream = shop().await;
    let answer = call(
        &upstream,
        json!({"calls": [
            {"id": "all", "operation": "items.list", "params": {"limit": 10}},
            {"id": "one", "for_each": ".all.data[] | select(.failing)", "operation": "items.get",
             "params": {"id": {"$jq": ".item.id"}}},
            {"operation": "items.get", "params": {"id": "777"}, "jq": ".id"},
        ]}),
    )
    .await
    .unwrap();
    // The tenth of 0 to 9 is 9; the item 5 is gone.
    assert_eq!(answer["calls"], json!({"succeeded": 4, "failed": 1}));
    let error = &answer["errors"][0];
    assert_eq!((&error["call"], &error["item"], &error["status"]), (&json!("one"), &json!(1), &json!(404)), "{error}");
    assert!(error["message"].as_str().unwrap().contains("no such item"), "{error}");
    let one = &answer["body"]["one"];
    assert_eq!((&one[0]["id"], &one[1], &one[2]["id"]), (&json!("1"), &Value::Null, &json!("9")));
    assert_eq!(answer["body"]["2"], "777");
    let mut lines = upstream.lines();
    assert!(lines[..2].contains(&"GET /items?limit=10 HTTP/1.1".to_owned()), "{lines:?}");
    lines.sort_unstable();
    let gets = ["1", "5", "777", "9"].map(|id| format!("GET /items/{id} HTTP/1.1"));
    assert_eq!(lines[..4], gets);
}

#[tokio::test]
async fn one_program_shapes_the_whole_answer() {
    let upstream = shop().await;
    let calls = json!([
        {"id": "all", "operation": "items.list", "jq": "[.data[] | select(.failing | not) | .id]"},
        {"id": "one", "for_each": ".all", "operation": "items.get", "params": {"id": {"$jq": ".item"}}},
    ]);
    for (program, expected) in [
        ("[.one[].price] | add * 100 | round", json!(7070)),
        ("[.all, .one] | transpose | map(.[0] == .[1].id) | all", json!(true)),
        (".all | length", json!(7)),
    ] {
        let answer = call(&upstream, json!({"calls": calls, "jq": program})).await.unwrap();
        assert_eq!((&answer["body"], &answer["shaped"]), (&expected, &json!({"outputs": 1})), "{answer}");
    }
    // What the calls brought isn't lost with the program.
    let answer = call(&upstream, json!({"calls": calls, "jq": ".one.x"})).await.unwrap();
    assert!(answer["shaped"]["error"]["message"].as_str().unwrap().contains("the jq program failed"), "{answer}");
    assert_eq!(answer["body"]["all"].as_array().map(Vec::len), Some(7));
}

#[tokio::test]
async fn writes_keep_their_place() {
    let upstream = shop().await;
    call(
        &upstream,
        json!({"concurrency": 1, "calls": [
            {"operation": "items.get", "params": {"id": "1"}},
            {"operation": "items.create", "body": {"name": "a"}},
            {"operation": "items.get", "params": {"id": "2"}},
            {"operation": "items.get", "params": {"id": "3"}},
        ]}),
    )
    .await
    .unwrap();
    let seen: Vec<String> = upstream.lines().iter().map(|line| line.replace(" HTTP/1.1", "")).collect();
    assert_eq!(seen, ["GET /items/1", "POST /items", "GET /items/2", "GET /items/3"]);
}

#[tokio::test]
async fn a_call_whose_source_failed_is_not_made() {
    let upstream = shop().await;
    let answer = call(
        &upstream,
        json!({"calls": [
            {"id": "gone", "operation": "items.get", "params": {"id": "5"}},
            {"id": "here", "operation": "items.get", "params": {"id": "6"}},
            {"id": "a", "operation": "items.list", "params": {"sort": {"$jq": ".gone.sort"}}},
            {"id": "b", "operation": "items.create", "body": {"name": {"$jq": ".here.id"}}},
            {"id": "c", "for_each": ".a[]", "operation": "items.get", "params": {"id": {"$jq": ".item"}}},
        ]}),
    )
    .await
    .unwrap();
    let failed: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().map(|error| error["call"].as_str().unwrap()).collect();
    assert_eq!(failed, ["gone", "a", "c"]);
    assert_eq!(answer["body"]["b"], json!({"name": "6"}));
    assert_eq!((&answer["body"]["a"], &answer["body"]["c"]), (&Value::Null, &Value::Null));
    assert_eq!(upstream.lines().len(), 3);
}

#[tokio::test]
async fn a_dry_run_shows_what_is_known_and_sends_nothing() {
    let upstream = shop().await;
    let answer = call(
        &upstream,
        json!({"dry_run": true, "calls": [
            {"id": "all", "operation": "items.list", "params": {"limit": 3}},
            {"id": "del", "operation": "items.delete", "params": {"id": "1", "page_token": "t"}},
            {"id": "one", "for_each": ".all.data[]", "operation": "items.get", "params": {"id": {"$jq": ".item.id"}}},
        ]}),
    )
    .await
    .unwrap();
    assert_eq!(answer["dry_run"], true);
    assert_eq!(answer["body"]["all"]["url"], format!("{}/items?limit=3", upstream.url));
    assert_eq!(answer["body"]["del"]["method"], "DELETE");
    assert_eq!(answer["body"]["one"]["after"], json!(["all"]));
    assert!(upstream.lines().is_empty());
}
