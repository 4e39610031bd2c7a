//! Answers that are too long or no text, read on as resources, over HTTP and stdio.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::running::Setup;
use crate::stdio::Client;
use crate::wire::{modern, post_legacy, post_modern, send};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const ALICE: (&str, &str) = ("authorization", "Bearer alice");
const BOB: (&str, &str) = ("authorization", "Bearer bob");

fn things() -> String {
    json!((0..4_000).map(|n| json!({"id": n, "name": format!("thing {n}")})).collect::<Vec<_>>()).to_string()
}

/// A file of five megabytes.
fn backup() -> Vec<u8> {
    (0..5_000_000_u32).map(|n| n.to_le_bytes()[(n % 3) as usize]).collect()
}

/// An API with a long list of things and, under `/things/picture`, a picture, under `/things/backup` a file.
async fn api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(stream.read_u8().await.expect("more of the head"));
            }
            let (kind, body) = match request.split(|byte| *byte == b' ').nth(1) {
                Some(b"/things/picture") => ("image/png", PNG.to_vec()),
                Some(b"/things/backup") => ("application/zip", backup()),
                _ => ("application/json", things().into()),
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).await.expect("somebody reads");
            stream.write_all(&body).await.expect("somebody reads");
        }
    });
    url
}

async fn server() -> SocketAddr {
    Setup { base_url: Some(api().await), ..Setup::default() }.serve().await
}

fn list() -> Value {
    json!({"name": "execute", "arguments": {"operation": "things.list"}})
}

async fn read(address: SocketAddr, uri: &str, caller: (&str, &str)) -> Value {
    let message = modern("resources/read", json!({"uri": uri}));
    post_modern(address, &message, &[("mcp-name", uri), caller]).await.json()
}

