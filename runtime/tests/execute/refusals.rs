//! What is made of an API's refusal: statuses, the id or credential that didn't do, and the fields that it names.

use serde_json::{Value, json};

use crate::api::{call, call_as, caller, rendered};
use crate::upstream::{Upstream, json as json_answer, raw};

/// The `error` of a call of `operation` that is answered like this.
async fn error(arguments: Value, status: &str, body: &str) -> Value {
    let answer = json_answer(status, body);
    let upstream = Upstream::start(move |_| answer.clone()).await;
    rendered(&call(&upstream, arguments).await.unwrap(), 20_000)["error"].clone()
}

fn create() -> Value {
    json!({"operation": "items.create", "body": {"name": "a"}})
}

/// Fields as `path: message`.
fn fields(error: &Value) -> Vec<String> {
    let list = error["fields"].as_array().cloned().unwrap_or_default();
    let line = |field: &Value| {
        let path = field["path"].as_str().map(|path| format!("{path}: ")).unwrap_or_default();
        format!("{path}{}", field["message"].as_str().unwrap())
    };
    list.iter().map(line).collect()
}

#[tokio::test]
async fn stack_traces_stay_in_the_body() {
    let python = "Sync failed\nTraceback (most recent call last):\n  File \"/app/x.py\", line 3, in f\nKeyError: password=hunter2";
    let java = "java.lang.IllegalStateException: no sync\n\tat com.acme.Sync.run(Sync.java:12) password=hunter2";
    for (trace, message) in [
        (python, "the API answered 500 Internal Server Error: Sync failed"),
        (java, "the API answered 500 Internal Server Error: java.lang.IllegalStateException: no sync"),
        (&python[12..], "the API answered 500 Internal Server Error"),
    ] {
        for answer in [
            json_answer("500 Internal Server Error", &json!({"error": {"message": trace}}).to_string()),
            raw("500 Internal Server Error", "Content-Type: text/plain\r\n", trace.as_bytes()),
        ] {
            let upstream = Upstream::start(move |_| answer.clone()).await;
            let answer = rendered(&call(&upstream, json!({"operation": "items.list"})).await.unwrap(), 20_000);
            assert_eq!(answer["error"]["message"], message);
            assert!(answer["body"].to_string().contains("hunter2"));
        }
    }
}

