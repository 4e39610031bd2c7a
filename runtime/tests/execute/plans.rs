//! What a dry run shows is what is sent, but for the credential.

use serde_json::{Value, json};

use crate::api::{call_as, caller, rendered};
use crate::upstream::{Upstream, header};

#[tokio::test]
async fn what_is_shown_is_what_is_sent() {
    let secrets = [
        ("bearer", "bearer-secret-1"),
        ("basic", "ada:basic-secret-1"),
        ("headerKey", "header-secret-1"),
        ("queryKey", "query secret&1"),
        ("cookieKey", "cookie-secret-1"),
    ];
    for arguments in [
        json!({"operation": "items.list", "params": {"limit": 5, "tags": [1, 2], "filter": {"age": 7}, "X-Trace": "t"}}),
        json!({"operation": "items.get", "params": {"id": "a/b c"}}),
        json!({"operation": "items.create", "body": {"name": "ö", "count": 7, "tags": ["x"]}}),
        json!({"operation": "items.delete", "params": {"id": "1", "page_token": "*"}}),
        json!({"operation": "auth.bearer"}),
        json!({"operation": "auth.basic"}),
        json!({"operation": "auth.header"}),
        json!({"operation": "auth.query"}),
        json!({"operation": "auth.cookie"}),
        json!({"operation": "auth.both"}),
    ] {
        let upstream = Upstream::ok().await;
        let caller = caller(&secrets);
        let mut dry = arguments.clone();
        dry["dry_run"] = json!(true);
        let plan = rendered(&call_as(&upstream, &caller, dry).await.unwrap(), 20_000);
        assert!(!plan.to_string().contains("secret"), "{plan}");
        assert!(upstream.requests().is_empty());
        call_as(&upstream, &caller, arguments.clone()).await.unwrap();
        let sent = upstream.requests().remove(0);
        let masked =
            ["bearer-secret-1", "YWRhOmJhc2ljLXNlY3JldC0x", "header-secret-1", "query%20secret%261", "cookie-secret-1"]
                .iter()
                .fold(sent, |text, secret| text.replace(secret, "***"));
        let target = plan["url"].as_str().unwrap().strip_prefix(&upstream.url).unwrap();
        let line = format!("{} {target} HTTP/1.1\r\n", plan["method"].as_str().unwrap());
        assert!(masked.starts_with(&line), "{line} {masked}");
        let shown = plan["headers"].as_object().unwrap();
        for (name, value) in shown {
            assert_eq!(header(&masked, name), value.as_str(), "{name}: {masked}");
        }
        let (head, body) = masked.split_once("\r\n\r\n").unwrap();
        for name in head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_lowercase()) {
            let own = ["host", "content-length", "accept-encoding"].contains(&name.as_str());
            assert!(own || shown.contains_key(&name), "{name} is sent and not shown");
        }
        assert_eq!(serde_json::from_str::<Value>(body).unwrap_or_default(), plan["body"], "{masked}");
    }
}
