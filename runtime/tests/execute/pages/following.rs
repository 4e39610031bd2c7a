//! Lists that are followed to their end.

use std::sync::{Arc, Mutex};

use runtime::{Answer, Fetched, Heard, Limits, Progress};
use serde_json::{Value, json};

use crate::api::{caller, rendered, summary};
use crate::lists::{KINDS, List, call, call_as, items, limits};
use crate::upstream::{Upstream, header, json as json_answer, raw};

const LIST: List = List { total: 7, size: 3 };

#[tokio::test]
async fn every_kind_is_followed_to_the_end() {
    for (kind, lines, fetched) in [
        ("cursor.list", "/cursor | /cursor?after=c3 | /cursor?after=c6", 3),
        ("last.list", "/last | /last?after=2 | /last?after=5", 3),
        ("offset.list", "/offset | /offset?offset=3 | /offset?offset=6 | /offset?offset=7", 4),
        ("number.list", "/number | /number?page=2 | /number?page=3 | /number?page=4", 4),
        ("link.list", "/link | /link?page=2 | /link?page=3", 3),
        ("url.list", "/url | /url?state=3 | /url?state=6", 3),
    ] {
        let upstream = LIST.upstream().await;
        let arguments = json!({"operation": kind, "pages": "all"});
        let answer = call_as(&upstream, limits(), (&caller(&[]), arguments)).await.unwrap();
        assert!(!answer.is_error());
        let text = answer.render(100_000);
        // Digit by digit.
        assert!(text.contains(&format!("[{}]", LIST.items(0..7))), "{kind}: {text}");
        let answer = rendered(&answer, 100_000);
        assert_eq!(answer["pages"], json!({"fetched": fetched, "items": 7, "complete": true}), "{kind}");
        assert_eq!((&answer["status"], answer.get("next")), (&json!(200), None));
        let targets: Vec<_> = upstream.lines().iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect();
        assert_eq!(targets.join(" | "), lines);
    }
}

