//! Other words than the document's: quoted phrases, typos, synonyms and aliases of the vendor.

use index::{Document, Wording};

use crate::support::{check, names, opened, search, shop, worded};

#[test]
fn quoted_phrases_come_first() {
    let cases = [
        ("status of an order, list orders: \"bulk sync\"", "syncs.start"),
        ("sync \"bulk status\"", "orders.status"),
        ("sync `bulk status`", "orders.status"),
        ("sync “bulk status”", "orders.status"),
        ("sync „bulk status“", "orders.status"),
        ("sync «Bulk  STATUS»", "orders.status"),
        ("cancel an order with a \"test event\"", "webhooks.ping"),
    ];
    check(&opened(&shop()), &cases);
}

#[test]
fn phrases_that_are_nowhere_hide_nothing() {
    let index = opened(&shop());
    for query in ["\"orders list of them\"", "\"cancel orders", "\"\" cancel orders", "cancel \"zzz\" orders"] {
        assert!(names(&index, query).iter().any(|name| name.starts_with("orders.")), "{query}");
    }
}

#[test]
fn typos_are_forgiven_by_the_length_of_words() {
    let found = [
        ("invioces", "invoices.list"),
        ("export an invoce", "invoices.export"),
        ("warehosue", "warehouses.list"),
        ("wharehouzes", "warehouses.list"),
        ("wbhook ping", "webhooks.ping"),
        ("pay an invoize", "invoices.pay"),
        ("organisation", "members.list"),
    ];
    check(&opened(&shop()), &found);
    let index = opened(&shop());
    for query in ["pya", "zync", "syxcz", "ordrz", "invxxxes", "12345"] {
        assert_eq!(search(&index, query, 5).fits[0].unknown, [query], "{query}");
    }
    for (query, _) in found {
        assert_eq!(search(&index, query, 5).fits[0].unknown, [""; 0], "{query}");
    }
}

fn synonyms(pairs: &[(&str, &str)]) -> Wording {
    let pair = |(said, meant): &(&str, &str)| ((*said).to_owned(), meant.split('|').map(str::to_owned).collect());
    Wording { synonyms: pairs.iter().map(pair).collect(), ..Wording::default() }
}

#[test]
fn the_vendors_synonyms_find_operations() {
    let wording = synonyms(&[
        ("Flurbix", "invoice"),
        ("Blorp quux", "test event"),
        ("dry run", "test event"),
        ("zorgle", "warehouse|order status"),
        ("nothing", "of the document"),
    ]);
    let cases = [
        ("export a flurbix", "invoices.export"),
        ("FLURBIX payment", "invoices.pay"),
        ("blorp quux", "webhooks.ping"),
        ("how do I do a Blorp-Quux?", "webhooks.ping"),
        ("move between zorgle", "warehouses.move"),
    ];
    let index = worded(&shop(), &wording);
    check(&index, &cases);
    assert!(names(&index, "dry run").contains(&"webhooks.ping"));
    assert_eq!(search(&index, "blorp quux", 5).fits[0].unknown, [""; 0]);
    assert_eq!(search(&index, "flurbix", 5).fits[0].unknown, [""; 0]);
    assert_eq!(search(&index, "quux blorp", 5).fits[0].unknown, ["quux", "blorp"]);
    assert_eq!(search(&opened(&shop()), "flurbix", 5).fits[0].unknown, ["flurbix"]);
}

#[test]
fn aliases_find_operations() {
    let mut shop = shop();
    shop[17].aliases = "rebalance\nshuffle pallets about".into();
    let index = opened(&shop);
    let cases = [
        ("rebalance", "warehouses.move"),
        ("how do I rebalance?", "warehouses.move"),
        ("shuffle pallets", "warehouses.move"),
        ("\"shuffle pallets about\" list warehouses", "warehouses.move"),
    ];
    check(&index, &cases);
    assert!(!search(&index, "rebalance", 5).fits[0].weak);
}

#[test]
fn deprecated_operations_come_last_among_equals() {
    let text = |deprecated| Document { deprecated, summary: "Resize the picture".into(), ..Document::default() };
    let index = opened(&[text(true), text(true), text(false), text(true), text(false)]);
    for query in ["resize", "picture", "Resize the picture", "\"resize the picture\"", "shrink an image"] {
        let ordinals: Vec<usize> = search(&index, query, 9).hits.iter().map(|hit| hit.ordinal).collect();
        assert_eq!(ordinals, [2, 4, 0, 1, 3], "{query}");
    }
}

#[test]
fn operations_without_a_summary_are_found_by_the_rest() {
    let bare = |path: &str, tag: &str, parameters: &str| Document {
        method: "GET".into(),
        path: path.into(),
        tag: tag.into(),
        parameters: parameters.into(),
        ..Document::default()
    };
    let mut documents = shop();
    documents[0] = bare("/v1/lampPosts", "lights", "brightness");
    documents[1] = bare("/v1/trees", "parks", "species_name");
    documents[2] = bare("/v1/x", "bridges", "maxTonnage");
    let index = opened(&documents);
    for (query, expected) in [("lamp posts", 0), ("parks", 1), ("species", 1), ("tonnage", 2), ("bridge", 2)] {
        assert_eq!(search(&index, query, 1).hits.first().map(|hit| hit.ordinal), Some(expected), "{query}");
    }
}
