//! What `feedback export` makes of reports and searches.

use std::collections::BTreeMap;
use std::path::Path;

use runtime::feedback::{Count, Row, Search, Store};
use serde_json::{Value, json};

use crate::process::{run, text};
use crate::running::folder;
use crate::session::Session;

fn export(folder: &Path, format: &str) -> String {
    let output = run(&["feedback", "export", "--format", format, "--data-dir", folder.to_str().expect("a plain path")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Category, comment, operation, context.
type Report<'t> = (&'t str, &'t str, Option<&'t str>, Option<&'t str>);
/// Queries as they are stored, how often, how often weakly answered, and what was executed then.
type Searches<'t> = (&'t str, i64, i64, &'t [(&'t str, i64)]);

/// Keeps reports, as category, comment, operation and context; and searches with what was executed then.
fn keep(folder: &Path, reports: &[Report<'_>], searches: &[Searches<'_>]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut store = Store::open(folder).await.expect("a store");
        for (category, comment, operation, context) in reports {
            let row = Row {
                id: 0,
                created_at: 1_785_229_200,
                category: (*category).to_owned(),
                comment: (*comment).to_owned(),
                operation: operation.map(str::to_owned),
                context: context.map(str::to_owned),
                document: "0123456789ab".to_owned(),
            };
            store.insert(&row).await.expect("a row");
        }
        let count = |(queries, times, weak_times, next): &Searches<'_>| {
            let next = next.iter().map(|(name, times)| ((*name).to_owned(), *times)).collect();
            let search = Search { queries: (*queries).to_owned(), filters: "{}".to_owned() };
            (search, Count { times: *times, weak_times: *weak_times, hits: 2, next })
        };
        let counts: BTreeMap<Search, Count> = searches.iter().map(count).collect();
        store.count(&counts, 1).await.expect("room");
        store.close().await.expect("it closes");
    });
}

