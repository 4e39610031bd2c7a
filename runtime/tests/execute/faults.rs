//! What is said when the API can't be reached or doesn't answer.

use std::time::{Duration, Instant};

use runtime::{BaseUrl, Call, Code, Limits, execute, render};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::api::{caller, limits, server};
use crate::hostile::Hostile;
use crate::misdeeds::misdeeds;
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

#[tokio::test]
async fn whatever_the_upstream_does_ends_in_a_bounded_answer() {
    let upstream = Upstream::ok().await;
    let limits = Limits { timeout: Duration::from_millis(700), response_bytes: 1 << 16, ..Limits::default() };
    let server = server(&upstream, limits);
    for (name, steps, expected) in misdeeds() {
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

/// What may stay open: tasks of this test's runtime and, where nothing else runs in the process, its file descriptors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    tasks: usize,
    descriptors: usize,
}

impl Open {
    fn now() -> Self {
        let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        // nextest starts a process for every test, and says so.
        let alone = std::env::var_os("NEXTEST").is_some();
        let listed = std::fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or_default();
        Self { tasks, descriptors: if alone { listed } else { 0 } }
    }

    fn is_within(self, before: Self) -> bool {
        self.tasks <= before.tasks && self.descriptors <= before.descriptors
    }
}

/// Polls that what was opened may take to be closed, 5 ms apart.
const POLLS: usize = 1_000;

/// Every fault, answered and given up midway: no task, no descriptor and no connection is left.
#[tokio::test]
async fn nothing_stays_open_after_a_fault() {
    let upstream = Upstream::ok().await;
    let limits = Limits { timeout: Duration::from_millis(250), response_bytes: 1 << 16, ..Limits::default() };
    let server = server(&upstream, limits);
    // What is made once is made now.
    assert!(execute(&server, &caller(&[]), list()).await.is_ok());
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    for patience in [Duration::MAX, Duration::from_millis(40)] {
        for (name, steps, _) in misdeeds() {
            let before = Open::now();
            let hostile = Hostile::start(steps).await;
            let mut elsewhere = caller(&[]);
            elsewhere.environment = Some(BaseUrl::parse(&hostile.url).unwrap());
            let _ = tokio::time::timeout(patience, execute(&server, &elsewhere, list())).await;
            assert!(hostile.connections() > 0, "{name}");
            let mut polls = 0;
            while hostile.open() > 0 && polls < POLLS {
                tick.tick().await;
                polls += 1;
            }
            assert_eq!(hostile.open(), 0, "{name}: connections are open");
            drop(hostile);
            while !Open::now().is_within(before) && polls < POLLS {
                tick.tick().await;
                polls += 1;
            }
            assert!(Open::now().is_within(before), "{name}: {before:?} became {:?}", Open::now());
        }
    }
}
