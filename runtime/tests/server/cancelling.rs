//! A call that the client cancels: the connection to the API ends, and the next call works.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::running::Setup;
use crate::wire::modern;

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

#[tokio::test]
async fn cancellation_reaches_the_api() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = Some(format!("http://{}", listener.local_addr().expect("an address")));
    let (asked, was_asked) = oneshot::channel();
    let (left, has_left) = oneshot::channel();
    tokio::spawn(async move {
        let mut stream = connection(&listener).await;
        asked.send(()).expect("the test waits");
        // No answer, until the other side closes.
        let end = stream.read(&mut [0; 1]).await;
        left.send(end.unwrap_or(0)).expect("the test waits");
        let mut stream = connection(&listener).await;
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n[7]";
        stream.write_all(answer).await.expect("somebody reads");
    });
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
