//! The tool `search`, from arguments to text.

#![cfg(test)]

mod api;
mod requests;

use contract::{Method, tokens};
use runtime::{Catalog, SearchRequest, render, search};
use serde_json::{Value, json};

use api::{SMALL, catalog};

/// The answer, or the rendered faults.
fn answer(catalog: &Catalog, arguments: &Value) -> String {
    let arguments = arguments.as_object().unwrap();
    let found = SearchRequest::from_arguments(arguments).and_then(|request| search(catalog, &request));
    let text = found.unwrap_or_else(|faults| render(&faults));
    assert!(tokens::bound(&text) <= tokens::ANSWER, "{} tokens:\n{text}", tokens::bound(&text));
    text
}

/// The first words of the paragraphs' and notes' lines: what is shown and how.
fn outline(text: &str) -> Vec<String> {
    let starts = |line: &&str| line.contains(" — ") || ["also:", "weak"].iter().any(|start| line.starts_with(start));
    text.lines().filter(starts).map(|line| line.split(" — ").next().unwrap().to_owned()).collect()
}

#[test]
fn queries_are_answered_with_cards() {
    let catalog = catalog(&SMALL);
    let cases = [
        (json!({"queries": ["list connections"], "limit": 2}), vec!["connections.list", "connections.create"]),
        (json!({"queries": ["list connections"], "limit": 2, "offset": 4}), vec!["models.list"]),
        (json!({"query": "remove a connection", "limit": 1}), vec!["connections.delete"]),
        (json!({"queries": ["list connections"], "tag": "Models", "limit": 1}), vec!["models.list"]),
        (json!({"queries": "connections", "method": "delete"}), vec!["connections.delete"]),
        (json!({"queries": "connections", "effect": "write"}), vec!["connections.create"]),
        (
            json!({"queries": ["create a model", "who am I", "new models"], "limit": 1}),
            vec!["models.create", "identity.get", "models.list"],
        ),
    ];
    for (arguments, expected) in cases {
        let text = answer(&catalog, &arguments);
        assert_eq!(outline(&text), expected, "{arguments}:\n{text}");
    }
}

#[test]
fn what_is_nearly_the_same_takes_a_line_and_more_is_named() {
    let catalog = catalog(&SMALL);
    let text = answer(&catalog, &json!({"queries": ["connections"], "method": "GET", "limit": 2}));
    let (_, rest) = text.split_once("\n\n").expect("a card and lines");
    assert_eq!(rest, "also: connections.get — Get a connection.");
}

#[test]
fn a_poor_fit_says_so_and_hides_nothing() {
    let catalog = catalog(&SMALL);
    let cases = [
        (
            json!({"queries": ["delete weather stations quickly"], "limit": 1}),
            "weak match: no operation knows \"weather\", \"stations\", \"quickly\"; closest groups: connections (4)\n\
             connections.delete — ",
        ),
        (
            json!({"queries": ["weather"]}),
            "weak match: no operation knows \"weather\"; closest groups: models (2), connections (4)\nmodels.list — ",
        ),
        (
            json!({"queries": ["identity"], "tag": "models"}),
            "weak match: operations that fit are left out by the filters",
        ),
    ];
    for (arguments, expected) in cases {
        let text = answer(&catalog, &arguments);
        assert!(text.starts_with(expected), "{arguments}:\n{text}");
    }
}

#[test]
fn an_empty_request_is_answered_with_the_groups() {
    let catalog = catalog(&SMALL);
    let cases = [
        (
            json!({}),
            "connections (4): list, get, create, delete\nidentity (1): get\nmodels (2): list, create\nsyncs (1): start\nnext: ",
        ),
        (json!({"effect": "read", "tag": "connections", "queries": []}), "connections (2): list, get\nnext: "),
        (json!({"effect": "destructive", "tag": "models"}), "no operation is all that: leave out a filter\nnext: "),
    ];
    for (arguments, expected) in cases {
        let text = answer(&catalog, &arguments);
        assert!(text.starts_with(expected), "{arguments}:\n{text}");
    }
}

#[test]
fn an_operation_is_shown_in_full_or_in_part() {
    let catalog = catalog(&SMALL);
    let cases = [
        (json!({"operation": "connections.get"}), "connections.get — GET /api/connections/{id}"),
        (json!({"operation": "syncs.run"}), "hint: \"syncs.run\" is now called syncs.start\nsyncs.start — POST"),
        (json!({"operation": "models.list", "queries": ["x"]}), "hint: queries were left out"),
    ];
    for (arguments, expected) in cases {
        let text = answer(&catalog, &arguments);
        assert!(text.starts_with(expected), "{arguments}:\n{text}");
    }
    let part = answer(&catalog, &json!({"operation": "models.create", "at": "/body/config"}));
    assert!(part.contains("host"), "{part}");
}

#[test]
fn what_does_not_exist_is_a_fault_with_what_does() {
    let catalog = catalog(&SMALL);
    let cases = [
        (json!({"operation": "connection.lst"}), vec!["unknown-operation", "\"suggestion\":\"connections.list\""]),
        (json!({"operation": "start the sync"}), vec!["unknown-operation", "\"suggestion\":\"syncs.start\""]),
        (json!({"at": "/body"}), vec!["missing-argument", "\"path\":\"/operation\""]),
        (json!({"operation": "models.create", "at": "/body/nothing"}), vec!["invalid-value", "\"path\":\"/at\""]),
        (
            json!({"tag": "connection", "method": "PUT", "effect": "danger"}),
            vec![
                "\"suggestion\":\"connections\"",
                "\"allowed\":[\"DELETE\",\"GET\",\"POST\"]",
                "\"allowed\":[\"destructive\",\"read\",\"write\"]",
            ],
        ),
    ];
    for (arguments, expected) in cases {
        let text = answer(&catalog, &arguments);
        for part in expected {
            assert!(text.contains(part), "{arguments}: {part} is not in\n{text}");
        }
    }
}

#[test]
fn every_answer_keeps_to_its_tokens() {
    let rows: Vec<_> = (0..3000)
        .map(|number| {
            let name: &'static str = format!("group_{}.operation_{number}_of_widgets", number % 300).leak();
            (name, Method::Get, "/api/widgets/{id}", "Get widgets with a summary that has some words to it")
        })
        .collect();
    let catalog = catalog(&rows);
    let overview = answer(&catalog, &json!({}));
    assert!(overview.contains(" more groups\nnext: "), "{overview}");
    let group = answer(&catalog, &json!({"tag": "group_7"}));
    assert!(group.starts_with("group_7 (10): operation_7_of_widgets, "), "{group}");

    let one = answer(&catalog, &json!({"queries": ["widgets"], "limit": 20}));
    assert_eq!(one.matches(" — ").count(), 20, "{one}");
    let queries: Vec<_> = (1..=8).map(|number| format!("operation {number} of widgets")).collect();
    let many = answer(&catalog, &json!({"queries": queries, "limit": 20}));
    let lines = many.matches("also: ").count();
    assert!(lines > 10 && many.ends_with(" narrows it down"), "{many}");
    assert!(
        many.contains(&format!("or more: {{\"offset\":{}}} reads on, {{\"tag\":\"group_1\"}}", lines + 1)),
        "{many}"
    );
}