#[tokio::test]
async fn a_long_answer_is_read_on_by_its_caller_alone() {
    let address = server().await;
    let called = post_modern(address, &modern("tools/call", list()), &[ALICE]).await.json();
    let blocks = called["result"]["content"].as_array().expect("blocks");
    assert_eq!(blocks.len(), 2, "{called}");
    let text: Value = serde_json::from_str(blocks[0]["text"].as_str().expect("text")).expect("JSON");
    let uri = text["truncated"]["whole"]["resource"].as_str().expect("a URI");
    assert_eq!((&blocks[1]["type"], &blocks[1]["uri"]), (&json!("resource_link"), &json!(uri)));
    assert_eq!(blocks[1]["size"], things().len());
    assert_eq!(blocks[1]["mimeType"], "application/json");
    let cost = contract::tokens::bound(blocks[0]["text"].as_str().expect("text"));
    assert!(cost + contract::tokens::bound(&blocks[1].to_string()) <= 6_000, "{cost}: {}", blocks[1]);

    let (mut next, mut joined, mut reads) = (Some(uri.to_owned()), String::new(), 0);
    while let Some(uri) = next {
        let answer = read(address, &uri, ALICE).await;
        let part = &answer["result"]["contents"][0];
        let ttl = answer["result"]["ttlMs"].as_u64().expect("a time");
        assert!(ttl > 0 && ttl <= 900_000 && answer["result"]["cacheScope"] == "private", "{answer}");
        joined.push_str(part["text"].as_str().expect("text"));
        reads += 1;
        next = part["_meta"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(text["truncated"]["whole"]["parts"], reads);
    assert_eq!(joined, things());

    let of = |answer: Value| answer["result"]["resources"].as_array().map(Vec::len);
    let listing = modern("resources/list", json!({}));
    assert_eq!(of(post_modern(address, &listing, &[ALICE]).await.json()), Some(1));
    for other in [BOB, ("authorization", "bearer alice"), ("authorization", "")] {
        let refused = read(address, uri, other).await;
        let unknown = read(address, "result://tiny/0123456789abcdef0123456789abcdef", other).await;
        assert_eq!(
            (&refused["error"]["code"], &unknown["error"]["code"]),
            (&json!(-32602), &json!(-32602)),
            "{refused}"
        );
        assert_eq!(refused["error"]["message"], unknown["error"]["message"]);
        assert_eq!(of(post_modern(address, &listing, &[other]).await.json()), Some(0));
    }
}

#[tokio::test]
async fn a_large_file_is_linked_and_read_whole() {
    let address = server().await;
    let arguments = json!({"name": "execute", "arguments": {"operation": "things.get", "params": {"id": "backup"}}});
    let called = post_modern(address, &modern("tools/call", arguments), &[ALICE]).await.json();
    let (text, link) = (&called["result"]["content"][0]["text"], &called["result"]["content"][1]);
    let text: Value = serde_json::from_str(text.as_str().expect("text")).expect("JSON");
    let sha256 = format!("{:x}", Sha256::digest(backup()));
    assert_eq!(
        (&link["size"], &link["mimeType"], &link["_meta"]["sha256"]),
        (&json!(5_000_000), &json!("application/zip"), &json!(sha256)),
        "{link}"
    );
    assert_eq!((&text["body"]["bytes"], &text["body"]["sha256"]), (&json!(5_000_000), &json!(sha256)));
    let (mut next, mut joined) = (link["uri"].as_str().map(str::to_owned), Vec::new());
    while let Some(uri) = next {
        let part = &read(address, &uri, ALICE).await["result"]["contents"][0];
        joined.extend(STANDARD.decode(part["blob"].as_str().expect("bytes")).expect("base64"));
        next = part["_meta"]["next"].as_str().map(str::to_owned);
    }
    assert!(joined == backup());
}

#[tokio::test]
async fn earlier_versions_get_what_they_know() {
    let address = server().await;
    for (version, blocks) in [("2024-11-05", 1), ("2025-03-26", 1), ("2025-06-18", 2), ("2025-11-25", 2)] {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": list()}).to_string();
        let headers = [("mcp-protocol-version", version), ALICE];
        let called = send(address, "POST /mcp", &headers, &message).await.json();
        let content = called["result"]["content"].as_array().expect("blocks");
        assert_eq!(content.len(), blocks, "{version}");
        let text: Value = serde_json::from_str(content[0]["text"].as_str().expect("text")).expect("JSON");
        let uri = text["truncated"]["whole"]["resource"].as_str().expect("a URI");
        let message =
            json!({"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": uri}}).to_string();
        let answer = send(address, "POST /mcp", &headers, &message).await.json();
        let part = answer["result"]["contents"][0]["text"].as_str().expect("text");
        assert!(things().starts_with(part) && !part.is_empty(), "{version}");
        let nobody = post_legacy(address, version, "resources/read", json!({"uri": uri})).await.json();
        assert_eq!(nobody["error"]["code"], -32002, "{nobody}");
        let templates = post_legacy(address, version, "resources/templates/list", json!({})).await.json();
        assert_eq!(templates["result"]["resourceTemplates"][0]["uriTemplate"], "result://tiny/{id}/{part}");
    }
}

#[tokio::test]
async fn a_picture_is_shown_and_can_be_read() {
    let setup = Setup { base_url: Some(api().await), ..Setup::default() };
    let mut client = Client::of(setup);
    let arguments = json!({"operation": "things.get", "params": {"id": "picture"}});
    let called = client.ask(&modern("tools/call", json!({"name": "execute", "arguments": arguments}))).await;
    let blocks = called["result"]["content"].as_array().expect("blocks");
    assert_eq!(blocks.len(), 3, "{called}");
    assert_eq!((&blocks[1]["type"], &blocks[1]["mimeType"]), (&json!("image"), &json!("image/png")));
    assert_eq!(blocks[1]["data"], STANDARD.encode(PNG));
    let uri = blocks[2]["uri"].as_str().expect("a URI");
    let answer = client.ask(&modern("resources/read", json!({"uri": uri}))).await;
    let part = &answer["result"]["contents"][0];
    assert_eq!((&part["blob"], &part["mimeType"]), (&json!(STANDARD.encode(PNG)), &json!("image/png")));
    for wrong in ["", "result://tiny/", "file:///etc/passwd", &format!("{uri}/2"), &uri.to_uppercase()] {
        let answer = client.ask(&modern("resources/read", json!({"uri": wrong}))).await;
        assert_eq!(answer["error"]["code"], -32602, "{wrong}");
    }
}
