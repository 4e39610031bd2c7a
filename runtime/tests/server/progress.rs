//! Progress notifications of calls that follow pages, one or several in a batch, on both transports.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::running::Setup;
use crate::wire::{modern, post_modern};

/// Three pages of two things, and then an empty one.
const LIST: &[&str] = &["[1,2]", "[3,4]", "[5,6]", "[]"];

/// The same, and the first two pages again.
const TWICE: &[&str] = &["[1,2]", "[3,4]", "[5,6]", "[]", "[1,2]", "[3,4]"];

/// A stand-in for an API that answers one body after the other.
async fn pages(bodies: &'static [&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        for body in bodies {
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

/// Progress and message of a notification.
type Told<'t> = (Option<f64>, Option<&'t str>);

/// A call of every page.
fn one() -> Value {
    json!({"operation": "things.list", "pages": "all"})
}

/// Calls of every page and of two, one after the other.
fn two() -> Value {
    json!({"concurrency": 1, "calls": [one(), {"operation": "things.list", "pages": 2}]})
}

/// A call with a progress token.
fn message(token: &Value, arguments: &Value) -> Value {
    let mut message = modern("tools/call", json!({"name": "execute", "arguments": arguments}));
    message["params"]["_meta"]["progressToken"] = token.clone();
    message
}

fn check(messages: &[Value], token: &Value, further: &[Told<'_>], body: &str) {
    let (result, notifications) = messages.split_last().expect("messages");
    let told: Vec<_> = notifications
        .iter()
        .map(|message| {
            assert_eq!(message["method"], "notifications/progress", "{message}");
            assert_eq!(message["params"]["progressToken"], *token);
            (message["params"]["progress"].as_f64(), message["params"]["message"].as_str())
        })
        .collect();
    let mut expected = vec![
        (Some(1.0), Some("page 1, 2 items so far")),
        (Some(2.0), Some("page 2, 4 items so far")),
        (Some(3.0), Some("page 3, 6 items so far")),
        (Some(4.0), Some("page 4, 6 items so far")),
    ];
    expected.extend(further);
    assert_eq!(told, expected);
    let text = result["result"]["content"][0]["text"].as_str().expect("text");
    assert!(text.ends_with(&format!("\"body\":{body}}}")), "{text}");
}

/// What comes after the pages of the first list, and the body.
fn sum() -> (Vec<Told<'static>>, &'static str) {
    let further = vec![(Some(5.0), Some("page 5, 8 items so far")), (Some(6.0), Some("page 6, 10 items so far"))];
    (further, r#"{"0":[1,2,3,4,5,6],"1":[1,2,3,4]}"#)
}

async fn over_http_of(bodies: &'static [&'static str], arguments: &Value) -> Vec<Value> {
    let address = Setup { base_url: Some(pages(bodies).await), ..Setup::default() }.serve().await;
    let reply = post_modern(address, &message(&json!("t1"), arguments), &[("authorization", "Bearer x")]).await;
    let data = reply.body.lines().filter_map(|line| line.strip_prefix("data:"));
    data.filter_map(|data| serde_json::from_str::<Value>(data).ok()).collect()
}

#[tokio::test]
async fn over_http() {
    check(&over_http_of(LIST, &one()).await, &json!("t1"), &[], "[1,2,3,4,5,6]");
    let (further, body) = sum();
    check(&over_http_of(TWICE, &two()).await, &json!("t1"), &further, body);
}

async fn over_standard_streams_of(bodies: &'static [&'static str], arguments: &Value) -> Vec<Value> {
    let setup = Setup { base_url: Some(pages(bodies).await), ..Setup::default() };
    let (near, far) = tokio::io::duplex(1 << 20);
    tokio::spawn(
        async move { runtime::stdio::serve(setup.tools().1, tokio::io::split(far), std::future::pending()).await },
    );
    let (reader, mut writer) = tokio::io::split(near);
    writer.write_all(format!("{}\n", message(&json!(7), arguments)).as_bytes()).await.expect("the server reads");
    let mut lines = BufReader::new(reader).lines();
    let mut messages = Vec::new();
    while messages.last().is_none_or(|message: &Value| message.get("result").is_none()) {
        let line = lines.next_line().await.expect("the server writes").expect("a line");
        messages.push(serde_json::from_str(&line).expect("JSON"));
    }
    messages
}

#[tokio::test]
async fn over_standard_streams() {
    check(&over_standard_streams_of(LIST, &one()).await, &json!(7), &[], "[1,2,3,4,5,6]");
    let (further, body) = sum();
    check(&over_standard_streams_of(TWICE, &two()).await, &json!(7), &further, body);
}
