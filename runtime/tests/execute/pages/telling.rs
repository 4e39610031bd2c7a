//! What pages and their statuses say that is easy to take for something else.

use serde_json::{Value, json};

use super::following::in_turn;
use crate::api::{caller, rendered};
use crate::lists::{call, call_as, limits};
use crate::upstream::{json as json_answer, raw};

/// The account of a list whose pages are these, and its items.
async fn account(kind: &str, answers: Vec<Vec<u8>>) -> (Value, usize) {
    let upstream = in_turn(answers).await;
    let answer = call(&upstream, limits(), json!({"operation": kind, "pages": "all"})).await.unwrap();
    let body = if kind == "number.list" { &answer["body"] } else { &answer["body"]["data"] };
    let items = body.as_array().map_or(0, Vec::len);
    let mut account = answer["pages"].clone();
    account["next"] = json!(answer.get("next").is_some());
    (account, items)
}

/// An API that refuses the page after the last one, or gives the last one again, has given all that it says it has.
#[tokio::test]
async fn totals_tell_the_end_from_a_failure() {
    let refused = || json_answer("400 Bad Request", r#"{"message":"offset out of range"}"#);
    let page = |body: &str| json_answer("200 OK", body);
    let counted =
        |total: &str| raw("200 OK", &format!("Content-Type: application/json\r\nX-Total: {total}\r\n"), b"[1,2]");
    let in_pages = raw("200 OK", "Content-Type: application/json\r\nX-WP-TotalPages: 1\r\n", b"[1,2]");
    for (kind, answers, complete) in [
        ("offset.list", vec![page(r#"{"data":[1,2],"total":2}"#), refused()], true),
        ("offset.list", vec![page(r#"{"data":[1,2],"meta":{"total_count":2}}"#), refused()], true),
        ("offset.list", vec![page(r#"{"data":[1,2],"total":3}"#), refused()], false),
        ("offset.list", vec![page(r#"{"data":[1,2]}"#), refused()], false),
        ("offset.list", vec![page(r#"{"data":[1,2],"total":2}"#), json_answer("500 Oops", "")], false),
        // The same page again and again.
        ("offset.list", vec![page(r#"{"data":[1,2],"total":2}"#)], true),
        ("offset.list", vec![page(r#"{"data":[1,2],"total":9}"#)], false),
        ("number.list", vec![counted("2"), refused()], true),
        ("number.list", vec![counted("3"), refused()], false),
        ("number.list", vec![in_pages, refused()], true),
    ] {
        let (account, items) = account(kind, answers).await;
        assert_eq!((&account["complete"], items), (&json!(complete), 2), "{kind} {account}");
        assert_eq!(account.get("fault").is_some(), !complete, "{account}");
    }
    // Totals that are too low end nothing.
    let pages = [r#"{"data":[1],"total":1}"#, r#"{"data":[2],"total":1}"#, r#"{"data":[],"total":1}"#];
    let (account, items) = account("offset.list", pages.map(page).to_vec()).await;
    assert_eq!((&account["complete"], items), (&json!(true), 2));
}

/// Slack answers a page that it refuses with status 200.
#[tokio::test]
async fn an_error_in_place_of_a_page_is_no_end() {
    let page = json_answer("200 OK", r#"{"ok":true,"data":[1],"meta":{"next":"a"}}"#);
    for (body, message) in [
        (r#"{"ok":false,"error":"ratelimited"}"#, "ratelimited"),
        (r#"{"success":false}"#, "success"),
        (r#"{"errors":[{"message":"no"}],"data":null}"#, "no"),
    ] {
        let (account, items) = account("cursor.list", vec![page.clone(), json_answer("200 OK", body)]).await;
        assert_eq!((&account["complete"], items, &account["next"]), (&json!(false), 1, &json!(true)), "{account}");
        assert!(account["fault"]["message"].as_str().unwrap().contains(message), "{account}");
    }
    for body in [r#"{"ok":true}"#, r#"{"error":null,"errors":[]}"#, r#"{"data":[],"errors":["odd"]}"#] {
        let (account, _) = account("cursor.list", vec![page.clone(), json_answer("200 OK", body)]).await;
        assert_eq!(account["complete"], true, "{body} {account}");
    }
}

#[tokio::test]
async fn items_that_come_again_are_counted() {
    let pages = [
        r#"{"data":[{"id":1},{"id":2},{"id":2}],"meta":{"next":"a"}}"#,
        r#"{"data":[{"id":2},{"id":3},7],"meta":{"next":"b"}}"#,
        r#"{"data":[{"id":3},7]}"#,
    ];
    let (account, items) = account("cursor.list", pages.map(|page| json_answer("200 OK", page)).to_vec()).await;
    assert_eq!((&account["repeated"], &account["complete"], items), (&json!(2), &json!(true), 8), "{account}");
    assert!(account["remark"].as_str().unwrap().contains("unique"));
}

/// GitHub names the next page under another path, APIs behind a gateway without encryption.
#[tokio::test]
async fn only_the_query_of_an_address_counts() {
    let head = "Content-Type: application/json\r\nLink: </lists/7/link?page=2>; rel=next\r\n";
    let upstream = in_turn(vec![raw("200 OK", head, b"[1]"), json_answer("200 OK", "[2]")]).await;
    let answer = call(&upstream, limits(), json!({"operation": "link.list", "pages": "all"})).await.unwrap();
    assert_eq!((&answer["body"], &answer["pages"]["complete"]), (&json!([1, 2]), &json!(true)));
    assert_eq!(upstream.lines(), ["GET /link HTTP/1.1", "GET /link?page=2 HTTP/1.1"]);
}

/// A page that isn't JSON is the API's doing, whatever works on it.
#[tokio::test]
async fn a_page_for_people_is_no_page() {
    let page = json_answer("200 OK", r#"{"data":[1],"meta":{"next":"a"}}"#);
    let html = raw("200 OK", "Content-Type: text/html\r\n", b"<html>Log in</html>");
    for answers in [vec![html.clone()], vec![page, html]] {
        let upstream = in_turn(answers).await;
        let answer = call(&upstream, limits(), json!({"operation": "cursor.list", "pages": "all"})).await.unwrap();
        let fault = &answer["pages"]["fault"];
        assert_eq!((&fault["code"], &fault["blame"]), (&json!("invalid-answer"), &json!("upstream")), "{answer}");
        assert!(fault["message"].as_str().unwrap().starts_with("the page is not JSON"), "{answer}");
    }
}

/// What denies a later page is told as what denies the first one.
#[tokio::test]
async fn a_credential_that_ends_in_the_middle_is_named() {
    for (status, advice) in [
        ("401 Unauthorized", "the API refused the credential key"),
        ("403 Forbidden", "the credential key may not do this"),
    ] {
        let denied = || json_answer(status, r#"{"message":"no"}"#);
        let page = json_answer("200 OK", r#"{"data":[1],"meta":{"next":"a"}}"#);
        for (answers, at) in [(vec![denied()], "/error"), (vec![page, denied()], "/pages/fault")] {
            let upstream = in_turn(answers).await;
            let caller = caller(&[("key", "very-secret")]);
            let arguments = json!({"operation": "cursor.list", "pages": "all"});
            let answer = call_as(&upstream, limits(), (&caller, arguments)).await.unwrap();
            let answer = rendered(&answer, 10_000);
            let told = answer.pointer(at).unwrap();
            assert_eq!(told["message"], format!("the API answered {status}: no"));
            assert!(told["suggestion"].as_str().unwrap().starts_with(advice), "{at}: {told}");
            assert_eq!(answer.get("next").is_some(), at == "/pages/fault");
        }
    }
}
