//! Where the result stands in an answer, and what happens to answers that are errors.

use runtime::{Call, Limits, Shaper, execute};
use serde_json::{Value, json};

use super::{ample, serving, shaped, worker};
use crate::api::{caller, rendered, server};
use crate::upstream::{Upstream, json as json_answer, raw};

#[tokio::test]
async fn the_result_stands_in_place_of_the_body_with_the_number_of_outputs() {
    let (_upstream, server) = serving(vec!["[1,[2]]".to_owned()], ample()).await;
    let cases = [
        (".", json!([1, [2]]), 1),
        (".[]", json!([1, [2]]), 2),
        (".[1]", json!([2]), 1),
        ("empty", json!([]), 0),
        ("map(select(. == 7))", json!([]), 1),
        (".[5]", Value::Null, 1),
    ];
    for (program, body, outputs) in cases {
        let answer = shaped(&server, 0, program).await.expect(program);
        assert_eq!((&answer["body"], &answer["shaped"]), (&body, &json!({"outputs": outputs})), "{program}");
        assert_eq!(answer["status"], 200, "{program}");
    }
}

#[tokio::test]
async fn an_answer_without_a_program_is_as_before() {
    let (_upstream, server) = serving(vec!["[1]".to_owned()], ample()).await;
    for program in [Value::Null, json!(""), json!("  ")] {
        let arguments = json!({"operation": "items.get", "params": {"id": "0"}, "jq": program});
        let call = Call::from_arguments(arguments.as_object().unwrap()).expect("a call");
        let answer = rendered(&execute(&server, &caller(&[]), call).await.expect("an answer"), 10_000);
        assert_eq!((&answer["body"], answer.get("shaped")), (&json!([1]), None), "{program}");
    }
}

#[tokio::test]
async fn a_result_that_is_too_long_to_show_says_what_to_do_in_jq() {
    let (_upstream, server) = serving(vec!["null".to_owned()], ample()).await;
    let call = json!({"operation": "items.get", "params": {"id": "0"}, "jq": "[range(2000)]"});
    let call = Call::from_arguments(call.as_object().unwrap()).expect("a call");
    let answer = rendered(&execute(&server, &caller(&[]), call).await.expect("an answer"), 1_000);
    assert_eq!(answer["truncated"]["hint"], "let jq select fewer items or project fewer fields");
    assert_eq!(answer["shaped"], json!({"outputs": 1}));
}

#[tokio::test]
async fn an_error_of_the_api_is_shown_whole() {
    let upstream = Upstream::start(|_| json_answer("404 Not Found", r#"{"message":"gone"}"#)).await;
    let server = server(&upstream, Limits::default()).with_shaper(Shaper::new(worker(), ample()));
    let answer = shaped(&server, 0, ".x.y").await.expect("an answer");
    assert_eq!((&answer["status"], &answer["body"]), (&json!(404), &json!({"message": "gone"})));
    assert_eq!((answer.get("shaped"), answer["error"]["code"].as_str()), (None, Some("api-error")));
}

#[tokio::test]
async fn what_a_write_answered_is_not_lost_with_the_program() {
    let upstream = Upstream::start(|_| json_answer("201 Created", r#"{"id":7}"#)).await;
    let server = server(&upstream, Limits::default()).with_shaper(Shaper::new(worker(), ample()));
    for (program, body, shaped) in
        [(".id", json!(7), json!({"outputs": 1})), (".id.x", json!({"id": 7}), json!("don't repeat it"))]
    {
        let arguments = json!({"operation": "items.create", "body": {"name": "a"}, "jq": program});
        let call = Call::from_arguments(arguments.as_object().unwrap()).expect("a call");
        let answer = execute(&server, &caller(&[]), call).await.expect("an answer");
        assert!(!answer.is_error(), "the call itself went well");
        let answer = rendered(&answer, 10_000);
        assert_eq!((&answer["status"], &answer["body"]), (&json!(201), &body), "{program}");
        match shaped {
            Value::String(words) => {
                assert!(answer["shaped"]["error"]["suggestion"].as_str().expect("advice").contains(&words), "{answer}");
            }
            shaped => assert_eq!(answer["shaped"], shaped),
        }
    }
}

#[tokio::test]
async fn a_credential_that_the_api_echoes_stays_masked_whatever_the_program_does() {
    let upstream = Upstream::start(|_| json_answer("200 OK", r#"{"token":"verysecret"}"#)).await;
    let server = server(&upstream, Limits::default()).with_shaper(Shaper::new(worker(), ample()));
    for program in [".", ".token | explode", "[.token | scan(\".\")]", ".token | @base64", "$ENV, env, .token"] {
        let call = Call { operation: "auth.bearer".to_owned(), jq: Some(program.to_owned()), ..Call::default() };
        let answer = execute(&server, &caller(&[("bearer", "verysecret")]), call).await.expect("an answer");
        let masked = runtime_text(&answer);
        assert!(
            masked.contains("***") || masked.contains("42,42,42") || masked.contains("Kioq"),
            "{program}: {masked}"
        );
        assert!(!masked.contains("verysecret") && !masked.contains('v'), "{program}: {masked}");
    }
}

/// The body of an answer, without quotation marks and whitespace of a list.
fn runtime_text(answer: &runtime::Answer) -> String {
    let answer = rendered(answer, 10_000);
    answer["body"].to_string().replace("\",\"", "")
}

/// What came of a stream within its bounds is whole items, and the note says that there were more.
#[tokio::test]
async fn a_stream_that_went_on_is_shaped_as_far_as_it_came() {
    let lines = raw("200 OK", "Content-Type: application/x-ndjson\r\n", "{\"n\":1}\n".repeat(20).as_bytes());
    let upstream = Upstream::start(move |_| lines.clone()).await;
    let limits = Limits { stream_items: 10, ..crate::api::limits() };
    let server = server(&upstream, limits).with_shaper(Shaper::new(worker(), ample()));
    for arguments in [
        json!({"operation": "items.list", "jq": "map(.n) | add"}),
        json!({"calls": [{"id": "a", "operation": "items.list"}], "jq": ".a | map(.n) | add"}),
    ] {
        let call = Call::from_arguments(arguments.as_object().unwrap()).expect("a call");
        let answer = rendered(&execute(&server, &caller(&[]), call).await.expect("an answer"), 10_000);
        assert_eq!(answer["body"], 10, "{answer}");
        assert!(answer.to_string().contains("went on after 10 items"), "{answer}");
    }
}
