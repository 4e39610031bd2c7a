//! Several queries at once, and what is let through.

use crate::support::{named, opened, shop, well_formed};

type Admits = fn(usize) -> bool;

#[test]
fn queries_take_turns() {
    let index = opened(&shop());
    let hits = index.search(&["cancel an order", "pay an invoice", "POST /api/syncs"], 3, |_| true);
    assert_eq!(named(&hits), ["orders.cancel", "invoices.pay", "syncs.create"]);
}

#[test]
fn no_hit_comes_twice() {
    let index = opened(&shop());
    let lists: [&[&str]; 6] = [
        &["list orders", "list orders", "orders.list"],
        &["list orders", "orders", "GET /api/orders", "purchases"],
        &["", "list orders", "?!"],
        &["orders", "members", "invoices", "webhooks", "syncs", "warehouses", "stock", "billing"],
        &["zzz", "yyy"],
        &[],
    ];
    for queries in lists {
        for most in [0, 1, 4, 100] {
            let hits = index.search(queries, most, |_| true);
            well_formed(&index, &hits, (queries.len(), most));
        }
    }
    let hits = index.search(&["list orders", "orders.list", "GET /api/orders"], 100, |_| true);
    assert_eq!(named(&hits).first(), Some(&"orders.list"));
    assert!(index.search(&[""; 0], 5, |_| true).hits.is_empty());
}

#[test]
fn each_query_has_a_fit_of_its_own() {
    let index = opened(&shop());
    let hits = index.search(&["list orders", "weather in Paris", "members.list", ""], 5, |_| true);
    assert_eq!(hits.fits.iter().map(|fit| fit.weak).collect::<Vec<_>>(), [false, true, false, true]);
    assert_eq!(hits.fits[1].unknown, ["weather", "paris"]);
}

#[test]
fn only_what_is_admitted_is_found() {
    let index = opened(&shop());
    let cases: [(&str, Admits, &str); 4] = [
        ("list", |ordinal| ordinal >= 16, "warehouses.list"),
        ("list everything", |ordinal| ordinal == 8, "invoices.list"),
        ("syncs", |ordinal| ordinal == 3, "syncs.delete"),
        ("GET /api/syncs/1", |ordinal| ordinal != 2, "syncs.delete"),
    ];
    for (query, admits, expected) in cases {
        for queries in [&[query][..], &[query, "orders"]] {
            let hits = index.search(queries, 20, admits);
            well_formed(&index, &hits, (queries.len(), 20));
            assert_eq!(named(&hits).first(), Some(&expected), "{query}");
            assert!(hits.hits.iter().all(|hit| admits(hit.ordinal)), "{query}: {hits:?}");
        }
    }
}
