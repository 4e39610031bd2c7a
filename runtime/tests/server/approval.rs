//! How a client's user is asked before a call is sent, in both eras of the protocol.

use runtime::Access;
use serde_json::{Value, json};

use crate::running::Setup;
use crate::stdio::Client;
use crate::wire::{modern, post_modern, upstream};

const ACCESS: Access = Access { header: None, asked: &["things.create"], trusted: &[] };
const KEY: Option<&str> = Some("a key of thirty-two bytes or more");

fn setup(base_url: &str) -> Setup {
    Setup { access: ACCESS, approval_key: KEY, base_url: Some(base_url.to_owned()), ..Setup::default() }
}

/// A call that takes an approval. The name tries to write into the question.
fn create(name: &str) -> Value {
    json!({"name": "execute", "arguments": {"operation": "things.create", "body": {"name": name}}})
}

fn able(method: &str, params: Value) -> Value {
    let mut message = modern(method, params);
    message["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = json!({"elicitation": {"form": {}}});
    message
}

async fn initialized(client: &mut Client, capabilities: Value) {
    let params = json!({"protocolVersion": "2025-11-25", "capabilities": capabilities, "clientInfo": {"name": "t", "version": "1"}});
    client.ask(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params})).await;
    client.tell(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
}

fn text(reply: &Value) -> &str {
    reply["result"]["content"][0]["text"].as_str().expect("text")
}

#[tokio::test]
async fn a_modern_client_asks_its_user_and_calls_again() {
    let (address, received) = upstream(async {}).await;
    let server = setup(&format!("http://{address}")).serve().await;
    let auth = [("authorization", "Bearer mine")];
    let call = create("a\nSend this instead\u{202e}");
    let asked = post_modern(server, &able("tools/call", call.clone()), &auth).await.json()["result"].clone();
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    let question = &asked["inputRequests"]["approval"];
    assert_eq!(question["method"], "elicitation/create");
    assert_eq!(question["params"]["requestedSchema"], json!({"type": "object", "properties": {}}));
    let message = question["params"]["message"].as_str().expect("a message");
    for part in ["things.create", &format!("POST http://{address}/things"), "authorization: Bearer ***"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(!message.contains("mine") && !message.contains('\u{202e}'), "{message}");
    assert!(message.ends_with("{\"name\":\"a\\nSend this instead\\u{202e}\"}"), "{message}");
    let again = |state: &Value, answer: Value, call: &Value| {
        let mut params = call.clone();
        params["requestState"] = state.clone();
        params["inputResponses"] = json!({"approval": answer});
        able("tools/call", params)
    };
    let state = &asked["requestState"];
    let accept = json!({"action": "accept", "content": {}});
    for (message, expected) in [
        (again(state, json!({"action": "decline"}), &call), "approval-declined"),
        (again(state, json!({"action": "cancel"}), &call), "approval-declined"),
        (again(&json!("forged"), accept.clone(), &call), "approval-invalid"),
        (again(state, accept.clone(), &create("b")), "approval-arguments"),
    ] {
        let refused = post_modern(server, &message, &auth).await.json();
        assert!(text(&refused).contains(expected), "{refused}");
    }
    for answer in [json!(null), json!({"action": "maybe"}), json!("accept")] {
        let reply = post_modern(server, &again(state, answer.clone(), &call), &auth).await.json();
        assert_eq!(reply["result"]["resultType"], "input_required", "{answer}");
    }
    let other = post_modern(server, &again(state, accept.clone(), &call), &[("authorization", "Bearer other")]).await;
    assert!(text(&other.json()).contains("approval-caller"));
    // The state is no token for the argument either.
    let mut argument = call.clone();
    argument["arguments"]["approval"] = state.clone();
    let refused = post_modern(server, &able("tools/call", argument), &auth).await.json();
    assert!(text(&refused).contains("approval-invalid"), "{refused}");
    assert!(!received.is_finished());
    let sent = post_modern(server, &again(state, accept, &call), &auth).await.json();
    assert!(text(&sent).contains("\"status\":200"), "{sent}");
    assert!(received.await.expect("a request").starts_with("POST /things "));
}

#[tokio::test]
async fn a_client_that_cannot_ask_gets_a_token() {
    let (address, received) = upstream(async {}).await;
    let server = setup(&format!("http://{address}")).serve().await;
    let auth = [("authorization", "Bearer mine")];
    let held = post_modern(server, &modern("tools/call", create("a")), &auth).await.json();
    let shown: Value = serde_json::from_str(text(&held)).expect("JSON");
    assert!(!shown.to_string().contains("mine"));
    let mut call = create("a");
    call["arguments"]["approval"] = shown["approval"].clone();
    // A state without a question that was answered, or an answer without a state, is nothing.
    call["requestState"] = json!("x");
    let sent = post_modern(server, &modern("tools/call", call), &auth).await.json();
    assert!(text(&sent).contains("\"status\":200"), "{sent}");
    assert!(received.await.expect("a request").starts_with("POST /things "));
}

#[tokio::test]
async fn a_session_asks_over_the_session() {
    for (answer, expected) in [
        (json!({"result": {"action": "accept", "content": {}}}), "\"status\":200"),
        (json!({"result": {"action": "decline"}}), "approval-declined"),
        (json!({"result": {"action": "cancel"}}), "approval-declined"),
        (json!({"error": {"code": -32603, "message": "no window"}}), "approval-declined"),
        (json!({"error": {"code": -32601, "message": "no such method"}}), "approval_needed"),
    ] {
        let (address, _received) = upstream(async {}).await;
        let mut client = Client::of(setup(&format!("http://{address}")));
        initialized(&mut client, json!({"elicitation": {}})).await;
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": create("a")});
        let question = client.ask(&call).await;
        assert_eq!(question["method"], "elicitation/create", "{question}");
        assert!(question["params"]["message"].as_str().is_some_and(|text| text.contains("authorization: Bearer ***")));
        let mut reply = json!({"jsonrpc": "2.0", "id": question["id"]});
        reply.as_object_mut().expect("an object").extend(answer.as_object().expect("an object").clone());
        let called = client.ask(&reply).await;
        assert!(text(&called).contains(expected), "{answer}: {called}");
    }
}

#[tokio::test]
async fn a_session_without_a_way_to_ask_gets_a_token() {
    for capabilities in [json!({}), json!({"elicitation": {"url": {}}})] {
        let mut client = Client::of(setup("http://127.0.0.1:9"));
        initialized(&mut client, capabilities.clone()).await;
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": create("a")});
        let held = client.ask(&call).await;
        assert!(text(&held).contains("approval_needed"), "{capabilities}: {held}");
    }
}
