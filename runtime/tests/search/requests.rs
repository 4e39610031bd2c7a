//! Arguments of `search` that are healed, and those that are not.

use runtime::{SearchRequest, render};
use serde_json::{Value, json};

fn read(arguments: &Value) -> Result<SearchRequest, String> {
    SearchRequest::from_arguments(arguments.as_object().unwrap()).map_err(|faults| render(&faults))
}

#[test]
fn plain_meanings_are_understood() {
    let of = |queries: &[&str]| SearchRequest {
        queries: queries.iter().map(ToString::to_string).collect(),
        ..SearchRequest::default()
    };
    let cases = [
        (json!({}), of(&[])),
        (json!({"queries": ["a", "b"]}), of(&["a", "b"])),
        (json!({"queries": " list users "}), of(&["list users"])),
        (json!({"queries": "[\"a\", \"b\"]"}), of(&["a", "b"])),
        (json!({"query": "a"}), of(&["a"])),
        (json!({"queries": "[not a list"}), of(&["[not a list"])),
        (json!({"queries": "5"}), of(&["5"])),
        (json!({"queries": ["", "a"], "tag": "", "operation": null}), of(&["a"])),
        (json!({"limit": 20}), SearchRequest { limit: Some(20), ..of(&[]) }),
        (json!({"limit": "3", "tag": " x "}), SearchRequest { limit: Some(3), tag: Some("x".to_owned()), ..of(&[]) }),
        (json!({"limit": 7.0}), SearchRequest { limit: Some(7), ..of(&[]) }),
    ];
    for (arguments, expected) in cases {
        assert_eq!(read(&arguments), Ok(expected), "{arguments}");
    }
}

#[test]
fn every_mistake_is_named() {
    let long = "x".repeat(2_001);
    let cases = [
        (json!({"querries": ["a"]}), vec!["unknown-argument", "\"suggestion\":\"queries\""]),
        (json!({"limit": 0, "tags": "x"}), vec!["\"path\":\"/limit\"", "\"suggestion\":\"tag\""]),
        (json!({"limit": 21}), vec!["limit must be a whole number from 1 to 20"]),
        (json!({"limit": [], "at": 5}), vec!["\"path\":\"/limit\"", "\"path\":\"/at\""]),
        (
            json!({"queries": ["a", 5, long]}),
            vec!["\"path\":\"/queries/1\"", "\"path\":\"/queries/2\"", "2000 characters"],
        ),
        (json!({"queries": {"a": 1}}), vec!["\"expected\":\"string[]\""]),
        (json!({"queries": vec!["a"; 9]}), vec!["at most 8 queries, got 9"]),
        (json!({"params": {}}), vec!["arguments of an operation belong to execute"]),
    ];
    for (arguments, expected) in cases {
        let faults = read(&arguments).unwrap_err();
        for part in expected {
            assert!(faults.contains(part), "{arguments}: {part} is not in\n{faults}");
        }
    }
}
