//! What every area asks of an index, and an API of some size.

use std::collections::HashSet;

use index::{Document, Hits, Index, Wording, build};

/// Operations of a shop with members, in the order of their ordinals: name, route, tag and summary.
const SHOP: [(&str, &str, &str, &str); 18] = [
    ("syncs.list", "GET /api/syncs", "syncs", "List syncs"),
    ("syncs.create", "POST /api/syncs", "syncs", "Create a sync"),
    ("syncs.get", "GET /api/syncs/{id}", "syncs", "Get a sync"),
    ("syncs.delete", "DELETE /api/syncs/{id}", "syncs", "Delete a sync"),
    ("syncs.start", "POST /api/syncs/{id}/executions", "syncs", "Start a bulk sync"),
    ("members.list", "GET /api/members", "members", "List members of the organization"),
    ("members.invite", "POST /api/members", "members", "Invite a member"),
    ("members.remove", "DELETE /api/members/{member_id}", "members", "Remove a member"),
    ("invoices.list", "GET /api/invoices", "billing", "List invoices"),
    ("invoices.pay", "POST /api/invoices/{number}/payments", "billing", "Pay an invoice"),
    ("invoices.export", "GET /api/invoices/{number}.{format}", "billing", "Export an invoice as a file"),
    ("webhooks.create", "POST /api/webhooks", "webhooks", "Create a webhook"),
    ("webhooks.ping", "POST /api/webhooks/{id}/ping", "webhooks", "Send a test event to a webhook"),
    ("orders.list", "GET /api/orders", "orders", "List orders"),
    ("orders.cancel", "POST /api/orders/{id}/cancel", "orders", "Cancel an order"),
    ("orders.status", "GET /api/orders/{id}/status", "orders", "Get the bulk status of an order"),
    ("warehouses.list", "GET /api/warehouses", "stock", "List warehouses"),
    ("warehouses.move", "POST /api/warehouses/{id}/moves", "stock", "Move stock to another warehouse"),
];

/// The shop with what its operations take, answer and need.
pub(crate) fn shop() -> Vec<Document> {
    SHOP.map(|(name, route, tag, summary)| {
        let (method, path) = route.split_once(' ').unwrap();
        let (noun, verb) = name.split_once('.').unwrap();
        let detail = |own: &str, text: &str| if name == own { text.to_owned() } else { String::new() };
        Document {
            name: name.to_owned(),
            other_names: format!("shop_{verb}{}{}", noun[..1].to_uppercase(), &noun[1..]),
            method: method.to_owned(),
            path: path.to_owned(),
            tag: tag.to_owned(),
            summary: summary.to_owned(),
            parameters: detail("orders.list", "placed_after Only orders placed after this date"),
            body: detail("members.invite", "email Where the invitation goes\nlocale The language of it"),
            choices: detail("invoices.export", "ubl zugferd facturx"),
            answers: detail("orders.status", "trackingNumber\ncarrier"),
            pagination: detail("invoices.list", "cursor pagination") + &detail("orders.list", "offset pagination"),
            security: detail("members.remove", "oauth: admin") + &detail("members.list", "oauth: members:read"),
            effect: if method == "GET" { "read" } else { "write" }.to_owned(),
            ..Document::default()
        }
    })
    .into()
}

pub(crate) fn spoken(language: &str) -> Wording {
    Wording { language: Some(language.to_owned()), ..Wording::default() }
}

pub(crate) fn opened(documents: &[Document]) -> Index {
    worded(documents, &Wording::default())
}

pub(crate) fn worded(documents: &[Document], wording: &Wording) -> Index {
    Index::open(build(documents, wording).unwrap().leak()).unwrap()
}

pub(crate) fn search(index: &Index, query: &str, most: usize) -> Hits {
    let hits = index.search(&[query], most, |_| true);
    well_formed(index, &hits, (1, most));
    hits
}

/// The names of what the shop is found to have for a query, best first.
pub(crate) fn names(index: &Index, query: &str) -> Vec<&'static str> {
    named(&search(index, query, 5))
}

pub(crate) fn named(hits: &Hits) -> Vec<&'static str> {
    hits.hits.iter().map(|hit| SHOP[hit.ordinal].0).collect()
}

/// That each query's best hit in the shop is this one.
#[track_caller]
pub(crate) fn check(index: &Index, cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        let found = names(index, query);
        assert_eq!(found.first(), Some(expected), "{query}: {found:?}");
    }
}

/// No hit twice, none that isn't there, none without a score, not more than wanted; as many fits as queries.
#[track_caller]
pub(crate) fn well_formed(index: &Index, hits: &Hits, (queries, most): (usize, usize)) {
    let ordinals: HashSet<usize> = hits.hits.iter().map(|hit| hit.ordinal).collect();
    assert_eq!(ordinals.len(), hits.hits.len(), "{hits:?}");
    assert!(hits.hits.iter().all(|hit| hit.ordinal < index.len() && hit.score.is_finite()), "{hits:?}");
    assert!(hits.hits.len() <= most, "{hits:?}");
    assert_eq!(hits.fits.len(), queries, "{hits:?}");
    if queries == 1 {
        assert!(hits.hits.is_sorted_by(|left, right| left.score >= right.score), "{hits:?}");
    }
}
