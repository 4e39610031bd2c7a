//! Progress notifications of a call that follows pages, on both transports.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::running::Setup;
use crate::wire::{modern, post_modern};

/// A stand-in for an API with three pages of two things, and then an empty one.
async fn pages() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        for body in ["[1,2]", "[3,4]", "[5,6]", "[]"] {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut received = Vec::new();
            while !received.ends_with(b"\r\n\r\n") {
                received.push(stream.read_u8().await.expect("more of the head"));
            }
            let length = body.len();
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
            let text = format!("{head}content-length: {length}\r\n\r\n{body}");
            stream.write_all(text.as_bytes()).await.expect("somebody reads");
        }
    });
    url
}

/// A call of every page with a progress token.
fn message(token: &Value) -> Value {
    let arguments = json!({"operation": "things.list", "pages": "all"});
    let mut message = modern("tools/call", json!({"name": "execute", "arguments": arguments}));
    message["params"]["_meta"]["progressToken"] = token.clone();
    message
}

fn check(messages: &[Value], token: &Value) {
    let (result, notifications) = messages.split_last().expect("messages");
    let told: Vec<_> = notifications
        .iter()
        .map(|message| {
            assert_eq!(message["method"], "notifications/progress", "{message}");
            assert_eq!(message["params"]["progressToken"], *token);
            (message["params"]["progress"].as_f64(), message["params"]["message"].as_str())
        })
        .collect();
    let expected = [
        (Some(1.0), Some("page 1, 2 items so far")),
        (Some(2.0), Some("page 2, 4 items so far")),
        (Some(3.0), Some("page 3, 6 items so far")),
        (Some(4.0), Some("page 4, 6 items so far")),
    ];
    assert_eq!(told, expected);
    let text = result["result"]["content"][0]["text"].as_str().expect("text");
    assert!(text.ends_with("\"body\":[1,2,3,4,5,6]}"), "{text}");
}

#[tokio::test]
async fn over_http() {
    let address = Setup { base_url: Some(pages().await), ..Setup::default() }.serve().await;
    let reply = post_modern(address, &message(&json!("t1")), &[("authorization", "Bearer x")]).await;
    let data = reply.body.lines().filter_map(|line| line.strip_prefix("data:"));
    let messages: Vec<_> = data.filter_map(|data| serde_json::from_str::<Value>(data).ok()).collect();
    check(&messages, &json!("t1"));
}

#[tokio::test]
async fn over_standard_streams() {
    let setup = Setup { base_url: Some(pages().await), ..Setup::default() };
    let (near, far) = tokio::io::duplex(1 << 20);
    tokio::spawn(
        async move { runtime::stdio::serve(setup.tools().1, tokio::io::split(far), std::future::pending()).await },
    );
    let (reader, mut writer) = tokio::io::split(near);
    writer.write_all(format!("{}\n", message(&json!(7))).as_bytes()).await.expect("the server reads");
    let mut lines = BufReader::new(reader).lines();
    let mut messages = Vec::new();
    while messages.last().is_none_or(|message: &Value| message.get("result").is_none()) {
        let line = lines.next_line().await.expect("the server writes").expect("a line");
        messages.push(serde_json::from_str(&line).expect("JSON"));
    }
    check(&messages, &json!(7));
}
