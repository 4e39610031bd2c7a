//! Any text is a query: it goes in, and what comes out is hits that are there, each once, and not more than wanted. Every
//! line is a query; the first byte says what is let through, the second how many hits are wanted.

#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use index::{Document, Index, Wording, build};
use libfuzzer_sys::fuzz_target;

/// Queries that are asked at once, as many as a request may have.
const MOST_QUERIES: usize = 8;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let synonyms = [("pipeline", "sync"), ("dry run", "test event"), ("kunde", "customer")];
    let synonyms = synonyms.map(|(said, meant)| (said.to_owned(), vec![meant.to_owned()]));
    let wording = Wording { synonyms: synonyms.into(), ..Wording::default() };
    let bytes = build(&documents(), &wording).expect("an index");
    Index::open(bytes.leak()).expect("the same index")
});

fuzz_target!(|bytes: &[u8]| {
    let (&[admitted, most], text) = bytes.split_first_chunk::<2>().unwrap_or((&[u8::MAX, 5], bytes));
    let most = usize::from(most);
    let text = String::from_utf8_lossy(text);
    let queries: Vec<&str> = text.splitn(MOST_QUERIES, '\n').collect();
    let admits = |ordinal: usize| admitted >> (ordinal % 8) & 1 == 1;
    let found = INDEX.search(&queries, most, admits);
    let ordinals: HashSet<usize> = found.hits.iter().map(|hit| hit.ordinal).collect();
    assert_eq!(ordinals.len(), found.hits.len(), "a hit comes twice");
    assert!(ordinals.iter().all(|ordinal| *ordinal < INDEX.len() && admits(*ordinal)), "a hit that isn't there");
    assert!(found.hits.iter().all(|hit| hit.score.is_finite()), "a score is no number");
    assert!(found.hits.len() <= most, "more hits than wanted");
    assert_eq!(found.fits.len(), queries.len(), "queries without a fit");
    assert!(found == INDEX.search(&queries, most, admits), "two searches differ");
    if let [_] = queries.as_slice() {
        assert!(found.hits.is_sorted_by(|left, right| left.score >= right.score), "a worse hit comes first");
    }
});

fn documents() -> Vec<Document> {
    let operations = [
        ("syncs.list", "GET", "/api/syncs", "List syncs"),
        ("syncs.create", "POST", "/api/syncs", "Create a sync"),
        ("syncs.get", "GET", "/api/syncs/{id}", "Get a sync"),
        ("syncs.start", "POST", "/api/syncs/{id}/executions", "Start a bulk sync"),
        ("customers.delete", "DELETE", "/api/customers/{customer_id}", "Delete a customer's data"),
        ("invoices.export", "GET", "/api/invoices/{number}.{format}", "Export an invoice as a file"),
        ("webhooks.ping", "POST", "/api/webhooks/{id}/ping", "Send a test event"),
        ("請求書", "GET", "/api/請求書", "請求書の一覧を取得する"),
        ("", "PUT", "/{a}/{b}/{c}/{d}/{e}/{f}", ""),
        ("größen", "PATCH", "/", "Ändert die Größe, „neu“"),
        ("", "", "", ""),
    ];
    let document = |(name, method, path, summary): (&str, &str, &str, &str)| Document {
        name: name.to_owned(),
        other_names: format!("v1_{}", name.replace('.', "")),
        method: method.to_owned(),
        path: path.to_owned(),
        summary: summary.to_owned(),
        parameters: "email Where it goes\npage_token".to_owned(),
        choices: "ubl zugferd".to_owned(),
        deprecated: method == "PATCH",
        ..Document::default()
    };
    operations.into_iter().map(document).collect()
}
