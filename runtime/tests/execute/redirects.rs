//! Which redirects are followed, with what, and which are refused.

use serde_json::{Value, json};

use crate::api::{call, call_as, caller, rendered};
use crate::upstream::{Upstream, header, json as json_answer, raw, redirect};

fn arguments(method: &str) -> Value {
    match method {
        "GET" => json!({"operation": "items.list"}),
        "POST" => json!({"operation": "items.create", "body": {"name": "a"}}),
        _ => json!({"operation": "items.delete", "params": {"id": "1", "page_token": "x"}}),
    }
}

/// Redirects every request for `/items…` to `location` on the same origin.
async fn redirecting(status: &'static str, location: &'static str) -> Upstream {
    Upstream::start(move |request| {
        let first = request.lines().next().unwrap();
        if first.contains(" /items") { redirect(status, location) } else { json_answer("200 OK", r#"{"moved":true}"#) }
    })
    .await
}

/// Status, method, and the request that follows, if one does.
#[tokio::test]
async fn redirects_on_the_same_origin() {
    let cases = [
        ("301 Moved Permanently", "GET", Some("GET /moved?x=1")),
        ("302 Found", "GET", Some("GET /moved?x=1")),
        ("303 See Other", "GET", Some("GET /moved?x=1")),
        ("307 Temporary Redirect", "GET", Some("GET /moved?x=1")),
        ("308 Permanent Redirect", "GET", Some("GET /moved?x=1")),
        ("307 Temporary Redirect", "POST", Some("POST /moved?x=1")),
        ("308 Permanent Redirect", "DELETE", Some("DELETE /moved?x=1")),
        ("303 See Other", "POST", Some("GET /moved?x=1")),
        ("301 Moved Permanently", "POST", None),
        ("302 Found", "POST", None),
        ("302 Found", "DELETE", None),
    ];
    for (status, method, expected) in cases {
        let upstream = redirecting(status, "/moved?x=1").await;
        let outcome = call(&upstream, arguments(method)).await;
        let Some(expected) = expected else {
            assert_eq!(outcome.unwrap_err()[0].code, runtime::Code::RedirectRefused, "{status} {method}");
            assert_eq!(upstream.requests().len(), 1);
            continue;
        };
        assert_eq!(rendered(&outcome.unwrap(), 1_000)["body"]["moved"], true);
        let second = upstream.requests().remove(1);
        assert!(second.starts_with(&format!("{expected} HTTP/1.1\r\n")), "{status} {method}: {second}");
        assert_eq!(second.ends_with(r#"{"name":"a"}"#), expected.starts_with("POST"), "{status} {method}: {second}");
        assert_eq!(header(&second, "content-type").is_some(), expected.starts_with("POST"));
    }
}

#[tokio::test]
async fn the_credential_stays_with_its_origin() {
    let own = Upstream::start(|request| {
        if request.starts_with("GET /auth") {
            redirect("302 Found", "/next?page=2")
        } else {
            json_answer("200 OK", "{}")
        }
    })
    .await;
    let secrets = caller(&[("bearer", "t0ken"), ("queryKey", "key")]);
    call_as(&own, &secrets, json!({"operation": "auth.bearer"})).await.unwrap();
    call_as(&own, &secrets, json!({"operation": "auth.query"})).await.unwrap();
    let requests = own.requests();
    assert_eq!(header(&requests[1], "authorization"), Some("Bearer t0ken"));
    assert_eq!(header(&requests[1], "x-demo-version"), Some("2026-01-01"));
    assert!(requests[3].starts_with("GET /next?page=2&api%20key=key HTTP/1.1"), "{}", requests[3]);

    let other = Upstream::ok().await;
    let target = format!("{}/steal?secret=1", other.url);
    let cross = Upstream::start(move |_| redirect("302 Found", &target)).await;
    let faults = call_as(&cross, &secrets, json!({"operation": "auth.bearer"})).await.unwrap_err();
    assert_eq!(faults[0].code, runtime::Code::RedirectRefused);
    assert!(faults[0].message.contains("127.0.0.1") && !faults[0].message.contains("secret"), "{:?}", faults[0]);
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn unsuitable_redirects() {
    for location in [
        "http://evil.example/",
        "//evil.example/x",
        "http://user:password@127.0.0.1/",
        "ftp://127.0.0.1/",
        "http://[",
        "file:///etc/passwd",
    ] {
        let upstream = redirecting("302 Found", location).await;
        let faults = call(&upstream, arguments("GET")).await.unwrap_err();
        assert_eq!(faults[0].code, runtime::Code::RedirectRefused, "{location}");
        assert!(!faults[0].message.contains("password"));
    }
    let endless = redirecting("302 Found", "/items/again").await;
    let faults = call(&endless, arguments("GET")).await.unwrap_err();
    assert_eq!(faults[0].code, runtime::Code::RedirectRefused);
    assert_eq!(endless.requests().len(), 6);
}

#[tokio::test]
async fn redirects_to_nowhere() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        for headers in ["", "Location:\r\n", "Location:  \r\n"] {
            let upstream = Upstream::start(move |_| raw(status, headers, b"")).await;
            let faults = call(&upstream, arguments("GET")).await.unwrap_err();
            assert_eq!(faults[0].code, runtime::Code::RedirectRefused, "{status}");
            assert!(faults[0].message.contains("redirects without saying where"), "{}", faults[0].message);
            assert_eq!(upstream.requests().len(), 1);
        }
    }
    for (status, number) in [("300 Multiple Choices", 300), ("304 Not Modified", 304), ("305 Use Proxy", 305)] {
        let upstream = Upstream::start(move |_| raw(status, "Location: /moved\r\n", b"")).await;
        let answer = call(&upstream, arguments("GET")).await.unwrap();
        let text = rendered(&answer, 1_000);
        assert!(answer.is_error());
        assert_eq!(text["status"], number);
        assert_eq!(text["error"]["message"], format!("the API answered {status}"));
        assert_eq!(upstream.requests().len(), 1);
    }
}
