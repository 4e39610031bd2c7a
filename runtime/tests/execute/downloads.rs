//! Files that the API answers with: read whole within bounds, kept and linked, or refused with what to raise; and texts of
//! which only the beginning is read.

use std::time::{Duration, Instant};

use runtime::results::{Content, Owner, Results};
use runtime::{Code, Fault, Limits, ResultLimits, Shown, execute};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::api::{caller, limits, server};
use crate::hostile::{Hostile, Step};
use crate::upstream::{Upstream, gzipped, json as json_answer, raw};

const MIB: usize = 1 << 20;

/// A head with a length, or without one and with the connection's end for it (RFC 9112 section 6.3).
fn head(media_type: &str, length: Option<usize>) -> Vec<u8> {
    let length = length.map(|length| format!("Content-Length: {length}\r\n")).unwrap_or_default();
    format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{length}Connection: close\r\n\r\n").into_bytes()
}

/// Bytes that are no text.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| [0, 0xff, 7, 1][index % 4]).collect()
}

async fn shown(upstream: &Upstream, limits: Limits) -> Result<(Value, Shown, Option<Content>), Vec<Fault>> {
    let call = runtime::Call { operation: "items.list".to_owned(), ..runtime::Call::default() };
    let answer = execute(&server(upstream, limits), &caller(&[]), call).await?;
    let results = Results::new("demo", limits.results, limits.answer_tokens);
    let mut kept = None;
    let shown = answer.show(&limits, |content, media_type| {
        kept = Some(content.clone());
        results.keep(Owner::of(&caller(&[])), content, media_type)
    });
    Ok((serde_json::from_str(&shown.text).unwrap(), shown, kept))
}

#[tokio::test]
async fn files_are_kept_whole() {
    for (media_type, length, stated) in [
        ("application/octet-stream", 5 * MIB, true),
        ("application/pdf", 5 * MIB, false),
        ("image/tiff", 25 * MIB, true),
        ("application/zip", 25 * MIB, false),
        ("application/json", 5 * MIB, true),
        ("text/plain", 6 * MIB, false),
        ("", 6 * MIB, true),
        ("video/mp4", 2 * MIB, false),
    ] {
        let content = bytes(length);
        let head = head(media_type, stated.then_some(length));
        let upstream = Hostile::start(vec![Step::Send(head), Step::Send(content.clone())]).await;
        let (text, shown, kept) =
            shown(&Upstream::at(upstream.url.clone()), Limits { timeout: Duration::from_secs(60), ..limits() })
                .await
                .unwrap();
        let link = shown.link.expect("a link");
        let sha256 = format!("{:x}", Sha256::digest(&content));
        let media_type = if media_type.is_empty() { "application/octet-stream" } else { media_type };
        assert_eq!((link.bytes, &link.media_type[..], &link.sha256), (length, media_type, &sha256), "{text}");
        assert_eq!(text["body"]["bytes"], length);
        assert_eq!(text["body"]["sha256"], sha256);
        assert_eq!(text["body"]["resource"], link.uri);
        assert!(text.get("truncated").is_none() && text["body"].get("unkept").is_none(), "{text}");
        assert!(kept == Some(Content::Binary(content.into())));
    }
    // What is called a file is one, even where it is text, once it is longer than texts are read.
    let upstream = Upstream::start(|_| raw("200 OK", "Content-Type: application/zip\r\n", &[b'a'; 5 * MIB])).await;
    let (text, shown, _) = shown(&upstream, limits()).await.unwrap();
    assert_eq!((text["body"]["bytes"].as_u64(), shown.link.map(|link| link.bytes)), (Some(5 << 20), Some(5 << 20)));
}

