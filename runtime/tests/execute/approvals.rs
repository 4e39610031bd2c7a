//! Destructive calls: held back until they are approved, and then sent as they were shown.

use runtime::{
    Access, Answer, Approvals, Call, Caller, Credential, Effect, Fault, Limits, Policy, Secret, Server, execute,
};
use serde_json::{Value, json};

use crate::api::{caller, rendered, server};
use crate::upstream::Upstream;

const KEY: &str = "a key of thirty-two bytes or more";

fn careful(upstream: &Upstream, key: &str) -> Server {
    let approvals = Approvals::new(Some(&Secret::new(key))).unwrap();
    server(upstream, Limits::default()).with_policy(Policy { approvals: Some(approvals), ..Policy::open() })
}

async fn call(server: &Server, caller: &Caller, arguments: &Value) -> Result<Answer, Vec<Fault>> {
    execute(server, caller, Call::from_arguments(arguments.as_object().unwrap())?).await
}

fn delete(id: &str) -> Value {
    json!({"operation": "items.delete", "params": {"id": id, "page_token": "t"}})
}

fn with(mut arguments: Value, token: &Value) -> Value {
    arguments["approval"] = token.clone();
    arguments
}

async fn code(server: &Server, caller: &Caller, arguments: Value) -> String {
    match call(server, caller, &arguments).await {
        Ok(Answer::Sent(_)) => "sent".to_owned(),
        Ok(Answer::Held(_)) => "held".to_owned(),
        Ok(Answer::Merged(_)) => "merged".to_owned(),
        Ok(Answer::Planned(_)) => "planned".to_owned(),
        Err(faults) => faults.iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>().join(" "),
    }
}

#[tokio::test]
async fn a_destructive_call_is_shown_first_and_sent_with_its_token() {
    let upstream = Upstream::ok().await;
    let server = careful(&upstream, KEY);
    let nobody = caller(&[]);
    let held = call(&server, &nobody, &delete("7")).await.unwrap();
    assert!(!held.is_error());
    let shown = rendered(&held, 10_000);
    assert_eq!(shown["method"], "DELETE");
    assert_eq!(shown["url"], format!("{}/items/7?page_token=t", upstream.url));
    assert!(shown["approval_needed"].as_str().unwrap().starts_with("nothing was sent: items.delete is destructive"));
    assert!(upstream.lines().is_empty());
    // Another replica with the same key sends it, as often as it is asked to.
    let replica = careful(&upstream, KEY);
    for _ in 0..2 {
        assert_eq!(code(&replica, &nobody, with(delete("7"), &shown["approval"])).await, "sent");
    }
    assert_eq!(upstream.lines(), ["DELETE /items/7?page_token=t HTTP/1.1"; 2]);
}

#[tokio::test]
async fn a_token_is_good_for_nothing_else() {
    let upstream = Upstream::ok().await;
    let server = careful(&upstream, KEY);
    let nobody = caller(&[]);
    let token = rendered(&call(&server, &nobody, &delete("7")).await.unwrap(), 10_000)["approval"].clone();
    let own = |secret: &str| Caller::new(Credential::Forwarded(Secret::new(secret)));
    let elsewhere = Caller { environment: Some(runtime::BaseUrl::parse("http://127.0.0.1:9").unwrap()), ..caller(&[]) };
    for (caller, arguments, expected) in [
        (&nobody, delete("7"), "held"),
        (&nobody, with(delete("8"), &token), "approval-arguments"),
        (&elsewhere, with(delete("7"), &token), "approval-arguments"),
        (&own("Bearer other"), with(delete("7"), &token), "approval-caller"),
        (&nobody, with(delete("7"), &json!("yes")), "approval-invalid"),
        (&nobody, with(delete("7"), &json!(true)), "invalid-type"),
        (&nobody, with(delete("7"), &json!("")), "held"),
        (&nobody, with(delete("7"), &Value::Null), "held"),
        (&nobody, with(json!({"operation": "items.delete", "params": {"id": "7"}}), &token), "missing-argument"),
    ] {
        assert_eq!(code(&server, caller, arguments.clone()).await, expected, "{arguments}");
    }
    let other = careful(&upstream, "another key of thirty-two bytes or more");
    assert_eq!(code(&other, &nobody, with(delete("7"), &token)).await, "approval-invalid");
    assert!(upstream.lines().is_empty());
}

