//! Token budgets, counted with the real tokenizer (o200k): cards, answers of `search`, `tools/list`. Over every vendor, and
//! over the corpus of real documents where it is present.

use std::fs;
use std::path::{Path, PathBuf};

use e2e::{Server, corpus, root, vendors};
use generator::{Source, data};
use runtime::{Api, ApiData, Catalog, SearchRequest, search};
use serde_json::{Value, json};
use tiktoken_rs::o200k_base_singleton;

const CARD: usize = 250;
const ANSWER: usize = 1_500;
const TOOLS: usize = 900;
/// Larger documents add minutes and no new kind of text.
const LARGEST: u64 = 1_200_000;
/// Operations per document whose full card is counted.
const FULL: usize = 25;

#[cfg(test)]
fn tokens(text: &str) -> usize {
    o200k_base_singleton().encode_ordinary(text).len()
}

#[cfg(test)]
fn ask(catalog: &Catalog, request: &Value) -> String {
    let request = SearchRequest::from_arguments(request.as_object().unwrap()).expect("a good request");
    search(catalog, &request).expect("an answer")
}

/// Counts everything that `search` can say about a document. Returns the number of cards.
#[cfg(test)]
fn count(document: &Path, name: &str) -> usize {
    let text = fs::read_to_string(document).unwrap();
    let source = Source { name: name.to_owned(), text, ..Source::default() };
    let (Some(generator::Data { schemas, cards, index }), _) = data(&source, &generator::Vendor::plain("corpus"))
    else {
        return 0;
    };
    let api = Api::bare(name, ApiData { schemas, cards, index }).unwrap();
    let catalog = Catalog::open(api).unwrap();
    let within = |request: Value| {
        let answer = ask(&catalog, &request);
        let count = tokens(&answer);
        assert!(count <= ANSWER, "{name}: {request} answers {count} tokens:\n{answer}");
        answer
    };
    within(json!({}));
    for (ordinal, operation) in api.operations.iter().enumerate() {
        let card = catalog.card(ordinal).expect("a card");
        let count = tokens(card);
        assert!(count <= CARD, "{name}: {count} tokens:\n{card}");
        if ordinal < FULL {
            within(json!({"operation": operation.name}));
        }
    }
    let words: Vec<String> =
        api.operations.iter().take(8).map(|operation| operation.name.replace(['.', '_'], " ")).collect();
    within(json!({"queries": words, "limit": 20}));
    within(json!({"queries": "create a new one", "limit": 20}));
    api.operations.len()
}

#[test]
fn cards_and_answers_of_vendors_are_within_budget() {
    for vendor in vendors().unwrap() {
        let counted = count(&root().join("specs").join(&vendor.name).join("openapi.yaml"), &vendor.name);
        println!("{}: {counted} cards", vendor.name);
        assert!(counted > 0);
    }
}

#[test]
fn cards_and_answers_over_the_corpus_are_within_budget() {
    let Some(corpus) = corpus() else { return };
    let folders = fs::read_dir(corpus.join("specs")).unwrap().map(|entry| entry.unwrap().path());
    let documents = folders.flat_map(|folder| {
        ["openapi.json", "openapi.yaml"].map(|file| folder.join(file)).into_iter().find(|path| path.is_file())
    });
    let small = |path: &PathBuf| fs::metadata(path).is_ok_and(|metadata| metadata.len() <= LARGEST);
    let mut documents: Vec<PathBuf> = documents.filter(small).collect();
    documents.sort();
    let mut cards = 0;
    for document in &documents {
        cards += count(document, &document.display().to_string());
    }
    println!("{cards} cards of {} documents", documents.len());
    assert!(cards > 1_000, "only {cards} cards");
}

#[test]
fn tools_are_within_budget() {
    for vendor in vendors().unwrap() {
        let mut server = Server::start(&vendor, "http://127.0.0.1:9").unwrap();
        let tools = server.request("tools/list", &json!({})).unwrap();
        let count = tokens(&tools.to_string());
        println!("{}: tools/list is {count} tokens", vendor.name);
        assert!(count <= TOOLS, "{count} tokens");
    }
}
