//! What programs put into calls.

use serde_json::{Value, json};

use super::{call, shop};

/// The bodies that were posted.
fn posted(requests: &[String]) -> Vec<String> {
    let posts = requests.iter().filter(|request| request.starts_with("POST"));
    posts.map(|request| request.split_once("\r\n\r\n").unwrap().1.to_owned()).collect()
}

#[tokio::test]
async fn values_keep_type_and_digits() {
    for (body, expected) in [
        (json!({"name": {"$jq": ".all.data[0].id"}}), r#"{"name":"0"}"#),
        (json!({"name": "a", "count": {"$jq": ".all.data | length"}}), r#"{"name":"a","count":10}"#),
        (json!({"name": "a", "tags": {"$jq": "[.all.data[:2][].id]"}}), r#"{"name":"a","tags":["0","1"]}"#),
        (json!({"name": "a", "tags": ["x", {"$jq": "\"y\""}]}), r#"{"name":"a","tags":["x","y"]}"#),
        (json!({"$jq": "{name: \"a\", count: 9007199254740993}"}), r#"{"name":"a","count":9007199254740993}"#),
        (json!("{\"name\": {\"$jq\": \"\\\"text\\\"\"}}"), r#"{"name":"text"}"#),
        (json!({"name": {"$jq": "def f: \"d\"; f # a comment"}}), r#"{"name":"d"}"#),
        (json!({"name": {"$jq": "\"{{$jq}}\""}}), r#"{"name":"{{$jq}}"}"#),
        (json!({"name": {"$jq": ".all.x | tostring"}}), r#"{"name":"1.10"}"#),
    ] {
        let upstream = shop().await;
        let calls =
            json!([{"id": "all", "operation": "items.list"}, {"id": "new", "operation": "items.create", "body": body}]);
        let answer = call(&upstream, json!({"calls": calls})).await.unwrap();
        assert_eq!(posted(&upstream.requests()), [expected], "{body}: {answer}");
    }
}

#[tokio::test]
async fn values_that_do_not_fit_are_told_one_by_one() {
    let upstream = shop().await;
    for (program, code, message) in [
        (".item.none", "invalid-value", "gave null"),
        (".item | empty", "invalid-value", "gave no value"),
        ("1, 2", "invalid-value", "gave several values"),
        (".item.id.x", "invalid-value", "the jq program failed"),
        (".item.id", "invalid-type", ""),
        (".all.big", "invalid-value", "would be rounded"),
        ("1000", "invalid-value", ""),
        ("error(\"a\\nb\")", "invalid-value", "failed: a b"),
    ] {
        let answer = call(
            &upstream,
            json!({"calls": [
                {"id": "all", "operation": "items.list"},
                {"id": "b", "for_each": ".all.data[1:2][] | .id += \"x\"", "operation": "items.list",
                 "params": {"limit": {"$jq": program}}},
            ]}),
        )
        .await
        .unwrap();
        let error = &answer["errors"][0];
        assert_eq!((&error["call"], &error["item"]), (&json!("b"), &json!(0)), "{program}: {answer}");
        assert_eq!((&error["path"], &error["code"]), (&json!("/calls/1/params/limit"), &json!(code)), "{program}");
        assert!(error["message"].as_str().unwrap().contains(message), "{program}: {error}");
        assert_eq!(answer["body"]["b"], json!([null]));
    }
    assert!(upstream.lines().iter().all(|line| line == "GET /items HTTP/1.1"), "{:?}", upstream.lines());
}

#[tokio::test]
async fn outputs_or_the_items_of_the_only_one_make_calls() {
    let upstream = shop().await;
    for (program, made) in [
        (".all.data[:3][].id", 3),
        (".all.data[:3] | map(.id)", 3),
        ("\"7\"", 1),
        ("empty", 0),
        ("[]", 0),
        (".all.data[] | select(.id == \"none\")", 0),
        ("range(3) | tostring", 3),
    ] {
        let answer = call(
            &upstream,
            json!({"calls": [
                {"id": "all", "operation": "items.list"},
                {"id": "b", "for_each": program, "operation": "items.get", "params": {"id": {"$jq": ".item"}}},
            ]}),
        )
        .await
        .unwrap();
        assert_eq!(answer["body"]["b"].as_array().map(Vec::len), Some(made), "{program}: {answer}");
        assert_eq!(answer["calls"], json!({"succeeded": made + 1, "failed": 0}));
        assert!(answer.get("errors").is_none());
    }
    let answer = call(
        &upstream,
        json!({"calls": [
            {"id": "all", "operation": "items.list"},
            {"id": "b", "for_each": ".all.data.id", "operation": "items.get", "params": {"id": {"$jq": ".item"}}},
        ]}),
    )
    .await
    .unwrap();
    let error = &answer["errors"][0];
    assert_eq!((&error["path"], error.get("item")), (&json!("/calls/1/for_each"), None));
    assert!(error["suggestion"].as_str().unwrap().contains("\"all\": …"), "{error}");
    assert_eq!(answer["body"]["b"], Value::Null);
}

/// Documents say of ids that they are numbers in a list, and text in a path.
#[tokio::test]
async fn whole_numbers_are_ids_where_ids_are_text() {
    let upstream = shop().await;
    let answer = call(
        &upstream,
        json!({"calls": [{"id": "a", "for_each": "7, 18446744073709551615, 1.5, true",
                          "operation": "items.get", "params": {"id": {"$jq": ".item"}}}]}),
    )
    .await
    .unwrap();
    assert_eq!(answer["calls"], json!({"succeeded": 2, "failed": 2}), "{answer}");
    assert_eq!(upstream.lines(), ["GET /items/7 HTTP/1.1", "GET /items/18446744073709551615 HTTP/1.1"]);
}
