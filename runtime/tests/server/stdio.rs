//! The server over a pair of streams, in both eras of the protocol.

use crate::running::Setup;
use crate::wire::modern;
use runtime::stdio;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A client of a server in this process.
pub(crate) struct Client {
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    writer: WriteHalf<DuplexStream>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), stdio::Error>>,
}

impl Client {
    fn new() -> Self {
        Self::of(Setup::default())
    }

    /// A client of the server that is set up like this.
    pub(crate) fn of(setup: Setup) -> Self {
        let (near, far) = tokio::io::duplex(1 << 20);
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(async move {
            let streams = tokio::io::split(far);
            let (_, tools) = setup.tools();
            stdio::serve(tools, streams, async move {
                if stopped.await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await
        });
        let (reader, writer) = tokio::io::split(near);
        Self { lines: BufReader::new(reader).lines(), writer, stop, served }
    }

    /// Sends a message.
    pub(crate) async fn tell(&mut self, message: &Value) {
        self.writer.write_all(format!("{message}\n").as_bytes()).await.expect("the server reads");
    }

    /// Sends a message and waits for the next one of the server.
    pub(crate) async fn ask(&mut self, message: &Value) -> Value {
        self.tell(message).await;
        let line = self.lines.next_line().await.expect("the server writes").expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }
}

#[tokio::test]
async fn a_modern_client_discovers_and_calls() {
    let mut client = Client::new();
    let discovered = client.ask(&modern("server/discover", json!({}))).await;
    assert_eq!(discovered["result"]["cacheScope"], "public", "{discovered}");
    let listed = client.ask(&modern("tools/list", json!({}))).await;
    assert_eq!(listed["result"]["tools"].as_array().map(Vec::len), Some(3));
    let arguments = json!({"operation": "things.list", "dry_run": true});
    let called = client.ask(&modern("tools/call", json!({"name": "execute", "arguments": arguments}))).await;
    let text = called["result"]["content"][0]["text"].as_str().expect("text");
    assert!(text.contains("Bearer ***"), "the process's credential is used and masked: {text}");
    let unknown = client.ask(&modern("tools/call", json!({"name": "nothing"}))).await;
    assert_eq!(unknown["error"]["code"], -32602);
}

#[tokio::test]
async fn a_legacy_client_initializes_and_calls() {
    let mut client = Client::new();
    let params =
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}});
    let message = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
    assert_eq!(client.ask(&message).await["result"]["protocolVersion"], "2025-06-18");
    client.tell(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
    let params = json!({"name": "search", "arguments": {"queries": ["list things"]}, "_meta": {"progressToken": 7}});
    let called = client.ask(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})).await;
    assert!(
        called["result"]["content"][0]["text"].as_str().is_some_and(|text| text.contains("things.list")),
        "{called}"
    );
    let prompts = client.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "prompts/list"})).await;
    assert_eq!(prompts["error"]["code"], -32601);
}

#[tokio::test]
async fn the_end_of_input_is_the_end() {
    let mut client = Client::new();
    client.ask(&modern("tools/list", json!({}))).await;
    client.writer.shutdown().await.expect("it closes");
    assert!(client.served.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn the_end_of_input_before_anything_is_the_end_too() {
    let mut client = Client::new();
    client.writer.shutdown().await.expect("it closes");
    assert!(client.served.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_request_to_stop_is_obeyed() {
    let mut client = Client::new();
    client.ask(&modern("tools/list", json!({}))).await;
    client.stop.send(()).expect("the server waits for it");
    assert!(client.served.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn something_else_than_mcp_is_refused() {
    let mut client = Client::new();
    client.tell(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
    assert!(matches!(client.served.await.expect("no panic"), Err(stdio::Error::NotMcp)));
}
