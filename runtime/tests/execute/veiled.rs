//! Secrets among the arguments: masked in a dry run, in what waits for approval and in nothing else.

use std::sync::LazyLock;

use contract::{Effect, Method, Style};
use runtime::{
    Answer, Api, Approvals, Arguments, BaseUrl, Call, Caller, Fault, Limits, Media, Operation, Policy, Request, Secret,
    Server, execute,
};
use serde_json::{Value, json};

use crate::api::{caller, rendered};
use crate::made;
use crate::upstream::Upstream;

static SET: Operation = Operation {
    name: "hooks.set",
    method: Method::Post,
    path: "",
    tag: "hooks",
    effect: Effect::Destructive,
    security: &[],
    pagination: None,
    handler: set,
};

const BODIES: &[Media<'static>] = &[
    Media { media_type: "application/json", parts: &[] },
    Media { media_type: "application/x-www-form-urlencoded", parts: &[] },
    Media { media_type: "multipart/form-data", parts: &[] },
    Media { media_type: "application/xml", parts: &[] },
    Media { media_type: "application/x-ndjson", parts: &[] },
];

fn set(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/hooks/");
    request.path("secret", Style::Simple, false, arguments.text(0));
    request.query("api_key", Style::Form, true, arguments.optional_text(1));
    request.query("page_token", Style::Form, true, arguments.optional_text(2));
    request.query("filter", Style::DeepObject, true, arguments.optional_value(3));
    request.header("X-Signing-Key", Style::Simple, false, arguments.optional_text(4));
    request.cookie("passphrase", Style::Form, true, arguments.optional_text(5));
    request.query("token_type", Style::Form, true, arguments.optional_text(6));
    request.query("code", Style::Form, true, arguments.optional_text(7));
    request.content(arguments.optional_content(), BODIES);
}

static API: LazyLock<&'static Api> = LazyLock::new(|| {
    let text = json!({"type": "string"});
    let parameter = |name: &str, place: &str, schema: &Value| {
        let style = if place == "path" || place == "header" { "simple" } else { "form" };
        json!({"argument": name, "name": name, "in": place, "required": place == "path", "style": style, "schema": schema})
    };
    let parameters = json!([
        parameter("secret", "path", &text),
        parameter("api_key", "query", &text),
        parameter("page_token", "query", &text),
        parameter("filter", "query", &json!({"type": "object"})),
        parameter("X-Signing-Key", "header", &text),
        parameter("passphrase", "cookie", &text),
        parameter("token_type", "query", &text),
        parameter("code", "query", &json!({"type": "string", "format": "password"})),
    ]);
    let schema = json!({"type": ["object", "array", "string"], "properties": {
        "pin": {"type": "string", "writeOnly": true},
        "code": {"anyOf": [{"type": "string", "format": "password"}, {"type": "null"}]},
        "codes": {"type": "array", "items": {"type": "string", "format": "password"}},
        "token": {"type": ["string", "object"], "properties": {"description": text}},
        "webhook_secret": {"type": "string", "enum": ["none", "basic"]},
        "limit": {"type": "integer"},
    }});
    let others = BODIES.iter().skip(1).map(|media| json!({"mediaType": media.media_type, "schema": schema}));
    let body = json!({"mediaType": "application/json", "schema": schema, "others": others.collect::<Vec<_>>()});
    let entry = json!({"name": "hooks.set", "method": "POST", "path": "/hooks/{secret}", "tag": "hooks", "body": body,
        "effect": "destructive", "summary": "Set", "parameters": parameters, "answers": []});
    static OPERATIONS: [&Operation; 1] = [&SET];
    made::api(&OPERATIONS, &[entry])
});

fn careful(upstream: &Upstream) -> Server {
    let key = Secret::new("a key of thirty-two bytes or more");
    let policy = Policy { approvals: Some(Approvals::new(Some(&key)).unwrap()), ..Policy::open() };
    Server::open(*API, Some(BaseUrl::parse(&upstream.url).unwrap()), Limits::default()).unwrap().with_policy(policy)
}

async fn done(server: &Server, caller: &Caller, arguments: &Value) -> Result<Answer, Vec<Fault>> {
    execute(server, caller, Call::from_arguments(arguments.as_object().unwrap())?).await
}

