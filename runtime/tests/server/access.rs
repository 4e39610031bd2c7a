//! Access modes: of the server, and of the header that narrows them.

use runtime::{Access, Effect};
use serde_json::json;

use crate::running::Setup;
use crate::wire::{call, modern, post_modern};

const ACCESS: Access = Access { header: Some("X-Tiny-Mode"), asked: &[], trusted: &[] };

#[tokio::test]
async fn a_header_narrows_what_a_request_may_do() {
    for (ceiling, headers, expected) in [
        (Effect::Destructive, &[] as &[(&str, &str)], "dry_run"),
        (Effect::Destructive, &[("x-tiny-mode", "read-write")], "dry_run"),
        (Effect::Destructive, &[("x-tiny-mode", "read-only")], "effect-refused"),
        (Effect::Destructive, &[("X-TINY-MODE", "READ-ONLY")], "effect-refused"),
        (Effect::Destructive, &[("x-tiny-mode", "full"), ("X-Tiny-Mode", "read-only")], "effect-refused"),
        (Effect::Destructive, &[("x-other-mode", "read-only")], "dry_run"),
        (Effect::Read, &[("x-tiny-mode", "full")], "effect-refused"),
        (Effect::Read, &[], "effect-refused"),
    ] {
        let address = Setup { access: ACCESS, ceiling, ..Setup::default() }.serve().await;
        let arguments = json!({"operation": "things.create", "body": {"name": "x"}, "dry_run": true});
        let (_, text) = call(address, "execute", arguments, headers).await;
        assert!(text.contains(expected), "{ceiling} {headers:?}: {text}");
    }
}

#[tokio::test]
async fn a_mode_that_means_nothing_is_refused_before_anything_runs() {
    let address = Setup { access: ACCESS, ..Setup::default() }.serve().await;
    for value in ["readonly", "admin", "read-only full", "full;", "\"full\""] {
        for (method, params) in [("tools/call", json!({"name": "search", "arguments": {}})), ("tools/list", json!({}))]
        {
            let reply = post_modern(address, &modern(method, params), &[("x-tiny-mode", value)]).await;
            assert_eq!(reply.status, 400, "{value}: {reply:?}");
            let error = &reply.json()["error"];
            assert_eq!((&error["code"], &error["data"]["allowed"]), (&json!(-32600), &json!(runtime::MODES)));
            assert!(error["message"].as_str().is_some_and(|message| message.contains("read-only, read-write, full")));
        }
    }
}
