//! What is said when the API can't be reached or doesn't answer.

use std::time::{Duration, Instant};

use runtime::{BaseUrl, Call, Code, Limits, execute, render};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::api::{caller, server};
use crate::upstream::Upstream;

fn list() -> Call {
    Call { operation: "items.list".to_owned(), ..Call::default() }
}

#[tokio::test]
async fn silence_ends_at_the_timeout() {
    let silent = Upstream::start(|_| Vec::new()).await;
    let server = server(&silent, Limits { timeout: Duration::from_millis(80), ..Limits::default() });
    let faults = execute(&server, &caller(&[]), list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::Timeout);
    assert_eq!(faults[0].blame, runtime::Blame::Upstream);
}

#[tokio::test]
async fn the_caller_s_deadline_holds_too() {
    let silent = Upstream::start(|_| Vec::new()).await;
    let server = server(&silent, Limits { timeout: Duration::MAX, ..Limits::default() });
    let mut caller = caller(&[]);
    caller.deadline = Some(Instant::now());
    let faults = execute(&server, &caller, list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::Timeout);
}

#[tokio::test]
async fn no_connection() {
    let upstream = Upstream::ok().await;
    let mut caller = caller(&[]);
    // Port 1 on loopback: nothing listens there.
    caller.environment = Some(BaseUrl::parse("http://127.0.0.1:1").unwrap());
    let faults = execute(&server(&upstream, Limits::default()), &caller, list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::Unreachable);
    assert!(faults[0].message.starts_with("can't connect to 127.0.0.1:1: "), "{}", faults[0].message);
}

#[tokio::test]
async fn the_hop_that_failed_is_named() {
    let upstream = Upstream::ok().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    // A label of 64 letters is no name (RFC 1035 section 2.3.4): it is refused without asking anyone.
    let nameless = format!("http://{}.invalid", "x".repeat(64));
    for (base_url, message, remedy) in [
        ("http://127.0.0.1:1", "can't connect to 127.0.0.1:1: ", "NO_PROXY"),
        (nameless.as_str(), "(DNS): ", "the host of the base URL"),
        (plain.as_str(), "(TLS): ", "speak https"),
    ] {
        let mut caller = caller(&[]);
        caller.environment = Some(BaseUrl::parse(base_url).unwrap());
        let faults = execute(&server(&upstream, Limits::default()), &caller, list()).await.unwrap_err();
        assert_eq!(faults[0].code, Code::Unreachable, "{faults:?}");
        assert!(faults[0].message.contains(message), "{}", faults[0].message);
        assert!(faults[0].suggestion.as_deref().unwrap().contains(remedy), "{faults:?}");
    }
    assert!(upstream.requests().is_empty());
}

#[tokio::test]
async fn answers_that_are_not_http() {
    let upstream = Upstream::start(|_| b"SSH-2.0-x\r\n\r\n".to_vec()).await;
    let faults = execute(&server(&upstream, Limits::default()), &caller(&[]), list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::Unreachable);
    let cut = Upstream::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec()).await;
    let faults = execute(&server(&cut, Limits::default()), &caller(&[]), list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::InvalidAnswer);
}

#[tokio::test]
async fn urls_that_would_be_too_long() {
    let upstream = Upstream::ok().await;
    let mut call = list();
    call.params.insert("filter".to_owned(), json!({"x": "y".repeat(40_000)}));
    let faults = execute(&server(&upstream, Limits::default()), &caller(&[]), call).await.unwrap_err();
    assert_eq!(faults[0].code, Code::InvalidValue);
    assert!(upstream.requests().is_empty());
}

#[test]
fn faults_are_rendered_without_absent_fields() {
    let fault = runtime::Fault::new(Code::MissingArgument, "x is required").at("/params/x").expecting("string");
    assert_eq!(
        render(&[fault]),
        r#"{"errors":[{"code":"missing-argument","blame":"caller","message":"x is required","path":"/params/x","expected":"string"}]}"#
    );
    let many: Vec<_> = (0..30).map(|_| runtime::Fault::new(Code::InvalidValue, "no")).collect();
    assert!(render(&many).ends_with(r#"],"more":5}"#));
}

#[test]
fn base_urls() {
    for (text, expected) in [
        ("https://api.example.com/", Some("https://api.example.com")),
        (" http://localhost:8080/v2/ ", Some("http://localhost:8080/v2")),
        ("https://user:secret@api.example.com", None),
        ("https://api.example.com?key=secret", None),
        ("ftp://api.example.com", None),
        ("api.example.com", None),
        ("/v2", None),
        ("", None),
    ] {
        let parsed = BaseUrl::parse(text);
        assert_eq!(parsed.as_ref().map(BaseUrl::as_str).ok(), expected);
        assert!(parsed.err().is_none_or(|error| !error.contains("secret")));
    }
}
