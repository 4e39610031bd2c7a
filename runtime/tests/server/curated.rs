//! Curated tools: what is listed to whom, how their arguments reach the API, and what is said of them when they are wrong.

use std::net::SocketAddr;

use runtime::{Access, CuratedTool, Effect, ToolArgument};
use serde_json::{Value, json};

use crate::running::Setup;
use crate::wire::{call, modern, post_modern, upstream};

const AUTH: (&str, &str) = ("authorization", "Bearer mine");

const fn argument(name: &'static str, target: &'static str, required: bool) -> ToolArgument {
    ToolArgument { name, target, required, default: None }
}

const INPUT: &str = r#"{"type":"object","properties":{"thing":{"type":"string"}},"required":["thing"]}"#;

const TOOLS: &[CuratedTool] = &[
    CuratedTool {
        name: "latest_things",
        description: "The latest things.",
        operation: "things.list",
        input: INPUT,
        call: r#"{"operation":"things.list","params":{"page":7}}"#,
        arguments: &[ToolArgument { name: "count", target: "/params/limit", required: false, default: Some("10") }],
    },
    CuratedTool {
        name: "get_thing",
        description: "One thing.",
        operation: "things.get",
        input: INPUT,
        call: r#"{"operation":"things.get"}"#,
        arguments: &[argument("thing", "/params/id", true)],
    },
    CuratedTool {
        name: "make_thing",
        description: "Make a thing.",
        operation: "things.create",
        input: INPUT,
        call: r#"{"operation":"things.create","body":{}}"#,
        arguments: &[argument("label", "/body/name", true), argument("extra", "/body/more", false)],
    },
    CuratedTool {
        name: "all_things",
        description: "Every thing, wrongly set up.",
        operation: "things.list",
        input: INPUT,
        call: r#"{"operation":"things.list","params":{"page":"x"},"jq":".[","pages":"all"}"#,
        arguments: &[argument("count", "/params/limit", false)],
    },
];

const ACCESS: Access = Access { header: Some("X-Mode"), asked: &["things.create"], trusted: &[] };

async fn listed(address: SocketAddr, mode: &str) -> (Vec<Value>, String) {
    let reply = post_modern(address, &modern("tools/list", json!({})), &[AUTH, ("x-mode", mode)]).await.json();
    let scope = reply["result"]["cacheScope"].as_str().unwrap_or_default().to_owned();
    (reply["result"]["tools"].as_array().cloned().unwrap_or_default(), scope)
}

fn names(tools: &[Value]) -> Vec<&str> {
    tools.iter().skip(3).filter_map(|tool| tool["name"].as_str()).collect()
}

#[tokio::test]
async fn tools_are_listed_to_those_who_may_call_them() {
    let all = ["latest_things", "get_thing", "make_thing", "all_things"];
    let reading = ["latest_things", "get_thing", "all_things"];
    for (ceiling, denied, mode, expected, scope) in [
        (Effect::Destructive, &[] as &[_], "full", all.as_slice(), "public"),
        (Effect::Destructive, &[], "read-only", &reading, "private"),
        (Effect::Destructive, &[], "read-write", &all, "public"),
        (Effect::Read, &[], "full", &reading, "public"),
        (Effect::Destructive, &["things.list"], "full", &["get_thing", "make_thing"], "public"),
    ] {
        let setup = Setup { tools: TOOLS, access: ACCESS, ceiling, denied, ..Setup::default() };
        let (tools, found) = listed(setup.serve().await, mode).await;
        assert_eq!((names(&tools).as_slice(), found.as_str()), (expected, scope), "{ceiling} {denied:?} {mode}");
    }
}

#[tokio::test]
async fn definitions_say_what_a_tool_does() {
    let address = Setup { tools: TOOLS, ..Setup::default() }.serve().await;
    let (tools, _) = listed(address, "full").await;
    let tool = |name: &str| tools.iter().find(|tool| tool["name"] == name).cloned().unwrap_or_default();
    let get = tool("get_thing");
    assert_eq!(get["title"], "Get thing");
    assert_eq!(get["description"], "One thing.");
    assert_eq!(get["inputSchema"], serde_json::from_str::<Value>(INPUT).unwrap());
    for (name, read_only, idempotent) in [("get_thing", true, true), ("make_thing", false, false)] {
        let hints = json!({"readOnlyHint": read_only, "destructiveHint": false, "idempotentHint": idempotent, "openWorldHint": true});
        assert_eq!(tool(name)["annotations"], hints, "{name}");
    }
}

