//! A call that the client cancels: the connection to the API ends, and the next call works.

use std::time::Duration;

use runtime::Inbound;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::running::Setup;
use crate::wire::{begin, modern, send};

/// A request for all things.
fn call(id: i64) -> Value {
    let mut message = modern("tools/call", json!({"name": "execute", "arguments": {"operation": "things.list"}}));
    message["id"] = json!(id);
    message
}

async fn connection(listener: &TcpListener) -> TcpStream {
    let (mut stream, _) = listener.accept().await.expect("a connection");
    let mut received = Vec::new();
    while !received.ends_with(b"\r\n\r\n") {
        received.push(stream.read_u8().await.expect("more of the head"));
    }
    stream
}

/// An API that answers its first request only once the other side closes, and then the next one: its URL, when it is asked,
/// and how many bytes came before the end.
async fn silent_at_first() -> (String, oneshot::Receiver<()>, oneshot::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (asked, was_asked) = oneshot::channel();
    let (left, has_left) = oneshot::channel();
    tokio::spawn(async move {
        let mut stream = connection(&listener).await;
        asked.send(()).expect("the test waits");
        let end = stream.read(&mut [0; 1]).await;
        left.send(end.unwrap_or(0)).expect("the test waits");
        let mut stream = connection(&listener).await;
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n[7]";
        stream.write_all(answer).await.expect("somebody reads");
    });
    (url, was_asked, has_left)
}

/// What is waited for, unless it takes too long.
async fn within<T>(awaited: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), awaited).await.expect("it comes")
}

/// Over HTTP a client cancels by closing its connection (MCP 2026-07-28 "Cancellation"). The server has no sessions, and ids of
/// requests are each client's own: a `notifications/cancelled` of versions before is taken and cancels nobody's call.
#[tokio::test]
async fn a_client_that_leaves_closes_the_connection_to_the_api() {
    for version in ["2026-07-28", "2025-11-25", "2025-06-18"] {
        let (base_url, was_asked, mut has_left) = silent_at_first().await;
        let setup = Setup { base_url: Some(base_url), inbound: Inbound::None, ..Setup::default() };
        let address = setup.serve().await;
        let headers = |method| {
            let named = [("mcp-protocol-version", version), ("mcp-method", method), ("mcp-name", "execute")];
            named.into_iter().take(if version == "2026-07-28" { 3 } else { 1 }).collect::<Vec<_>>()
        };
        let message = match version {
            "2026-07-28" => call(1),
            _ => {
                let params = json!({"name": "execute", "arguments": {"operation": "things.list"}});
                json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
            }
        };
        let mine = begin(address, "POST /mcp", &headers("tools/call"), &message.to_string()).await;
        within(was_asked).await.expect("the API is asked");
        if version != "2026-07-28" {
            let params = json!({"requestId": 1});
            let cancelled = json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params});
            let reply = send(address, "POST /mcp", &headers(""), &cancelled.to_string()).await;
            assert_eq!((reply.status, has_left.try_recv().is_err()), (202, true), "{version}: {reply:?}");
        }
        drop(mine);
        assert_eq!(within(has_left).await, Ok(0), "{version}");
        let reply = send(address, "POST /mcp", &headers("tools/call"), &message.to_string()).await;
        assert!(reply.body.contains("[7]"), "{version}: {reply:?}");
    }
}

#[tokio::test]
async fn cancellation_reaches_the_api() {
    let (base_url, was_asked, has_left) = silent_at_first().await;
    let base_url = Some(base_url);
    let setup = Setup { base_url, ..Setup::default() };
    let (near, far) = tokio::io::duplex(1 << 20);
    tokio::spawn(
        async move { runtime::stdio::serve(setup.tools().1, tokio::io::split(far), std::future::pending()).await },
    );
    let (reader, mut writer) = tokio::io::split(near);
    writer.write_all(format!("{}\n", call(1)).as_bytes()).await.expect("the server reads");
    was_asked.await.expect("the API is asked");
    let cancelled = json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}});
    writer.write_all(format!("{cancelled}\n").as_bytes()).await.expect("the server reads");
    assert_eq!(has_left.await, Ok(0));
    writer.write_all(format!("{}\n", call(2)).as_bytes()).await.expect("the server reads");
    let mut lines = BufReader::new(reader).lines();
    loop {
        let line = lines.next_line().await.expect("the server writes").expect("a line");
        let message: Value = serde_json::from_str(&line).expect("JSON");
        if message["id"] == 2 {
            let text = message["result"]["content"][0]["text"].as_str().expect("text");
            assert!(text.ends_with("\"body\":[7]}"), "{text}");
            return;
        }
        assert!(message.get("result").is_none(), "{message}");
    }
}
