//! What is sent again, and how often.

use std::sync::Mutex;
use std::time::Duration;

use runtime::{Call, Code, Limits, execute};
use serde_json::{Value, json};

use crate::api::{caller, rendered};
use crate::lists::{call, limits, server};
use crate::upstream::{Upstream, header, json as json_answer, raw};

/// Calls an operation whose first answer is `bad` and whose others are good: the status, and how many requests came.
async fn after(bad: Vec<u8>, operation: &str) -> (Option<u64>, usize) {
    let bad = Mutex::new(Some(bad));
    let upstream =
        Upstream::start(move |_| bad.lock().unwrap().take().unwrap_or_else(|| json_answer("200 OK", "[]"))).await;
    let answer = call(&upstream, limits(), json!({"operation": operation})).await;
    (answer.ok().and_then(|answer| answer["status"].as_u64()), upstream.lines().len())
}

#[tokio::test]
async fn only_what_is_safe_is_sent_again() {
    // Status, headers, whether GET, PUT and a POST with a key are sent again. POST and PATCH without one never are.
    let cases = [
        ("400 Bad Request", "", false),
        ("401 Unauthorized", "Retry-After: 0\r\n", false),
        ("408 Request Timeout", "", false),
        ("409 Conflict", "", false),
        ("429 Too Many Requests", "", true),
        ("429 Too Many Requests", "Retry-After: 0\r\n", true),
        ("429 Too Many Requests", "X-RateLimit-Reset: 0\r\n", true),
        ("429 Too Many Requests", "X-RateLimit-Reset: 1000000000\r\n", true),
        ("429 Too Many Requests", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", true),
        ("429 Too Many Requests", "RateLimit: limit=9, remaining=0, reset=0\r\n", true),
        ("429 Too Many Requests", "X-RateLimit-Reset-Requests: 1ms\r\n", true),
        ("429 Too Many Requests", "Retry-After-Ms: 1\r\n", true),
        ("429 Too Many Requests", "Retry-After: 3600\r\n", false),
        ("429 Too Many Requests", "X-RateLimit-Reset-After: 3600.5\r\n", false),
        ("429 Too Many Requests", "X-RateLimit-Reset-Tokens: 6m0s\r\n", false),
        ("429 Too Many Requests", "Retry-After: 99999999999999999999999999\r\n", false),
        ("429 Too Many Requests", "X-RateLimit-Reset: 99999999999\r\n", false),
        ("500 Internal Server Error", "Retry-After: 0\r\n", false),
        ("502 Bad Gateway", "", true),
        ("502 Bad Gateway", "Retry-After: 0\r\n", true),
        ("503 Service Unavailable", "", true),
        ("503 Service Unavailable", "Retry-After: 0\r\n", true),
        ("503 Service Unavailable", "X-RateLimit-Reset: 0\r\n", true),
        ("504 Gateway Timeout", "", true),
    ];
    for (status, headers, repeatable) in cases {
        for (operation, again) in
            [("link.list", repeatable), ("put", repeatable), ("pay", repeatable), ("post", false), ("patch", false)]
        {
            let code = status[..3].parse().ok();
            let expected = if again { (Some(200), 2) } else { (code, 1) };
            assert_eq!(after(raw(status, headers, b""), operation).await, expected, "{operation} {status} {headers}");
        }
    }
}

#[tokio::test]
async fn connections_that_break() {
    for broken in [&b"SSH-2.0-x\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"] {
        for (operation, expected) in
            [("link.list", (Some(200), 2)), ("put", (Some(200), 2)), ("pay", (Some(200), 2)), ("post", (None, 1))]
        {
            assert_eq!(after(broken.to_vec(), operation).await, expected, "{operation}");
        }
    }
}

#[tokio::test]
async fn three_tries_with_the_same_key() {
    for given in [None, Some("mine")] {
        let upstream = Upstream::start(|_| raw("503 Service Unavailable", "", b"")).await;
        let params = given.map_or_else(|| json!({}), |key| json!({"Idempotency-Key": key}));
        let answer = call(&upstream, limits(), json!({"operation": "pay", "params": params})).await.unwrap();
        assert_eq!(answer["status"], 503);
        let requests = upstream.requests();
        let keys: Vec<_> = requests.iter().map(|request| header(request, "idempotency-key").unwrap()).collect();
        assert_eq!(keys.len(), 3);
        assert!(
            keys.iter().all(|key| *key == keys[0] && given.map_or(key.len() == 36, |given| given == *key)),
            "{keys:?}"
        );
    }
    // Another call has another key.
    let upstream = Upstream::ok().await;
    for _ in 0..2 {
        call(&upstream, limits(), json!({"operation": "pay"})).await.unwrap();
    }
    let requests = upstream.requests();
    assert_ne!(header(&requests[0], "idempotency-key"), header(&requests[1], "idempotency-key"));
}

#[tokio::test]
async fn waits_end_with_the_deadline() {
    let upstream = Upstream::start(|_| raw("429 Too Many Requests", "Retry-After: 37\r\n", b"{}")).await;
    let answer = call(&upstream, limits(), json!({"operation": "link.list"})).await.unwrap();
    assert_eq!(answer["error"]["suggestion"], "wait 37 s before trying again");
    assert_eq!((&answer["error"]["retry_after"], upstream.lines().len()), (&json!(37), 1));
    // The pause itself would be too long.
    let limits = Limits { retry_pause: Duration::from_secs(600), ..limits() };
    let upstream = Upstream::start(|_| raw("502 Bad Gateway", "", b"")).await;
    let answer = call(&upstream, limits, json!({"operation": "link.list"})).await.unwrap();
    assert_eq!((&answer["status"], upstream.lines().len()), (&json!(502), 1));
}

#[tokio::test]
async fn where_no_connection_is_made_nothing_was_sent() {
    // Port 1 on loopback: nothing listens there.
    let nobody = Upstream::at("http://127.0.0.1:1".to_owned());
    let garbage = Upstream::start(|_| b"SSH-2.0-x\r\n\r\n".to_vec()).await;
    for (upstream, operation, tried) in [
        (&nobody, "post", true),
        (&nobody, "link.list", true),
        (&garbage, "link.list", true),
        (&garbage, "post", false),
    ] {
        let faults = call(upstream, limits(), json!({"operation": operation})).await.unwrap_err();
        assert_eq!(faults[0].code, Code::Unreachable);
        assert_eq!(faults[0].message.ends_with("; tried 3 times"), tried, "{operation}: {}", faults[0].message);
    }
}

/// One approval is one request: a write that the API turned away is told how long to wait, at once.
#[tokio::test]
async fn what_is_not_safe_is_made_once() {
    for operation in ["post", "patch"] {
        let upstream = Upstream::start(|_| raw("429 Too Many Requests", "Retry-After: 1\r\n", b"{}")).await;
        let answer = call(&upstream, limits(), json!({"operation": operation})).await.unwrap();
        assert_eq!(answer["error"]["suggestion"], "wait 1 s before trying again");
        assert_eq!((&answer["error"]["retry_after"], upstream.lines().len()), (&json!(1), 1), "{operation}");
    }
}

/// What failed within the API may have been done: it isn't to be repeated unseen.
#[tokio::test]
async fn a_write_that_failed_may_have_taken_effect() {
    let unseen = "the call may have taken effect: look before repeating it";
    let later = "the call may have taken effect; repeating it does no more than it did: try again later";
    for (operation, status, headers, expected) in [
        ("post", "500 Internal Server Error", "", unseen),
        ("patch", "502 Bad Gateway", "", unseen),
        ("post", "504 Gateway Timeout", "", unseen),
        ("pay", "504 Gateway Timeout", "", unseen),
        (
            "post",
            "503 Service Unavailable",
            "Retry-After: 37\r\n",
            "the call may have taken effect: look before repeating it, after 37 s at the earliest",
        ),
        ("put", "504 Gateway Timeout", "", later),
        ("post", "501 Not Implemented", "", "the API failed: try again later"),
        ("post", "429 Too Many Requests", "Retry-After: 37\r\n", "wait 37 s before trying again"),
        ("link.list", "504 Gateway Timeout", "", "the API failed: try again later"),
        ("link.list", "503 Service Unavailable", "Retry-After: 37\r\n", "wait 37 s before trying again"),
    ] {
        let upstream = Upstream::start(move |_| raw(status, headers, b"{}")).await;
        let answer = call(&upstream, limits(), json!({"operation": operation})).await.unwrap();
        assert_eq!(answer["error"]["suggestion"], expected, "{operation} {status}");
    }
}

/// The API's clock is ten minutes ahead of ours: its limit is lifted in 37 s all the same.
#[tokio::test]
async fn a_time_is_measured_by_the_clock_it_was_told_by() {
    let http = time::format_description::parse_borrowed::<2>(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT",
    );
    let ahead = time::OffsetDateTime::now_utc() + Duration::from_secs(600);
    let (date, reset) = (ahead.format(&http.unwrap()).unwrap(), ahead.unix_timestamp() + 37);
    let headers = format!("Date: {date}\r\nX-RateLimit-Reset: {reset}\r\n");
    let upstream = Upstream::start(move |_| raw("429 Too Many Requests", &headers, b"{}")).await;
    let answer = call(&upstream, limits(), json!({"operation": "link.list"})).await.unwrap();
    assert_eq!(answer["error"]["retry_after"], 37);
}

/// Some APIs answer 403 for a rate limit, which no other permission lifts.
#[tokio::test]
async fn a_403_that_asks_for_patience() {
    let wait = Some("wait 37 s before trying again");
    for (headers, expected) in [
        ("Retry-After: 37\r\n", wait),
        ("X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 37\r\n", wait),
        ("Retry-After: 0\r\n", Some("try again: the API refused it for a rate limit")),
        ("X-RateLimit-Remaining: 1\r\nX-RateLimit-Reset: 37\r\n", None),
        ("", None),
    ] {
        let upstream = Upstream::start(move |_| raw("403 Forbidden", headers, b"{}")).await;
        let answer = call(&upstream, limits(), json!({"operation": "post"})).await.unwrap();
        let suggestion = answer["error"]["suggestion"].as_str().unwrap();
        match expected {
            Some(expected) => assert_eq!(suggestion, expected),
            None => assert!(suggestion.contains("may not do this"), "{suggestion}"),
        }
        assert_eq!(answer["error"]["retry_after"].is_null(), expected.is_none(), "{answer}");
    }
}

/// A call that is given up while it waits.
#[tokio::test]
async fn a_wait_can_be_cancelled() {
    let upstream = Upstream::start(|_| raw("503 Service Unavailable", "Retry-After: 15\r\n", b"")).await;
    let server = server(&upstream, limits());
    let call = Call { operation: "link.list".to_owned(), ..Call::default() };
    let caller = caller(&[]);
    let arrived = async {
        while upstream.lines().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = execute(&server, &caller, call) => unreachable!("{answer:?}"),
        () = arrived => {}
    }
    assert_eq!(upstream.lines().len(), 1);
}

#[tokio::test]
async fn redirects_count_as_sent() {
    let upstream = Upstream::start(|request| {
        let moved = raw("307 Temporary Redirect", "Location: /moved\r\n", b"");
        if request.contains("/moved") { b"SSH\r\n\r\n".to_vec() } else { moved }
    })
    .await;
    let faults = call(&upstream, limits(), json!({"operation": "post"})).await.unwrap_err();
    assert_eq!((faults[0].code, upstream.lines().len()), (Code::Unreachable, 2));
}

#[tokio::test]
async fn a_dry_run_shows_a_key() {
    let upstream = Upstream::ok().await;
    let caller = caller(&[]);
    let arguments = json!({"operation": "pay", "dry_run": true});
    let answer = crate::lists::call_as(&upstream, limits(), (&caller, arguments)).await.unwrap();
    let headers: Value = rendered(&answer, 10_000)["headers"].clone();
    assert!(headers["idempotency-key"].as_str().is_some_and(|key| key.len() == 36), "{headers}");
}