#[tokio::test]
async fn what_is_too_large_is_refused_with_what_to_raise() {
    let small = Limits { file_bytes: 2 * MIB, response_bytes: MIB, ..limits() };
    let most = 25 * MIB;
    // Limits, media type, the length that is stated, what is sent of it, and what the fault says of the length.
    for (limits, media_type, stated, sent, told) in [
        // Nothing of it has to come.
        (limits(), "application/pdf", Some(most + 1), 0, format!("{} bytes", most + 1)),
        (limits(), "application/octet-stream", Some(1 << 40), 0, format!("{} bytes", 1_u64 << 40)),
        (limits(), "application/zip", None, most + 1, format!("more than {most} bytes")),
        (small, "application/pdf", Some(2 * MIB + 1), 0, format!("{} bytes", 2 * MIB + 1)),
        // What it is shows once as much is there as texts may have.
        (small, "application/json", Some(3 * MIB), 2 * MIB, format!("{} bytes", 3 * MIB)),
        (small, "text/plain", None, 3 * MIB, format!("more than {} bytes", 2 * MIB)),
        (small, "", None, 3 * MIB, format!("more than {} bytes", 2 * MIB)),
    ] {
        let steps = vec![Step::Send(head(media_type, stated)), Step::Send(bytes(sent)), Step::Hang];
        let upstream = Hostile::start(steps).await;
        let began = Instant::now();
        let faults = shown(&Upstream::at(upstream.url.clone()), limits).await.unwrap_err();
        assert!(began.elapsed() < Duration::from_secs(4), "{media_type}");
        assert_eq!(faults[0].code, Code::ResponseTooLarge, "{faults:?}");
        let start = format!("the API answered 200 with a file of {told}; this server reads files of at most ");
        assert!(faults[0].message.starts_with(&start), "{}", faults[0].message);
        assert_eq!(faults[0].suggestion.as_deref(), Some("ask the user to raise max-download"));
    }
    // Of a compressed file the length is not known before it is read.
    let zipped = gzipped(&bytes(3 * MIB));
    let headers = "Content-Type: application/pdf\r\nContent-Encoding: gzip\r\n";
    let upstream = Upstream::start(move |_| raw("200 OK", headers, &zipped)).await;
    let faults = shown(&upstream, small).await.unwrap_err();
    assert!(faults[0].message.contains(&format!("a file of more than {} bytes", 2 * MIB)), "{faults:?}");
}

#[tokio::test]
async fn what_is_not_kept_says_why() {
    let upstream = Upstream::start(|_| raw("200 OK", "Content-Type: application/pdf\r\n", &bytes(5_000))).await;
    let few = ResultLimits { bytes_per_caller: 4_999, ..ResultLimits::default() };
    let none = ResultLimits { lifetime: Duration::ZERO, ..ResultLimits::default() };
    for (results, expected) in [
        (few, "this server keeps 4999 bytes of one caller; ask the user to raise max-kept"),
        (none, "this server keeps no content (keep-results is 0)"),
    ] {
        let (text, shown, _) = shown(&upstream, Limits { results, ..limits() }).await.unwrap();
        assert_eq!((text["body"]["unkept"].as_str(), shown.link), (Some(expected), None));
    }
}

