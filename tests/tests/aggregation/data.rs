//! The data of the shop, the same on every run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Numbers that look like chance (a linear congruential generator; Knuth, TAOCP 2, 3.3.4).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let count = u64::try_from(words.len()).expect("few words");
        words[usize::try_from(self.below(count)).expect("a position")]
    }
}

/// Every list of the API.
pub(crate) fn lists() -> BTreeMap<String, Vec<Value>> {
    let mut numbers = Numbers(7);
    let customers = (0..140).map(|index| {
        let country = numbers.of(&["AT", "BR", "DE", "JP", "KE"]);
        json!({"id": format!("c{index}"), "name": format!("Customer {index:03}"), "country": country,
            "tier": numbers.of(&["gold", "silver", "bronze"])})
    });
    let customers: Vec<Value> = customers.collect();
    let products = (0..75).map(|index| {
        let category = numbers.of(&["books", "games", "tools"]);
        json!({"id": format!("p{index}"), "name": format!("Product {index}"), "category": category})
    });
    let products: Vec<Value> = products.collect();
    // Numbers 5, 12, 19 and so on are gone.
    let partners = (0..150).filter(|index| index % 7 != 5);
    let partners = partners.map(|index| json!({"id": format!("r{index}"), "name": format!("Partner {index}")}));
    let orders: Vec<Value> = (0..640_u64).map(|index| {
        let day = index * 365 / 640;
        let partner = numbers.below(300);
        let partner = if partner < 150 { json!(format!("r{partner}")) } else { Value::Null };
        json!({"id": format!("o{index}"), "customer_id": format!("c{}", numbers.below(120)),
            "product_id": format!("p{}", numbers.below(75)), "partner_id": partner, "cents": 100 + numbers.below(90_000),
            "status": numbers.of(&["open", "paid", "paid", "refunded"]), "created_at": format!("{}T{:02}:00:00Z", date(day), index % 24)})
    }).collect();
    let syncs: Vec<Value> = (0..70)
        .map(|index| {
            let status = numbers.of(&["failing", "healthy", "healthy", "paused"]);
            json!({"id": format!("s{index}"), "name": format!("Sync {index}"), "status": status})
        })
        .collect();
    let runs = syncs.iter().flat_map(|sync| {
        let failing = sync["status"] == "failing";
        let id = sync["id"].as_str().expect("an id").to_owned();
        (0..3).map(move |index| {
            let error = if failing && index == 0 { json!(format!("{id} can't write")) } else { Value::Null };
            let status = if error.is_null() { "succeeded" } else { "failed" };
            json!({"id": format!("{id}-{index}"), "sync_id": id, "status": status, "error": error, "rows": index * 10})
        })
    });
    let runs: Vec<Value> = runs.collect();
    BTreeMap::from([
        ("GET /orders".to_owned(), orders),
        ("GET /customers".to_owned(), customers),
        ("GET /products".to_owned(), products),
        ("GET /partners".to_owned(), partners.collect()),
        ("GET /syncs/{sync_id}/runs".to_owned(), runs),
        ("GET /syncs".to_owned(), syncs),
    ])
}

/// A day of 2025, counted from 0.
fn date(mut day: u64) -> String {
    let mut month = 1;
    for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("2025-{month:02}-{:02}", day + 1)
}
