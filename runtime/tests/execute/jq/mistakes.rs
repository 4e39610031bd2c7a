//! What is said of programs that can't be compiled or that fail, and of answers that jq can't work on.

use runtime::{Call, Limits, Shaper, execute};
use serde_json::json;

use super::{ample, fault, serving, shaped, worker};
use crate::api::{caller, server, summary};
use crate::upstream::{Upstream, json as json_answer, raw};

/// Program, message and suggestion, on `{"c":2}`; both may be cut.
const CASES: &[(&str, &str, &str)] = &[
    (".a[", "not a jq program: line 1, column 4: expected closing bracket, found the end", ""),
    (".a |", "not a jq program: line 1, column 5: expected term, found the end", ""),
    (".a |\n .b b", "not a jq program: line 2, column 5: expected the end, found \"b\"", ""),
    ("if 1 then 2", "not a jq program: line 1, column 12: expected else or end, found the end", ""),
    ("map(.a == 'x')", "not a jq program: line 1, column 11: ", "texts stand in double quotes"),
    (".map(.a)", "not a jq program: line 1, column 5: ", "functions are no methods: . | map(…)"),
    ("import \"a\" as a; .", "not a jq program: line 1, ", "there are no modules"),
    (".a === 1", "not a jq program: line 1, column 4: ", "jq compares with =="),
    (
        "\"é\" | maap(.)",
        "not a jq program: line 1, column 7: no function \"maap\" with 1 argument",
        "did you mean map?",
    ),
    ("grup_by(.a)", "not a jq program: line 1, column 1: no function \"grup_by\"", "did you mean group_by?"),
    ("map", "not a jq program: line 1, column 1: no function \"map\"", "map takes 1 argument, not 0"),
    ("limit(3)", "not a jq program: line 1, column 1: no function \"limit\"", "limit takes 2 arguments, not 1"),
    ("splits", "not a jq program: line 1, column 1: no function \"splits\"", "splits takes 1 or 2 arguments, not 0"),
    ("map(.c) | sum", "not a jq program: line 1, column 11: no function \"sum\"", "that is add in jq"),
    ("frobnicate", "not a jq program: line 1, column 1: no function", "functions are those of jq 1.7: map, select"),
    ("@yaml", "not a jq program: line 1, column 1: no function \"@yaml\"", "formats are @base64"),
    ("$x", "not a jq program: line 1, column 1: no variable \"$x\"", "bind it first: … as $name | …"),
    ("$__loc__", "not a jq program: line 1, column 1: no variable", "there is none here; leave it out"),
    ("break $x", "not a jq program: line 1, column 7: no label", ""),
    ("input", "not a jq program: line 1, column 1: no function", "the answer's body is the only input: use ."),
    ("foo, bar", "not a jq program: line 1, column 1: no function \"foo\"; line 1, column 6: no function \"bar\"", ""),
    (".c | .a", "the jq program failed: cannot index 2 with \"a\"", "look at the body's shape first"),
    (".c[]", "the jq program failed: cannot use 2 as iterable (array or object)", ""),
    ("1, error(\"not\\nyet\")", "the jq program failed: not yet", ""),
    ("error({a: 1})", "the jq program failed: {\"a\":1}", ""),
    (".c + \"a\"", "the jq program failed: cannot calculate 2 + \"a\"", ""),
    ("{(.c): 1}", "the jq program failed: keys of an object must be strings", ""),
    ("\"x\" | tobytes", "the jq program failed: the result holds raw bytes", ""),
    ("halt, halt_error", "the jq program failed: halt ends nothing here", ""),
    ("\"x\" | test(\"(\")", "the jq program failed: invalid regex: ", ""),
    ("[range(9999)] | .a", "the jq program failed: cannot index [0,1,2,3,", ""),
];

