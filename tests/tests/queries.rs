//! A vendor's committed query set, `tests/<v>/queries.jsonl`, is one that can be scored: `cargo xtask eval` reads it.

use std::collections::BTreeSet;
use std::fs;

use e2e::{Vendor, root, vendors};
use serde_json::Value;

/// Queries that a set has at least; fewer tell no difference.
const LEAST: usize = 80;
/// Strings that one search takes.
const MOST_STRINGS: usize = 8;
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The vendors that have a query set, each with its lines.
#[cfg(test)]
fn sets() -> Vec<(Vendor, Vec<Value>)> {
    let sets = vendors().unwrap().into_iter().filter_map(|vendor| {
        let place = root().join("tests").join(&vendor.name).join("queries.jsonl");
        let lines = fs::read_to_string(place).ok()?;
        Some((vendor, lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect()))
    });
    let sets: Vec<_> = sets.collect();
    assert!(!sets.is_empty(), "no vendor has a query set");
    sets
}

/// Every operation of a document as `GET /path`, and every tag with the operations that have it.
#[cfg(test)]
fn routes(document: &str) -> Vec<(String, Vec<String>)> {
    let document: Value = serde_norway::from_str(document).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| METHODS.contains(&key.as_str())) {
            let tags = operation["tags"].as_array().into_iter().flatten().filter_map(Value::as_str);
            routes.push((format!("{} {path}", method.to_uppercase()), tags.map(str::to_owned).collect()));
        }
    }
    routes
}

#[cfg(test)]
fn gold(query: &Value) -> Vec<String> {
    let gold = query["gold"].as_array().expect("gold is a list");
    gold.iter()
        .map(|route| format!("{} {}", route["method"].as_str().unwrap(), route["path"].as_str().unwrap()))
        .collect()
}

/// The strings of a query: one, or a list.
#[cfg(test)]
fn strings(query: &Value) -> Vec<&str> {
    match &query["query"] {
        Value::Array(strings) => strings.iter().map(|string| string.as_str().expect("a string")).collect(),
        one => vec![one.as_str().expect("a string")],
    }
}

#[test]
fn what_is_wanted_exists_and_every_tag_is_asked_for() {
    for (vendor, queries) in sets() {
        let routes = routes(&vendor.document);
        let mut asked = BTreeSet::new();
        for query in &queries {
            let gold = gold(query);
            let once: BTreeSet<&String> = gold.iter().collect();
            assert!(!gold.is_empty() && once.len() == gold.len(), "{query}");
            for route in &gold {
                let known = routes.iter().find(|(known, _)| known == route);
                let (_, tags) = known.unwrap_or_else(|| panic!("{} has no {route}: {query}", vendor.name));
                asked.extend(tags);
            }
        }
        let tags: BTreeSet<&String> = routes.iter().flat_map(|(_, tags)| tags).collect();
        assert_eq!(asked, tags, "{}", vendor.name);
    }
}

#[test]
fn groups_divide_what_is_wanted() {
    for (_, queries) in sets() {
        for query in queries.iter().filter(|query| query.get("groups").is_some()) {
            let groups = query["groups"].as_array().expect("groups are a list");
            let members = groups.iter().flat_map(|group| group.as_array().expect("a group is a list"));
            let members: BTreeSet<u64> = members.map(|member| member.as_u64().expect("a number")).collect();
            assert!(members.into_iter().eq(0..gold(query).len() as u64), "{query}");
            assert!(groups.iter().all(|group| !group.as_array().unwrap().is_empty()), "{query}");
        }
    }
}

#[test]
fn queries_are_enough_and_no_two_alike() {
    for (vendor, queries) in sets() {
        assert!(queries.len() >= LEAST, "{} has {} queries", vendor.name, queries.len());
        let ids: BTreeSet<&str> = queries.iter().map(|query| query["id"].as_str().expect("an id")).collect();
        assert_eq!(ids.len(), queries.len());
        let texts: BTreeSet<Vec<&str>> = queries.iter().map(strings).collect();
        assert_eq!(texts.len(), queries.len());
        for strings in texts {
            assert!((1..=MOST_STRINGS).contains(&strings.len()), "{strings:?}");
            assert!(strings.iter().all(|string| !string.trim().is_empty()), "{strings:?}");
        }
    }
}
