//! Questions that take computing over whole lists, each answered in at most three calls of `execute`: `tests/aggregation`
//! has the API, the questions and the calls. The answers are computed here, from the data that the mock serves.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod data;

use std::fs;

use e2e::{CHOSEN, Document, Server, Upstream, link, root};
use generator::{Source, Vendor};
use mock::{Mock, Options, Throttle};
use serde_json::Value;

/// Calls of `execute` for one question.
const MOST: usize = 3;

#[cfg(test)]
fn text(file: &str) -> String {
    fs::read_to_string(root().join("tests/aggregation").join(file)).expect("a file")
}

#[test]
fn every_question_is_answered_in_three_calls() {
    let document = text("openapi.yaml");
    let source = Source { name: "openapi.yaml".to_owned(), text: document.clone(), ..Source::default() };
    let name = "aggregation";
    let linked = link(name, &[Document { name: name.to_owned(), source, vendor: Vendor::plain(name) }])
        .expect("the API compiles");
    let lists = data::lists();
    let options = Options {
        lists: lists.clone(),
        page_size: Some(60),
        throttle: Some(Throttle { every: 30, retry_after: 1 }),
        ..Options::default()
    };
    let upstream = Upstream::start(Mock::new(&document, options).expect("a mock")).expect("a port");
    let environment = [(CHOSEN.to_owned(), name.to_owned())];
    let mut server = Server::start_in(&linked.program, &environment, &["--base-url", &upstream.url]).expect("a server");
    let tasks: Vec<Value> = serde_norway::from_str(&text("tasks.yaml")).expect("tasks");
    assert_eq!(tasks.len(), 12);
    let mut failed = Vec::new();
    for task in &tasks {
        let name = task["name"].as_str().expect("a name");
        let calls = task["calls"].as_array().expect("calls");
        assert!(!calls.is_empty() && calls.len() <= MOST, "{name}");
        let mut last = Value::Null;
        for call in calls {
            let (is_error, answer) = server.call_text("execute", &call.to_string()).expect("an answer");
            let answer: Value = serde_json::from_str(&answer).expect("JSON");
            if is_error || answer.get("errors").is_some() || answer.get("remarks").is_some() {
                failed.push(format!("{name}: {answer}"));
            }
            last = answer["body"].clone();
        }
        let expected = answers::answer(name, &lists);
        if last != expected {
            failed.push(format!("{name}: {last}\n  instead of {expected}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let exchanges = upstream.mock.exchanges();
    let violations: Vec<_> = exchanges.iter().flat_map(|exchange| &exchange.violations).collect();
    assert!(violations.is_empty(), "{violations:?}");
    let refused = exchanges.iter().filter(|exchange| exchange.status == 429).count();
    println!("{} requests, {refused} of them refused with 429", exchanges.len());
    assert!(refused > 3, "{refused} of {} requests", exchanges.len());
}