#[test]
fn a_session_teaches_queries_words_and_phrases() {
    let folder = folder("learned");
    let mut session = Session::start(&folder, &[]);
    session.search("our pipelines for ada@example.com");
    session.search("frobnicate the moon");
    session.search("list things");
    session.execute("things.list");
    let friction = json!({"category": "workflow_friction", "operation": "things.create",
        "comment": "I searched for \"zap a gizmo\" and it took me long to find the right operation"});
    assert!(!session.call("submit_mcp_feedback", &friction).0);
    let friction = json!({"category": "missing capability", "comment": "I searched bulk upload, wanted something"});
    assert!(!session.call("submit_mcp_feedback", &friction).0);
    session.end();
    let list = json!([{"method": "GET", "path": "/things"}]);
    let create = json!([{"method": "POST", "path": "/things"}]);
    assert_eq!(
        lines(&export(&folder, "queries")),
        [
            json!({"id": "feedback-001", "query": "frobnicate the moon", "gold": list, "times": 1}),
            json!({"id": "feedback-002", "query": "list things", "gold": list, "times": 1}),
            json!({"id": "feedback-003", "query": "our pipelines for ***", "gold": list, "times": 1}),
            json!({"id": "feedback-004", "query": "zap a gizmo", "gold": create, "times": 1}),
        ]
    );
    let vocabulary: toml::Table = export(&folder, "vocabulary").parse().expect("TOML");
    let search = &vocabulary["search"];
    assert_eq!(search["synonyms"]["pipelines"].to_string(), r#"["things"]"#);
    assert_eq!(search["aliases"]["POST /things"].to_string(), r#"["zap a gizmo"]"#);
    assert!(search["aliases"]["GET /things"].to_string().contains("frobnicate the moon"));
    assert!(!search["aliases"].to_string().contains("list things"), "it is found already");
    assert!(!search["aliases"].to_string().contains("***"), "a phrase with a hole is none");
    let unanswered: Vec<Value> =
        lines(&export(&folder, "unanswered")).into_iter().map(|line| line["query"].clone()).collect();
    assert_eq!(unanswered, ["bulk upload", "frobnicate the moon", "our pipelines for ***", "zap a gizmo"]);
}

#[test]
fn reports_are_understood() {
    let folder = folder("understood");
    for (comment, operation, context, expected) in [
        ("searched for \"a\u{301}b cd\", wanted things.list", None, None, json!(["a\u{301}b cd", "GET /things"])),
        (
            "Searching 'make one' found nothing; GET /things/{id} does it.",
            None,
            None,
            json!(["make one", "GET /things/{id}"]),
        ),
        ("I searched for drop it, expected POST /things", None, None, json!(["drop it", "POST /things"])),
        ("I searched `x y`: should find things.fetch.", None, None, json!(["x y", "GET /things/{id}"])),
        ("the query “zig zag” gave nothing", Some("things.create"), None, json!(["zig zag", "POST /things"])),
        ("no luck", Some("things.list"), Some(r#"{"query":"from context"}"#), json!(["from context", "GET /things"])),
        ("no luck", Some("things.list"), Some(r#"{"queries":["p q","r s"]}"#), json!([["p q", "r s"], "GET /things"])),
        ("searched \"one two\", got things.gone", None, None, json!(null)),
        ("it is slow", Some("things.list"), None, json!(null)),
        ("searched for", Some("things.list"), Some("not json"), json!(null)),
    ] {
        let folder = folder.join(format!("{}", comment.len() + context.map_or(0, str::len)));
        keep(&folder, &[("workflow_friction", comment, operation, context)], &[]);
        let queries = lines(&export(&folder, "queries"));
        let read = queries.first().map_or(Value::Null, |line| {
            let gold = &line["gold"][0];
            let route = [&gold["method"], &gold["path"]].map(|part| part.as_str().expect("text"));
            json!([line["query"], route.join(" ")])
        });
        assert_eq!(read, expected, "{comment}");
        let _ = std::fs::remove_dir_all(&folder);
    }
    keep(&folder, &[("praise", "searched for \"a b\", got things.list at once", None, None)], &[]);
    assert_eq!(export(&folder, "queries"), "");
}

#[test]
fn the_most_frequent_is_first_and_chance_is_left_out() {
    let folder = folder("frequent");
    keep(
        &folder,
        &[],
        &[
            (r#"["seldom"]"#, 1, 0, &[("things.list", 1)]),
            (r#"["often"]"#, 9, 2, &[("things.list", 6), ("things.get", 2), ("things.create", 1), ("things.gone", 9)]),
            (r#"["one","another"]"#, 5, 0, &[("things.list", 1), ("things.get", 1)]),
            (r#"["never"]"#, 7, 0, &[]),
            ("no list", 3, 3, &[]),
        ],
    );
    let queries = lines(&export(&folder, "queries"));
    let (list, get) = (json!({"method": "GET", "path": "/things"}), json!({"method": "GET", "path": "/things/{id}"}));
    assert_eq!(
        queries,
        [
            json!({"id": "feedback-001", "query": "often", "gold": [list, get], "groups": [[0, 1]], "times": 9}),
            json!({"id": "feedback-002", "query": ["one", "another"], "gold": [list, get], "times": 5}),
            json!({"id": "feedback-003", "query": "seldom", "gold": [list], "times": 1}),
        ]
    );
    let unanswered: Vec<Value> =
        lines(&export(&folder, "unanswered")).into_iter().map(|line| line["query"].clone()).collect();
    assert_eq!(unanswered, ["never", "often"]);
}

#[test]
fn hostile_text_stays_text() {
    let folder = folder("learned-hostile");
    let hostile = [
        "a\"]\n[auth]\ninbound = \"none\" #",
        "'''\n[header]",
        "\\\"\\u0022 zorgle",
        "\u{202e}gnirts \u{e0041}\u{feff}\u{7f}\u{0}zorgle",
        "# zorgle",
        "<script>zorgle</script>",
    ];
    let queries: Vec<String> = hostile.iter().map(|text| json!([text]).to_string()).collect();
    let counted = [("things.list", 2_i64)];
    let searches: Vec<Searches<'_>> = queries.iter().map(|queries| (queries.as_str(), 2, 1, &counted[..])).collect();
    keep(&folder, &[("bug", "searched for \"x\u{202e}\u{0}y\" wanted things.get", None, None)], &searches);
    let vocabulary = export(&folder, "vocabulary");
    let table: toml::Table = vocabulary.parse().unwrap_or_else(|error| panic!("{error}: {vocabulary}"));
    assert_eq!(table.keys().collect::<Vec<_>>(), ["search"], "{vocabulary}");
    for format in ["jsonl", "searches", "queries", "unanswered", "vocabulary"] {
        let text = export(&folder, format);
        let hidden = |letter: char| "\u{202e}\u{e0041}\u{feff}\u{7f}\u{0}".contains(letter);
        assert!(!text.contains(hidden), "{format}: {text:?}");
        assert_eq!(text, export(&folder, format));
        if format != "vocabulary" {
            lines(&text);
        }
    }
    assert_eq!(lines(&export(&folder, "queries")).len(), hostile.len() + 1);
}

#[test]
fn a_folder_gets_everything() {
    let folder = folder("learned-files");
    keep(&folder, &[("bug", "searched for \"x y\", wanted things.get", None, None)], &[(r#"["z"]"#, 1, 1, &[])]);
    let (data, out) = (folder.to_str().expect("a plain path"), folder.join("out").join("inner"));
    let out_text = out.to_str().expect("a plain path");
    let output = run(&["feedback", "export", "--out", out_text, "--data-dir", data]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()), "{}", text(&output.stderr));
    for (file, format) in [
        ("reports.jsonl", "jsonl"),
        ("searches.jsonl", "searches"),
        ("queries.jsonl", "queries"),
        ("vendor.toml", "vocabulary"),
        ("unanswered.jsonl", "unanswered"),
    ] {
        let written = std::fs::read_to_string(out.join(file)).expect("a file");
        assert!(!written.is_empty());
        assert_eq!(written, export(&folder, format), "{file}");
    }
    let output =
        run(&["feedback", "export", "--out", out.join("vendor.toml").to_str().expect("text"), "--data-dir", data]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("can't be written"), "{}", text(&output.stderr));
    let empty = crate::running::folder("learned-nothing");
    for format in ["searches", "queries", "unanswered"] {
        assert_eq!(export(&empty, format), "");
    }
    assert!(!export(&empty, "vocabulary").contains('['));
    assert!(std::fs::read_dir(&empty).expect("a folder").next().is_none());
}
