//! Results that are kept: their parts, whose they are, and files.

use contract::tokens::bound;
use runtime::results::{Content, Owner, Results};
use runtime::{Block, Limits, ResultLimits};
use serde_json::{Value, json};

use crate::api::{call_as, caller};
use crate::shown::{answer, show};
use crate::upstream::{Upstream, raw};

#[tokio::test]
async fn the_parts_of_a_result_are_the_whole() {
    let list = json!((0..3_000).map(|n| json!({"id": n, "text": "é漢🦀"})).collect::<Vec<_>>()).to_string();
    let owner = Owner::of(&caller(&[]));
    for content in [
        Content::Text(list),
        Content::Text("x".repeat(50_000)),
        Content::Text("🦀".repeat(9_000)),
        Content::Text(String::new()),
        Content::Binary(vec![7; 9 << 20].into()),
    ] {
        let results = Results::new("demo", ResultLimits::default(), 1_000);
        let link = results.keep(owner, content.clone(), "x/y").expect("a link");
        let parts: Vec<Content> =
            (1..=link.parts).map(|number| results.read(owner, &link.part(number)).expect("a part").content).collect();
        let joined: Vec<u8> = parts.iter().flat_map(|part| part.bytes().to_vec()).collect();
        assert_eq!(joined, content.bytes());
        for part in &parts {
            match part {
                Content::Text(text) => assert!(bound(text) <= 1_000),
                Content::Binary(bytes) => assert!(bytes.len() <= 4 << 20),
            }
        }
        assert_eq!(results.read(owner, &link.uri).map(|part| part.number), Some(1));
        for wrong in ["/0", &format!("/{}", link.parts + 1), "/x", "/1/", "1", "/-1", "/99999999999999999999999"] {
            assert_eq!(results.read(owner, &format!("{}{wrong}", link.uri)), None, "{wrong}");
        }
    }
}

