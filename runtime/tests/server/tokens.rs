//! Access tokens over HTTP: they stand for a credential, and narrow what may be done with it.

use std::time::{Duration, SystemTime};

use runtime::{Access, AccessTokens, Effect, Grant, Inbound, Secret};
use serde_json::json;

use crate::running::{Setup, TOKEN_KEY, tokens};
use crate::wire::{call, modern, post_modern, upstream};

const ACCESS: Access = Access { header: Some("X-Tiny-Mode"), asked: &["things.create"], trusted: &[] };
const DAY: Duration = Duration::from_secs(86_400);

fn sealed(tokens: &AccessTokens, ceiling: Effect, end: SystemTime) -> String {
    let until = end.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    let credentials = [("bearer".to_owned(), Secret::new("sealed-secret"))].into();
    let (token, _) = tokens.seal(&Grant { credentials, ceiling, until }).expect("a token");
    format!("Bearer {token}")
}

fn fresh(ceiling: Effect) -> String {
    sealed(&tokens(TOKEN_KEY), ceiling, SystemTime::now() + DAY)
}

fn setup() -> Setup {
    Setup { access: ACCESS, token_key: Some(TOKEN_KEY), ..Setup::default() }
}

#[tokio::test]
async fn the_narrowest_of_server_token_and_header_holds() {
    let modes = [("read-only", Effect::Read), ("read-write", Effect::Write), ("full", Effect::Destructive)];
    let arguments = json!({"operation": "things.create", "body": {"name": "x"}, "dry_run": true});
    for server in Effect::ALL {
        let address = Setup { ceiling: server, ..setup() }.serve().await;
        for token in Effect::ALL {
            let authorization = fresh(token);
            for (mode, asked) in modes {
                let headers = [("authorization", authorization.as_str()), ("x-tiny-mode", mode)];
                let (_, text) = call(address, "execute", arguments.clone(), &headers).await;
                let allowed = server.min(token).min(asked) >= Effect::Write;
                let expected = if allowed { "dry_run" } else { "effect-refused" };
                assert!(text.contains(expected), "{server} {token} {asked}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_travels_as_the_credential_it_holds() {
    for inbound in [Inbound::ApiKey, Inbound::None] {
        let (api, received) = upstream(std::future::ready(())).await;
        let address = Setup { inbound, base_url: Some(format!("http://{api}")), ..setup() }.serve().await;
        let authorization = fresh(Effect::Read);
        let arguments = json!({"operation": "things.list"});
        let (is_error, text) = call(address, "execute", arguments, &[("authorization", &authorization)]).await;
        assert!(!is_error && !text.contains("sealed-secret"), "{text}");
        let received = received.await.expect("a request");
        assert!(received.to_lowercase().contains("authorization: bearer sealed-secret\r\n"), "{received}");
        assert!(!received.contains("twa_"), "{received}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_refused_before_anything_runs() {
    let address = setup().serve().await;
    let without = Setup { token_key: None, ..setup() }.serve().await;
    let other = sealed(&tokens("another key of thirty-two bytes.."), Effect::Read, SystemTime::now() + DAY);
    let expired = sealed(&tokens(TOKEN_KEY), Effect::Read, SystemTime::now() - DAY);
    for (address, token, expected) in [
        (address, other.as_str(), "not from this server"),
        (address, expired.as_str(), "expired"),
        (address, "Bearer twa_", "not from this server"),
        (without, fresh(Effect::Read).as_str(), "takes no access tokens"),
    ] {
        for message in
            [modern("tools/list", json!({})), modern("tools/call", json!({"name": "search", "arguments": {}}))]
        {
            let reply = post_modern(address, &message, &[("authorization", token)]).await;
            assert_eq!(reply.status, 401, "{reply:?}");
            let said = reply.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
            assert!(said.contains(expected) && !reply.body.contains("twa_"), "{reply:?}");
            assert!(reply.head.contains(r#"www-authenticate: Bearer error="invalid_token""#), "{reply:?}");
        }
    }
}

#[tokio::test]
async fn an_approval_is_for_the_token_it_was_given_to() {
    let approval_key = Some("a key of thirty-two bytes or more");
    let (api, _) = upstream(std::future::ready(())).await;
    let address = Setup { approval_key, base_url: Some(format!("http://{api}")), ..setup() }.serve().await;
    let (one, other) = (fresh(Effect::Destructive), fresh(Effect::Destructive));
    let mut arguments = json!({"operation": "things.create", "body": {"name": "x"}});
    let (_, text) = call(address, "execute", arguments.clone(), &[("authorization", &one)]).await;
    let shown: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    arguments["approval"] = shown["approval"].clone();
    assert!(arguments["approval"].is_string(), "{text}");
    let (_, text) = call(address, "execute", arguments.clone(), &[("authorization", &other)]).await;
    assert!(text.contains("approval-caller"), "{text}");
    let (is_error, text) = call(address, "execute", arguments, &[("authorization", &one)]).await;
    assert!(!is_error, "{text}");
}

#[tokio::test]
async fn what_a_token_lacks_is_asked_of_whoever_gave_it() {
    let address = setup().serve().await;
    let grant =
        Grant { credentials: [("other".to_owned(), Secret::new("x"))].into(), ceiling: Effect::Read, until: u64::MAX };
    let (token, _) = tokens(TOKEN_KEY).seal(&grant).expect("a token");
    assert_eq!(
        post_modern(address, &modern("tools/list", json!({})), &[("authorization", &format!("Bearer {token}"))])
            .await
            .status,
        401
    );
    let until = (SystemTime::now() + DAY).duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    let (token, _) = tokens(TOKEN_KEY).seal(&Grant { until, ..grant }).expect("a token");
    let authorization = format!("Bearer {token}");
    let arguments = json!({"operation": "things.list"});
    let (_, text) = call(address, "execute", arguments, &[("authorization", &authorization)]).await;
    for part in ["the access token has one for other only", "ask whoever gave you the access token"] {
        assert!(text.contains(part), "{text}");
    }
}
