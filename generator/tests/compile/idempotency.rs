//! Which header or member of a body an operation's idempotency key is.

use contract::{Entry, Idempotency};
use serde_json::json;

use crate::support::{Compiled, HEAD, compile_as};

/// What an operation takes: parameters and properties of its body.
type Case = (&'static str, &'static str, &'static str, Option<&'static str>);

fn compiled(method: &str, (parameters, properties): (&str, &str), decisions: &str) -> Compiled {
    let body = format!("{{type: object, properties: {{{properties}}}}}");
    let document = format!(
        "{HEAD}  /a:
    {method}:
      parameters: [{parameters}]
      requestBody: {{content: {{application/json: {{schema: {body}}}}}}}
"
    );
    compile_as(&document, decisions, None)
}

fn key(entry: Entry<'_>) -> Option<String> {
    entry.idempotency().map(|key| match key {
        Idempotency::Header(slot, parameter) => format!("{slot} {}", parameter.name()),
        Idempotency::Member(name) => format!("body {name}"),
    })
}

#[test]
fn keys_are_known_by_their_names() {
    const PAYPAL: &str = "[idempotency]\nnames = [\"PayPal-Request-Id\"]\n";
    const REQUEST_ID: &str = "[idempotency]\nnames = [\"request_id\"]\n";
    let header =
        "{name: q, in: query, schema: {type: string}}, {name: Idempotency-Key, in: header, schema: {type: string}}";
    let other = "{name: paypal-request-id, in: header, schema: {type: string}}";
    let cases: [Case; 16] = [
        ("post", header, "", Some("1 Idempotency-Key")),
        ("patch", header, "", Some("1 Idempotency-Key")),
        ("put", header, "", None),
        ("get", header, "", None),
        (
            "post",
            "{name: X-Acme-Idempotency-Token, in: header, schema: {type: string}}",
            "",
            Some("0 X-Acme-Idempotency-Token"),
        ),
        ("post", "{name: Idempotency-Key, in: query, schema: {type: string}}", "", None),
        ("post", "", "idempotency_key: {type: string}", Some("body idempotency_key")),
        ("post", "", "idempotencyKey: {type: string}", Some("body idempotencyKey")),
        ("post", "", "Idempotency-Key: {type: [string, 'null']}", Some("body Idempotency-Key")),
        (
            "post",
            "",
            "IDEMPOTENCYKEY: {$ref: '#/paths/~1a/post/requestBody/content/application~1json/schema/properties/k'}, k: {type: string}",
            Some("body IDEMPOTENCYKEY"),
        ),
        ("put", "", "idempotency_key: {type: string}", None),
        ("post", "", "idempotency_key: {type: integer}", None),
        ("post", "", "idempotency_key_count: {type: string}", None),
        ("post", "", "payment: {type: object, properties: {idempotency_key: {type: string}}}", None),
        ("post", header, "idempotency_key: {type: string}", Some("1 Idempotency-Key")),
        ("post", other, "", None),
    ];
    for (method, parameters, properties, expected) in cases {
        let compiled = compiled(method, (parameters, properties), "");
        assert_eq!(key(compiled.only()).as_deref(), expected, "{method} {parameters} {properties}");
    }
    // A method that is idempotent by itself has a key where no call can do without.
    let required = "{name: Idempotency-Key, in: header, required: true, schema: {type: string}}";
    assert_eq!(key(compiled("put", (required, ""), "").only()).as_deref(), Some("0 Idempotency-Key"));
    let member = "idempotency_key: {type: string}}, required: [idempotency_key], x-end: {";
    assert_eq!(key(compiled("put", ("", member), "").only()).as_deref(), Some("body idempotency_key"));
    for (decisions, parameters, properties, expected) in [
        (PAYPAL, other, "", "0 paypal-request-id"),
        (PAYPAL, other, "idempotency_key: {type: string}", "0 paypal-request-id"),
        (REQUEST_ID, "", "request_id: {type: string}", "body request_id"),
        (REQUEST_ID, header, "request_id: {type: string}", "body request_id"),
    ] {
        let compiled = compiled("post", (parameters, properties), decisions);
        assert_eq!(key(compiled.only()).as_deref(), Some(expected), "{decisions} {parameters} {properties}");
    }
}

/// A key that is copied from an example would make all calls the same.
#[test]
fn examples_hold_no_key() {
    let required = "{name: Idempotency-Key, in: header, required: true, schema: {type: string}}";
    let other = "{name: q, in: query, required: true, schema: {type: string}}";
    let members = "idempotency_key: {type: string}, a: {type: string}}, required: [idempotency_key, a], x-end: {";
    for (parameters, properties, expected) in [
        (required.to_owned(), "", json!({"body": {}})),
        (format!("{other}, {required}"), "", json!({"params": {"q": "example"}, "body": {}})),
        (String::new(), members, json!({"body": {"a": "example"}})),
    ] {
        let compiled = compiled("post", (&parameters, properties), "");
        let example = compiled.only().example().map(contract::blob::Node::to_value);
        assert_eq!(example, Some(expected), "{parameters} {properties}");
    }
}

#[test]
fn names_that_apply_to_nothing() {
    for (method, properties, decisions, expected) in [
        (
            "post",
            "request_id: {type: string}",
            "names = [\"request-id\"]",
            "unmatched-decision /idempotency/names/0 2:10",
        ),
        (
            "put",
            "request_id: {type: string}",
            "names = [\"request_id\"]",
            "unmatched-decision /idempotency/names/0 2:10",
        ),
        (
            "post",
            "request_id: {type: integer}",
            "names = [\"request_id\"]",
            "unmatched-decision /idempotency/names/0 2:10",
        ),
        ("post", "a: {type: string}", "names = [\"a\", \"b\"]", "unmatched-decision /idempotency/names/1 2:15"),
        ("post", "a: {type: string}", "name = [\"a\"]", "invalid-vendor /idempotency/name 2:1"),
    ] {
        let said = compiled(method, ("", properties), &format!("[idempotency]\n{decisions}\n")).said();
        assert_eq!(said, [format!("error {expected}")], "{method} {properties} {decisions}");
    }
}

/// What the runtime makes, a tool neither shows nor lacks.
#[test]
fn tools_do_not_show_keys() {
    let properties = "idempotency_key: {type: string}, name: {type: string}";
    let tool = "[[tool]]\nname = \"t\"\ndescription = \"T\"\noperation = \"POST /a\"\n";
    let document = format!(
        "{HEAD}  /a:
    post:
      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [idempotency_key, name], properties: {{{properties}}}}}}}}}}}
"
    );
    for decisions in [tool.to_owned(), format!("{tool}arguments = {{ name = \"body.name\" }}\n")] {
        let compiled = compile_as(&document, &decisions, None);
        assert!(compiled.said().is_empty(), "{:#?}", compiled.diagnostics);
        let library = compiled.text("src/lib.rs");
        let input = library.lines().find(|line| line.trim().starts_with("input: ")).unwrap_or_default();
        assert!(input.contains("name") && !input.contains("idempotency_key"), "{input}");
    }
}