#[tokio::test]
async fn arguments_reach_the_api() {
    for (tool, arguments, line) in [
        ("latest_things", json!({}), "GET /things?limit=10&page=7 "),
        ("latest_things", json!({"count": 3}), "GET /things?limit=3&page=7 "),
        ("latest_things", json!({"count": null}), "GET /things?limit=10&page=7 "),
        ("latest_things", json!({"count": "4"}), "GET /things?limit=4&page=7 "),
        ("get_thing", json!({"thing": "a/b"}), "GET /things/a%2Fb "),
        ("make_thing", json!({"label": "x"}), "POST /things "),
    ] {
        let (upstream, received) = upstream(async {}).await;
        let setup = Setup { tools: TOOLS, base_url: Some(format!("http://{upstream}")), ..Setup::default() };
        let (failed, text) = call(setup.serve().await, tool, arguments.clone(), &[AUTH]).await;
        assert!(!failed, "{tool} {arguments}: {text}");
        let received = received.await.expect("a request");
        assert!(received.starts_with(line), "{tool} {arguments}: {received}");
        assert!(received.contains("authorization: Bearer mine"), "{received}");
    }
}

/// `code path suggestion` of each fault, with what isn't there as `-`.
fn told(text: &str) -> Vec<String> {
    let faults = serde_json::from_str::<Value>(text).unwrap_or_default()["errors"].clone();
    let faults = faults.as_array().cloned().unwrap_or_default();
    let word = |fault: &Value, key: &str| fault[key].as_str().unwrap_or("-").to_owned();
    faults.iter().map(|fault| ["code", "path", "suggestion"].map(|key| word(fault, key)).join(" ")).collect()
}

#[tokio::test]
async fn mistakes_are_told_in_the_words_of_the_tool() {
    let address = Setup { tools: TOOLS, access: ACCESS, ..Setup::default() }.serve().await;
    for (tool, arguments, expected, message) in [
        ("get_thing", json!({}), &["missing-argument /thing -"] as &[_], "the argument \\\"thing\\\" is required"),
        ("get_thing", json!({"thing": null}), &["missing-argument /thing -"], "is required"),
        (
            "get_thing",
            json!({"thng": "7"}),
            &["unknown-argument /thng thing"],
            "get_thing has no argument \\\"thng\\\"",
        ),
        // The operation's own name is no argument of the tool.
        (
            "get_thing",
            json!({"id": "7"}),
            &["unknown-argument /id leave it out", "missing-argument /thing -"],
            "\"allowed\":[\"thing\"]",
        ),
        ("get_thing", json!({"params": {"id": "7"}, "thing": "7"}), &["unknown-argument /params leave it out"], ""),
        ("get_thing", json!({"thing": 7}), &["invalid-type /thing -"], "expected string"),
        ("get_thing", json!({"thing": ".."}), &["invalid-value /thing -"], "dot segment"),
        ("get_thing", json!({"a/b~c": 1, "thing": "7"}), &["unknown-argument /a~1b~0c leave it out"], ""),
        ("latest_things", json!({"count": "many"}), &["invalid-type /count -"], "integer"),
        ("latest_things", json!({"count": 9, "jq": "."}), &["unknown-argument /jq leave it out"], ""),
        (
            "latest_things",
            json!({"count": "many", "dry_run": true}),
            &["unknown-argument /dry_run leave it out", "invalid-type /count -"],
            "",
        ),
        ("make_thing", json!({"extra": [1]}), &["missing-argument /label -"], "the argument \\\"label\\\""),
        ("make_thing", json!({"label": {"a": 1}}), &["invalid-type /label -"], ""),
        ("make_thing", json!({"label": null}), &["invalid-type /label -"], "null"),
        ("make_thing", json!({"body": {"name": "x"}, "label": "x"}), &["unknown-argument /body leave it out"], ""),
        // Not the caller's mistakes
        (
            "all_things",
            json!({}),
            &["invalid-type - -", "internal - call without jq"],
            "all_things sets /params/page itself",
        ),
    ] {
        let (failed, text) = call(address, tool, arguments.clone(), &[AUTH]).await;
        assert!(failed, "{tool} {arguments}: {text}");
        let mut found = told(&text);
        found.truncate(expected.len());
        assert_eq!(found, expected, "{tool} {arguments}: {text}");
        assert!(text.contains(message), "{tool} {arguments}: {text}");
    }
    let many: serde_json::Map<String, Value> = (0..10_000).map(|index| (format!("x{index}"), json!(1))).collect();
    let (failed, text) = call(address, "latest_things", many.into(), &[AUTH]).await;
    assert!(failed && text.len() < 500 && told(&text) == ["unknown-argument - -"], "{text}");
}