#[tokio::test]
async fn programs_that_are_wrong_are_told_where_and_why() {
    let (_upstream, server) = serving(vec!["{\"c\":2}".to_owned()], ample()).await;
    let mut wrong = Vec::new();
    for (program, message, suggestion) in CASES {
        let seen = fault(&server, 0, program).await;
        let (said, advised) = seen.split_once(" -> ").unwrap_or((&seen, ""));
        if !said.starts_with(message) || !advised.starts_with(suggestion) || said.len() > 700 {
            wrong.push(format!("{program}\n  {seen}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let long = fault(&server, 0, "[range(9999)] | .a").await;
    assert!(long.contains("… ") || long.contains('…'), "{long}");
    assert!(long.contains("9998] with \"a\""), "the end of a long message is kept: {long}");
}

#[tokio::test]
async fn programs_are_read_before_anything_is_sent() {
    let upstream = Upstream::ok().await;
    let server = server(&upstream, Limits::default()).with_shaper(Shaper::new(worker(), ample()));
    let cases = [
        (json!({"operation": "items.list", "jq": ".["}), vec!["invalid-value /jq"]),
        (json!({"operation": "items.list", "jq": ".[", "dry_run": true}), vec!["invalid-value /jq"]),
        (json!({"operation": "items.list", "jq": 1}), vec!["invalid-type /jq"]),
        (
            json!({"operation": "items.list", "jq": " ".repeat(10_000) + "."}),
            vec!["invalid-value /jq -> write a shorter one"],
        ),
        // All mistakes at once.
        (
            json!({"operation": "items.list", "params": {"limit": "x"}, "jq": "map"}),
            vec![
                "invalid-type /params/limit",
                "invalid-value /jq -> map takes 1 argument, not 0; semicolons separate arguments",
            ],
        ),
        (
            json!({"operation": "items.create", "body": {"name": "a"}, "jq": "$x"}),
            vec!["invalid-value /jq -> bind it first: … as $name | …"],
        ),
    ];
    for (arguments, expected) in cases {
        let seen = match Call::from_arguments(arguments.as_object().unwrap()) {
            Ok(call) => execute(&server, &caller(&[]), call).await.map(|answer| answer.render(1_000)),
            Err(faults) => Err(faults),
        };
        assert_eq!(
            seen.map_err(|faults| summary(&faults)),
            Err(expected.iter().map(|&line| line.to_owned()).collect())
        );
    }
    let planned =
        Call { jq: Some(".".to_owned()), dry_run: true, operation: "items.list".to_owned(), ..Call::default() };
    let planned = execute(&server, &caller(&[]), planned).await.expect("a plan").render(1_000);
    assert!(planned.starts_with("{\"dry_run\":true"), "{planned}");
    assert_eq!(upstream.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn answers_that_are_no_json_are_refused() {
    let unforeseen = "invalid-answer -> call without jq to see it: a login page or a gateway's, perhaps";
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("text", raw("200 OK", "Content-Type: text/plain\r\n", b"hello"), unforeseen),
        ("page", raw("200 OK", "Content-Type: text/html\r\n", b"<html>Log in</html>"), unforeseen),
        ("binary", raw("200 OK", "Content-Type: image/png\r\n", &[0, 1, 2]), unforeseen),
        ("nothing", raw("204 No Content", "", b""), "invalid-value /jq -> call without jq"),
        (
            "too long",
            json_answer("200 OK", &format!("[{}1]", "1,".repeat(4_000))),
            "response-too-large /jq -> ask for less",
        ),
    ];
    for (name, bytes, expected) in cases {
        let upstream = Upstream::start(move |_| bytes.clone()).await;
        let limits = Limits { response_bytes: 4_096, ..Limits::default() };
        let server = server(&upstream, limits).with_shaper(Shaper::new(worker(), ample()));
        let faults = shaped(&server, 0, ".").await.expect_err(name);
        assert!(summary(&faults)[0].starts_with(expected), "{name}: {:?}", summary(&faults));
    }
}

/// Text where the document has text is what the caller should have known of.
#[tokio::test]
async fn jq_over_text_that_was_to_be_expected_is_the_caller_s_mistake() {
    let upstream = Upstream::start(|_| raw("200 OK", "Content-Type: text/csv\r\n", b"a,b")).await;
    let server = server(&upstream, Limits::default()).with_shaper(Shaper::new(worker(), ample()));
    let arguments = json!({"operation": "reports.get", "params": {"path.id": "1", "query.id": 1}, "jq": "."});
    let call = Call::from_arguments(arguments.as_object().unwrap()).expect("a call");
    let faults = execute(&server, &caller(&[]), call).await.expect_err("no JSON");
    assert_eq!(summary(&faults), ["invalid-value /jq -> call without jq"]);
}

#[tokio::test]
async fn a_server_without_a_worker_refuses_programs_and_nothing_else() {
    let upstream = Upstream::ok().await;
    let without = server(&upstream, Limits::default());
    assert_eq!(fault(&without, 0, ".").await, "this server was set up without jq -> call without jq");
    let missing = server(&upstream, Limits::default()).with_shaper(Shaper::new("/nowhere/at/all".into(), ample()));
    let faults = shaped(&missing, 0, ".").await.expect_err("no process");
    assert_eq!(faults[0].message, "no process for jq programs can be started: entity not found");
    let call = Call { operation: "items.list".to_owned(), ..Call::default() };
    assert!(execute(&without, &caller(&[]), call).await.is_ok());
}
