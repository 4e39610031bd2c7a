//! Raw HTTP/1.1 and JSON-RPC, written by hand so that a test sends exactly what it says.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status code.
    pub(crate) status: u16,
    /// The status line and the header fields.
    pub(crate) head: String,
    /// The body as text.
    pub(crate) body: String,
}

impl Reply {
    /// The body as JSON; null if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// Sends one request on a connection of its own and reads the answer. `headers` are as for [`begin`].
pub(crate) async fn send(address: SocketAddr, line: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut stream = begin(address, line, headers, body).await;
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received).await;
    let received = String::from_utf8(received).expect("text");
    let (head, body) = received.split_once("\r\n\r\n").unwrap_or((&received, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Reply { status, head: head.to_owned(), body: body.to_owned() }
}

/// Sends one request on a connection of its own, which the answer will come on. `headers` replace the usual ones of the same name; an empty value
/// leaves the header out.
pub(crate) async fn begin(address: SocketAddr, line: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
    let host = address.to_string();
    let length = body.len().to_string();
    let mut fields = vec![
        ("host", host.as_str()),
        ("connection", "close"),
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
        ("content-length", &length),
    ];
    fields.retain(|(name, _)| !headers.iter().any(|(other, _)| name.eq_ignore_ascii_case(other)));
    fields.extend(headers.iter().filter(|(_, value)| !value.is_empty()));
    let head: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(format!("{line} HTTP/1.1\r\n{head}\r\n{body}").as_bytes()).await;
    stream
}

/// A request of protocol version 2026-07-28, which carries everything with it.
pub(crate) fn modern(method: &str, params: Value) -> Value {
    let mut params = params;
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
}

/// Sends a request of protocol version 2026-07-28 with the headers it needs and more.
pub(crate) async fn post_modern(address: SocketAddr, message: &Value, more: &[(&str, &str)]) -> Reply {
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (method, name) = (text("/method"), text("/params/name"));
    let mut headers = vec![("mcp-protocol-version", "2026-07-28"), ("mcp-method", &method), ("mcp-name", &name)];
    headers.retain(|(name, _)| !more.iter().any(|(other, _)| name == other));
    headers.extend(more);
    send(address, "POST /mcp", &headers, &message.to_string()).await
}

/// Sends a request of an earlier protocol version.
pub(crate) async fn post_legacy(address: SocketAddr, version: &str, method: &str, params: Value) -> Reply {
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    send(address, "POST /mcp", &[("mcp-protocol-version", version)], &message.to_string()).await
}

/// Calls a tool and returns whether it failed, and its text.
pub(crate) async fn call(address: SocketAddr, tool: &str, arguments: Value, more: &[(&str, &str)]) -> (bool, String) {
    let message = modern("tools/call", json!({"name": tool, "arguments": arguments}));
    let reply = post_modern(address, &message, more).await;
    let result = reply.json()["result"].clone();
    assert_eq!(result["content"].as_array().map(Vec::len), Some(1), "{reply:?}");
    (result["isError"] == true, result["content"][0]["text"].as_str().expect("text").to_owned())
}

/// A stand-in for an API: once `answer` is ready, answers `{}` to one request and returns what it was sent.
pub(crate) async fn upstream(answer: impl Future<Output = ()> + Send + 'static) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let received = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut received = Vec::new();
        while !received.ends_with(b"\r\n\r\n") {
            received.push(stream.read_u8().await.expect("more of the head"));
        }
        answer.await;
        let text = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(text.as_bytes()).await.expect("somebody reads");
        String::from_utf8(received).expect("text")
    });
    (address, received)
}
