//! Operations that a query calls by path or name: they come first, whatever else it says.

use index::Document;

use crate::support::{check, opened, search, shop};

#[test]
fn paths_come_first() {
    let cases = [
        ("POST /api/syncs", "syncs.create"),
        ("GET /api/syncs", "syncs.list"),
        ("get /API/Syncs/", "syncs.list"),
        ("GET /api/syncs/17", "syncs.get"),
        ("DELETE /api/syncs/{id}", "syncs.delete"),
        ("DELETE /api/syncs/:id", "syncs.delete"),
        ("DELETE /api/syncs/{anything_else}", "syncs.delete"),
        ("DELETE https://api.shop.example/api/syncs/17?force=true#now", "syncs.delete"),
        ("https://shop.example/v2/api/invoices/2024-117/payments", "invoices.pay"),
        ("POST https://shop.example/api/invoices/2024-117/payments", "invoices.pay"),
        ("/api/orders/5/cancel", "orders.cancel"),
        ("`/api/orders/5/status`", "orders.status"),
        ("what does \"POST /api/members\" do, and how are members listed?", "members.invite"),
        ("list members, list orders, list syncs: POST /api/warehouses/7/moves", "warehouses.move"),
        ("POST /webhooks/3/ping", "webhooks.ping"),
    ];
    // What a template has before the path that was asked for isn't left out; words find it all the same.
    check(&opened(&shop()), &cases);
}

#[test]
fn paths_without_a_method_give_every_method() {
    let hits = search(&opened(&shop()), "/api/syncs/17", 2);
    let mut ordinals: Vec<usize> = hits.hits.iter().map(|hit| hit.ordinal).collect();
    ordinals.sort_unstable();
    assert_eq!(ordinals, [2, 3]);
}

#[test]
fn paths_of_variables_are_found_by_values() {
    let path = |path: &str| Document { method: "GET".into(), path: path.into(), ..Document::default() };
    let index = opened(&[path("/{owner}/{repo}"), path("/{owner}/keys"), path("/files/{name}.{type}"), path("/a/{b}")]);
    let cases = [("/octo/keys", 1), ("/:owner/keys", 1), ("GET /a/1", 3), ("/files/{n}.{t}", 2)];
    for (query, expected) in cases {
        assert_eq!(search(&index, query, 1).hits.first().map(|hit| hit.ordinal), Some(expected), "{query}");
    }
}

#[test]
fn names_come_first_in_any_spelling() {
    let cases = [
        ("syncs.start", "syncs.start"),
        ("syncs_start", "syncs.start"),
        ("SyncsStart", "syncs.start"),
        ("syncs-start", "syncs.start"),
        ("syncs start", "syncs.start"),
        ("SYNCS START", "syncs.start"),
        ("shop_startSyncs", "syncs.start"),
        ("shopStartSyncs", "syncs.start"),
        ("shop start syncs", "syncs.start"),
        ("call members.remove to delete an order, a sync and an invoice", "members.remove"),
        ("how does `orders.status` differ from orders that are cancelled?", "orders.status"),
        ("shop_pingWebhooks?", "webhooks.ping"),
        ("(invoices.pay)", "invoices.pay"),
    ];
    check(&opened(&shop()), &cases);
}

#[test]
fn former_names_count() {
    let mut shop = shop();
    shop[14].other_names += "\npurchases.revoke";
    check(&opened(&shop), &[("purchases.revoke", "orders.cancel"), ("shop_cancelOrders", "orders.cancel")]);
}

#[test]
fn what_is_filtered_out_is_not_found_by_name() {
    let index = opened(&shop());
    for query in ["syncs.create", "POST /api/syncs", "\"create a sync\""] {
        let hits = index.search(&[query], 50, |ordinal| ordinal != 1);
        assert!(hits.hits.iter().all(|hit| hit.ordinal != 1), "{query}: {hits:?}");
        assert!(!hits.hits.is_empty(), "{query}");
        let only = index.search(&[query], 50, |ordinal| ordinal == 1);
        assert_eq!(only.hits.len(), 1, "{query}");
        assert!(index.search(&[query], 50, |_| false).hits.is_empty(), "{query}");
    }
}
