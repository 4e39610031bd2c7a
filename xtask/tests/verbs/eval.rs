//! `eval`: figures of made-up sets, comparisons, and the gate on vendors' own queries.

use serde_json::{Value, json};

use crate::scratch::Scratch;

const LIST: &str = "/teas";
const GET: &str = "/teas/{id}";

/// A line of `queries.jsonl`.
fn query(id: usize, query: impl Into<Value>, paths: &[&str]) -> String {
    let gold: Vec<Value> = paths.iter().map(|path| json!({"method": "get", "path": path})).collect();
    format!("{}\n", json!({"id": format!("q{id}"), "query": query.into(), "gold": gold}))
}

/// A document about something else.
fn soup() -> String {
    let answer = json!({"responses": {"200": {"description": "x"}}});
    let mut remove = answer.clone();
    remove["summary"] = json!("Delete a bowl of soup");
    json!({"openapi": "3.0.3", "info": {"title": "Soup", "version": "1"}, "paths": {"/bowls/{bowl}": {"delete": remove,
        "parameters": [{"name": "bowl", "in": "path", "required": true, "schema": {"type": "string"}}]}}})
    .to_string()
}

/// Two sets in a folder, and one beside them whose document has fewer operations than its answers.
fn sets(name: &str) -> Scratch {
    let scratch = Scratch::empty(name);
    let tea: Value = serde_json::from_str(&tea_json()).expect("it is JSON");
    scratch.write("sets/a/leaf/spec.json", &tea.to_string());
    let lines =
        [query(1, "list the teas", &[LIST]), query(2, "look at one tea", &[LIST, GET]), query(3, "nothing", &[])];
    scratch.write("sets/a/leaf/queries.jsonl", &lines.concat());
    scratch.write("sets/a/soup/spec.json", &soup());
    let remove = json!({"id": 1, "query": "delete soup", "gold": [{"method": "DELETE", "path": "/bowls/{bowl}"}]});
    scratch.write("sets/a/soup/queries.jsonl", &format!("{remove}\n"));
    scratch.write("sets/more/spec.json", &soup());
    let either = json!({"id": "e", "queries": ["drink", "delete soup"], "groups": [[0, 1], [2]], "gold": [
        {"method": "PUT", "path": "/gone"}, {"method": "DELETE", "path": "/bowls/{bowl}"}, {"method": "GET", "path": "/gone"}]});
    scratch.write("sets/more/queries.jsonl", &format!("{either}\n"));
    scratch
}

/// The two operations of the tea shop.
fn tea_json() -> String {
    let operation = |id: &str, summary: &str| json!({"operationId": id, "summary": summary, "responses": {"200": {"description": "x"}}});
    let id = json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
    json!({"openapi": "3.0.3", "info": {"title": "Tea", "version": "1"}, "paths": {
        LIST: {"get": operation("listTeas", "List the teas")},
        GET: {"get": operation("getTea", "Look at one tea"), "parameters": id}}})
    .to_string()
}

#[test]
fn sets_below_a_folder_are_measured() {
    let scratch = sets("eval_sets");
    let run = scratch.run(&["eval", "--dir", "sets", "--json", "now.json"]);
    run.assert(0, &["a/leaf", "a: mean of 2", "all: mean of 3", "more: operations of answers that are not offered: 2"]);
    let account: Value = serde_json::from_str(&scratch.read("now.json")).expect("the account is JSON");
    // The first query finds its operation first, the second one of two.
    let leaf = &account["sets"]["a/leaf"];
    let figures = ["queries", "operations", "R@1", "R@5", "C@10", "MRR", "nDCG@10"].map(|name| &leaf[name]);
    assert_eq!(figures, [&json!(2), &json!(2), &json!(0.75), &json!(1.0), &json!(1.0), &json!(1.0), &json!(1.0)]);
    // One of two needs, by the second text; the other operation does not exist.
    let more = &account["sets"]["more"];
    assert_eq!([&more["R@1"], &more["C@10"], &more["MRR"]], [&json!(0.5), &json!(0.0), &json!(1.0)]);
    assert_eq!(account["groups"]["a"]["R@1"], json!(0.875));
    assert_eq!((&account["macro"]["R@1"], &account["macro"]["queries"]), (&json!(0.75), &json!(4)));
    assert_eq!(account["per_query"]["a/leaf"]["q2"]["R@1"], json!(0.5));
    // Each of five queries is asked of both other documents, of which two are the same, and "nothing" of its own as well.
    assert_eq!((&account["foreign"]["queries"], &account["foreign"]["labelled"]), (&json!(11), &json!(0.727273)));
    assert_eq!((&account["foreign"]["answerable_lost"], &account["foreign"]["answerable"]), (&json!(0.0), &json!(4)));
    assert!(account["latency_us"]["p50"].as_f64() > Some(0.0) && account["tokens"]["max"].as_u64() > Some(20));
    scratch
        .run(&["eval", "--dir", "sets", "--against", "now.json"])
        .assert(0, &["against the earlier run\nwithout any change: 5 rows"]);
}

#[test]
fn one_document_and_halves() {
    let scratch = sets("eval_one");
    let lines: String = (0..40).map(|id| query(id, "list the teas", &[LIST])).collect();
    scratch.write("many.jsonl", &lines);
    let queries = |half: &[&str]| {
        let files = ["eval", "--spec", "sets/a/leaf/spec.json", "--queries", "many.jsonl", "--json", "now.json"];
        scratch.run(&[&files[..], half].concat()).assert(0, &["eval_one  "]);
        let account: Value = serde_json::from_str(&scratch.read("now.json")).expect("the account is JSON");
        assert_eq!(account["foreign"]["labelled"], Value::Null);
        account["sets"]["eval_one"]["queries"].as_u64().expect("a number")
    };
    let halves = [queries(&[]), queries(&["--half", "first"]), queries(&["--half", "second"])];
    assert_eq!(halves[0], 40);
    assert!(halves[1] + halves[2] == 40 && halves[1] > 5 && halves[2] > 5, "{halves:?}");
}

