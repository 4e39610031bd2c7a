//! A small document in OpenAPI 3.0: routing, credentials, bodies, answers, pages, the wire.

use mock::{Credentials, Error, Exchange, Fill, Mock, Options, RawRequest};
use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("cafe.yaml");
const TOKEN: (&str, &str) = ("Authorization", "Bearer abc");
const JSON: (&str, &str) = ("Content-Type", "application/json; charset=utf-8");

#[cfg(test)]
fn cafe() -> Mock {
    Mock::new(DOCUMENT, Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[cfg(test)]
fn exchange(call: &str, headers: &[(&str, &str)], body: &str) -> Exchange {
    let (method, target) = call.split_once(' ').unwrap_or((call, "/"));
    let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    cafe().exchange(RawRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: body.as_bytes().to_vec(),
    })
}

/// The status, and places and messages of the violations.
fn check(call: &str, headers: &[(&str, &str)], body: &str, status: u16, expected: &str) {
    let exchange = exchange(call, headers, body);
    let violations = exchange.violations.iter().map(|one| format!("{}: {}", one.place, one.message));
    let found = violations.collect::<Vec<_>>().join("\n");
    assert_eq!(exchange.status, status, "{call} {headers:?} {body}: {found}");
    assert!(found.contains(expected) && expected.is_empty() == found.is_empty(), "{call}: {found}");
}

#[test]
fn routes() {
    check("GET /orders/latest", &[], "", 200, "");
    check("GET /orders/7", &[TOKEN], "", 200, "");
    check("GET /%6Frders/7", &[TOKEN], "", 200, "");
    check("GET /orders/soon", &[TOKEN], "", 400, "path id: \"soon\" is no integer");
    check("GET /orders/", &[TOKEN], "", 400, "path id: the path segment is empty");
    check("DELETE /orders/latest", &[], "", 405, "method: the path has no DELETE, only GET");
    check("PATCH /orders/7", &[], "", 405, "only GET, DELETE");
    check("GET /menu", &[TOKEN], "", 404, "path: no path template fits");
    check("GET /orders/7/receipt.csv", &[("Cookie", "signature=x")], "", 200, "");
    check("GET /orders/7/receipt.", &[("Cookie", "signature=x")], "", 400, "path extension");
    check("GET /orders/7/receipt.pdf", &[("Cookie", "signature=x")], "", 400, "path extension");
}

#[test]
fn credentials() {
    let basic = |text: &'static str| [("Authorization", text)];
    let organization = ("x-organization", "o");
    check("GET /orders/7", &[], "", 401, "no valid credential for token, or key and organization");
    check("GET /orders/7", &[("Authorization", "bearer a.b-c_d~e+f/g==")], "", 200, "");
    check("GET /orders/7", &[("Authorization", "Bearer ")], "", 401, "security");
    check("GET /orders/7", &[("Authorization", "Bearer a b")], "", 401, "security");
    check("GET /orders/7?key=k", &[organization], "", 200, "");
    check("GET /orders/7?key=", &[organization], "", 401, "security");
    check("GET /orders/7", &[organization], "", 401, "security");
    check("DELETE /orders/7", &[], "", 204, "");
    check("GET /orders/7/receipt.txt", &basic("Basic YTpi"), "", 200, "");
    check("GET /orders/7/receipt.txt", &basic("Basic YWI="), "", 401, "security");
    check("GET /orders/7/receipt.txt", &basic("Basic YTpi!"), "", 401, "security");
    check("GET /orders/7/receipt.txt", &basic("Bearer YTpi"), "", 401, "security");
}

#[test]
fn options_stand_in_for_a_missing_requirement() {
    let document = DOCUMENT.replace("security:\n  - token: []\n  - key: []\n    organization: []\n", "");
    let alternatives = |name: &str| vec![vec![name.to_owned()]];
    let options = Options {
        security: alternatives("login"),
        operation_security: [("GET /orders".to_owned(), alternatives("token"))].into(),
        ..Options::default()
    };
    let mock = Mock::new(&document, options).unwrap();
    let status = |target: &str, authorization: &str| {
        let headers = vec![("Authorization".to_owned(), authorization.to_owned())];
        let target = target.to_owned();
        mock.exchange(RawRequest { method: "GET".to_owned(), target, headers, body: vec![] }).status
    };
    assert_eq!([status("/orders", "Bearer abc"), status("/orders", "Basic YTpi")], [200, 401]);
    assert_eq!([status("/orders/7", "Bearer abc"), status("/orders/7", "Basic YTpi")], [401, 200]);
    assert_eq!(status("/orders/latest", ""), 200);
}

#[test]
fn options_for_an_operation_overrule_the_document() {
    let options = Options {
        security: vec![vec!["signature".to_owned()]],
        operation_security: [
            ("GET /orders/latest".to_owned(), vec![vec!["token".to_owned()]]),
            ("GET /orders/{id}".to_owned(), vec![vec!["login".to_owned()]]),
            ("GET /orders".to_owned(), vec![]),
        ]
        .into(),
        ..Options::default()
    };
    let mock = Mock::new(DOCUMENT, options).unwrap();
    let status = |target: &str, authorization: &str| {
        let headers = vec![("Authorization".to_owned(), authorization.to_owned())];
        let target = target.to_owned();
        mock.exchange(RawRequest { method: "GET".to_owned(), target, headers, body: vec![] }).status
    };
    // The operation declares that it is anonymous.
    assert_eq!([status("/orders/latest", ""), status("/orders/latest", "Bearer abc")], [401, 200]);
    // The document as a whole declares `token`.
    assert_eq!([status("/orders/7", "Bearer abc"), status("/orders/7", "Basic YTpi")], [401, 200]);
    assert_eq!(status("/orders", ""), 200);
    // An operation that the options don't name keeps what the document declares.
    let receipt = "/orders/7/receipt.txt";
    assert_eq!([status(receipt, "Bearer abc"), status(receipt, "Basic YTpi")], [401, 200]);
}

#[test]
fn bodies() {
    let call = "POST /orders";
    let valid = r#"{"drink":"tea","secret":"s","price":1,"note":null}"#;
    check(call, &[TOKEN, JSON], valid, 201, "");
    check(call, &[TOKEN, ("content-type", "text/plain")], "tea", 201, "");
    check(call, &[TOKEN], valid, 415, "header Content-Type: has to be there once");
    check(call, &[TOKEN, ("content-type", "application/xml")], "<tea/>", 415, "none of the media types");
    check(call, &[TOKEN, JSON], "", 400, "body: required, but missing");
    check(call, &[TOKEN, JSON], "{", 400, "body: no JSON");
    check(call, &[TOKEN, JSON], r#"{"drink":"tea"}"#, 400, "\"secret\" is a required property");
    check(call, &[TOKEN, JSON], r#"{"id":1,"drink":"tea","secret":"s"}"#, 201, "");
    check(call, &[TOKEN, JSON], r#"{"drink":"milk","secret":"s"}"#, 400, "body /drink");
    check(call, &[TOKEN, JSON], r#"{"drink":"tea","secret":"s","price":0}"#, 400, "body /price");
    check(call, &[TOKEN, JSON], r#"{"drink":null,"secret":"s"}"#, 400, "body /drink");
    check(call, &[TOKEN, JSON], r#"{"drink":"tea","secret":"s","extra":{"drink":1}}"#, 400, "body /extra/drink");
    check("GET /orders/7", &[TOKEN, JSON], "{}", 400, "body: the operation takes none");
}

#[test]
fn constant_headers() {
    let options = Options { constant_headers: vec![("X-Version".to_owned(), "2".to_owned())], ..Options::default() };
    let mock = Mock::new(DOCUMENT, options).unwrap();
    let call = |headers: &[(&str, &str)]| {
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        mock.check(&RawRequest { method: "GET".into(), target: "/orders/latest".into(), headers, body: vec![] })
    };
    assert_eq!(call(&[("x-version", "2")]).refusal, None);
    assert_eq!(call(&[("x-version", "1")]).violations[0].place, "header X-Version");
    assert_eq!(call(&[]).refusal, Some(400));
}

#[test]
fn answers_follow_the_document() {
    let order: Value = serde_json::from_slice(&exchange("GET /orders/latest", &[], "").answer).unwrap();
    assert_eq!(order["drink"], "espresso");
    assert!(order.get("secret").is_none(), "writeOnly members aren't answered: {order}");
    assert!(order["price"].as_f64() > Some(0.0) && order["note"].as_str().is_some_and(|note| note.len() <= 5));
    assert!(exchange("DELETE /orders/7", &[], "").answer.is_empty());
    assert_eq!(exchange("GET /cup", &[], "").answer, br#"{"kind":"cup"}"#);
    let csv = exchange("GET /orders/7/receipt.csv", &[("Cookie", "signature=x")], "");
    assert_eq!(csv.answer, b"id,name\r\n1,Ada\r\n");
    assert_ne!(exchange("GET /orders/7", &[TOKEN], "").answer, exchange("GET /orders/8", &[TOKEN], "").answer);
}

#[test]
fn pages() {
    let page = |target: &str| -> Value {
        let exchange = exchange(&format!("GET {target}"), &[TOKEN], "");
        assert_eq!(exchange.status, 200, "{target}: {:?}", exchange.violations);
        serde_json::from_slice(&exchange.answer).unwrap()
    };
    let pages = [page("/orders"), page("/orders?cursor=page-2"), page("/orders?cursor=page-3")];
    let next: Vec<&Value> = pages.iter().map(|page| &page["next_cursor"]).collect();
    assert_eq!(next, [&json!("page-2"), &json!("page-3"), &Value::Null]);
    let more: Vec<&Value> = pages.iter().map(|page| &page["has_more"]).collect();
    assert_eq!(more, [&json!(true), &json!(true), &json!(false)]);
    let mut orders: Vec<String> =
        pages.iter().flat_map(|page| page["orders"].as_array().unwrap()).map(Value::to_string).collect();
    assert_eq!(orders.len(), 6);
    orders.sort();
    orders.dedup();
    assert_eq!(orders.len(), 6, "every item is on one page");
    assert_eq!(page("/orders?limit=1")["orders"].as_array().map(Vec::len), Some(1));
    assert_eq!(page("/orders?limit=50")["orders"].as_array().map(Vec::len), Some(2));
    check("GET /orders?cursor=page-9", &[TOKEN], "", 400, "query cursor: \"page-9\" is no cursor");
}

#[test]
fn generated_requests() {
    let mock = cafe();
    for operation in mock.operations() {
        for (fill, seed) in [(Fill::Required, 0), (Fill::All, 0), (Fill::All, 1), (Fill::All, 2)] {
            let arguments = mock.arguments(&operation.method, &operation.path, fill, seed).unwrap();
            let request = mock.request(&operation.method, &operation.path, &arguments, &Credentials::default());
            let request = request.unwrap();
            assert_eq!(mock.check(&request).violations, [], "{request:?}");
        }
        let mutations = mock.mutations(&operation.method, &operation.path, &Credentials::default());
        assert_eq!(mutations.len(), 5);
        for mutation in mutations {
            assert!(mock.check(&mutation.request).refusal.is_some(), "{mutation:?}");
        }
    }
}

#[test]
fn everything_optional_is_generated() {
    let arguments = cafe().arguments("get", "/orders", Fill::All, 3).unwrap();
    let names: Vec<&str> = arguments.parameters.iter().map(|(_, name, _)| name.as_str()).collect();
    assert_eq!(names, ["cursor", "limit", "sort"]);
    let body = cafe().arguments("POST", "/orders", Fill::All, 0).unwrap().body.unwrap();
    let names: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(names, ["secret", "drink", "price", "note"], "neither readOnly nor recursive: {body}");
}

#[test]
fn faults_of_the_document() {
    let error = |document: &str| Mock::new(document, Options::default()).map(|_| ()).unwrap_err();
    assert!(matches!(error("{"), Error::Syntax(_)));
    assert_eq!(error("info: {}"), Error::Version("no member `openapi`".to_owned()));
    assert_eq!(error("openapi: 4.0.0"), Error::Version("4.0.0".to_owned()));
    let dangling = DOCUMENT.replace("{name: limit, in: query,", "{$ref: '#/nowhere', name: limit, in: query,");
    assert!(error(&dangling).to_string().contains("nothing stands at #/nowhere"));
    let options = Options { security: vec![vec!["absent".to_owned()]], ..Options::default() };
    let document = "{openapi: 3.1.0, paths: {/: {get: {}}}}";
    assert!(Mock::new(document, options).is_err());
}

#[test]
fn numbers_beyond_64_bits() {
    let limit = "{name: limit, in: query, schema: {type: integer, minimum: 1";
    let document = DOCUMENT.replace(limit, &format!("{limit},\n            maximum: 18446744073709552000"));
    assert_ne!(document, DOCUMENT);
    let mock = Mock::new(&document, Options::default()).unwrap();
    assert!(mock.arguments("GET", "/orders", Fill::All, 0).is_some());
}

#[tokio::test]
async fn the_wire() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mock = cafe();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(mock.clone().serve(listener, async {
        stopped.await.unwrap_or_default();
    }));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = "GET /orders/latest?a%20b=1 HTTP/1.1\r\nHost: cafe\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("x-request-id: mock-1"), "{answer}");
    let exchanges = mock.exchanges();
    assert_eq!(exchanges.len(), 1);
    assert_eq!(exchanges[0].request.target, "/orders/latest?a%20b=1");
    assert_eq!(exchanges[0].violations[0].place, "query a b");
    assert_eq!(exchanges[0].operation.as_ref().map(|operation| operation.path.as_str()), Some("/orders/latest"));
    assert_eq!(mock.take(), exchanges);
    assert!(mock.exchanges().is_empty() && mock.take().is_empty());
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}
