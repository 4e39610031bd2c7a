//! The server over HTTP, in both eras of the protocol, driven with raw requests.

use crate::running::{Setup, TOKEN_KEY};
use crate::wire::{call, modern, post_legacy, post_modern, send, upstream};
use runtime::Inbound;
use runtime::http::{Error, Listener};
use runtime::tools::Tools;
use serde_json::{Value, json};
use tokio::sync::oneshot;

const LEGACY: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

#[tokio::test]
async fn discover_says_everything_and_may_be_cached() {
    let address = Setup::default().serve().await;
    let reply = post_modern(address, &modern("server/discover", json!({})), &[]).await;
    let result = &reply.json()["result"];
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(result["ttlMs"], 3_600_000);
    assert_eq!(result["cacheScope"], "public");
    assert_eq!(result["capabilities"], json!({"tools": {}, "resources": {}}));
    assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "tiny-mcp");
    let versions = result["supportedVersions"].as_array().expect("versions");
    assert!(LEGACY.iter().chain(&["2026-07-28"]).all(|version| versions.contains(&json!(version))), "{versions:?}");
    let instructions = result["instructions"].as_str().expect("instructions");
    assert!(instructions.len() <= 512, "{} characters", instructions.len());
    for word in ["Tiny Things", "search", "execute", "Paging", "submit_mcp_feedback"] {
        assert!(instructions.contains(word), "{word} is missing");
    }
}

#[tokio::test]
async fn initialize_agrees_on_the_version_that_was_asked_for() {
    let address = Setup::default().serve().await;
    for version in LEGACY {
        let params =
            json!({"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}});
        let reply = post_legacy(address, version, "initialize", params).await;
        let result = &reply.json()["result"];
        assert_eq!(result["protocolVersion"], version, "{reply:?}");
        assert_eq!(result["serverInfo"]["name"], "tiny-mcp");
        assert_eq!(result["serverInfo"]["title"], "Tiny Things");
        let tools = post_legacy(address, version, "tools/list", json!({})).await.json();
        assert_eq!(tools["result"]["tools"].as_array().map(Vec::len), Some(3), "{tools}");
        assert_eq!(tools["result"]["resultType"], Value::Null);
        let params = json!({"name": "search", "arguments": {}});
        let called = post_legacy(address, version, "tools/call", params).await.json();
        assert!(called["result"]["content"][0]["text"].is_string(), "{called}");
    }
}

#[tokio::test]
async fn three_tools_are_listed_plainly_and_briefly() {
    let address = Setup::default().serve().await;
    let reply = post_modern(address, &modern("tools/list", json!({})), &[]).await.json();
    let result = &reply["result"];
    let tools = result["tools"].as_array().expect("tools");
    let names: Vec<_> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["search", "execute", "submit_mcp_feedback"]);
    assert_eq!((&result["ttlMs"], &result["cacheScope"]), (&json!(3_600_000), &json!("public")));
    assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "tiny-mcp");
    for tool in tools {
        let schema = &tool["inputSchema"];
        assert_eq!(schema["type"], "object");
        check_schema(schema);
        assert!(tool["description"].as_str().expect("a description").contains("Tiny Things"));
        assert!(tool["title"].is_string() && tool["outputSchema"].is_null());
    }
    let hints = |tool: usize, hint: &str| tools[tool]["annotations"][hint].clone();
    assert_eq!((hints(0, "readOnlyHint"), hints(0, "openWorldHint")), (json!(true), json!(false)));
    assert_eq!((hints(1, "destructiveHint"), hints(1, "openWorldHint")), (json!(true), json!(true)));
    assert_eq!((hints(2, "readOnlyHint"), hints(2, "destructiveHint")), (json!(false), json!(false)));
    let tokens = contract::tokens::bound(&result.to_string());
    assert!(tokens <= 900, "{tokens} tokens");
}

/// Every schema is an object with a type, and nothing that some client refuses.
fn check_schema(schema: &Value) {
    let members = schema.as_object().expect("a schema is an object");
    assert!(members.get("type").is_some_and(Value::is_string), "{schema}");
    for refused in ["$ref", "$defs", "oneOf", "anyOf", "allOf", "additionalProperties"] {
        assert!(!members.contains_key(refused), "{schema}");
    }
    schema["properties"].as_object().into_iter().flat_map(|members| members.values()).for_each(check_schema);
    members.get("items").into_iter().for_each(check_schema);
}

#[tokio::test]
async fn headers_must_agree_with_the_body() {
    let address = Setup::default().serve().await;
    let message = modern("tools/call", json!({"name": "search", "arguments": {}}));
    for (header, code) in [
        (("mcp-method", "tools/list"), -32020),
        (("mcp-name", "execute"), -32020),
        (("mcp-name", ""), -32020),
        (("mcp-protocol-version", "2025-11-25"), -32020),
    ] {
        let reply = post_modern(address, &message, &[header]).await;
        assert_eq!((reply.status, &reply.json()["error"]["code"]), (400, &json!(code)), "{header:?}: {reply:?}");
    }
    let unknown = message.to_string().replace("2026-07-28", "2099-01-01");
    let unknown = serde_json::from_str(&unknown).expect("JSON");
    let reply = post_modern(address, &unknown, &[("mcp-protocol-version", "2099-01-01")]).await;
    assert_eq!((reply.status, &reply.json()["error"]["code"]), (400, &json!(-32022)), "{reply:?}");
    let reply = send(address, "POST /mcp", &[("accept", "application/json")], &message.to_string()).await;
    assert_eq!(reply.status, 406);
    let reply = send(address, "POST /mcp", &[("content-type", "text/plain")], &message.to_string()).await;
    assert_eq!(reply.status, 415);
}

