//! What an API can't do is labelled, and what it can do isn't.

use crate::support::{opened, search, shop};

#[test]
fn what_another_api_is_meant_by_is_weak() {
    let index = opened(&shop());
    for query in [
        "what's the weather in Paris tomorrow",
        "play a song by the beatles",
        "translate this sentence into Portuguese",
        "book a flight from Berlin to Rome",
        "resize the image to 200 pixels",
        "today's horoscope for Capricorn",
        "zzz qqq xxx",
        "?!",
        "",
    ] {
        assert!(search(&index, query, 5).fits[0].weak, "{query}");
    }
}

#[test]
fn what_is_well_put_is_not_weak() {
    let index = opened(&shop());
    for query in [
        "list orders",
        "how do I cancel an order?",
        "invite somebody as a member of my organization",
        "get rid of a member",
        "show me all my invoices",
        "settle an outstanding invoice",
        "start a sync",
        "register a webhook",
        "move stock between warehouses",
        "export an invoice as a file",
        "where is my order",
        "people in the organization",
    ] {
        let hits = search(&index, query, 5);
        assert!(!hits.fits[0].weak, "{query}: {hits:?}");
    }
}

#[test]
fn what_is_called_outright_is_never_weak() {
    let index = opened(&shop());
    for query in [
        "POST /api/syncs",
        "https://shop.example/api/orders/5/cancel",
        "weather forecast horoscope beatles members.remove flight pixels",
        "shop_pingWebhooks",
        "weather flight horoscope beatles \"test event\"",
    ] {
        let hits = search(&index, query, 5);
        assert!(!hits.fits[0].weak, "{query}: {hits:?}");
    }
}