#[tokio::test]
async fn slips_come_with_the_call_of_the_tool_that_was_meant() {
    let address = Setup { tools: TOOLS, access: ACCESS, ..Setup::default() }.serve().await;
    for (tool, arguments, expected) in [
        ("get_thing", json!({"thng": "7"}), json!({"thing": "7"})),
        ("get_thing", json!({"thing": 7}), json!({"thing": "7"})),
        ("latest_things", json!({"cuont": 3}), json!({"count": 3})),
        ("make_thing", json!({"lable": "x", "approval": "t"}), json!({"approval": "t", "label": "x"})),
        ("make_thing", json!({"label": true}), json!({"label": "true"})),
        // No way, or no one way
        ("get_thing", json!({}), Value::Null),
        ("get_thing", json!({"id": "7"}), Value::Null),
        ("get_thing", json!({"thng": "7", "thing": "8"}), Value::Null),
        ("get_thing", json!({"thng": "7", "zzz": 1}), Value::Null),
        ("get_thing", json!({"thng": ".."}), Value::Null),
        ("get_thing", json!({"thng": "x".repeat(5_000)}), Value::Null),
        ("latest_things", json!({"count": "many"}), Value::Null),
        ("latest_things", json!({"dry_run": true}), Value::Null),
        ("make_thing", json!({"lable": {"a": 1}}), Value::Null),
        // What the tool sets itself can't be mended by its caller.
        ("all_things", json!({"cuont": 3}), Value::Null),
    ] {
        let (failed, text) = call(address, tool, arguments.clone(), &[AUTH]).await;
        let shown: Value = serde_json::from_str(&text).expect("JSON");
        assert!(failed, "{tool} {arguments}: {text}");
        assert_eq!(shown["errors"][0]["corrected_call"], expected, "{tool} {arguments}: {text}");
    }
}

#[tokio::test]
async fn tools_are_bound_by_what_execute_is_bound_by() {
    let limited = Setup { tools: TOOLS, ceiling: Effect::Read, denied: &["things.get"], ..Setup::default() };
    let limited = limited.serve().await;
    for (tool, arguments, code) in [
        ("make_thing", json!({"label": "x"}), "effect-refused - -"),
        ("get_thing", json!({"thing": "x"}), "operation-denied - do without it"),
    ] {
        let (failed, text) = call(limited, tool, arguments, &[AUTH]).await;
        assert!(failed && told(&text).iter().any(|told| told.starts_with(code)), "{text}");
    }
    let narrowed = Setup { tools: TOOLS, access: ACCESS, ..Setup::default() }.serve().await;
    let (failed, text) = call(narrowed, "make_thing", json!({"label": "x"}), &[AUTH, ("x-mode", "read-only")]).await;
    assert!(failed && text.contains("effect-refused"), "{text}");
    let message = modern("tools/call", json!({"name": "get_thin", "arguments": {}}));
    let unknown = post_modern(narrowed, &message, &[AUTH]).await.json();
    assert!(
        unknown["error"]["message"].as_str().is_some_and(|text| text.contains("did you mean get_thing?")),
        "{unknown}"
    );
}

#[tokio::test]
async fn tools_take_the_approval_that_their_operation_takes() {
    let (upstream, received) = upstream(async {}).await;
    let base_url = Some(format!("http://{upstream}"));
    let approval_key = Some("a key of thirty-two bytes or more");
    let setup = Setup { tools: TOOLS, access: ACCESS, approval_key, base_url, ..Setup::default() };
    let address = setup.serve().await;
    let (failed, held) = call(address, "make_thing", json!({"label": "x"}), &[AUTH]).await;
    let held: Value = serde_json::from_str(&held).expect("JSON");
    assert!(!failed && held["approval"].is_string() && !received.is_finished(), "{held}");
    let other = json!({"label": "y", "approval": held["approval"]});
    let (failed, refused) = call(address, "make_thing", other, &[AUTH]).await;
    assert!(failed && told(&refused)[0].starts_with("approval-arguments /approval"), "{refused}");
    let same = json!({"label": "x", "approval": held["approval"]});
    let (failed, sent) = call(address, "make_thing", same, &[AUTH]).await;
    assert!(!failed && sent.contains("\"status\":200"), "{sent}");
    assert!(received.await.expect("a request").starts_with("POST /things "));
}
