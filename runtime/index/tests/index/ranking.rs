//! What comes first, what is named as unknown, and what an index is made of.

use index::{Document, Index, Wording, build};

use crate::support::{opened, search, spoken};

/// An operation from its method, path and summary; the name is made of both.
fn document(method: &str, path: &str, tag: &str, summary: &str) -> Document {
    Document {
        name: format!("{tag}.{}", path.replace(['/', '{', '}'], " ").split_whitespace().collect::<Vec<_>>().join("_")),
        method: method.to_owned(),
        path: path.to_owned(),
        tag: tag.to_owned(),
        summary: summary.to_owned(),
        ..Document::default()
    }
}

fn documents() -> Vec<Document> {
    vec![
        document("GET", "/api/connections", "connections", "List connections"),
        document("POST", "/api/connections", "connections", "Create a connection"),
        document("DELETE", "/api/connections/{id}", "connections", "Delete a connection"),
        document("POST", "/api/bulkSyncs/{id}/executions", "bulk_sync", "Start a bulk sync"),
        document("GET", "/api/me", "identity", "Get caller identity"),
        document("GET", "/api/webhooks", "webhooks", "List webhook endpoints"),
        Document { deprecated: true, ..document("GET", "/api/jobs/{id}", "jobs", "Get a job") },
        document("GET", "/api/jobs/{id}", "jobs", "Get a job"),
        document("GET", "/api/invoices", "billing", "請求書の一覧を取得する"),
        document("DELETE", "/api/policies/{id}", "policies", "Delete a policy; users who had access by it lose that"),
        document("PATCH", "/api/repositories/{id}", "repositories", "Update the repository's default branch"),
    ]
}

#[test]
fn the_fitting_operation_comes_first() {
    let index = opened(&documents());
    let cases = [
        ("list connections", 0),
        ("show me all of my connections", 0),
        ("listConnections", 0),
        ("add a new connection", 1),
        ("how do I remove a connection?", 2),
        ("DELETE /api/connections/{id}", 2),
        ("trigger bulk syncs", 3),
        ("bulksync run", 3),
        ("who am i", 4),
        ("whoami", 4),
        ("web hook", 5),
        ("jobs", 7),
        ("請求書", 8),
        ("repo", 10),
        ("change a repo's branch", 10),
    ];
    for (query, expected) in cases {
        let hits = search(&index, query, 5);
        assert_eq!(hits.hits.first().map(|hit| hit.ordinal), Some(expected), "{query}: {hits:?}");
        assert!(!hits.fits[0].weak, "{query}: {hits:?}");
        assert_eq!(hits.fits[0].unknown, [""; 0], "{query}");
    }
}

#[test]
fn words_that_occur_nowhere_are_named() {
    let index = opened(&documents());
    let cases = [
        ("weather in Paris tomorrow", "weather paris tomorrow", true),
        ("list the weather stations of Paris", "weather stations paris", true),
        ("list connections of Paris", "paris", false),
        ("", "", true),
        ("?!", "", true),
    ];
    for (query, unknown, weak) in cases {
        let hits = search(&index, query, 5);
        assert_eq!((hits.fits[0].unknown.join(" ").as_str(), hits.fits[0].weak), (unknown, weak), "{query}");
    }
}

#[test]
fn equal_operations_keep_their_order_and_deprecated_ones_come_last() {
    let same = document("GET", "/things", "things", "Get a thing");
    let deprecated = Document { deprecated: true, ..same.clone() };
    let other = document("POST", "/others", "others", "Make another");
    let index = opened(&[deprecated, same.clone(), other, same]);
    let ordinals = |limit| search(&index, "thing", limit).hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>();
    assert_eq!(ordinals(5), [1, 3, 0]);
    assert_eq!(ordinals(1), [1]);
    assert_eq!(ordinals(0), [0; 0]);
}

#[test]
fn the_same_operations_give_the_same_bytes() {
    assert_eq!(build(&documents(), &Wording::default()).unwrap(), build(&documents(), &Wording::default()).unwrap());
    assert_ne!(build(&documents(), &Wording::default()).unwrap(), build(&documents(), &spoken("de")).unwrap());
}

#[test]
fn other_languages_are_not_stemmed() {
    let bytes = build(&documents(), &spoken("ja")).unwrap().leak();
    let index = Index::open(bytes).unwrap();
    assert_eq!(search(&index, "請求書の一覧", 1).hits[0].ordinal, 8);
    assert_eq!(search(&index, "repositories", 1).hits[0].ordinal, 10);
    assert_eq!(search(&index, "listings", 1).fits[0].unknown, ["listings"]);
}

#[test]
fn no_operations_are_an_index_too() {
    let index = opened(&[]);
    assert!(index.is_empty());
    assert!(search(&index, "anything", 5).hits.is_empty());
}

#[test]
fn what_is_no_index_is_refused() {
    let bytes = build(&documents(), &Wording::default()).unwrap();
    assert!(Index::open(&[]).is_err());
    assert!(Index::open(b"TWIX").is_err());
    let half = bytes[..bytes.len() / 2].to_vec();
    assert!(Index::open(half.leak()).is_err());
    let unaligned = [&[0], bytes.as_slice()].concat().leak();
    assert_eq!(Index::open(&unaligned[1..]).unwrap().len(), documents().len());
}
