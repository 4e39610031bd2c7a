//! A vendor's document written by us states the published facts in sentences of our own. `tests/<v>/published` names the
//! published document in the corpus.

use std::collections::HashSet;
use std::fs;

use e2e::{corpus, root, vendors};
use serde_json::{Map, Value};

/// Words in a row that may not be shared.
const RUN: usize = 8;
/// Members that are sentences, or names for people.
const PROSE: [&str; 3] = ["description", "summary", "title"];

/// Both documents of every vendor that has a published one: ours and theirs.
#[cfg(test)]
fn documents() -> Vec<(Value, Value)> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let pairs = vendors().unwrap().into_iter().filter_map(|vendor| {
        let place = fs::read_to_string(root().join("tests").join(&vendor.name).join("published")).ok()?;
        let theirs = fs::read_to_string(corpus.join(place.trim())).expect("the published document");
        let source =
            generator::Source { name: vendor.name.clone(), text: vendor.document, ..generator::Source::default() };
        let plain = generator::Vendor::plain(&vendor.name);
        let ours = generator::show(&source, &plain, "spec", None).expect("our document loads");
        Some((serde_json::from_str(&ours).unwrap(), serde_json::from_str(&theirs).unwrap()))
    });
    let pairs: Vec<_> = pairs.collect();
    assert!(!pairs.is_empty(), "no vendor names a published document");
    pairs
}

/// The document without prose. `named` says whether the members of this object are names and not keywords.
#[cfg(test)]
fn facts(value: &Value, named: bool) -> Value {
    match value {
        Value::Object(members) => {
            let kept =
                members.iter().filter(|(key, value)| named || !(PROSE.contains(&key.as_str()) && value.is_string()));
            let kept = kept.filter(|(key, _)| named || !matches!(key.as_str(), "tags" | "info"));
            let fact = |(key, value): (&String, &Value)| {
                let names = !named && matches!(key.as_str(), "properties" | "schemas" | "securitySchemes" | "paths");
                (key.clone(), facts(value, names))
            };
            Value::Object(kept.map(fact).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| facts(item, false)).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
fn prose<'v>(value: &'v Value, named: bool, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if !named && PROSE.contains(&key.as_str()) => found.push(text),
                    _ => prose(value, !named && matches!(key.as_str(), "properties" | "schemas" | "paths"), found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| prose(item, false, found)),
        _ => {}
    }
}

#[cfg(test)]
fn runs(text: &str) -> Vec<String> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.windows(RUN).map(|run| run.join(" ")).collect()
}

#[test]
fn facts_are_the_published_ones() {
    for (ours, theirs) in documents() {
        let (ours, theirs) = (facts(&ours, false), facts(&theirs, false));
        for (path, item) in theirs["paths"].as_object().unwrap() {
            assert_eq!(ours["paths"][path], *item, "{path}");
        }
        for (name, schema) in theirs["components"]["schemas"].as_object().unwrap() {
            assert_eq!(ours["components"]["schemas"][name], *schema, "{name}");
        }
        assert_eq!(ours, theirs);
    }
}

#[test]
fn sentences_are_our_own() {
    for (ours, theirs) in documents() {
        let (mut own, mut published) = (Vec::new(), Vec::new());
        prose(&ours, false, &mut own);
        prose(&theirs, false, &mut published);
        assert!(own.len() > 500, "only {} sentences found", own.len());
        let published: HashSet<String> = published.into_iter().flat_map(runs).collect();
        let shared: Vec<String> = own.into_iter().flat_map(runs).filter(|run| published.contains(run)).collect();
        assert!(shared.is_empty(), "{shared:?}");
    }
}
