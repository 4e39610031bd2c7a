//! A vendor's document written by us states the published facts in sentences of our own. `tests/<v>/published` names the
//! published document in the corpus.

use std::collections::HashSet;
use std::fs;

use e2e::{Vendor, corpus, root, vendors};
use generator::Source;
use serde_json::{Map, Value, json};

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
        let place = corpus.join(place.trim());
        let theirs = fs::read_to_string(&place).expect("the published document");
        let beside = |file: &String| fs::read_to_string(place.with_file_name(file)).ok();
        let theirs = whole(&vendor, &theirs, &beside);
        Some((whole(&vendor, &vendor.document, &|file| vendor.files.get(file).cloned()), theirs))
    });
    let pairs: Vec<_> = pairs.collect();
    assert!(!pairs.is_empty(), "no vendor names a published document");
    pairs
}

/// A document as it loads with the vendor's files as `read` finds them. Those of the network are nobody's own and are
/// left out in the end.
#[cfg(test)]
fn whole(vendor: &Vendor, text: &str, read: &dyn Fn(&String) -> Option<String>) -> Value {
    let external = vendor.decisions.external();
    let files = vendor.files.iter().filter_map(|(file, own)| {
        let text = if external.contains_key(file) { Some(own.clone()) } else { read(file) };
        Some((file.clone(), text?))
    });
    let source = Source {
        name: vendor.name.clone(),
        path: vendor.path.clone(),
        text: text.to_owned(),
        files: files.collect(),
        ..Source::default()
    };
    let plain = generator::Vendor::plain(&vendor.name);
    let shown = generator::show(&source, &plain, "spec", None).expect("the document loads");
    let mut document: Value = serde_json::from_str(&shown).unwrap();
    if let Some(files) = document.get_mut("x-toolwright-files").and_then(Value::as_object_mut) {
        files.retain(|file, _| !external.contains_key(file));
    }
    document
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

#[test]
fn files_are_part_of_the_document() {
    let document = "openapi: 3.1.0\ninfo: {title: Tea, version: '1'}\npaths:\n  /teas:\n    get:\n      \
                    parameters: [{name: grade, in: query, schema: {$ref: grade.yaml}}]\n      responses:\n        \
                    200: {content: {application/json: {schema: {$ref: 'https://tea.example/tea.yaml'}}}}\n";
    let hash = "a".repeat(64);
    let decisions = format!("[external.\"https://tea.example/tea.yaml\"]\nsha256 = \"{hash}\"\n");
    let files = [("grade.yaml", "enum: [dust]"), ("https://tea.example/tea.yaml", "description: A tea.")];
    let vendor = Vendor {
        name: "tea".to_owned(),
        document: document.to_owned(),
        path: "openapi.yaml".to_owned(),
        files: files.map(|(file, text)| (file.to_owned(), text.to_owned())).into(),
        decisions: generator::Vendor::parse("tea", "vendor.toml", &decisions).unwrap(),
    };
    let ours = whole(&vendor, document, &|file| vendor.files.get(file).cloned());
    let theirs = whole(&vendor, document, &|_| Some("enum: [leaf]".to_owned()));
    assert_eq!(ours["x-toolwright-files"], json!({"grade.yaml": {"enum": ["dust"]}}));
    assert_eq!(theirs["x-toolwright-files"], json!({"grade.yaml": {"enum": ["leaf"]}}));
    assert_eq!(ours["paths"], theirs["paths"]);
}