#[tokio::test]
async fn results_are_their_caller_s_and_bounded() {
    let limits =
        ResultLimits { bytes: 100, bytes_per_caller: 50, count: 6, count_per_caller: 3, ..ResultLimits::default() };
    let results = Results::new("demo", limits, 1_000);
    let named = |name: &str| Owner::of(&runtime::Caller { identity: Some(name.to_owned()), ..caller(&[]) });
    let keep = |name: &str, size: usize| results.keep(named(name), Content::Binary(vec![0; size].into()), "x/y");
    let uris = |name: &str| results.list(named(name)).into_iter().map(|link| link.uri).collect::<Vec<_>>();
    let first = keep("a", 10).unwrap().uri;
    assert!(results.read(named("a"), &first).is_some());
    assert_eq!(results.read(named("b"), &first), None);
    assert_eq!(results.read(Owner::of(&caller(&[])), &first), None);
    assert!(uris("b").is_empty());
    assert_eq!(keep("a", 51), None);
    // By count, then by bytes, the caller's own oldest make room.
    let more: Vec<String> = (0..3).map(|_| keep("a", 1).unwrap().uri).collect();
    assert_eq!(uris("a"), more.iter().rev().cloned().collect::<Vec<_>>());
    let large = keep("a", 49).unwrap().uri;
    assert_eq!(uris("a"), [large.clone(), more[2].clone()]);
    keep("b", 50).unwrap();
    assert_eq!(uris("a").len(), 2);
    // Then everybody's oldest.
    keep("c", 1).unwrap();
    assert_eq!(uris("a"), [large]);
    keep("c", 40).unwrap();
    assert!(uris("a").is_empty());
    let ids: std::collections::BTreeSet<_> = uris("b").into_iter().chain(uris("c")).chain(more).collect();
    assert_eq!(ids.len(), 6);
    let gone = Results::new("demo", ResultLimits { lifetime: std::time::Duration::from_nanos(1), ..limits }, 1_000);
    let link = gone.keep(named("a"), Content::Text("x".to_owned()), "x/y").unwrap();
    assert_eq!(gone.read(named("a"), &link.uri), None);
    assert!(gone.list(named("a")).is_empty());
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

#[tokio::test]
async fn files_are_linked_and_shown_only_if_they_are_what_they_claim() {
    // What the API claims, the bytes, what is shown, and the media type that the answer gives.
    let cases: &[(&str, &[u8], &str, &str)] = &[
        ("image/png", PNG, "image", "image/png"),
        ("application/octet-stream", PNG, "image", "image/png"),
        ("image/jpeg; x=y", PNG, "image", "image/png"),
        ("image/gif", b"GIF89a\x01\0\x01\0\0", "image", "image/gif"),
        ("image/webp", b"RIFF\x04\0\0\0WEBPVP8 ", "image", "image/webp"),
        ("image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF", "image", "image/jpeg"),
        ("audio/wav", b"RIFF\x04\0\0\0WAVEfmt ", "audio", "audio/wav"),
        ("audio/mpeg", b"ID3\x04\0\0\0\0\0\0", "audio", "audio/mpeg"),
        ("application/ogg", b"OggS\0\x02\0\0", "audio", "audio/ogg"),
        ("image/png", b"MZ\x90\0\x03\0\0\0", "", "image/png"),
        ("application/pdf", PNG, "", "application/pdf"),
        ("audio/wav", PNG, "", "audio/wav"),
        ("application/zip", b"PK\x03\x04\0\0", "", "application/zip"),
        ("", b"\0\x01\x02", "", ""),
    ];
    for (claimed, bytes, kind, media_type) in cases {
        let headers = if claimed.is_empty() { String::new() } else { format!("Content-Type: {claimed}\r\n") };
        let shown = show(&answer(raw("200 OK", &headers, bytes)).await, Limits::default());
        let (seen, named) = match &shown.media {
            Some(Block::Image(_, named)) => ("image", *named),
            Some(Block::Audio(_, named)) => ("audio", *named),
            None => ("", *media_type),
        };
        assert_eq!((seen, named), (*kind, *media_type), "{claimed} {bytes:?}");
        let text: Value = serde_json::from_str(&shown.text).unwrap();
        let link = shown.link.expect("a link");
        assert_eq!(text["body"]["bytes"], bytes.len());
        assert_eq!(text["body"]["content_type"], *media_type);
        assert_eq!(text["body"]["sha256"], json!(link.sha256));
        assert_eq!(text["body"]["resource"], json!(link.uri));
    }
    let shown = show(&answer(raw("200 OK", "", PNG)).await, Limits { media_bytes: PNG.len() - 1, ..Limits::default() });
    assert!(shown.media.is_none() && shown.link.is_some());
}

#[tokio::test]
async fn text_comes_in_several_charsets() {
    for (content_type, bytes, expected) in [
        ("text/plain; charset=utf-16le", &b"Z\0o\0\xeb\0"[..], "Zoë"),
        ("text/plain; charset=\"UTF-16BE\"", b"\0Z\0o\0\xeb", "Zoë"),
        ("text/csv", b"\xff\xfeZ\0\xeb\0", "Zë"),
        ("text/plain;charset=windows-1252", b"\x80 5\x99", "€ 5™"),
        ("text/plain", b"\xef\xbb\xbfZo\xc3\xab", "Zoë"),
    ] {
        let shown =
            show(&answer(raw("200 OK", &format!("Content-Type: {content_type}\r\n"), bytes)).await, Limits::default());
        let text: Value = serde_json::from_str(&shown.text).unwrap();
        assert_eq!(text["body"], expected, "{content_type}");
    }
}

#[tokio::test]
async fn a_credential_echoed_in_a_file_is_masked() {
    let upstream =
        Upstream::start(|_| raw("200 OK", "Content-Type: application/pdf\r\n", b"%PDF\0s3s3cret-value\0s3cret-value"))
            .await;
    let caller = caller(&[("bearer", "s3cret-value")]);
    let answer = call_as(&upstream, &caller, json!({"operation": "auth.bearer"})).await.unwrap();
    let mut kept = None;
    answer.show(&Limits::default(), |content, _| {
        kept = Some(content);
        None
    });
    assert_eq!(kept, Some(Content::Binary(b"%PDF\0s3************\0************".to_vec().into())));
}

/// Each file of a batch can be read; a body that tells of it is not all there is.
#[tokio::test]
async fn files_of_a_batch_are_kept() {
    let upstream = Upstream::start(|_| raw("200 OK", "Content-Type: application/pdf\r\n", b"%PDF\0\xff")).await;
    let one = json!({"id": "one", "operation": "items.get", "params": {"id": "1"}});
    let two = json!({"id": "two", "operation": "items.get", "params": {"id": "2"}});
    let answer = call_as(&upstream, &caller(&[]), json!({"calls": [one, two]})).await.unwrap();
    let results = Results::new("demo", ResultLimits::default(), 1_000);
    let owner = Owner::of(&caller(&[]));
    let shown = answer.show(&Limits::default(), |content, media_type| results.keep(owner, content, media_type));
    let shown: Value = serde_json::from_str(&shown.text).unwrap();
    for (file, name) in shown["files"].as_array().unwrap().iter().zip(["one", "two"]) {
        assert_eq!((&file["call"], &file["bytes"]), (&json!(name), &json!(6)), "{shown}");
        let part = results.read(owner, file["resource"].as_str().unwrap()).expect("a part");
        assert_eq!(part.content, Content::Binary(b"%PDF\0\xff".to_vec().into()));
    }
    assert_eq!(shown["body"]["two"]["content_type"], "application/pdf");
}