/// Arguments besides `{"secret": "s3cr3t"}`, and what is shown of them.
fn cases() -> Vec<(Value, Value)> {
    let body = |body: Value| json!({"body": body});
    vec![
        (json!({}), json!({"url": "/hooks/***"})),
        (
            json!({"params": {"api_key": "s3cr3t", "page_token": "next", "token_type": "bearer", "code": "s3cr3t"}}),
            json!({"url": "/hooks/***?api_key=***&page_token=next&token_type=bearer&code=***"}),
        ),
        (
            json!({"params": {"filter": {"token": "s3cr3t", "name": "n"}}}),
            json!({"url": "/hooks/***?filter%5Btoken%5D=***&filter%5Bname%5D=n"}),
        ),
        (
            json!({"params": {"X-Signing-Key": "s3cr3t", "passphrase": "s3cr3t"}}),
            json!({"url": "/hooks/***", "x-signing-key": "***", "cookie": "passphrase=***"}),
        ),
        // Where the schema says so, in compositions and lists too; the empty text and null are none.
        (
            body(json!({"pin": "s3cr3t", "code": "s3cr3t", "codes": ["s3cr3t", "s3cr3t"], "limit": 5})),
            body(json!({"pin": "***", "code": "***", "codes": ["***", "***"], "limit": 5})),
        ),
        (body(json!({"pin": "", "code": null})), body(json!({"pin": "", "code": null}))),
        // By name: nested, in lists, in maps with free keys, in pairs.
        (
            body(
                json!({"configuration": {"host": "h", "password": "s3cr3t", "deep": [{"apiKey": "s3cr3t", "id": "1"}]}}),
            ),
            body(json!({"configuration": {"host": "h", "password": "***", "deep": [{"apiKey": "***", "id": "1"}]}})),
        ),
        (
            body(json!({"secrets": {"DB": "s3cr3t", "more": {"x": ["s3cr3t"]}, "count": 2}, "labels": {"DB": "x"}})),
            body(json!({"secrets": {"DB": "***", "more": {"x": ["***"]}, "count": 2}, "labels": {"DB": "x"}})),
        ),
        (
            body(json!({"env": [{"name": "DB_PASSWORD", "value": "s3cr3t"}, {"key": "MODE", "value": "x"}]})),
            body(json!({"env": [{"name": "DB_PASSWORD", "value": "***"}, {"key": "MODE", "value": "x"}]})),
        ),
        // What the schema declares below such a name is judged by itself; a choice is no secret.
        (
            body(json!({"token": {"description": "for the build", "value": "s3cr3t"}, "webhook_secret": "basic"})),
            body(json!({"token": {"description": "for the build", "value": "***"}, "webhook_secret": "basic"})),
        ),
        (
            body(json!({"url": "https://u:s3cr3t@host/?token=s3cr3t&x=1", "token_count": "7", "next_page_token": "n"})),
            body(json!({"url": "https://u:***@host/?token=***&x=1", "token_count": "7", "next_page_token": "n"})),
        ),
        (body(json!([{"client-secret": "s3cr3t"}, "plain"])), body(json!([{"client-secret": "***"}, "plain"]))),
        (
            json!({"content_type": "application/x-www-form-urlencoded", "body": {"password": "s3cr3t", "name": "n"}}),
            json!({"body": "password=***&name=n"}),
        ),
        (
            json!({"content_type": "application/xml", "body": {"password": "s3cr3t"}}),
            json!({"contains": "<password>***</password>"}),
        ),
        (
            json!({"content_type": "application/xml", "body": "<a k='1'><password>s3cr3t</password></a>"}),
            json!({"body": "<a k='1'><password>***</password></a>"}),
        ),
        (
            json!({"content_type": "application/x-ndjson", "body": "{\"password\":\"s3cr3t\",\"a\":1}\n{\"b\":2}\n"}),
            json!({"body": "{\"password\":\"***\",\"a\":1}\n{\"b\":2}\n"}),
        ),
        (
            json!({"content_type": "multipart/form-data", "body": {"private_key": "s3cr3t", "note": "n"}}),
            json!({"contains": "\"text\":\"***\""}),
        ),
        (
            json!({"content_type": "multipart/form-data",
                "body": {"private_key": "data:text/plain;base64,czNjcjN0", "note": "n"}}),
            json!({"contains": "\"text\":\"***\""}),
        ),
    ]
}

#[tokio::test]
async fn secrets_are_masked_where_requests_are_shown_and_sent_as_they_are() {
    for (rest, expected) in cases() {
        let upstream = Upstream::ok().await;
        let server = careful(&upstream);
        let nobody = caller(&[]);
        let mut arguments = json!({"operation": "hooks.set", "params": {"secret": "s3cr3t"}});
        for (key, value) in rest.as_object().unwrap() {
            match value.as_object().filter(|_| key == "params") {
                Some(params) => arguments["params"].as_object_mut().unwrap().extend(params.clone()),
                None => arguments[key] = value.clone(),
            }
        }
        let mut dry = arguments.clone();
        dry["dry_run"] = json!(true);
        let held = done(&server, &nobody, &arguments).await.unwrap();
        for shown in [done(&server, &nobody, &dry).await.unwrap(), held] {
            let text = rendered(&shown, 20_000);
            assert!(!text.to_string().contains("s3cr3t") && !text.to_string().contains("czNjcjN0"), "{text}");
            for (key, expected) in expected.as_object().unwrap() {
                match key.as_str() {
                    "url" => assert_eq!(text["url"], format!("{}{}", upstream.url, expected.as_str().unwrap())),
                    "body" => assert_eq!(&text["body"], expected),
                    "contains" => {
                        let body = text["body"].as_str().map_or_else(|| text["body"].to_string(), str::to_owned);
                        assert!(body.contains(expected.as_str().unwrap()), "{text}");
                    }
                    header => assert_eq!(&text["headers"][header], expected),
                }
            }
        }
        assert!(upstream.requests().is_empty());
        // The approval is of the true values, and these are sent.
        let token = rendered(&done(&server, &nobody, &arguments).await.unwrap(), 20_000)["approval"].clone();
        arguments["approval"] = token;
        let mut other = arguments.clone();
        other["params"]["secret"] = json!("***");
        let faults = done(&server, &nobody, &other).await.unwrap_err();
        assert_eq!(faults[0].code.as_str(), "approval-arguments");
        assert!(matches!(done(&server, &nobody, &arguments).await.unwrap(), Answer::Sent(_)));
        let sent = upstream.requests().remove(0);
        assert!(sent.starts_with("POST /hooks/s3cr3t") && !sent.contains("***"), "{sent}");
    }
}
