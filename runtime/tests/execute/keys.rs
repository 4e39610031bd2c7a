//! Idempotency keys: where they go, who makes them, and that they stay the same.

use contract::{Effect, Method, Style};
use runtime::{
    Access, Answer, Api, Approvals, Arguments, BaseUrl, Call, Fault, Operation, Policy, Request, Server, execute,
};
use serde_json::{Value, json};

use crate::api::{caller, rendered};
use crate::lists::limits;
use crate::upstream::{Upstream, header, raw};

const fn operation(name: &'static str, handler: runtime::Handler) -> Operation {
    Operation {
        name,
        method: Method::Post,
        path: "/x",
        tag: "keys",
        effect: Effect::Write,
        security: &[],
        pagination: None,
        handler,
    }
}

/// The key is a header that isn't named so.
static PAY: Operation = operation("pay", pay);
/// The key is a member that the schema requires.
static ORDER: Operation = operation("order", send);
/// Nothing but a key can be said, and needn't.
static SETTLE: Operation = operation("settle", send);
/// A member that may be null, and is short.
static BOOK: Operation = operation("book", send);
static OPERATIONS: &[&Operation] = &[&PAY, &ORDER, &SETTLE, &BOOK];

fn pay(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/pay");
    request.header("PayPal-Request-Id", Style::Simple, false, arguments.optional_text(0));
    request.body("application/json", arguments.body());
}

fn send(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/send");
    request.body("application/json", arguments.body());
}

fn entry(name: &str, parameters: &Value, schema: &Value) -> Value {
    let required = name == "order";
    let key = if name == "pay" { ("header", "PayPal-Request-Id") } else { ("body", "idempotency_key") };
    json!({
        "name": name, "method": "POST", "path": "/x", "tag": "keys", "effect": "write", "summary": name,
        "parameters": parameters, "idempotency": {"in": key.0, "name": key.1},
        "body": {"mediaType": "application/json", "required": required, "schema": schema},
    })
}

fn api() -> &'static Api {
    let text = json!({"type": "string", "maxLength": 45});
    let header = json!([{"argument": "PayPal-Request-Id", "name": "PayPal-Request-Id", "in": "header", "style": "simple", "schema": text}]);
    let object = |required: Value, key: Value| {
        let properties = json!({"idempotency_key": key, "amount": {"type": "integer"}});
        json!({"type": "object", "required": required, "properties": properties})
    };
    let entries = [
        entry("pay", &header, &json!({"type": "object"})),
        entry("order", &json!([]), &object(json!(["idempotency_key", "amount"]), text)),
        entry("settle", &json!([]), &json!({"type": "object", "properties": {"idempotency_key": {"type": "string"}}})),
        entry("book", &json!([]), &object(json!(["amount"]), json!({"type": ["string", "null"], "maxLength": 32}))),
    ];
    let access = Access { header: None, asked: &["pay", "order"], trusted: &[] };
    Box::leak(Box::new(Api { access, ..*crate::made::api(OPERATIONS, &entries) }))
}

fn server(upstream: &Upstream) -> Server {
    Server::open(api(), Some(BaseUrl::parse(&upstream.url).unwrap()), limits()).unwrap()
}

async fn call(server: &Server, arguments: Value) -> Result<Answer, Vec<Fault>> {
    execute(server, &caller(&[]), Call::from_arguments(arguments.as_object().unwrap())?).await
}

/// The key that a request has, in its header or body.
fn key(request: &str) -> Option<String> {
    let body: Value = serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap_or_default();
    let member = body["idempotency_key"].as_str().map(str::to_owned);
    header(request, "paypal-request-id").map(str::to_owned).or(member)
}

#[tokio::test]
async fn a_key_that_is_left_out_is_made_and_stays_the_same() {
    for (arguments, length) in [
        (json!({"operation": "pay", "body": {"a": 1}}), 36),
        (json!({"operation": "order", "body": {"amount": 1}}), 36),
        (json!({"operation": "order", "body": "{\"amount\": 1}"}), 36),
        (json!({"operation": "settle"}), 36),
        (json!({"operation": "settle", "body": {}}), 36),
        (json!({"operation": "book", "body": {"amount": 1}}), 32),
        (json!({"operation": "book", "body": {"amount": 1, "idempotency_key": null}}), 32),
    ] {
        let upstream = Upstream::start(|_| raw("503 Service Unavailable", "", b"")).await;
        let server = server(&upstream);
        call(&server, arguments.clone()).await.unwrap();
        let keys: Vec<_> = upstream.requests().iter().map(|request| key(request).unwrap()).collect();
        assert_eq!(keys.iter().map(String::len).collect::<Vec<_>>(), [length; 3], "{arguments} {keys:?}");
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        // Another call is another request.
        call(&server, arguments.clone()).await.unwrap();
        assert_ne!(key(&upstream.requests()[3]).unwrap(), keys[0], "{arguments}");
    }
}

#[tokio::test]
async fn a_key_that_is_given_is_sent_and_makes_a_call_repeatable() {
    for arguments in [
        json!({"operation": "pay", "params": {"paypal-request-id": "mine"}, "body": {}}),
        json!({"operation": "order", "body": {"amount": 1, "idempotency_key": "mine"}}),
        json!({"operation": "settle", "body": {"idempotency_key": "mine"}}),
    ] {
        let upstream = Upstream::start(|_| raw("503 Service Unavailable", "", b"")).await;
        call(&server(&upstream), arguments.clone()).await.unwrap();
        let keys: Vec<_> = upstream.requests().iter().map(|request| key(request).unwrap()).collect();
        assert_eq!(keys, ["mine"; 3], "{arguments}");
    }
}

