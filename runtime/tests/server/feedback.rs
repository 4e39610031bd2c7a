//! Feedback: what is kept, what is masked, what is refused.

use std::path::Path;

use crate::running::{Setup, folder};
use crate::wire::call;
use runtime::feedback::{Error, Row, Store};
use serde_json::{Value, json};

async fn submit(address: std::net::SocketAddr, arguments: Value) -> (bool, Value) {
    let (is_error, text) =
        call(address, "submit_mcp_feedback", arguments, &[("authorization", "Bearer in-use-token")]).await;
    (is_error, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

async fn rows(folder: &Path) -> Vec<Row> {
    let mut store = Store::open_existing(folder).await.expect("a store that opens").expect("a store");
    store.rows().await.expect("rows")
}

fn report(comment: &str) -> Value {
    json!({"category": "bug", "comment": comment})
}

fn row(created_at: i64) -> Row {
    Row {
        id: 0,
        created_at,
        category: "bug".to_owned(),
        comment: format!("at {created_at}"),
        operation: None,
        context: None,
        document: String::new(),
    }
}

#[tokio::test]
async fn a_report_is_kept_without_its_secrets() {
    let folder = folder("kept").join("inner");
    let address = Setup { data_dir: Some(folder.clone()), ..Setup::default() }.serve().await;
    assert!(!folder.exists());
    let (is_error, text) = submit(
        address,
        json!({
            "category": "Missing-Capability",
            "comment": "  I sent in-use-token, not own-secret, and password=hunter2 as ada@example.com ",
            "operation": "things.fetch",
            "context": {"headers": {"Authorization": "Bearer abc"}, "limit": 5},
        }),
    )
    .await;
    assert!(!is_error && text.as_str().is_some_and(|text| text.contains("masked")), "{text}");
    let rows = rows(&folder).await;
    let row = rows.first().expect("one row");
    assert_eq!(row.category, "missing_capability");
    assert_eq!(row.comment, "I sent ***, not ***, and password=*** as ada@example.com");
    assert_eq!(row.operation.as_deref(), Some("things.get"));
    assert_eq!(row.context.as_deref(), Some(r#"{"headers":{"Authorization":"***"},"limit":5}"#));
    assert!(row.document.starts_with("0123456789ab"));
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_reads_the_store() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("private").join("inner");
    let mut store = Store::open(&folder).await.expect("a store");
    store.insert(&row(1)).await.expect("a row");
    let mode = |path: &Path| path.metadata().expect("it exists").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in std::fs::read_dir(&folder).expect("a folder") {
        assert_eq!(mode(&file.expect("a file").path()), 0o600);
    }
}

#[tokio::test]
async fn every_mistake_is_reported_at_once() {
    let folder = folder("mistakes");
    let address = Setup { data_dir: Some(folder.clone()), ..Setup::default() }.serve().await;
    let long = "x".repeat(4_001);
    for (arguments, expected) in [
        (json!({}), json!([["missing-argument", "/category"], ["missing-argument", "/comment"]])),
        (
            json!({"category": "bugg", "comment": "", "contxt": "x", "context": [1]}),
            json!([
                ["unknown-argument", "/contxt"],
                ["invalid-value", "/category"],
                ["invalid-value", "/comment"],
                ["invalid-type", "/context"]
            ]),
        ),
        (
            json!({"category": 1, "comment": long}),
            json!([["invalid-type", "/category"], ["invalid-value", "/comment"]]),
        ),
        (json!({"category": "bug", "comment": "x", "context": long}), json!([["invalid-value", "/context"]])),
        (
            json!({"category": "bug", "comment": "x", "operation": "things.lst"}),
            json!([["unknown-operation", "/operation"]]),
        ),
    ] {
        let (is_error, faults) = submit(address, arguments.clone()).await;
        let seen: Value =
            faults["errors"].as_array().expect("faults").iter().map(|f| json!([f["code"], f["path"]])).collect();
        assert!(is_error);
        assert_eq!(seen, expected, "{arguments}");
    }
    assert!(std::fs::read_dir(&folder).expect("a folder").next().is_none(), "a refused report must touch no file");
}

#[tokio::test]
async fn ten_reports_a_minute_are_enough() {
    let address = Setup { data_dir: Some(folder("pace")), ..Setup::default() }.serve().await;
    for number in 0..10 {
        assert!(!submit(address, report(&format!("number {number}"))).await.0);
    }
    let (is_error, faults) = submit(address, report("one more")).await;
    assert!(is_error);
    assert_eq!(faults["errors"][0]["code"], "rate-limited");
    assert!(faults["errors"][0]["retry_after"].as_u64().is_some_and(|seconds| (1..=60).contains(&seconds)), "{faults}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_costs_the_report_alone() {
    let file = folder("unusable").join("file");
    std::fs::write(&file, "").expect("a file");
    for data_dir in [Some(file.join("inner")), Some(file), None] {
        let address = Setup { data_dir, ..Setup::default() }.serve().await;
        let (is_error, faults) = submit(address, report("x")).await;
        assert!(is_error);
        assert_eq!(faults["errors"][0]["code"], "store-unavailable", "{faults}");
        assert_eq!(faults["errors"][0]["blame"], "server");
        assert!(faults["errors"][0]["suggestion"].as_str().is_some_and(|text| text.contains("--data-dir")), "{faults}");
        assert!(!call(address, "search", json!({}), &[]).await.0);
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_costs_the_report_alone() {
    let folder = folder("garbage");
    std::fs::write(folder.join("feedback.sqlite3"), "no database ".repeat(1_000)).expect("a file");
    let address = Setup { data_dir: Some(folder), ..Setup::default() }.serve().await;
    let (_, faults) = submit(address, report("x")).await;
    assert_eq!(faults["errors"][0]["code"], "store-unavailable", "{faults}");
}

#[tokio::test]
async fn two_hundred_reports_a_day_are_enough_for_all_servers_together() {
    let folder = folder("daily");
    let mut stores = [Store::open(&folder).await.expect("a store"), Store::open(&folder).await.expect("a store")];
    let start = 1_000_000;
    for number in 0..200 {
        let store = if number % 2 == 0 { &mut stores[0] } else { &mut stores[1] };
        store.insert(&row(start + number)).await.expect("room");
    }
    let full = stores[1].insert(&row(start + 200)).await.expect_err("no room");
    assert!(matches!(full, Error::Full { per_day: 200, retry_after: 86_200 }), "{full:?}");
    assert!(stores[0].insert(&row(start + 86_400)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_together_share_a_store() {
    let folder = folder("together");
    let servers: Vec<_> = (0..8)
        .map(|number| {
            let folder = folder.clone();
            tokio::spawn(async move { Store::open(&folder).await?.insert(&row(number)).await })
        })
        .collect();
    for server in servers {
        server.await.expect("no panic").expect("a row");
    }
    assert_eq!(rows(&folder).await.len(), 8);
}

#[tokio::test]
async fn the_oldest_reports_make_room() {
    let mut store = Store::open(&folder("capped")).await.expect("a store");
    for number in 0..10_003 {
        store.insert(&row(number * 500)).await.expect("room");
    }
    let rows = store.rows().await.expect("rows");
    assert_eq!(rows.len(), 10_000);
    assert_eq!(rows.first().map(|row| row.id), Some(4));
}

#[tokio::test]
async fn a_later_stores_tables_are_left_alone() {
    use sqlx::Connection;
    let folder = folder("newer");
    Store::open(&folder).await.expect("a store").close().await.expect("it closes");
    let url = format!("sqlite://{}", folder.join("feedback.sqlite3").display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("a connection");
    sqlx::query("INSERT INTO migration (version) VALUES (99)").execute(&mut connection).await.expect("a row");
    connection.close().await.expect("it closes");
    assert!(matches!(Store::open(&folder).await, Err(Error::Newer { found: 99, known: 2 })));
}
