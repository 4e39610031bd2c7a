//! Lists in pages, by every way in which a document lets a client go on, with many items; given lists;
//! refusals that ask to wait.

use std::collections::BTreeMap;

use mock::{Exchange, Mock, Options, RawRequest, Throttle};
use serde_json::{Value, json};

use crate::requests::{golden_with, mock};

#[cfg(test)]
fn get(mock: &Mock, target: &str) -> Exchange {
    let headers = vec![("Host".to_owned(), "localhost:1".to_owned())];
    let exchange =
        mock.exchange(RawRequest { method: "GET".to_owned(), target: target.to_owned(), headers, body: vec![] });
    assert_eq!(exchange.violations, [], "{target}");
    exchange
}

/// Where an answer leads: the target of the next page.
#[cfg(test)]
fn next(exchange: &Exchange, way: &str, page: usize) -> Option<String> {
    let answer: Value = serde_json::from_slice(&exchange.answer).unwrap();
    let (path, _) = exchange.request.target.split_once('?').unwrap_or((&exchange.request.target, ""));
    let local = |url: &str| url.strip_prefix("http://localhost:1").unwrap_or(url).to_owned();
    let header = exchange.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("link"));
    match way.split_once(' ').unwrap_or((way, "")) {
        ("link", _) => {
            let (url, relation) = header?.1.split_once('>').unwrap();
            assert_eq!(relation, "; rel=\"next\"");
            Some(local(url.strip_prefix('<').unwrap()))
        }
        ("url", pointer) => Some(local(answer.pointer(pointer)?.as_str()?)),
        ("cursor", rest) => {
            let (name, pointer) = rest.split_once(' ').unwrap();
            let cursor = answer.pointer(pointer).filter(|cursor| !cursor.is_null())?;
            Some(format!("{path}?{name}={}", cursor.as_str().map_or(cursor.to_string(), str::to_owned)))
        }
        // By the number of what was read so far, until a page is short.
        (kind, rest) => {
            let (name, pointer) = rest.split_once(' ').unwrap();
            let items = answer.pointer(pointer)?.as_array()?.len();
            let number = if kind == "offset" { page * 100 } else { page + usize::from(kind == "page") };
            (items == 100).then(|| format!("{path}?{name}={number}"))
        }
    }
}

#[test]
fn ten_thousand_items_in_a_hundred_pages() {
    for (folder, path, list, way) in [
        ("pagination-cursor", "/catches", "/catches", "cursor cursor /next_cursor"),
        ("pagination-cursor", "/boats", "/data", "last starting_after /data"),
        ("pagination-offset", "/leaves", "/items", "offset offset /items"),
        ("pagination-offset", "/flowers", "", "offset skip "),
        ("pagination-offset", "/seeds", "/values", "offset startAt /values"),
        ("pagination-page", "/comics", "/comics", "cursor page /pagination/next_page"),
        ("pagination-page", "/artists", "/data", "zero page[number] /data"),
        ("pagination-link-header", "/rocks", "", "link"),
        ("pagination-link-header", "/mosses", "", "link"),
        ("pagination-next-url", "/postcards", "/results", "url /next"),
        ("pagination-next-url", "/senders", "/_embedded/senders", "url /_links/next/href"),
        ("pagination-next-url", "/stamps", "/value", "url /@page.nextLink"),
    ] {
        let mock = golden_with(folder, Options { list_length: Some(10_000), ..Options::default() });
        let mut target = Some(path.to_owned());
        let (mut items, mut pages) = (Vec::new(), 0);
        while let Some(one) = target.take().filter(|_| pages < 102) {
            let exchange = get(&mock, &one);
            let answer: Value = serde_json::from_slice(&exchange.answer).unwrap();
            let page = answer.pointer(list).and_then(Value::as_array).cloned().unwrap_or_default();
            pages += 1;
            target = match way.strip_prefix("last ") {
                Some(_) if answer["has_more"] == json!(false) => None,
                Some(_) => page.last().map(|last| format!("{path}?starting_after={}", last["id"].as_str().unwrap())),
                None => next(&exchange, way, pages),
            };
            items.extend(page.iter().map(Value::to_string));
        }
        // A client that counts asks once more than there are pages.
        assert!([100, 101].contains(&pages), "{folder} {path}: {pages} pages");
        assert_eq!(items.len(), 10_000, "{folder} {path}");
        items.sort();
        items.dedup();
        assert_eq!(items.len(), 10_000, "{folder} {path}: every item is another");
    }
}