#[tokio::test]
async fn equal_arguments_are_the_same_call_however_they_are_written() {
    let upstream = Upstream::ok().await;
    let server = careful(&upstream, KEY);
    let nobody = caller(&[]);
    let token = rendered(&call(&server, &nobody, &delete("7")).await.unwrap(), 10_000)["approval"].clone();
    for params in [json!({"page_token": "t", "id": "7"}), json!({"path.id": "7", "query.page_token": "t"})] {
        let arguments = json!({"operation": "items.delete", "params": params, "approval": token});
        assert_eq!(code(&server, &nobody, arguments).await, "sent", "{params}");
    }
}

#[tokio::test]
async fn what_needs_no_approval_goes_through() {
    let upstream = Upstream::ok().await;
    let nobody = caller(&[]);
    let server = careful(&upstream, KEY);
    for (arguments, expected) in [
        (json!({"operation": "items.get", "params": {"id": "1"}}), "sent"),
        (json!({"operation": "items.create", "body": {"name": "x"}}), "sent"),
        (json!({"operation": "items.create", "body": {"name": "x"}, "approval": "left over"}), "sent"),
        (json!({"operation": "items.delete", "params": {"id": "1", "page_token": "t"}, "dry_run": true}), "planned"),
    ] {
        assert_eq!(code(&server, &nobody, arguments.clone()).await, expected, "{arguments}");
    }
    let open = crate::api::server(&upstream, Limits::default());
    assert_eq!(code(&open, &nobody, delete("1")).await, "sent");
}

#[tokio::test]
async fn a_vendor_decides_what_else_takes_an_approval() {
    let upstream = Upstream::ok().await;
    let api = crate::api::api();
    let access = Access { header: None, asked: &["items.create"], trusted: &["items.delete"] };
    let api = Box::leak(Box::new(runtime::Api { access, ..*api }));
    let approvals = Some(Approvals::new(None).unwrap());
    let base_url = Some(runtime::BaseUrl::parse(&upstream.url).unwrap());
    let server = Server::open(api, base_url, Limits::default()).unwrap();
    let server = server.with_policy(Policy { approvals, ..Policy::open() });
    let nobody = caller(&[]);
    assert_eq!(code(&server, &nobody, delete("1")).await, "sent");
    let create = |count: Value| json!({"operation": "items.create", "body": {"name": "x", "count": count}});
    let held = rendered(&call(&server, &nobody, &create(json!(1))).await.unwrap(), 10_000);
    assert_eq!(held["body"], json!({"name": "x", "count": 1}));
    for (count, expected) in [(json!(2), "approval-arguments"), (json!(1), "sent"), (json!("1"), "sent")] {
        assert_eq!(code(&server, &nobody, with(create(count.clone()), &held["approval"])).await, expected, "{count}");
    }
}

#[tokio::test]
async fn the_narrower_ceiling_counts_and_denied_operations_are_not_there() {
    let upstream = Upstream::ok().await;
    let get = || json!({"operation": "items.get", "params": {"id": "1"}});
    let create = || json!({"operation": "items.create", "body": {"name": "x"}});
    for (server_ceiling, own_ceiling, created, deleted) in [
        (Effect::Destructive, Effect::Destructive, "sent", "sent"),
        (Effect::Write, Effect::Destructive, "sent", "effect-refused"),
        (Effect::Destructive, Effect::Write, "sent", "effect-refused"),
        (Effect::Read, Effect::Destructive, "effect-refused", "effect-refused"),
        (Effect::Write, Effect::Read, "effect-refused", "effect-refused"),
    ] {
        let server = server(&upstream, Limits::default());
        let server = server.with_policy(Policy { ceiling: server_ceiling, ..Policy::open() });
        let caller = Caller { ceiling: own_ceiling, ..caller(&[]) };
        let seen = [code(&server, &caller, get()).await, code(&server, &caller, create()).await];
        assert_eq!(seen, ["sent", created], "{server_ceiling} {own_ceiling}");
        assert_eq!(code(&server, &caller, delete("1")).await, deleted, "{server_ceiling} {own_ceiling}");
    }
    let server = server(&upstream, Limits::default());
    let server = server.with_policy(Policy { denied: ["items.get"].into(), ..Policy::open() });
    assert_eq!(code(&server, &caller(&[]), get()).await, "operation-denied");
    let faults = call(&server, &caller(&[]), &json!({"operation": "items.gets"})).await.unwrap_err();
    assert!(!faults[0].allowed.contains(&"items.get".to_owned()), "{faults:?}");
}