#[tokio::test]
async fn what_does_not_exist_is_a_protocol_error() {
    let address = Setup::default().serve().await;
    let reply = post_modern(address, &modern("tools/call", json!({"name": "serach"})), &[]).await.json();
    assert_eq!(reply["error"]["code"], -32602);
    assert!(reply["error"]["message"].as_str().is_some_and(|text| text.contains("did you mean search")), "{reply}");
    let legacy = post_legacy(address, "2025-11-25", "tools/call", json!({"name": "things.list"})).await.json();
    assert_eq!(legacy["error"]["code"], -32602, "{legacy}");
    for method in ["prompts/list", "completion/complete", "nothing/at_all"] {
        let reply = post_modern(address, &modern(method, json!({})), &[]).await;
        assert_eq!((reply.status, &reply.json()["error"]["code"]), (404, &json!(-32601)), "{method}: {reply:?}");
    }
}

#[tokio::test]
async fn numbers_that_would_be_rounded_are_refused_at_their_place() {
    let address = Setup::default().serve().await;
    for (literal, expected) in [
        ("18446744073709551616", "18446744073709551616\\\" would be rounded"),
        ("1e400", "1e400\\\" would be rounded"),
        ("0.1234567890123456789012", "would be rounded"),
        ("-0.5", "\"invalid-type\""),
    ] {
        let params = format!(
            "{{\"name\":\"execute\",\"arguments\":{{\"operation\":\"things.list\",\"params\":{{\"limit\":{literal}}}}}}}"
        );
        let message = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{params}}}");
        let reply = send(address, "POST /mcp", &[("mcp-protocol-version", "2025-11-25")], &message).await;
        let answer = reply.json()["result"]["content"][0]["text"].clone();
        let answer = answer.as_str().expect("text");
        assert!(answer.contains("\"path\":\"/params/limit\"") && answer.contains(expected), "{literal}: {answer}");
    }
}