#[test]
fn what_answers_tell_of_the_whole() {
    let options = || Options { list_length: Some(250), ..Options::default() };
    let answer = |folder: &str, target: &str| -> Value {
        serde_json::from_slice(&get(&golden_with(folder, options()), target).answer).unwrap()
    };
    assert_eq!(answer("pagination-offset", "/leaves")["total"], 250);
    assert_eq!(answer("pagination-page", "/comics?per_page=50")["pagination"]["total_pages"], 5);
    assert_eq!(answer("pagination-page", "/comics?page=3")["pagination"]["next_page"], Value::Null);
    assert_eq!(answer("pagination-page", "/comics?page=9")["comics"], json!([]));
    assert_eq!(answer("pagination-offset", "/seeds?startAt=200")["isLast"], true);
    assert_eq!(answer("pagination-offset", "/seeds")["isLast"], false);
    let rocks = get(&golden_with("pagination-link-header", options()), "/rocks?per_page=10&page=25");
    assert_eq!(rocks.headers, [("X-Total".to_owned(), "250".to_owned())]);
    let rocks = get(&golden_with("pagination-link-header", options()), "/rocks?per_page=10&page=24");
    let link = "<http://localhost:1/rocks?per_page=10&page=25>; rel=\"next\"";
    assert_eq!(rocks.headers.first(), Some(&("Link".to_owned(), link.to_owned())));
}

const SHOP: &str = "{openapi: 3.1.1, paths: {/orders: {get: {parameters: [{name: status, in: query, schema: {type: array, \
    items: {type: string}}}, {name: customer, in: query, schema: {type: integer}}, {name: page, in: query, schema: {type: \
    integer}}, {name: limit, in: query, schema: {type: integer}}], responses: {200: {description: Orders., content: \
    {application/json: {schema: {type: object, required: [orders, total], properties: {orders: {type: array, items: {type: \
    object}}, total: {type: integer}}}}}}}}}, /customers: {get: {responses: {200: {description: All., content: \
    {application/json: {schema: {type: array, items: {type: object}}}}}}}}}}";

#[test]
fn given_lists() {
    let orders: Vec<Value> = (0..30)
        .map(|number| json!({"id": number, "customer": number % 3, "status": if number % 2 == 0 { "paid" } else { "open" }}))
        .collect();
    let customers: Vec<Value> = (0..3).map(|number| json!({"id": number, "name": format!("c{number}")})).collect();
    let lists = BTreeMap::from([("GET /orders".to_owned(), orders), ("GET /customers".to_owned(), customers.clone())]);
    let mock = Mock::new(SHOP, Options { lists, page_size: Some(4), ..Options::default() }).unwrap();
    let answer = |target: &str| -> Value { serde_json::from_slice(&get(&mock, target).answer).unwrap() };
    let ids = |target: &str| -> Vec<u64> {
        let orders = answer(target)["orders"].as_array().unwrap().clone();
        orders.iter().map(|order| order["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(ids("/orders"), [0, 1, 2, 3]);
    assert_eq!(ids("/orders?page=8"), [28, 29]);
    assert_eq!(ids("/orders?limit=2&page=2"), [2, 3]);
    assert_eq!(ids("/orders?status=open"), [1, 3, 5, 7]);
    assert_eq!(ids("/orders?status=open&customer=0&page=2"), [27]);
    assert_eq!(ids("/orders?status=open&status=paid"), [0, 1, 2, 3]);
    assert_eq!(ids("/orders?status=lost"), [] as [u64; 0]);
    assert_eq!(answer("/orders?status=open&customer=0")["total"], 5);
    assert_eq!(answer("/customers"), Value::from(customers));
    let unknown = BTreeMap::from([("GET /nothing".to_owned(), vec![])]);
    assert!(Mock::new(SHOP, Options { lists: unknown, ..Options::default() }).is_err());
}

#[tokio::test]
async fn every_third_request_has_to_wait() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let throttle = Some(Throttle { every: 3, retry_after: 7 });
    let mock = Mock::new(SHOP, Options { throttle, ..Options::default() }).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(mock.clone().serve(listener, std::future::pending()));
    let mut answers = Vec::new();
    for _ in 0..6 {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /orders HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answers.push(answer);
    }
    serving.abort();
    let statuses: Vec<&str> = answers.iter().filter_map(|answer| answer.get(9..12)).collect();
    assert_eq!(statuses, ["200", "200", "429", "200", "200", "429"]);
    assert!(answers.get(2).is_some_and(|answer| answer.contains("retry-after: 7\r\n")), "{answers:?}");
    assert_eq!(
        mock.exchanges().iter().map(|exchange| exchange.status).collect::<Vec<_>>(),
        [200, 200, 429, 200, 200, 429]
    );
}

#[test]
fn an_undeclared_page_parameter_stands_in_links_alone() {
    let mock = mock(SHOP);
    let headers = vec![];
    let request =
        RawRequest { method: "GET".into(), target: "/customers?page_token=page-2".into(), headers, body: vec![] };
    assert_eq!(mock.check(&request).refusal, Some(400));
}
