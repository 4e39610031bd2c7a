//! jq programs through every vendor's server as a process: hostile ones end, and the server goes on.

use std::collections::BTreeMap;

use e2e::{Server, Upstream, call_with, vendors};
use mock::Fill;
use serde_json::{Value, json};

/// A call of an operation that the mock answers with a JSON object or list.
#[cfg(test)]
fn answered(server: &mut Server, upstream: &Upstream, name: impl Fn(&str, &str) -> Option<String>) -> Value {
    let reads = upstream.mock.operations().into_iter().filter(|summary| summary.method == "GET");
    for summary in reads {
        let Some(name) = name(&summary.method, &summary.path) else { continue };
        let arguments = upstream.mock.arguments(&summary.method, &summary.path, Fill::Required, 0);
        let call = call_with(&name, arguments.expect("the mock knows the operation"));
        let (failed, text) = server.call("execute", &call).expect("an answer");
        let answer: Value = serde_json::from_str(&text).expect("the answer is JSON");
        if !failed && (answer["body"].is_object() || answer["body"].is_array()) {
            return call;
        }
    }
    panic!("no operation answers JSON");
}

#[test]
fn hostile_programs_end_and_the_next_call_works() {
    for vendor in vendors().unwrap() {
        let lock = std::fs::read_to_string(e2e::root().join("specs").join(&vendor.name).join("names.lock")).unwrap();
        let names: BTreeMap<(&str, &str), &str> = lock
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut parts = line.split(' ');
                Some(((parts.next()?, parts.next()?), parts.next()?))
            })
            .collect();
        let upstream = Upstream::start(vendor.mock().unwrap()).unwrap();
        let mut server = Server::start(&vendor, &upstream.url).unwrap();
        let name = |method: &str, path: &str| names.get(&(method, path)).map(|&name| name.to_owned());
        let mut call = answered(&mut server, &upstream, name);
        let cases = [
            ("range(1e18) | empty", "more than 2.0 s of time"),
            ("def f: 1 + f; f", "recursed too deeply"),
            ("\"x\" * 1000000000", "more than 256 MiB of memory"),
            ("range(1e18)", "outputs are longer than 4 MiB"),
            ("input", "no function"),
        ];
        for (program, expected) in cases {
            call["jq"] = json!(program);
            let (failed, text) = server.call("execute", &call).expect("an answer");
            assert!(failed && text.contains(expected) && text.contains("/jq"), "{program}: {text}");
            call["jq"] = json!("[type, ($ENV, env | length)]");
            let (failed, text) = server.call("execute", &call).expect("an answer");
            assert!(!failed && text.contains("\"shaped\":{\"outputs\":1}") && text.contains(",0,0]"), "{text}");
            call.as_object_mut().expect("a call").remove("jq");
            assert!(!server.call("execute", &call).expect("an answer").0, "calls without a program go on");
        }
        assert_eq!(server.end().unwrap(), Some(0));
    }
}