#[tokio::test]
async fn only_allowed_hosts_and_their_pages_are_served() {
    let allowed_hosts = vec!["mcp.example.com".to_owned(), "ported.example.com:8443".to_owned()];
    let setup = Setup { allowed_hosts, ..Setup::default() };
    let address = setup.serve().await;
    let list = modern("tools/list", json!({}));
    for (header, status) in [
        (("host", "localhost:8080"), 200),
        (("host", "[::1]"), 200),
        (("host", "mcp.example.com"), 200),
        (("host", "MCP.example.com:443"), 200),
        (("host", "evil.example"), 403),
        (("host", "mcp.example.com.evil.example"), 403),
        (("origin", "http://localhost:6274"), 200),
        (("origin", "http://127.0.0.1"), 200),
        (("origin", "https://mcp.example.com"), 200),
        (("origin", "http://mcp.example.com:3000"), 200),
        (("origin", "https://ported.example.com:8443"), 200),
        (("origin", "https://ported.example.com"), 403),
        (("origin", "https://mcp.example.com.evil.example"), 403),
        (("origin", "https://evil.example"), 403),
        (("origin", "http://localhost.evil.example"), 403),
        (("origin", "null"), 403),
    ] {
        let reply = post_modern(address, &list, &[header]).await;
        assert_eq!(reply.status, status, "{header:?}: {reply:?}");
    }
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_at_once() {
    let address = Setup::default().serve().await;
    for (line, status) in [
        ("GET /healthz", 200),
        ("GET /mcp", 405),
        ("DELETE /mcp", 405),
        ("OPTIONS /mcp", 405),
        ("GET /", 404),
        ("GET /mcp/x", 404),
        ("POST /mcp/", 404),
        ("GET /.well-known/oauth-protected-resource/mcp", 404),
        ("GET /.well-known/oauth-authorization-server", 404),
    ] {
        assert_eq!(send(address, line, &[], "").await.status, status, "{line}");
    }
    assert_eq!(send(address, "GET /healthz", &[], "").await.body, "ok");
    let large = "x".repeat((4 << 20) + 1);
    assert_eq!(send(address, "POST /mcp", &[], &large).await.status, 413);
}

#[tokio::test]
async fn calls_that_fail_are_results_with_faults() {
    let address = Setup::default().serve().await;
    for (tool, arguments, code) in [
        ("execute", json!({}), "missing-argument"),
        ("execute", json!({"operation": "things.lst"}), "unknown-operation"),
        ("execute", json!({"operation": "things.get", "params": {"idd": "1"}}), "unknown-argument"),
        ("execute", json!({"operation": "things.create", "body": {"name": 1}}), "invalid-type"),
        ("execute", json!({"operation": "things.list"}), "credential-missing"),
        ("search", json!({"limit": "many"}), "invalid-type"),
    ] {
        let (is_error, text) = call(address, tool, arguments.clone(), &[]).await;
        let faults: Value = serde_json::from_str(&text).expect("faults are JSON");
        assert!(is_error, "{arguments}: {text}");
        assert_eq!(faults["errors"][0]["code"], code, "{arguments}: {text}");
        assert!(!text.contains("own-secret"));
    }
}

#[tokio::test]
async fn search_and_dry_run_answer_one_block_of_text() {
    let address = Setup::default().serve().await;
    let (is_error, text) = call(address, "search", json!({"queries": ["create a thing"]}), &[]).await;
    assert!(!is_error && text.contains("things.create"), "{text}");
    let arguments = json!({"operation": "things.get", "params": {"id": "a/b"}, "dry_run": true});
    let (is_error, text) = call(address, "execute", arguments, &[]).await;
    assert!(!is_error && text.contains("/things/a%2Fb") && !text.contains("own-secret"), "{text}");
}

#[tokio::test]
async fn the_callers_credential_is_its_own_and_never_the_servers() {
    let list = json!({"operation": "things.list"});
    for (headers, expected) in [
        (vec![], None),
        (vec![("authorization", "Bearer theirs")], Some("theirs")),
        (vec![("authorization", "Basic dGhlaXJzOg==")], None),
        (vec![("host", "mcp.example.com")], None),
    ] {
        let (api, received) = upstream(std::future::ready(())).await;
        let setup = Setup {
            base_url: Some(format!("http://{api}")),
            allowed_hosts: vec!["mcp.example.com".to_owned()],
            ..Setup::default()
        };
        let address = setup.serve().await;
        let (is_error, text) = call(address, "execute", list.clone(), &headers).await;
        let Some(token) = expected else {
            assert!(is_error && text.contains("credential-missing"), "{headers:?}: {text}");
            continue;
        };
        assert!(!is_error, "{text}");
        let received = received.await.expect("a request").to_lowercase();
        assert!(received.contains(&format!("authorization: bearer {token}\r\n")), "{received}");
    }
}

fn tools(inbound: Inbound, token_key: Option<&'static str>) -> Tools {
    Setup { inbound, token_key, ..Setup::default() }.tools().1
}

#[tokio::test]
async fn others_are_not_let_in_without_a_credential_of_their_own() {
    let open = "0.0.0.0:0".parse().expect("an address");
    let refused = Listener::bind(&tools(Inbound::None, None), open).await.expect_err("it is refused");
    assert!(refused.to_string().contains("[auth]") && refused.to_string().contains("inbound"), "{refused}");
    Listener::bind(&tools(Inbound::None, Some(TOKEN_KEY)), open).await.expect("tokens are such credentials");
    let listener = Listener::bind(&tools(Inbound::ApiKey, None), open).await.expect("it is allowed");
    let taken = Listener::bind(&tools(Inbound::ApiKey, None), listener.address()).await.expect_err("it is taken");
    assert!(matches!(taken, Error::Bind { .. }) && taken.to_string().contains("in use"), "{taken}");
}

#[tokio::test]
async fn requests_in_flight_finish_when_the_server_is_told_to_stop() {
    let (stop, stopped) = oneshot::channel::<()>();
    let (asked, waiting) = oneshot::channel();
    let (answer, answered) = oneshot::channel::<()>();
    let (api, _) = upstream(async move {
        asked.send(()).expect("the test waits");
        answered.await.expect("the test says so");
    })
    .await;
    let setup = Setup { base_url: Some(format!("http://{api}")), ..Setup::default() };
    let (address, served) = setup.serve_until(async move { stopped.await.expect("the test says so") }).await;
    let called = tokio::spawn(async move {
        call(address, "execute", json!({"operation": "things.list"}), &[("authorization", "Bearer theirs")]).await
    });
    waiting.await.expect("the API is asked");
    stop.send(()).expect("the server waits");
    answer.send(()).expect("the API waits");
    let (is_error, text) = called.await.expect("an answer");
    assert!(!is_error && text.contains("200"), "{text}");
    assert!(served.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn what_the_api_says_is_marked_for_the_client_as_well() {
    let (api, _) = upstream(std::future::ready(())).await;
    let address = Setup { base_url: Some(format!("http://{api}")), ..Setup::default() }.serve().await;
    let get = json!({"operation": "things.list"});
    let dry = json!({"operation": "things.list", "dry_run": true});
    for (tool, arguments, is_marked) in
        [("execute", get, true), ("execute", dry, false), ("search", json!({"queries": ["things"]}), false)]
    {
        let message = modern("tools/call", json!({"name": tool, "arguments": arguments}));
        let reply = post_modern(address, &message, &[("authorization", "Bearer theirs")]).await.json();
        let meta = &reply["result"]["_meta"];
        assert_eq!(meta["untrusted"] == json!(true), is_marked, "{reply}");
        assert_eq!(meta["io.modelcontextprotocol/serverInfo"]["name"], "tiny-mcp");
    }
}