#[tokio::test]
async fn what_else_is_wrong_is_said() {
    let upstream = Upstream::ok().await;
    let server = server(&upstream);
    for (arguments, expected) in [
        (json!({"operation": "order"}), "missing-argument /body"),
        (json!({"operation": "order", "body": {}}), "missing-argument /body/amount"),
        (json!({"operation": "order", "body": {"amount": "x"}}), "invalid-type /body/amount"),
        (
            json!({"operation": "order", "body": {"amount": 1, "idempotency_key": 7}}),
            "invalid-type /body/idempotency_key",
        ),
        (
            json!({"operation": "order", "body": {"amount": 1, "idempotency_key": "x".repeat(46)}}),
            "invalid-value /body/idempotency_key",
        ),
        (json!({"operation": "order", "body": [1]}), "invalid-type /body"),
    ] {
        let faults = call(&server, arguments.clone()).await.unwrap_err();
        let said: Vec<_> =
            faults.iter().map(|fault| format!("{} {}", fault.code.as_str(), fault.path.as_deref().unwrap())).collect();
        assert_eq!(said, [expected], "{arguments}");
    }
    assert!(upstream.requests().is_empty());
}

/// A server that lets `pay` and `order` be approved.
fn careful(upstream: &Upstream) -> Server {
    let approvals = Approvals::new(None).unwrap();
    server(upstream).with_policy(Policy { approvals: Some(approvals), ..Policy::open() })
}

/// A call of each operation that takes an approval, with a key of its own if one is given.
fn approved(key: Option<&str>) -> [Value; 2] {
    let mut calls = [json!({"operation": "pay", "body": {}}), json!({"operation": "order", "body": {"amount": 1}})];
    if let Some(key) = key {
        calls[0]["params"] = json!({"PayPal-Request-Id": key});
        calls[1]["body"]["idempotency_key"] = json!(key);
    }
    calls
}

fn with(mut arguments: Value, token: &Value) -> Value {
    arguments["approval"] = token.clone();
    arguments
}

/// The key in a request that is shown and not sent.
fn shown_key(shown: &Value) -> String {
    let found = shown["headers"]["paypal-request-id"].as_str().or(shown["body"]["idempotency_key"].as_str());
    found.unwrap_or_else(|| unreachable!("{shown}")).to_owned()
}

/// One approval is one request for the API, however often it is sent: "pay" repeated after a timeout pays once.
#[tokio::test]
async fn what_is_approved_is_what_was_shown() {
    for (place, arguments) in approved(None).into_iter().enumerate() {
        let upstream = Upstream::ok().await;
        let server = careful(&upstream);
        let shown = rendered(&call(&server, arguments.clone()).await.unwrap(), 10_000);
        let key = shown_key(&shown);
        assert_eq!(key.len(), 36);
        for _ in 0..2 {
            call(&server, with(arguments.clone(), &shown["approval"])).await.unwrap();
        }
        // Whoever repeats the key that was shown means the same request.
        let repeated = approved(Some(&key))[place].clone();
        call(&server, with(repeated, &shown["approval"])).await.unwrap();
        let keys: Vec<_> = upstream.requests().iter().map(|request| self::key(request).unwrap()).collect();
        assert_eq!(keys, [key.as_str(); 3], "{arguments}");
    }
}

#[tokio::test]
async fn a_key_that_is_given_is_approved_like_any_argument() {
    for place in 0..2 {
        let upstream = Upstream::ok().await;
        let server = careful(&upstream);
        let [bare, mine, other] = [None, Some("mine"), Some("other")].map(|key| approved(key)[place].clone());
        for (held, repeated, expected) in [
            (&mine, &mine, None),
            (&mine, &other, Some("approval-arguments")),
            (&mine, &bare, Some("approval-arguments")),
            (&bare, &mine, Some("approval-arguments")),
        ] {
            let shown = rendered(&call(&server, held.clone()).await.unwrap(), 10_000);
            let answer = call(&server, with(repeated.clone(), &shown["approval"])).await;
            let code = answer.err().map(|faults| faults[0].code.as_str());
            assert_eq!(code, expected, "{held} {repeated}");
        }
        let keys: Vec<_> = upstream.requests().iter().map(|request| key(request).unwrap()).collect();
        assert_eq!(keys, ["mine"]);
    }
}

#[tokio::test]
async fn a_dry_run_says_that_its_key_is_made_anew() {
    let upstream = Upstream::ok().await;
    let server = careful(&upstream);
    for (key, expected) in [(None, true), (Some("mine"), false)] {
        for mut arguments in approved(key) {
            arguments["dry_run"] = json!(true);
            let shown = rendered(&call(&server, arguments.clone()).await.unwrap(), 10_000);
            let noted = shown["note"].as_str().is_some_and(|note| note.contains("made anew"));
            assert_eq!(noted, expected, "{shown}");
            assert_eq!(shown_key(&shown) == "mine", !expected);
        }
    }
}
