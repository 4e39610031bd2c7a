//! Searches: what is counted of them, what isn't, and within which bounds.

use std::collections::BTreeMap;
use std::path::Path;

use runtime::feedback::{Count, Search, Store};
use serde_json::{Value, json};

use crate::process::{run, text};
use crate::running::folder;
use crate::session::Session;

/// What `feedback export` says in a format that has a JSON object a line.
fn exported(folder: &Path, format: &str) -> Vec<Value> {
    let output = run(&["feedback", "export", "--format", format, "--data-dir", folder.to_str().expect("a plain path")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Everything in a folder's files as it lies there.
fn raw(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    files.map(|file| text(&std::fs::read(file).expect("a file"))).collect()
}

#[test]
fn a_search_is_counted_with_what_was_executed_then() {
    let folder = folder("counted");
    let mut session = Session::start(&folder, &[]);
    assert!(session.search("zorgle pipeline").starts_with("weak match"));
    session.search("list  things");
    let (is_error, said) = session.call("execute", &json!({"operation": "things.list", "params": {"limit": 4711}}));
    assert!(!is_error, "{said}");
    session.search("list things");
    // Another name of it, in a batch; one that is only shown; one that is refused; a card.
    session.call("execute", &json!({"calls": [{"operation": "things.fetch", "params": {"id": "case-4712"}}]}));
    session.call("execute", &json!({"operation": "things.create", "body": {"name": "secret-name"}, "dry_run": true}));
    session.call("execute", &json!({"operation": "things.create", "params": {"name": "secret-name"}}));
    session.call("search", &json!({"operation": "things.create"}));
    session.call("search", &json!({"queries": ["list", "get things"], "effect": "read"}));
    session.end();
    assert_eq!(
        exported(&folder, "searches"),
        [
            json!({"query": "list things", "filters": {}, "times": 2, "weak_times": 0, "hits": 1,
                "next": {"things.get": 1, "things.list": 1}, "reported": 0}),
            json!({"query": ["list", "get things"], "filters": {"effect": "read"}, "times": 1, "weak_times": 0,
                "hits": 2, "next": {}, "reported": 0}),
            json!({"query": "zorgle pipeline", "filters": {}, "times": 1, "weak_times": 1, "hits": 1,
                "next": {"things.list": 1}, "reported": 0}),
        ]
    );
    let raw = raw(&folder);
    for absent in ["4711", "4712", "secret-name", "in-use-token"] {
        assert!(!raw.contains(absent), "{absent}");
    }
}

#[test]
fn a_query_is_kept_without_secrets_and_names() {
    let folder = folder("counted-secrets");
    let mut session = Session::start(&folder, &[]);
    for query in [
        "things with in-use-token",
        "things, password=hunter2",
        "things of ada@example.com",
        "thing 0b155265-c537-44c9-9359-a3ceb468a4da",
        "things of 030 123 4567",
        "things \u{202e}txet\u{200b}\u{1b}[31m",
    ] {
        session.search(query);
    }
    session.end();
    let raw = raw(&folder);
    for absent in ["in-use-token", "hunter2", "ada@example", "0b155265", "4567", "\u{202e}", "\u{200b}"] {
        assert!(!raw.contains(absent), "{absent:?}");
    }
    let queries: Vec<Value> = exported(&folder, "searches").iter().map(|line| line["query"].clone()).collect();
    assert_eq!(queries, ["things of ***", "thing ***", "things txet [31m", "things with ***", "things, password=***"],);
}

#[test]
fn what_is_not_to_be_kept_is_not() {
    let report = json!({"category": "bug", "comment": "I searched for \"zorgle\""});
    for (arguments, searches, reports) in [
        (&[] as &[&str], 1, 1),
        (&["--keep-feedback", "All"], 1, 1),
        (&["--keep-feedback", "reports"], 0, 1),
        (&["--keep-feedback", "off"], 0, 0),
    ] {
        let folder = folder("kept-or-not").join("inner");
        let mut session = Session::start(&folder, arguments);
        session.search("things");
        session.execute("things.list");
        let (refused, said) = session.call("submit_mcp_feedback", &report);
        assert_eq!((refused, said.contains("store-unavailable")), (reports == 0, reports == 0), "{said}");
        session.end();
        assert_eq!(folder.exists(), reports > 0);
        let counted = exported(&folder, "searches").into_iter().filter(|line| line["times"] != 0);
        assert_eq!((counted.count(), exported(&folder, "jsonl").len()), (searches, reports), "{arguments:?}");
    }
    let wrong = run(&["--keep-feedback", "some"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("keep-feedback: must be one of all, reports, off"), "{wrong:?}");
}

#[test]
fn servers_count_together() {
    let folder = folder("counted-together");
    let mut sessions: Vec<Session> = (0..4).map(|_| Session::start(&folder, &[])).collect();
    for session in &mut sessions {
        session.search("list things");
        session.execute("things.list");
    }
    sessions.iter_mut().for_each(Session::hang_up);
    sessions.into_iter().for_each(Session::end);
    let searches = exported(&folder, "searches");
    assert_eq!(
        (searches.len(), &searches[0]["times"], &searches[0]["next"]),
        (1, &json!(4), &json!({"things.list": 4}))
    );
}

#[test]
fn a_store_that_cannot_be_used_costs_no_search() {
    let file = folder("counted-nowhere").join("file");
    std::fs::write(&file, "").expect("a file");
    let mut session = Session::start(&file, &[]);
    session.search("list things");
    session.execute("things.list");
    session.end();
}

fn search(number: i64) -> Search {
    Search { queries: format!("[\"number {number}\"]"), filters: "{}".to_owned() }
}

fn once(next: &[String]) -> Count {
    let next = next.iter().map(|name| (name.clone(), 1)).collect();
    Count { times: 1, weak_times: 1, hits: 3, next }
}

#[tokio::test]
async fn the_store_is_bounded_and_the_oldest_searches_make_room() {
    let folder = folder("counted-bounds");
    let mut store = Store::open(&folder).await.expect("a store");
    let names: Vec<String> = (10..30).map(|number| format!("things.{number}")).collect();
    for (start, now) in [(0, 1), (1_000, 2), (2_000, 3)] {
        let counts = (start..start + 1_000).map(|number| (search(number), once(&names))).collect();
        store.count(&counts, now).await.expect("room");
    }
    let favourite = Count { times: 0, ..once(&names[5..6]) };
    // The first thousand has made room: nothing is left to follow.
    let late = BTreeMap::from([(search(7), favourite.clone()), (search(1_007), favourite)]);
    store.count(&late, 4).await.expect("room");
    let searches = store.searches().await.expect("searches");
    assert_eq!(searches.len(), 2_000);
    assert!(!searches.contains_key(&search(7)) && searches.contains_key(&search(2_999)));
    let count = &searches[&search(1_007)];
    assert_eq!((count.times, count.weak_times, count.hits, count.next.len()), (1, 1, 3, 16));
    assert_eq!((count.next.get("things.15"), count.next.get("things.29")), (Some(&2), None));
}

#[tokio::test]
async fn a_store_of_the_first_version_is_read_and_taken_further() {
    use sqlx::Connection;
    let folder = folder("counted-first");
    Store::open(&folder).await.expect("a store").close().await.expect("it closes");
    let url = format!("sqlite://{}", folder.join("feedback.sqlite3").display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("a connection");
    for statement in ["DROP TABLE search_next", "DROP TABLE search", "DELETE FROM migration WHERE version = 2"] {
        sqlx::query(statement).execute(&mut connection).await.expect("it is done");
    }
    connection.close().await.expect("it closes");
    let mut store = Store::open_existing(&folder).await.expect("it opens").expect("a store");
    assert_eq!(store.searches().await.expect("none"), BTreeMap::new());
    store.close().await.expect("it closes");
    let mut store = Store::open(&folder).await.expect("it opens");
    store.count(&BTreeMap::from([(search(1), once(&[]))]), 1).await.expect("room");
    assert_eq!(store.searches().await.expect("one").len(), 1);
}
