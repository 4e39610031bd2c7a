//! What arguments are taken for, and every mistake in them at once.

use serde_json::{Value, json};

use crate::api::{call, call_as, caller, rendered, summary};
use crate::upstream::{Upstream, header};

/// Arguments of the tool, and the request line and body that they become.
#[tokio::test]
async fn arguments_reach_the_wire() {
    let cases: Vec<(Value, &str, &str)> = vec![
        (json!({"operation": "items.list"}), "GET /items", ""),
        (json!({"operation": "items.list", "params": null}), "GET /items", ""),
        (
            json!({"operation": "items.list", "params": {"limit": 5, "sort": "name"}}),
            "GET /items?limit=5&sort=name",
            "",
        ),
        (json!({"operation": "items.list", "params": {"limit": null}}), "GET /items", ""),
        (json!({"operation": "items.list", "params": {"limit": 5.0}}), "GET /items?limit=5", ""),
        (json!({"operation": "items.list", "params": {"query.limit": 5}}), "GET /items?limit=5", ""),
        // JSON sent as a string
        (json!({"operation": "items.list", "params": r#"{"limit":5}"#}), "GET /items?limit=5", ""),
        (json!({"operation": "items.list", "params": {"limit": "5"}}), "GET /items?limit=5", ""),
        (json!({"operation": "items.list", "params": {"deep": "true"}}), "GET /items?deep=true", ""),
        (json!({"operation": "items.list", "params": {"tags": "[1,2]"}}), "GET /items?tags=1,2", ""),
        (json!({"operation": "items.list", "params": {"tags": ["1", 2]}}), "GET /items?tags=1,2", ""),
        (
            json!({"operation": "items.list", "params": {"filter": r#"{"age":"5"}"#}}),
            "GET /items?filter%5Bage%5D=5",
            "",
        ),
        (
            json!({"operation": "items.list", "params": {"total": u64::MAX}}),
            "GET /items?total=18446744073709551615",
            "",
        ),
        // A string stays one where a string is wanted.
        (json!({"operation": "items.get", "params": {"id": "5"}}), "GET /items/5", ""),
        (
            json!({"operation": "items.create", "body": {"name": "5", "count": 7}}),
            "POST /items",
            r#"{"name":"5","count":7}"#,
        ),
        (
            json!({"operation": "items.create", "body": r#"{"name":"a","tags":"[\"b\"]"}"#}),
            "POST /items",
            r#"{"name":"a","tags":["b"]}"#,
        ),
        // Values stay in their place.
        (json!({"operation": "items.get", "params": {"id": "a/b"}}), "GET /items/a%2Fb", ""),
        (json!({"operation": "items.get", "params": {"id": "../admin"}}), "GET /items/..%2Fadmin", ""),
        (json!({"operation": "items.get", "params": {"id": "%2e%2e"}}), "GET /items/%252e%252e", ""),
        (json!({"operation": "items.get", "params": {"id": "x?admin=1#y"}}), "GET /items/x%3Fadmin%3D1%23y", ""),
        (json!({"operation": "items.get", "params": {"id": "@evil.example"}}), "GET /items/%40evil.example", ""),
        (json!({"operation": "items.get", "params": {"id": "\r\nX: y"}}), "GET /items/%0D%0AX%3A%20y", ""),
        (
            json!({"operation": "reports.get", "params": {"path.id": "a", "query.id": 3}}),
            "GET /reports/.a/rows?id=3",
            "",
        ),
        (
            json!({"operation": "reports.fetch", "params": {"path.id": "a", "query.id": 3}}),
            "GET /reports/.a/rows?id=3",
            "",
        ),
    ];
    for (arguments, line, body) in cases {
        let upstream = Upstream::ok().await;
        let answer = call(&upstream, arguments.clone()).await;
        assert!(answer.is_ok(), "{arguments}: {answer:?}");
        let requests = upstream.requests();
        let [request] = requests.as_slice() else { panic!("{arguments}: {requests:?}") };
        assert!(request.starts_with(&format!("{line} HTTP/1.1\r\n")), "{arguments}: {request}");
        assert!(request.ends_with(&format!("\r\n\r\n{body}")), "{arguments}: {request}");
    }
}

/// Arguments of the tool, and what is wrong with them.
#[tokio::test]
async fn every_mistake_is_reported_at_once() {
    let cases: Vec<(Value, &[&str])> = vec![
        (json!({}), &["missing-argument /operation"]),
        (json!({"operation": 5}), &["invalid-type /operation"]),
        (json!({"operaton": "items.list"}), &["unknown-argument /operaton -> operation"]),
        (
            json!({"operation": "items.list", "param": {}, "dry_run": "yes"}),
            &["unknown-argument /param -> params", "invalid-type /dry_run"],
        ),
        (json!({"operation": "items.list", "params": [1]}), &["invalid-type /params"]),
        // Real headers are longer than a message quotes.
        (
            json!({"operation": "items.list", "params": {
                "x-amz-fwd-header-x-amz-server-side-encryption-bucket-key-enabled": 1
            }}),
            &["unknown-argument /params/x-amz-fwd-header-x-amz-server-side-encryption-bucket-key-enabled"],
        ),
        // The tool's own arguments and those of the operation, in one answer
        (
            json!({"operation": "items.list", "limit": 500, "params": {"sort": "nam"}, "dry_run": "yes"}),
            &[
                "unknown-argument /limit -> /params/limit",
                "invalid-value /params/limit",
                "invalid-value /params/sort -> name",
                "invalid-type /dry_run",
            ],
        ),
        (json!({"operation": "items.get", "id": "1"}), &["unknown-argument /id -> /params/id"]),
        (json!({"operation": "items.create", "name": "a"}), &["unknown-argument /name -> /body/name"]),
        (json!({"operation": "items.get", "params": "id=1"}), &["invalid-type /params"]),
        (json!({"operation": "items.get", "param": {"id": "1"}}), &["unknown-argument /param -> params"]),
        (
            json!({"operation": "items.lst", "dry_run": 1}),
            &["unknown-operation /operation -> items.list", "invalid-type /dry_run"],
        ),
        (json!({"operation": "items.list", "params": "limit=5"}), &["invalid-type /params"]),
        (json!({"operation": "items.lst"}), &["unknown-operation /operation -> items.list"]),
        (json!({"operation": "items.get"}), &["missing-argument /params/id"]),
        (json!({"operation": "items.get", "params": {"id": null}}), &["invalid-type /params/id"]),
        (
            json!({"operation": "items.list", "params": {"limit": 500, "sort": "nam", "tags": [1, "x"], "nonsense": 1}}),
            &[
                "unknown-argument /params/nonsense",
                "invalid-value /params/limit",
                "invalid-value /params/sort -> name",
                "invalid-type /params/tags/1",
            ],
        ),
        (json!({"operation": "items.list", "params": {"limits": 5}}), &["unknown-argument /params/limits -> limit"]),
        (json!({"operation": "items.list", "params": {"total": -1}}), &["invalid-value /params/total"]),
        (
            json!({"operation": "reports.get", "params": {"path.id": "a", "query.id": 1e30}}),
            &["invalid-value /params/query.id"],
        ),
        (
            json!({"operation": "reports.get", "params": {"path.id": "a", "query.id": u64::MAX}}),
            &["invalid-value /params/query.id"],
        ),
        // A name that looks like a missing one is one mistake.
        (
            json!({"operation": "items.delete", "params": {"id": "1", "pageToken": "x"}}),
            &["unknown-argument /params/pageToken -> page_token"],
        ),
        (
            json!({"operation": "items.delete", "params": {"item_id": "1", "token": "x"}}),
            &[
                "unknown-argument /params/item_id",
                "unknown-argument /params/token -> page_token",
                "missing-argument /params/id",
            ],
        ),
        (
            json!({"operation": "reports.get", "params": {"id": "a"}}),
            &["unknown-argument /params/id -> path.id", "missing-argument /params/query.id"],
        ),
        (
            json!({"operation": "items.list", "params": {"limit": 1, "query.limit": 2}}),
            &["invalid-value /params/query.limit"],
        ),
        // The body
        (json!({"operation": "items.create"}), &["missing-argument /body"]),
        (json!({"operation": "items.create", "body": null}), &["invalid-type /body"]),
        (
            json!({"operation": "items.create", "body": {"count": "many", "tags": [1]}}),
            &["missing-argument /body/name", "invalid-type /body/count", "invalid-type /body/tags/0"],
        ),
        (
            json!({"operation": "items.create", "params": {"name": "a", "count": 1}}),
            &[r#"unknown-argument /params/name -> {"params":{…},"body":{"name":…,"count":…}}"#],
        ),
        (
            json!({"operation": "items.create", "params": {"count": 1}, "body": {"name": "a"}}),
            &["unknown-argument /params/count -> put it into body"],
        ),
        (
            json!({"operation": "items.list", "body": {"limit": 5}}),
            &["unknown-argument /body -> put these values into params"],
        ),
        // What schemas don't forbid and a request does
        (json!({"operation": "items.get", "params": {"id": ""}}), &["invalid-value /params/id"]),
        (json!({"operation": "items.get", "params": {"id": "."}}), &["invalid-value /params/id"]),
        (
            json!({"operation": "items.get", "params": {"id": "x".repeat(33_000)}}),
            &["invalid-value /params -> pass fewer or shorter values"],
        ),
        (json!({"operation": "items.get", "params": {"id": ".."}}), &["invalid-value /params/id"]),
        (
            json!({"operation": "reports.get", "params": {"path.id": "", "query.id": 1}}),
            &["invalid-value /params/path.id"],
        ),
        (
            json!({"operation": "reports.get", "params": {"path.id": ".", "query.id": 1}}),
            &["invalid-value /params/path.id"],
        ),
        (
            json!({"operation": "items.list", "params": {"X-Trace": "a\r\nAuthorization: Bearer x"}}),
            &["invalid-value /params/X-Trace"],
        ),
    ];
    let upstream = Upstream::ok().await;
    for (arguments, expected) in cases {
        let faults = call(&upstream, arguments.clone()).await.expect_err(&arguments.to_string());
        let mut actual = summary(&faults);
        let mut expected = expected.to_vec();
        actual.sort();
        expected.sort_unstable();
        assert_eq!(actual, expected, "{arguments}: {faults:?}");
    }
    assert_eq!(upstream.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn hostile_numbers_of_arguments_cost_little() {
    let upstream = Upstream::ok().await;
    let many: serde_json::Map<_, _> = (0..100_000).map(|key| (format!("limit{key}"), json!(key))).collect();
    let faults = call(&upstream, json!({"operation": "items.list", "params": many})).await.unwrap_err();
    assert_eq!(summary(&faults), ["invalid-value /params"]);
    let faults = call(&upstream, Value::Object(many)).await.unwrap_err();
    assert_eq!(summary(&faults), ["unknown-argument", "missing-argument /operation"]);
}

#[tokio::test]
async fn every_request_says_who_and_what() {
    let upstream = Upstream::ok().await;
    let arguments = json!({"operation": "items.list", "params": {"x-trace": "t 1, ü"}});
    call(&upstream, arguments).await.unwrap();
    call(&upstream, json!({"operation": "reports.get", "params": {"path.id": "a", "query.id": 3}})).await.unwrap();
    let requests = upstream.requests();
    assert_eq!(header(&requests[0], "x-trace"), Some("t 1, ü"));
    assert_eq!(header(&requests[0], "x-demo-version"), Some("2026-01-01"));
    assert_eq!(header(&requests[0], "user-agent"), Some(concat!("demo-mcp/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(header(&requests[0], "accept"), Some("application/json, */*;q=0.5"));
    assert_eq!(header(&requests[1], "accept"), Some("text/csv, application/json;q=0.9, */*;q=0.5"));
}

#[tokio::test]
async fn former_names_work_with_a_hint() {
    let upstream = Upstream::ok().await;
    let arguments = json!({"operation": "reports.fetch", "params": {"path.id": "a", "query.id": 3}});
    let answer = rendered(&call(&upstream, arguments).await.unwrap(), 1_000);
    assert_eq!(answer["note"], r#"the operation "reports.fetch" is now called reports.get"#);
}

#[tokio::test]
async fn defaults_of_the_caller_fill_gaps() {
    let upstream = Upstream::ok().await;
    let mut caller = caller(&[]);
    caller.parameter_defaults.insert("limit".to_owned(), json!(7));
    call_as(&upstream, &caller, json!({"operation": "items.list"})).await.unwrap();
    call_as(&upstream, &caller, json!({"operation": "items.list", "params": {"limit": 8}})).await.unwrap();
    assert_eq!(upstream.lines(), ["GET /items?limit=7 HTTP/1.1", "GET /items?limit=8 HTTP/1.1"]);
}

#[tokio::test]
async fn effects_above_the_ceiling_are_refused() {
    let upstream = Upstream::ok().await;
    let mut caller = caller(&[]);
    caller.ceiling = runtime::Effect::Write;
    let arguments = json!({"operation": "items.delete", "params": {"id": "1", "page_token": "x"}});
    let faults = call_as(&upstream, &caller, arguments).await.unwrap_err();
    assert_eq!(summary(&faults), ["effect-refused /operation"]);
    assert!(upstream.requests().is_empty());
}
