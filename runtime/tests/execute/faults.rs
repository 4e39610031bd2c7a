//! What is said when the API can't be reached or doesn't answer.

use std::time::{Duration, Instant};

use runtime::{BaseUrl, Call, Code, Limits, execute, render};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::api::{caller, limits, server};
use crate::hostile::{Hostile, Step};
use crate::upstream::{Upstream, gzipped, raw, redirect};

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
    let faults = execute(&server(&upstream, limits()), &caller, list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::Unreachable);
    assert!(faults[0].message.starts_with("can't connect to 127.0.0.1:1: "), "{}", faults[0].message);
}

#[tokio::test]
async fn the_hop_that_failed_is_named() {
    let upstream = Upstream::ok().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        // What speaks no TLS the first time doesn't the next.
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    // A label of 64 letters is no name (RFC 1035 section 2.3.4): it is refused without asking anyone.
    let nameless = format!("http://proxy.{}.invalid", "x".repeat(64));
    for (base_url, message, remedy) in [
        ("http://127.0.0.1:1", "can't connect to 127.0.0.1:1: ", "NO_PROXY"),
        ("http://127.0.0.1:1/proxy", "can't connect to 127.0.0.1:1: ", "NO_PROXY"),
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
    let faults = execute(&server(&upstream, limits()), &caller(&[]), list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::Unreachable);
    let cut = Upstream::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec()).await;
    let faults = execute(&server(&cut, limits()), &caller(&[]), list()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::InvalidAnswer);
}

#[tokio::test]
async fn urls_that_would_be_too_long() {
    let upstream = Upstream::ok().await;
    let mut call = list();
    call.params.insert("filter".to_owned(), json!({"x": "y".repeat(40_000)}));
    let faults = execute(&server(&upstream, limits()), &caller(&[]), call).await.unwrap_err();
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

fn answered(status: &str, headers: &str) -> Vec<u8> {
    raw(status, headers, b"")
}

fn redirected(location: &str) -> Vec<u8> {
    redirect("302 Found", location)
}

/// What an upstream does, and the fault's code or, without one, what the answer says.
#[tokio::test]
async fn whatever_the_upstream_does_ends_in_a_bounded_answer() {
    let head = |more: &str| Step::Send(format!("HTTP/1.1 200 OK\r\n{more}\r\n").into_bytes());
    let sent = |text: &[u8]| Step::Send(text.to_vec());
    let json_head = "Content-Type: application/json\r\n";
    let promised = format!("{json_head}Content-Length: 1000\r\n");
    let gigabyte = "Content-Type: application/json\r\nContent-Length: 1073741824\r\n";
    let bomb = gzipped(&vec![b'0'; 32 << 20]);
    let twice = gzipped(&gzipped(br#"{"a":1}"#));
    let gzip_head = "Content-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n";
    let cases: Vec<(&str, Vec<Step>, &str)> = vec![
        ("reset before the head", vec![Step::Reset], "unreachable"),
        ("reset within the body", vec![head(&promised), sent(b"[1,"), Step::Reset], "invalid-answer|unreachable"),
        ("closed before the head", vec![], "unreachable"),
        ("closed within the head", vec![sent(b"HTTP/1.1 200 OK\r\nContent-")], "unreachable"),
        ("closed within the body", vec![head(&promised), sent(b"[1,")], "invalid-answer"),
        ("more than was promised", vec![head("Content-Length: 2\r\n"), sent(b"[]]]]]]]]]")], "\"body\":[]"),
        ("a length that is none", vec![head("Content-Length: -1\r\n"), sent(b"[]")], "unreachable"),
        ("two lengths", vec![head("Content-Length: 2\r\nContent-Length: 3\r\n"), sent(b"[1]")], "unreachable"),
        ("a chunk that is none", vec![head("Transfer-Encoding: chunked\r\n"), sent(b"zz\r\n")], "invalid-answer"),
        ("silence", vec![Step::Hang], "timeout"),
        ("silence within the body", vec![head(&promised), sent(b"[1,"), Step::Hang], "timeout"),
        ("a head byte by byte", vec![Step::Drip(b"HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n".to_vec())], "timeout"),
        ("a body byte by byte", vec![head(&promised), Step::Drip(b"1".to_vec())], "timeout"),
        ("a gzip bomb", vec![head(gzip_head), Step::Send(bomb)], "\"truncated\""),
        ("gzip in gzip", vec![head(gzip_head), Step::Send(twice)], "\"sha256\""),
        ("no gzip", vec![head(gzip_head), sent(b"plain")], "invalid-answer"),
        ("invalid UTF-8", vec![head(json_head), sent(b"{\"a\":\"\xff\xfe\"}")], "\"sha256\""),
        ("HTML for JSON", vec![head(json_head), sent(b"<html>")], "\"body\":\"<html>\""),
        ("JSON for an image", vec![head("Content-Type: image/png\r\n"), sent(b"{}")], "\"body\":\"{}\""),
        (
            "1 GiB of JSON",
            vec![head(gigabyte), sent(b"["), Step::Repeat(b"1,".to_vec(), 1), Step::Forever],
            "\"truncated\"",
        ),
        (
            "1 GiB that is no text",
            vec![head("Content-Length: 1073741824\r\n"), Step::Repeat(vec![0; 4096], 1), Step::Forever],
            "response-too-large",
        ),
        (
            "endless head",
            vec![sent(b"HTTP/1.1 200 OK\r\nA: "), Step::Repeat(vec![b'x'; 4096], 1), Step::Forever],
            "unreachable",
        ),
        ("a redirect loop", vec![sent(&redirected("/items"))], "redirect-refused"),
        ("a redirect to another origin", vec![sent(&redirected("http://127.0.0.1:1/items"))], "redirect-refused"),
        ("a redirect to no address", vec![sent(&redirected("http://["))], "redirect-refused"),
        ("a storm of 429", vec![sent(&answered("429 Too Many Requests", ""))], "\"status\":429"),
        (
            "a storm of 429 that asks for patience",
            vec![sent(&answered("429 Too Many Requests", "Retry-After: 3600\r\n"))],
            "\"retry_after\":3600",
        ),
        (
            "work that never ends",
            vec![sent(&answered("202 Accepted", "Location: /jobs/1\r\nRetry-After: 0\r\n"))],
            "\"ended\":false",
        ),
        ("another protocol", vec![sent(b"SSH-2.0-x\r\n\r\n")], "unreachable"),
    ];
    let upstream = Upstream::ok().await;
    let limits = Limits { timeout: Duration::from_millis(700), response_bytes: 1 << 16, ..Limits::default() };
    let server = server(&upstream, limits);
    for (name, steps, expected) in cases {
        let hostile = Hostile::start(steps).await;
        let mut elsewhere = caller(&[]);
        elsewhere.environment = Some(BaseUrl::parse(&hostile.url).unwrap());
        let said = match execute(&server, &elsewhere, list()).await {
            Ok(answer) => answer.show(&limits, |_, _| None).text,
            Err(faults) => faults[0].code.as_str().to_owned(),
        };
        assert!(expected.split('|').any(|expected| said.contains(expected)), "{name}: {said}");
        assert!(contract::tokens::bound(&said) <= limits.answer_tokens, "{name}: {said}");
        // The same server goes on serving.
        let next = execute(&server, &caller(&[]), list()).await.unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        let answer = r#""status":200,"headers":{"content-type":"application/json"},"body":{}}"#;
        assert!(next.render(10_000).ends_with(answer), "{name}");
    }
}
