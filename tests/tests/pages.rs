//! Every list of every vendor that has pages, followed to its end against the independent mock, and page by page.

use std::collections::BTreeMap;

use e2e::{Server, Upstream, Vendor, call_with, vendors};
use mock::Fill;
use serde_json::{Value, json};

/// The operations that page, and where their items stand.
#[cfg(test)]
fn paged(vendor: &Vendor) -> Vec<(String, String)> {
    let table = e2e::root().join("tests").join(&vendor.name).join("pagination.tsv");
    let text = std::fs::read_to_string(table).unwrap_or_default();
    let rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[1] != "-").map(|row| (row[0].to_owned(), row[4].to_owned())).collect()
}

/// Method and path by operation name.
#[cfg(test)]
fn routes(vendor: &Vendor) -> BTreeMap<String, (String, String)> {
    let lock = e2e::root().join("specs").join(&vendor.name).join("names.lock");
    let text = std::fs::read_to_string(lock).expect("names.lock is committed");
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect::<Vec<_>>());
    rows.map(|row| (row[2].to_owned(), (row[0].to_owned(), row[1].to_owned()))).collect()
}

#[cfg(test)]
fn answer(server: &mut Server, call: &Value) -> Value {
    let (failed, text) = server.call("execute", call).expect("an answer");
    assert!(!failed, "{call}: {text}");
    serde_json::from_str(&text).expect("the answer is JSON")
}

#[test]
fn all_at_once_and_one_by_one_are_the_same() {
    let mut followed = 0;
    for vendor in vendors().unwrap() {
        let upstream = Upstream::start(vendor.mock().unwrap()).unwrap();
        let mut server = Server::start(&vendor, &upstream.url).unwrap();
        let routes = routes(&vendor);
        for (name, items) in paged(&vendor) {
            let (method, path) = &routes[&name];
            let arguments = upstream.mock.arguments(method, path, Fill::Required, 0).expect("the mock knows it");
            let mut call = call_with(&name, arguments);
            call["pages"] = json!("all");
            let whole = answer(&mut server, &call);
            assert_eq!(whole["pages"]["complete"], true, "{name}: {whole}");
            let list = |answer: &Value| answer["body"].pointer(&items).and_then(Value::as_array).cloned().unwrap();
            assert_eq!(json!(list(&whole).len()), whole["pages"]["items"]);
            call["pages"] = json!(1);
            let (mut single, mut next) = (Vec::new(), Some(call));
            while let Some(call) = next {
                let page = answer(&mut server, &call);
                single.extend(list(&page));
                next = page.get("next").cloned();
                followed += usize::from(next.is_some());
            }
            assert_eq!(single, list(&whole), "{name}");
        }
        let violations: Vec<_> = upstream.mock.exchanges().into_iter().flat_map(|it| it.violations).collect();
        assert!(violations.is_empty(), "{violations:?}");
    }
    assert!(followed > 6, "{followed} pages were followed");
}