#[test]
fn a_vendor_must_rank_as_well_as_was_accepted() {
    let scratch = Scratch::with_tea("eval_vendor");
    scratch.run(&["eval"]).assert(0, &["no vendor has queries of its own"]);
    let asked = |answer: &str| (0..12).map(|id| query(id, "list the teas", &[answer])).collect::<String>();
    scratch.write("tests/tea/queries.jsonl", &asked(LIST));
    scratch.run(&["eval"]).assert(0, &["tests/tea/ranking.json is missing", "`cargo xtask eval --accept` writes it"]);
    scratch.run(&["eval", "--accept"]).assert(0, &["tests/tea/ranking.json: accepted"]);
    let accepted = scratch.read("tests/tea/ranking.json");
    scratch.run(&["eval"]).assert(0, &["without any change"]);
    scratch.run(&["eval", "--half", "second"]).assert(0, &["without any change"]);
    // The other operation answers now: what was first is second.
    scratch.write("tests/tea/queries.jsonl", &asked(GET));
    scratch
        .run(&["eval"])
        .assert(1, &["-0.500 [-0.500, -0.500] worse", "tea: the ranking is worse than the accepted one"]);
    scratch.write("tests/tea/queries.jsonl", &asked("/gone"));
    scratch.run(&["eval"]).assert(1, &["-1.000 [-1.000, -1.000] worse", "not offered: 12"]);
    // One of twelve is noise.
    scratch.write("tests/tea/queries.jsonl", &asked(LIST).replacen(LIST, GET, 1));
    scratch.run(&["eval"]).assert(0, &["no difference that can be told"]);
    scratch.write("tests/tea/queries.jsonl", &query(99, "list the teas", &[LIST]));
    scratch.run(&["eval"]).assert(1, &["tests/tea/ranking.json is of other queries"]);
    assert_eq!(scratch.read("tests/tea/ranking.json"), accepted);
    scratch.run(&["eval", "--accept"]).assert(0, &["accepted"]);
    scratch.run(&["eval"]).assert(0, &["without any change"]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let scratch = Scratch::with_tea("eval_bad");
    scratch.run(&["eval", "--dir", "specs"]).assert(2, &["holds no folder with spec.json and queries.jsonl"]);
    scratch.run(&["eval", "--spec", "specs/tea/openapi.yaml"]).assert(2, &["--queries"]);
    scratch.write("a.jsonl", "{\"id\": 1, \"query\": \"x\", \"gold\": []}\n\n{\"id\": 2}\n");
    let files = ["eval", "--spec", "specs/tea/openapi.yaml", "--queries", "a.jsonl"];
    scratch.run(&files).assert(1, &["a.jsonl:3: a query has a `query`"]);
    scratch.write("a.jsonl", &query(1, "list the teas", &[LIST]));
    scratch.write("before.json", "{\"sets\": {}}");
    scratch.run(&[&files[..], &["--against", "before.json"]].concat()).assert(1, &["it has no `per_query`"]);
    // A document that offers nothing has nothing that is found.
    scratch.write("empty.json", "{\"openapi\": \"3.0.3\", \"paths\": {}}");
    let empty = ["eval", "--spec", "empty.json", "--queries", "a.jsonl"];
    scratch.run(&empty).assert(0, &["eval_bad  1        0.000", "nothing was timed"]);
}

const LEARNT: &str = r#"{"id":"feedback-001","query":"look at one tea","gold":[{"method":"GET","path":"/teas/{id}"}],"times":3}
{"id":"feedback-002","query":["list the teas","zorgle"],"gold":[{"method":"GET","path":"/teas"},{"method":"GET","path":"/gone"}],"times":1}
{"id":"feedback-003","query":"\u202ezorgle\u001b[31m","gold":[{"method":"GET","path":"/teas"}],"times":1}
"#;

#[test]
fn feedback_is_a_query_set_and_what_is_missed_is_named() {
    let scratch = Scratch::with_tea("eval_feedback");
    scratch.write("kept/queries.jsonl", LEARNT);
    let folder = scratch.root.join("kept");
    for place in [folder.as_str(), folder.join("queries.jsonl").as_str()] {
        let run = scratch.run(&["eval", "--from-feedback", place, "--vendor", "tea"]);
        run.assert(
            0,
            &[
                "R@10",
                "tea (feedback)",
                "missed at 10: 2 of 3 queries",
                r#""list the teas" + "zorgle": GET /teas and GET /gone"#,
                r#""\u{202e}zorgle\u{1b}[31m": GET /teas"#,
            ],
        );
        assert!(!run.stdout.contains("look at one tea"), "{}", run.stdout);
    }
    scratch.run(&["eval", "--from-feedback", "kept"]).assert(2, &["--vendor"]);
    scratch.run(&["eval", "--vendor", "tea"]).assert(2, &["--from-feedback"]);
    scratch.run(&["eval", "--from-feedback", folder.as_str(), "--vendor", "coffee"]).assert(2, &["no vendor"]);
    scratch.write("kept/queries.jsonl", "{}\n");
    scratch.run(&["eval", "--from-feedback", folder.as_str(), "--vendor", "tea"]).assert(1, &["queries.jsonl:1"]);
}
