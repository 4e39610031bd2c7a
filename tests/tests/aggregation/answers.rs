//! The right answers, computed from the data.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

type Lists = BTreeMap<String, Vec<Value>>;

struct Shop<'a>(&'a Lists);

impl<'a> Shop<'a> {
    fn list(&self, path: &str) -> &'a [Value] {
        &self.0[&format!("GET {path}")]
    }

    fn orders(&self) -> Vec<Order<'a>> {
        self.list("/orders").iter().map(Order).collect()
    }

    fn paid(&self) -> Vec<Order<'a>> {
        self.orders().into_iter().filter(|order| order.text("status") == "paid").collect()
    }

    /// A member of the item that has an id.
    fn of(&self, path: &str, id: &str, member: &str) -> &'a str {
        let item = self.list(path).iter().find(|item| item["id"] == id).expect("an item");
        item[member].as_str().expect("a text")
    }
}

#[derive(Clone, Copy)]
struct Order<'a>(&'a Value);

impl<'a> Order<'a> {
    fn text(&self, member: &str) -> &'a str {
        self.0[member].as_str().expect("a text")
    }

    fn cents(&self) -> u64 {
        self.0["cents"].as_u64().expect("cents")
    }

    fn month(&self) -> &'a str {
        &self.text("created_at")[..7]
    }
}

/// Number and cents of orders by a key.
fn grouped<'a>(orders: &[Order<'a>], key: impl Fn(&Order<'a>) -> &'a str) -> BTreeMap<&'a str, (u64, u64)> {
    let mut groups = BTreeMap::new();
    for order in orders {
        let group = groups.entry(key(order)).or_insert((0, 0));
        *group = (group.0 + 1, group.1 + order.cents());
    }
    groups
}

pub(crate) fn answer(task: &str, lists: &Lists) -> Value {
    let shop = Shop(lists);
    match task {
        "sum" => json!(shop.paid().iter().map(Order::cents).sum::<u64>()),
        "join" => {
            let groups = grouped(&shop.paid(), |order| shop.of("/customers", order.text("customer_id"), "country"));
            json!(groups.into_iter().map(|(country, (_, cents))| (country, cents)).collect::<BTreeMap<_, _>>())
        }
        "top" => {
            let groups = grouped(&shop.paid(), |order| shop.of("/customers", order.text("customer_id"), "name"));
            let mut rows: Vec<_> = groups.into_iter().map(|(name, (_, cents))| (name, cents)).collect();
            rows.sort_by_key(|(name, cents)| (u64::MAX - cents, *name));
            json!(rows.iter().take(5).map(|(name, cents)| json!({"name": name, "cents": cents})).collect::<Vec<_>>())
        }
        "month" => {
            let groups = grouped(&shop.orders(), Order::month).into_iter();
            groups.map(|(month, (orders, cents))| json!({"month": month, "orders": orders, "cents": cents})).collect()
        }
        "average" => {
            let groups = grouped(&shop.orders(), |order| shop.of("/products", order.text("product_id"), "category"));
            json!(groups.into_iter().map(|(key, (orders, cents))| (key, cents / orders)).collect::<BTreeMap<_, _>>())
        }
        "distinct" => {
            let orders = shop.orders();
            let quarter = orders.iter().filter(|order| ["2025-04", "2025-05", "2025-06"].contains(&order.month()));
            json!(quarter.map(|order| order.text("customer_id")).collect::<BTreeSet<_>>().len())
        }
        "failing" => failing(&shop),
        "greatest" => greatest(&shop),
        "ranks" => {
            let groups = grouped(&shop.paid(), Order::month);
            let mut total = 0;
            let rows = groups.iter().map(|(month, (_, cents))| {
                total += cents;
                let rank = groups.values().filter(|(_, other)| other > cents).count() + 1;
                json!({"month": month, "total": total, "rank": rank})
            });
            rows.collect()
        }
        "dates" => {
            let orders = shop.orders();
            let last = |order: &&Order<'_>| order.text("status") == "open" && order.text("created_at") >= "2025-12-25";
            let last: Vec<_> = orders.iter().filter(last).collect();
            let ids: Vec<_> = last.iter().map(|order| order.text("id")).collect();
            assert!(!ids.is_empty());
            json!({"ids": ids, "cents": last.iter().map(|order| order.cents()).sum::<u64>()})
        }
        "counts" => {
            let names = ["orders", "customers", "products", "partners", "syncs"];
            let counts = names.map(|name| (name, shop.list(&format!("/{name}")).len()));
            let runs = ("runs", shop.list("/syncs/{sync_id}/runs").len());
            json!(counts.into_iter().chain([runs]).collect::<BTreeMap<_, _>>())
        }
        "missing" => missing(&shop),
        other => panic!("no task is called {other}"),
    }
}

fn failing(shop: &Shop<'_>) -> Value {
    let failing = shop.list("/syncs").iter().filter(|sync| sync["status"] == "failing");
    let rows = failing.map(|sync| {
        let mut runs = shop.list("/syncs/{sync_id}/runs").iter();
        let latest = runs.find(|run| run["sync_id"] == sync["id"]).expect("a run");
        json!({"name": sync["name"], "error": latest["error"]})
    });
    let rows: Vec<Value> = rows.collect();
    assert!(rows.len() > 3 && rows.iter().all(|row| row["error"].is_string()));
    json!(rows)
}

fn greatest(shop: &Shop<'_>) -> Value {
    let mut greatest: BTreeMap<&str, Order<'_>> = BTreeMap::new();
    for order in shop.paid() {
        let tier = shop.of("/customers", order.text("customer_id"), "tier");
        let best = greatest.entry(tier).or_insert(order);
        if order.cents() > best.cents() {
            *best = order;
        }
    }
    let ids = greatest.iter().map(|(tier, order)| ((*tier).to_owned(), json!(order.text("id"))));
    Value::Object(ids.collect::<Map<_, _>>())
}

fn missing(shop: &Shop<'_>) -> Value {
    let known: BTreeSet<&str> = shop.list("/partners").iter().filter_map(|partner| partner["id"].as_str()).collect();
    let mut missing: BTreeMap<&str, u64> = BTreeMap::new();
    for order in shop.orders() {
        if let Some(partner) = order.0["partner_id"].as_str().filter(|partner| !known.contains(partner)) {
            *missing.entry(partner).or_default() += 1;
        }
    }
    assert!(missing.len() > 5);
    json!(missing)
}
