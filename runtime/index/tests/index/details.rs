//! Questions for what operations take, answer and need.

use crate::support::{check, opened, search, shop};

#[test]
fn details_are_asked_for() {
    let cases = [
        ("which list endpoints use cursor pagination", "invoices.list"),
        ("which list endpoints use offset pagination", "orders.list"),
        ("endpoints that need admin scope", "members.remove"),
        ("operations that take an email", "members.invite"),
        ("zugferd", "invoices.export"),
        ("facturx file", "invoices.export"),
        ("tracking number", "orders.status"),
        ("what returns the carrier", "orders.status"),
        ("trackingNumber", "orders.status"),
        ("placed after", "orders.list"),
    ];
    check(&opened(&shop()), &cases);
}

#[test]
fn details_are_known_words() {
    let index = opened(&shop());
    for query in ["zugferd", "facturx", "carrier", "cursor", "admin", "email", "locale", "placed"] {
        let hits = search(&index, query, 5);
        assert_eq!(hits.fits[0].unknown, [""; 0], "{query}");
        assert!(!hits.fits[0].weak, "{query}: {hits:?}");
    }
}

#[test]
fn details_only_nudge() {
    let mut shop = shop();
    shop[0].parameters = "order order order order order".into();
    shop[4].answers = "cancel cancel cancel order".into();
    check(&opened(&shop), &[("cancel an order", "orders.cancel"), ("list orders", "orders.list")]);
}