#[tokio::test]
async fn what_stands_beside_the_list_is_the_last_page_s() {
    let upstream = LIST.upstream().await;
    let answer = call(&upstream, limits(), json!({"operation": "cursor.list", "pages": 2})).await.unwrap();
    assert_eq!(answer["body"]["meta"], json!({"next": "c6"}));
    let answer = call(&upstream, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    assert_eq!(answer["body"]["meta"], json!({"next": null}));
}

#[tokio::test]
async fn arguments_go_along_and_counting_begins_where_they_say() {
    for (arguments, lines) in [
        (json!({"operation": "number.list", "params": {"page": 2, "size": 2, "q": "a b"}}), "size=2&q=a%20b&page="),
        (json!({"operation": "link.list", "params": {"page": 2, "size": 2, "q": "a b"}}), "size=2&q=a%20b&page="),
    ] {
        let upstream = LIST.upstream().await;
        let mut arguments = arguments;
        arguments["pages"] = json!("all");
        let answer = call(&upstream, limits(), arguments).await.unwrap();
        let ids: Vec<_> = items(&answer).iter().map(|item| item["id"].clone()).collect();
        assert_eq!(json!(ids), json!(["2", "3", "4", "5", "6"]));
        for (index, line) in upstream.lines().iter().enumerate() {
            assert!(line.contains(&format!("?{lines}{} ", index + 2)), "{line}");
        }
    }
    let upstream = LIST.upstream().await;
    let arguments =
        json!({"operation": "url.list", "params": {"q": "a&=+b", "tags": [1, 2], "size": 2}, "pages": "all"});
    let answer = call(&upstream, limits(), arguments).await.unwrap();
    assert_eq!(answer["pages"]["items"], 7);
    assert!(
        upstream.lines()[3].starts_with("GET /url?size=2&tags=1,2&q=a%26%3D%2Bb&state=6 "),
        "{:?}",
        upstream.lines()
    );
}

#[tokio::test]
async fn bodies_are_sent_with_every_page_and_keys_only_once() {
    let upstream = Upstream::start(|request| LIST.answer(&request.replace("POST /cursor", "GET /cursor"))).await;
    let arguments = json!({"operation": "ask.list", "body": {"a": 1}, "pages": "all"});
    let answer = call(&upstream, limits(), arguments).await.unwrap();
    assert_eq!(answer["pages"], json!({"fetched": 3, "items": 7, "complete": true}));
    let requests = upstream.requests();
    assert!(requests.iter().all(|request| request.ends_with(r#"{"a":1}"#)));
    let mut keys: Vec<_> = requests.iter().map(|request| header(request, "idempotency-key").unwrap()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 3);
    let arguments = json!({"operation": "ask.list", "body": {"a": 1}, "pages": 1});
    let answer = call(&upstream, limits(), arguments).await.unwrap();
    let next = json!({"operation": "ask.list", "params": {"after": "c3"}, "body": {"a": 1}, "pages": 1});
    assert_eq!(answer["next"], next);
}

/// Ends that are easy to take for something else.
#[tokio::test]
async fn ends() {
    // Kind, answers in their order, items, complete.
    let cases: [(&str, &[&str], usize, bool); 10] = [
        (
            "cursor.list",
            &[r#"{"data":[1],"meta":{"next":"a"}}"#, r#"{"data":[],"meta":{"next":"b"}}"#, r#"{"data":[2]}"#],
            2,
            true,
        ),
        ("cursor.list", &[r#"{"data":[1],"meta":{"next":"a"}}"#, "{}"], 1, true),
        ("cursor.list", &["{}"], 0, true),
        ("cursor.list", &[r#"{"data":null,"meta":{"next":""}}"#], 0, true),
        ("cursor.list", &[""], 0, true),
        ("cursor.list", &[r#"{"data":[1],"meta":{"next":2}}"#, r#"{"data":[3]}"#], 2, true),
        ("number.list", &["[1,2,3]", "[4]", "[5,6,7]", "[]"], 7, true),
        ("offset.list", &[r#"{"data":[1,2],"has_more":true}"#, r#"{"data":[3],"has_more":false}"#], 3, true),
        ("last.list", &[r#"{"data":[],"has_more":true}"#], 0, false),
        ("url.list", &[r#"{"data":[1],"links":{}}"#], 1, true),
    ];
    for (kind, bodies, count, complete) in cases {
        let upstream = in_turn(bodies.iter().map(|body| json_answer("200 OK", body)).collect()).await;
        let answer = call(&upstream, limits(), json!({"operation": kind, "pages": "all"})).await.unwrap();
        let pages = json!({"fetched": bodies.len(), "items": count, "complete": complete});
        assert_eq!(
            (&answer["pages"]["items"], &answer["pages"]["fetched"]),
            (&pages["items"], &pages["fetched"]),
            "{answer}"
        );
        assert_eq!(answer["pages"]["complete"], complete, "{answer}");
        assert_eq!(answer["pages"].get("fault").is_some(), !complete, "{answer}");
    }
    // Beyond the last page there is nothing, some APIs say.
    let gone = raw("404 Not Found", "", b"{\"detail\":\"Invalid page.\"}");
    let upstream = in_turn(vec![json_answer("200 OK", "[1]"), json_answer("200 OK", "[2]"), gone]).await;
    let answer = call(&upstream, limits(), json!({"operation": "number.list", "pages": "all"})).await.unwrap();
    assert_eq!((&answer["body"], &answer["pages"]["complete"]), (&json!([1, 2]), &json!(true)));
}

/// An upstream that gives answers in turn, the last one again and again.
pub(super) async fn in_turn(answers: Vec<Vec<u8>>) -> Upstream {
    let next = Mutex::new(0);
    Upstream::start(move |_| {
        let mut next = next.lock().unwrap();
        let answer = answers[(*next).min(answers.len() - 1)].clone();
        *next += 1;
        answer
    })
    .await
}

#[tokio::test]
async fn one_page_is_like_a_plain_call() {
    for kind in KINDS {
        let upstream = LIST.upstream().await;
        let plain = call(&upstream, limits(), json!({"operation": kind})).await.unwrap();
        let one = call(&upstream, limits(), json!({"operation": kind, "pages": 1})).await.unwrap();
        assert_eq!(plain["body"], one["body"]);
        assert_eq!((plain.get("pages"), plain.get("next")), (None, None));
        let pages = json!({"fetched": 1, "items": 3, "complete": false, "stopped": "as many pages as asked for: 1"});
        assert_eq!(one["pages"], pages, "{kind}");
        assert_eq!(one["next"]["pages"], if kind == "url.list" { json!("1?state=3") } else { json!(1) });
    }
}

#[tokio::test]
async fn first_pages_that_are_none_are_plain_answers() {
    let upstream = in_turn(vec![json_answer("403 Forbidden", r#"{"message":"no"}"#)]).await;
    let answer = call(&upstream, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
    assert_eq!((&answer["status"], answer.get("pages")), (&json!(403), None));
    assert_eq!(answer["error"]["message"], "the API answered 403 Forbidden: no");
    for (body, limit) in [(r#"{"data":{"a":1}}"#, 1_000), ("not JSON", 1_000), (r#"{"data":[1,2,3,4,5,6,7,8]}"#, 20)] {
        let upstream = in_turn(vec![json_answer("200 OK", body)]).await;
        let limits = Limits { response_bytes: limit, ..limits() };
        let answer = call(&upstream, limits, json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
        assert_eq!(answer["pages"]["complete"], false);
        assert!(answer["pages"]["fault"]["message"].is_string() && !answer["body"].is_null(), "{answer}");
    }
}

#[tokio::test]
async fn calls_that_cannot_be_paged() {
    let upstream = LIST.upstream().await;
    for (arguments, expected) in [
        (json!({"operation": "put", "pages": "all"}), "unknown-argument /pages -> leave pages out"),
        (json!({"operation": "cursor.list", "pages": 0}), "invalid-value /pages"),
        (json!({"operation": "cursor.list", "pages": "few"}), "invalid-value /pages"),
        (json!({"operation": "cursor.list", "pages": true}), "invalid-value /pages"),
        (json!({"operation": "purge.list", "pages": 2}), "invalid-value /pages"),
        (json!({"operation": "number.list", "pages": "all?state=1"}), "invalid-value /pages"),
        (json!({"operation": "ask.list", "body": {}, "pages": "all?state=1"}), "invalid-value /pages"),
        (json!({"operation": "url.list", "pages": "all?api_key=mine"}), "invalid-value /pages"),
        (json!({"operation": "url.list", "pages": "all?a=1&api%5Fkey=mine"}), "invalid-value /pages"),
        (json!({"operation": "url.list", "params": {"q": "a"}, "pages": "all?q=b"}), "invalid-value /pages"),
    ] {
        let faults = call(&upstream, limits(), arguments.clone()).await.unwrap_err();
        assert_eq!(summary(&faults), [expected], "{arguments}");
    }
    // All mistakes at once.
    let arguments = json!({"operation": "cursor.list", "params": {"size": "x"}, "pages": "x"});
    let faults = call(&upstream, limits(), arguments).await.unwrap_err();
    assert_eq!(summary(&faults), ["invalid-value /pages", "invalid-type /params/size"]);
    assert!(upstream.lines().is_empty());
}

#[tokio::test]
async fn progress_is_told_page_by_page() {
    let upstream = LIST.upstream().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&heard);
    let mut caller = caller(&[]);
    caller.progress = Progress::new(move |fetched| record.lock().unwrap().push(fetched));
    let arguments = json!({"operation": "cursor.list", "pages": 5});
    call_as(&upstream, limits(), (&caller, arguments)).await.unwrap();
    let fetched = |pages, items| Heard::Fetched(Fetched { pages, items, of: Some(5) });
    assert_eq!(*heard.lock().unwrap(), [fetched(1, 3), fetched(2, 6), fetched(3, 7)]);
}

#[tokio::test]
async fn a_dry_run_shows_the_first_page_s_request() {
    let upstream = LIST.upstream().await;
    let arguments = json!({"operation": "url.list", "params": {"size": 2}, "pages": "all?state=4", "dry_run": true});
    let answer = call_as(&upstream, limits(), (&caller(&[]), arguments)).await.unwrap();
    assert!(matches!(&answer, Answer::Planned(plan) if plan.url.ends_with("/url?size=2&state=4")), "{answer:?}");
    assert!(upstream.lines().is_empty());
}

#[tokio::test]
async fn credentials_are_masked_on_every_page_and_never_taken_from_an_address() {
    let body = |next: Value| {
        json_answer("200 OK", &json!({"data": ["my-secret-key", 1.5], "links": {"next": next}}).to_string())
    };
    let next = json!("/url?state=2&api_key=my-secret-key");
    let upstream = in_turn(vec![body(next), body(json!("/url?api_key=theirs&state=3")), body(json!(null))]).await;
    let caller = caller(&[("key", "my-secret-key")]);
    let arguments = json!({"operation": "url.list", "pages": "all"});
    let answer = rendered(&call_as(&upstream, limits(), (&caller, arguments)).await.unwrap(), 10_000);
    assert_eq!(answer["body"]["data"], json!(["***", 1.5, "***", 1.5, "***", 1.5]));
    let lines = upstream.lines();
    assert!(lines[1].contains("/url?state=2&api_key=my-secret-key "), "{lines:?}");
    assert!(lines[2].contains("/url?state=3&api_key=my-secret-key "), "{lines:?}");
}

/// An API that puts the credential where nobody looks for one.
#[tokio::test]
async fn a_call_that_goes_on_shows_no_credential() {
    let link = "Content-Type: application/json\r\nLink: </link?echo=my-secret-key&page=2>; rel=next\r\n";
    let upstream = in_turn(vec![raw("200 OK", link, b"[1]")]).await;
    let arguments = json!({"operation": "link.list", "pages": 1});
    let caller = caller(&[("key", "my-secret-key")]);
    let text = call_as(&upstream, limits(), (&caller, arguments)).await.unwrap().render(10_000);
    assert!(text.contains("echo=***") && !text.contains("my-secret-key"), "{text}");
    let link = "Content-Type: application/json\r\nLink: </my-secret-key>; rel=next\r\n";
    let upstream = in_turn(vec![raw("200 OK", link, b"[1]")]).await;
    let arguments = json!({"operation": "link.list", "pages": "all"});
    let text = call_as(&upstream, limits(), (&caller, arguments)).await.unwrap().render(10_000);
    assert!(text.contains("redirect-refused") && !text.contains("my-secret-key"), "{text}");
}
