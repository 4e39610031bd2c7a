//! What is wrong with a batch is told at once, and nothing is sent.

use serde_json::{Value, json};

use super::{call, shop};
use crate::api::summary;

async fn check(arguments: Value, expected: &[&str]) {
    let upstream = shop().await;
    let faults = call(&upstream, arguments.clone()).await.expect_err(&arguments.to_string());
    let seen: Vec<String> =
        summary(&faults).iter().map(|line| line.split(" -> ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(seen, expected, "{arguments}: {faults:?}");
    assert!(upstream.lines().is_empty());
}

#[tokio::test]
async fn the_batch_itself() {
    let get = json!({"operation": "items.get", "params": {"id": "1"}});
    for (arguments, expected) in [
        (json!({"calls": []}), &["invalid-value /calls"][..]),
        (json!({"calls": {}}), &["invalid-type /calls"]),
        (json!({"calls": "[1"}), &["invalid-type /calls"]),
        (json!({"calls": vec![&get; 101]}), &["invalid-value /calls"]),
        (json!({"calls": [1, get, null]}), &["invalid-type /calls/0", "invalid-type /calls/2"]),
        (json!({"calls": [get], "concurrency": 9}), &["invalid-value /concurrency"]),
        (json!({"calls": [get], "concurrency": 0, "jq": 1}), &["invalid-value /concurrency", "invalid-type /jq"]),
        (json!({"calls": [get], "operation": "items.get"}), &["unknown-argument /operation"]),
        (json!({"calls": [get], "approval": "t"}), &["unknown-argument /approval"]),
        (json!({"calls": [get], "jq": ".a |"}), &["invalid-value /jq"]),
    ] {
        check(arguments, expected).await;
    }
    let upstream = shop().await;
    for calls in [json!([get]).to_string().into(), json!([get])] {
        let answer = call(&upstream, json!({"calls": calls, "approval": null, "concurrency": "8"})).await.unwrap();
        assert_eq!(answer["body"]["0"]["id"], "1");
    }
    assert_eq!(
        call(&upstream, json!({"calls": null, "operation": "items.get", "params": {"id": "3"}})).await.unwrap()["body"]
            ["id"],
        "3"
    );
}

#[tokio::test]
async fn all_mistakes_of_all_calls_at_once() {
    let arguments = json!({"calls": [
        {"operation": "items.gets"},
        {"operation": "items.get", "params": {"idd": "1"}},
        {"operation": "items.list", "params": {"limit": 1000, "sort": {"$jq": ".0"}, "nope": {"$jq": "."}}, "for_each": "nope("},
        {"operation": "items.create", "body": {"nam": {"$jq": "."}, "count": "x"}},
        {"operation": "items.get", "params": {"id": "1"}, "jq": ".a |", "pages": 2},
        {"operation": "items.get", "params": {"id": "1"}, "parms": {}},
    ]});
    check(
        arguments,
        &[
            "unknown-operation /calls/0/operation",
            "unknown-argument /calls/1/params/idd",
            "unknown-argument /calls/2/params/nope",
            "invalid-value /calls/2/params/limit",
            "invalid-value /calls/2/for_each",
            "invalid-value /calls/2/params/sort",
            "unknown-argument /calls/3/body/nam",
            "invalid-type /calls/3/body/count",
            "unknown-argument /calls/4/pages",
            "invalid-value /calls/4/jq",
            "unknown-argument /calls/5/parms",
        ],
    )
    .await;
}

/// Names that no call before has are told before anything is sent, where a program begins with them.
#[tokio::test]
async fn names_that_a_program_cannot_see() {
    let each = |id: &str, program: &str| json!({"id": id, "operation": "items.get", "for_each": program, "params": {"id": {"$jq": ".item.id"}}});
    let list = json!({"id": "list", "operation": "items.list"});
    for (calls, expected) in [
        (json!([list, each("a", ".lists.data[]")]), &["invalid-value /calls/1/for_each"][..]),
        // Later ones, circles, and itself.
        (json!([each("a", ".list.data[]"), list]), &["invalid-value /calls/0/for_each"]),
        (
            json!([each("a", ".b[]"), each("b", ".a[]"), each("c", ".c[]")]),
            &["invalid-value /calls/0/for_each", "invalid-value /calls/2/for_each"],
        ),
        (
            json!([list, {"operation": "items.get", "params": {"id": {"$jq": ".nope.data[].id"}}}]),
            &["invalid-value /calls/1/params/id"],
        ),
        // In for_each there is no item yet.
        (json!([list, each("a", ".item[]")]), &["invalid-value /calls/1/for_each"]),
    ] {
        check(json!({"calls": calls}), expected).await;
    }
    let upstream = shop().await;
    let faults = call(&upstream, json!({"calls": [list, each("a", ".lists.data[]")]})).await.unwrap_err();
    assert_eq!(summary(&faults), ["invalid-value /calls/1/for_each -> list"]);
    assert_eq!(faults[0].message, "the program begins with \"lists\", and no call has that id");
}

/// Whoever writes one that can't be read is shown one that can.
#[tokio::test]
async fn a_batch_that_cannot_be_read_is_answered_with_an_example() {
    let upstream = shop().await;
    let get = json!({"operation": "items.get", "params": {"id": "1"}});
    for arguments in [
        json!({"calls": 1}),
        json!({"calls": []}),
        json!({"calls": "[1"}),
        json!({"calls": ["items.get"]}),
        json!({"calls": [get, {"for_each": ["a"], "operation": "items.get", "params": {"id": "1"}}]}),
        json!({"calls": [{"operation": "items.get", "params": {"id": {"$jq": [".0"]}}}]}),
        json!({"for_each": ".a[]", "operation": "items.get", "params": {"id": "1"}}),
    ] {
        let faults = call(&upstream, arguments.clone()).await.expect_err(&arguments.to_string());
        let example = faults.iter().filter_map(|fault| fault.suggestion.as_deref()).find(|text| text.contains("$jq"));
        let example: Value = serde_json::from_str(example.expect(&faults[0].message)).expect("a call");
        let text = example.to_string().replacen('…', "items.list", 1).replacen('…', "items.get", 1);
        let answer = call(&upstream, serde_json::from_str(&text).unwrap()).await.unwrap();
        // Of the ten items, one is gone.
        assert_eq!(answer["calls"], json!({"succeeded": 10, "failed": 1}), "{text}");
    }
}

#[tokio::test]
async fn calls_are_read_strictly() {
    for (mut with, expected) in [
        (json!({"id": "a-b"}), "invalid-value /calls/1/id"),
        (json!({"id": "item"}), "invalid-value /calls/1/id"),
        (json!({"id": "1a"}), "invalid-value /calls/1/id"),
        (json!({"id": "a".repeat(41)}), "invalid-value /calls/1/id"),
        (json!({"id": 1}), "invalid-value /calls/1/id"),
        (json!({"id": "first"}), "invalid-value /calls/1/id"),
        (json!({"for_each": 1}), "invalid-type /calls/1/for_each"),
        (json!({"dry_run": true}), "unknown-argument /calls/1/dry_run"),
        (json!({"approval": "t"}), "unknown-argument /calls/1/approval"),
        (json!({"calls": []}), "unknown-argument /calls/1/calls"),
        (json!({"params": {"id": {"$jq": ".", "x": 1}}}), "invalid-value /calls/1/params/id"),
        (json!({"params": {"id": {"$jq": 1}}}), "invalid-value /calls/1/params/id"),
        (json!({"params": {"id": {"$jq": ".) | (."}}}), "invalid-value /calls/1/params/id"),
        (json!({"params": {"id": {"$jq": "$bodies"}}}), "invalid-value /calls/1/params/id"),
        (json!({"params": {"id": {"$jq": "input"}}}), "invalid-value /calls/1/params/id"),
        (json!({"for_each": ".first"}), "invalid-value /calls/1/for_each"),
        (
            json!({"for_each": format!("\"{}\"", "x".repeat(9_980)), "params": {"id": {"$jq": ".item"}}}),
            "invalid-value /calls/1/jq",
        ),
    ] {
        for (key, value) in [("operation", json!("items.get")), ("params", json!({"id": "1"}))] {
            with.as_object_mut().unwrap().entry(key).or_insert(value);
        }
        let first = json!({"id": "first", "operation": "items.get", "params": {"id": "1"}});
        check(json!({"calls": [first, with]}), &[expected]).await;
    }
}