#[tokio::test]
async fn the_beginning_of_a_text_is_called_so() {
    let items: Vec<_> = (0..70_000).map(|n| json!({"id": n, "text": "x".repeat(70)})).collect();
    let list = json!(items).to_string();
    let length = list.len();
    assert!(length > 6_000_000);
    let read = 4 * MIB;
    for (answer, of) in [
        (json_answer("200 OK", &list), Some(length)),
        (raw("200 OK", "Content-Type: text/csv\r\n", list.as_bytes()), Some(length)),
        ([head("application/json", None), list.clone().into_bytes()].concat(), None),
        (
            raw("200 OK", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", &gzipped(list.as_bytes())),
            None,
        ),
    ] {
        let upstream = Upstream::start(move |_| answer.clone()).await;
        let (text, shown, kept) = shown(&upstream, Limits { answer_bytes: 20_000, ..limits() }).await.unwrap();
        let mut received = json!({"bytes": read});
        of.into_iter().for_each(|of| received["of"] = json!(of));
        let truncated = &text["truncated"];
        assert_eq!(truncated["received"], received);
        assert!(truncated.get("whole").is_none(), "{truncated}");
        assert_eq!(truncated["beginning"]["resource"], shown.link.expect("a link").uri);
        assert!(truncated["hint"].as_str().unwrap().ends_with("; the user can have more read with max-response"));
        let kept = kept.map(|kept| kept.bytes().len()).unwrap();
        // JSON text, as for any answer: in a text the quotation marks are escaped.
        assert!(kept > read - 100 && kept <= read + read / 4, "{kept}");
        assert_eq!(truncated["beginning"]["bytes"], kept);
    }
    // A whole text is called whole.
    let upstream = Upstream::start(move |_| json_answer("200 OK", &json!(vec!["x"; 500_000]).to_string())).await;
    let (text, ..) = shown(&upstream, limits()).await.unwrap();
    assert!(text["truncated"]["whole"]["bytes"].is_number() && text["truncated"].get("received").is_none());
}

#[tokio::test]
async fn files_wait_for_room_in_turn() {
    let file = |length| vec![Step::Send(head("application/pdf", Some(length))), Step::Send(bytes(length))];
    let limits = Limits { all_files_bytes: 5 * MIB, timeout: Duration::from_secs(60), ..limits() };
    let good = Hostile::start(file(3 * MIB)).await;
    let mut good_server = server(&Upstream::at(good.url.clone()), limits);
    let call = || runtime::Call { operation: "items.list".to_owned(), ..runtime::Call::default() };
    let caller = caller(&[]);
    {
        let first = execute(&good_server, &caller, call()).await.unwrap();
        // As long as the first is held, a second has no room; then it has.
        let second = execute(&good_server, &caller, call());
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_millis(300), &mut second).await.is_err());
        drop(first);
        drop(second.await.unwrap());
    }
    // The calls of a batch don't wait for each other.
    let calls: Vec<_> = (0..8).map(|id| json!({"id": format!("c{id}"), "operation": "items.list"})).collect();
    let arguments = json!({"calls": calls});
    let batch = runtime::Call::from_arguments(arguments.as_object().unwrap()).unwrap();
    let text: Value =
        serde_json::from_str(&execute(&good_server, &caller, batch).await.unwrap().render(50_000)).unwrap();
    assert_eq!(text["calls"], json!({"succeeded": 8, "failed": 0}), "{text}");
    assert_eq!(text["body"]["c7"]["bytes"], 3 * MIB);
    // Who waits too long is told what for.
    let held = execute(&good_server, &caller, call()).await.unwrap();
    good_server.limits.timeout = Duration::from_millis(400);
    let faults = execute(&good_server, &caller, call()).await.unwrap_err();
    assert_eq!(faults[0].code, Code::RateLimited, "{faults:?}");
    assert!(faults[0].message.contains("has no room for it"), "{faults:?}");
    drop(held);
}

/// The most memory that the process has had, in bytes.
#[cfg(target_os = "linux")]
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

/// Files of 25 MiB over 32 connections would be 800 MiB.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_downloads_stay_within_the_bound() {
    for stated in [Some(25 * MIB), None] {
        let head = head("application/octet-stream", stated);
        let upstream = Hostile::start(vec![Step::Send(head), Step::Repeat(bytes(MIB), 25)]).await;
        let limits = Limits { timeout: Duration::from_secs(300), ..limits() };
        let server = std::sync::Arc::new(server(&Upstream::at(upstream.url.clone()), limits));
        let results = std::sync::Arc::new(Results::new("demo", limits.results, limits.answer_tokens));
        let before = most_memory();
        let download = || {
            let (server, results) = (std::sync::Arc::clone(&server), std::sync::Arc::clone(&results));
            async move {
                let call = runtime::Call { operation: "items.list".to_owned(), ..runtime::Call::default() };
                let answer = execute(&server, &caller(&[]), call).await.unwrap();
                answer.show(&limits, |content, kind| results.keep(Owner::of(&caller(&[])), content, kind)).link
            }
        };
        let tasks: Vec<_> = (0..32).map(|_| tokio::spawn(download())).collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().map(|link| link.bytes), Some(25 * MIB));
        }
        let grown = most_memory().saturating_sub(before);
        // The bound, what is kept, a mebibyte of each that waits, and as much again of slack for what was freed just now.
        let bound = limits.all_files_bytes + limits.results.bytes + 32 * MIB;
        assert!(grown < bound + bound / 2, "{} MiB", grown >> 20);
    }
}