#[tokio::test]
async fn fields_are_told_as_the_arguments_they_are() {
    let cases: &[(&str, &[&str])] = &[
        // RFC 9457 section 3, its example of validation
        (
            r##"{"type":"https://e.com/v","title":"Invalid","errors":[{"detail":"must be short","pointer":"#/name"},{"detail":"must be positive","pointer":"#/count"}]}"##,
            &["/body/name: must be short", "/body/count: must be positive"],
        ),
        (r#"{"invalid-params":[{"name":"count","reason":"must be positive"}]}"#, &["/body/count: must be positive"]),
        // Maps of fields to messages
        (
            r#"{"errors":{"name":["is taken","is odd"],"count":"is negative"}}"#,
            &["/body/name: is taken", "/body/name: is odd", "/body/count: is negative"],
        ),
        (r#"{"errors":{"tags":{"0":["is empty"]}}}"#, &["/body/tags/0: is empty"]),
        (r#"{"message":"Bad","errors":{"name":[{"code":"taken","message":"is taken"}]}}"#, &["/body/name: is taken"]),
        (r#"{"name":["This field is required."]}"#, &["/body/name: This field is required."]),
        (r#"{"error":{"message":"Bad","fields":{"name":"is taken"}}}"#, &["/body/name: is taken"]),
        (r#"{"error":{"message":"Bad","details":{"name":["is taken"]}}}"#, &["/body/name: is taken"]),
        // What Spring and Ajv say; the path beside a status is that of the request
        (
            r#"{"timestamp":"2024","status":400,"errors":[{"field":"name","defaultMessage":"must not be blank"}],"message":"Bad","path":"/items"}"#,
            &["/body/name: must not be blank"],
        ),
        (r#"{"timestamp":"2024","status":400,"error":"Bad Request","path":"/items"}"#, &[]),
        (r#"{"errors":[{"instancePath":"/tags/0","message":"must be string"}]}"#, &["/body/tags/0: must be string"]),
        (r#"{"error":{"message":"Bad","details":[{"target":"name","message":"is null"}]}}"#, &["/body/name: is null"]),
        // Lists
        (
            r#"{"detail":[{"loc":["body","tags",1],"msg":"not a string","type":"x"},{"loc":["query","limit"],"msg":"too big"}]}"#,
            &["/body/tags/1: not a string", "limit: too big"],
        ),
        (r#"{"errors":[{"field":"name","message":"is taken"}]}"#, &["/body/name: is taken"]),
        (r#"{"errors":[{"path":"tags[1]","message":"is odd"}]}"#, &["/body/tags/1: is odd"]),
        (r#"{"errors":[{"path":["tags",0],"message":"is odd","extensions":{"code":"X"}}]}"#, &["/body/tags/0: is odd"]),
        (r#"{"errors":[{"source":{"pointer":"/name"},"detail":"is taken","title":"T"}]}"#, &["/body/name: is taken"]),
        (
            r#"{"errors":[{"field":"name","message":"is odd\nTraceback (most recent call last):\n  File \"x.py\", line 1"}]}"#,
            &["/body/name: is odd"],
        ),
        (r#"{"errors":["Name is taken","Count is odd"]}"#, &["Name is taken", "Count is odd"]),
        (r#"{"issues":[{"path":["name"],"message":"Required","code":"x"}]}"#, &["/body/name: Required"]),
        (r#"{"violations":[{"propertyPath":"name","message":"is taken"}]}"#, &["/body/name: is taken"]),
        (r#"[{"field":"name","message":"is taken"}]"#, &["/body/name: is taken"]),
        (
            r#"{"error":{"code":400,"message":"Bad","status":"INVALID_ARGUMENT","details":[{"@type":"t","fieldViolations":[{"field":"item.name","description":"is taken"}]}]}}"#,
            &["/body/item/name: is taken"],
        ),
        (r#"{"error":{"message":"No such plan","param":"name","type":"x"}}"#, &["/body/name: No such plan"]),
        (r#"{"errors":[{"field":"a/b~c","message":"odd"}]}"#, &["/body/a~1b~0c: odd"]),
        (
            r#"{"errors":[{"field":"body.name","message":"odd"},{"field":"$.name","message":"odd"}]}"#,
            &["/body/name: odd"],
        ),
        // Nothing to tell
        (r#"{"message":"Bad"}"#, &[]),
        (r#"{"errors":[]}"#, &[]),
        (r#"{"errors":[{"code":7}]}"#, &[]),
        (r#"{"detail":"Bad","status":422}"#, &[]),
        (r#"{"data":["a"],"n":1}"#, &[]),
        ("null", &[]),
        ("7", &[]),
    ];
    for (body, expected) in cases {
        for status in ["400 Bad Request", "409 Conflict", "422 Unprocessable Content"] {
            let error = error(create(), status, body).await;
            assert_eq!(fields(&error), *expected, "{status} {body}: {error}");
        }
        assert_eq!(error(create(), "500 Oops", body).await["fields"], Value::Null, "{body}");
    }
}

#[tokio::test]
async fn a_parameter_is_told_as_one() {
    let list = || json!({"operation": "items.list", "params": {"limit": 5}});
    for (body, expected) in [
        (r#"{"errors":[{"field":"limit","message":"too big"}]}"#, "/params/limit: too big"),
        (r#"{"errors":[{"loc":["query","limit"],"msg":"too big"}]}"#, "/params/limit: too big"),
        (r#"{"errors":[{"source":{"parameter":"limit"},"detail":"too big"}]}"#, "/params/limit: too big"),
        (r#"{"errors":{"limit":["too big"]}}"#, "/params/limit: too big"),
        (r#"{"errors":[{"field":"name","message":"unknown"}]}"#, "name: unknown"),
        (r#"{"errors":[{"field":"body.name","message":"unknown"}]}"#, "name: unknown"),
    ] {
        assert_eq!(fields(&error(list(), "400 Bad Request", body).await), [expected], "{body}");
    }
}

#[tokio::test]
async fn hostile_refusals_stay_small() {
    let many: Vec<Value> = (0..5_000).map(|n| json!({"field": format!("f{n}"), "message": "x".repeat(900)})).collect();
    let mut deep = json!({"message": "end"});
    for _ in 0..40 {
        deep = json!({"errors": [deep]});
    }
    let wide: Value = (0..5_000).map(|n| (format!("k{n}"), json!(["x"]))).collect::<serde_json::Map<_, _>>().into();
    for body in [
        json!({"errors": many}),
        deep,
        json!({"errors": wide}),
        wide.clone(),
        json!({"errors": [{"path": vec!["a"; 5_000], "message": "x\r\ny\u{7}z"}]}),
        json!({"errors": [{"field": "a".repeat(100_000), "message": "x"}]}),
        json!({"errors": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": "x"}}}}}}}}}),
    ] {
        let error = error(create(), "422 Unprocessable Content", &body.to_string()).await;
        let fields = error["fields"].to_string();
        assert!(fields.len() < 10_000 && error["fields"].as_array().is_none_or(|list| list.len() <= 20), "{fields}");
        assert!(!fields.contains("\\u0007") && !fields.contains("\\r"), "{fields}");
    }
}

#[tokio::test]
async fn what_was_not_found_is_named() {
    let get = |id: &str| json!({"operation": "items.get", "params": {"id": id}});
    let found = error(get("7\"x"), "404 Not Found", r#"{"message":"no such item"}"#).await;
    assert_eq!(found["message"], r#"the API answered 404 Not Found: no such item; sent with id = "7\"x""#);
    assert_eq!(found["path"], "/params/id");
    let long = error(get(&"y".repeat(500)), "404 Not Found", "{}").await;
    assert!(long["message"].as_str().unwrap().chars().count() < 140, "{long}");
    let report = json!({"operation": "reports.get", "params": {"path.id": "a", "query.id": 3}});
    let gone = error(report, "410 Gone", "{}").await;
    assert!(gone["message"].as_str().unwrap().ends_with("sent with path.id = \"a\""), "{gone}");
    let list = error(json!({"operation": "items.list"}), "404 Not Found", "{}").await;
    assert!(list["suggestion"].as_str().unwrap().contains("base URL") && list["path"].is_null(), "{list}");
}

#[tokio::test]
async fn a_refused_credential_is_named_and_never_shown() {
    let secrets = [("bearer", "bearer-secret-1"), ("headerKey", "header-secret-1"), ("queryKey", "query-secret-1")];
    for (operation, status, header, secrets, expected) in [
        (
            "auth.bearer",
            "401 Unauthorized",
            "",
            &secrets[..],
            "the API refused the credential bearer (DEMO_TOKEN): check that it is valid, not expired and for Demo, else set \
             the environment variable DEMO_TOKEN",
        ),
        (
            "auth.bearer",
            "403 Forbidden",
            "",
            &secrets[..],
            "the credential bearer (DEMO_TOKEN) may not do this: the operation declares the scopes bearer: items:read, \
             items:write",
        ),
        (
            "auth.bearer",
            "403 Forbidden",
            "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a b\"\r\n",
            &secrets[..],
            "the credential bearer (DEMO_TOKEN) may not do this: the API asks for the scopes a, b",
        ),
        (
            "auth.both",
            "403 Forbidden",
            "",
            &secrets[..],
            "the credential headerKey + queryKey (DEMO_KEY) may not do this: it needs another permission, scope or role; \
             the credential bearer (DEMO_TOKEN) would do as well",
        ),
        (
            "auth.optional",
            "401 Unauthorized",
            "",
            &[],
            "no credential was sent, as none was at hand or needed by the document: send the header Authorization: \
             `Bearer …` with the MCP request",
        ),
    ] {
        let answer = raw(status, header, b"{\"message\":\"no: bearer-secret-1 header-secret-1 query-secret-1\"}");
        let upstream = Upstream::start(move |_| answer.clone()).await;
        let answer = call_as(&upstream, &caller(secrets), json!({"operation": operation})).await.unwrap();
        let shown = rendered(&answer, 20_000);
        assert_eq!(shown["error"]["suggestion"], expected, "{operation} {status}");
        let sent = match operation {
            "auth.bearer" => vec!["bearer-secret-1"],
            "auth.both" => vec!["header-secret-1", "query-secret-1"],
            _ => Vec::new(),
        };
        assert!(sent.iter().all(|secret| !shown.to_string().contains(secret)), "{shown}");
    }
}

/// GitHub refuses with 403 what comes too often.
#[tokio::test]
async fn a_403_of_a_rate_limit_is_no_missing_permission() {
    for (headers, waits) in [
        ("X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 4000000000\r\n", true),
        ("Retry-After: 3600\r\n", true),
        ("X-RateLimit-Remaining: 59\r\nX-RateLimit-Reset: 4000000000\r\n", false),
        ("", false),
    ] {
        let answer = raw("403 Forbidden", headers, b"{\"message\":\"no\"}");
        let upstream = Upstream::start(move |_| answer.clone()).await;
        let answer = call_as(&upstream, &caller(&[("bearer", "s3cret")]), json!({"operation": "auth.bearer"})).await;
        let error = rendered(&answer.unwrap(), 20_000)["error"].clone();
        let suggestion = error["suggestion"].as_str().unwrap();
        assert_eq!((error["retry_after"].is_u64(), suggestion.starts_with("wait ")), (waits, waits), "{error}");
        assert_eq!(suggestion.contains("may not do this"), !waits, "{error}");
    }
}

#[tokio::test]
async fn an_explanation_is_told_before_a_code() {
    for (body, message) in [
        (r#"{"error":"invalid_token","error_description":"The token expired"}"#, "The token expired"),
        (r#"{"error":"RecordInvalid","description":"Records are wrong"}"#, "Records are wrong"),
        (r#"{"error":"odd"}"#, "odd"),
    ] {
        let error = error(create(), "400 Bad Request", body).await;
        assert_eq!(error["message"], format!("the API answered 400 Bad Request: {message}"));
    }
}
