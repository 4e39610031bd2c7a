//! Every case of `tests/wire`: the request of a call, byte for byte.

#[cfg(test)]
mod case;
#[cfg(test)]
mod topic;

use e2e::{CHOSEN, Document, Server, Sink, link};
use serde_json::json;

use topic::{Topic, names, path, topics};

#[test]
fn every_case_is_sent_as_expected() {
    let topics = topics();
    let documents: Vec<Document> = topics.iter().map(Topic::document).collect();
    let linked = link("wire", &documents).expect("the cases compile");
    let sink = Sink::start().expect("a socket");
    let (mut cases, mut failed) = (0, Vec::new());
    for ((topic, document), lock) in topics.iter().zip(&documents).zip(&linked.locks) {
        let names = names(lock);
        let environment = [(CHOSEN.to_owned(), document.name.clone())];
        let moved: Vec<String> = topic
            .servers()
            .iter()
            .map(|url| format!("{}={}{}", url.trim_end_matches('/'), sink.url, path(url)))
            .collect();
        let arguments: Vec<&str> = moved.iter().flat_map(|moved| ["--server", moved.as_str()]).collect();
        let mut server = Server::start_in(&linked.program, &environment, &arguments).expect("a server");
        for case in topic.cases() {
            cases += 1;
            let path = format!("/{}{}", case.text("name"), case.text("path"));
            let Some(operation) = names.get(&(case.method().to_uppercase(), path)) else {
                failed.push(format!("{}: {} is not offered", topic.name, case.text("name")));
                continue;
            };
            let rest = case.text("arguments").trim().trim_start_matches('{');
            let comma = if rest.trim_start().starts_with('}') { "" } else { "," };
            let call = format!("{{\"operation\":{}{comma}{rest}", json!(operation));
            let (_, answer) = server.call_text("execute", &call).expect("an answer");
            for wrong in case.judge(&sink.take(), &answer) {
                failed.push(format!("{}: {} ({}): {wrong}", topic.name, case.text("name"), case.text("follows")));
            }
        }
    }
    assert!(cases >= 200, "{cases} cases");
    assert!(failed.is_empty(), "{} of {cases} cases\n{}", failed.len(), failed.join("\n"));
}
