//! What an upstream can do to a call.

use crate::hostile::Step;
use crate::upstream::{gzipped, raw, redirect};

fn answered(status: &str, headers: &str) -> Vec<u8> {
    raw(status, headers, b"")
}

fn redirected(location: &str) -> Vec<u8> {
    redirect("302 Found", location)
}

/// What it is, what the upstream does, and the fault's code or, without one, what the answer says.
pub(crate) fn misdeeds() -> Vec<(&'static str, Vec<Step>, &'static str)> {
    let head = |more: &str| Step::Send(format!("HTTP/1.1 200 OK\r\n{more}\r\n").into_bytes());
    let sent = |text: &[u8]| Step::Send(text.to_vec());
    let json_head = "Content-Type: application/json\r\n";
    let promised = format!("{json_head}Content-Length: 1000\r\n");
    let gigabyte = "Content-Type: application/json\r\nContent-Length: 1073741824\r\n";
    let bomb = gzipped(&vec![b'0'; 32 << 20]);
    let twice = gzipped(&gzipped(br#"{"a":1}"#));
    let gzip_head = "Content-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n";
    vec![
        ("reset before the head", vec![Step::Reset], "unreachable"),
        ("reset within the body", vec![head(&promised), sent(b"[1,"), Step::Reset], "invalid-answer|unreachable"),
        ("closed before the head", vec![], "unreachable"),
        ("closed within the head", vec![sent(b"HTTP/1.1 200 OK\r\nContent-")], "unreachable"),
        ("closed within the body", vec![head(&promised), sent(b"[1,")], "invalid-answer"),
        ("more than was promised", vec![head("Content-Length: 2\r\n"), sent(b"[]]]]]]]]]")], "\"body\":[]"),
        ("a length that is none", vec![head("Content-Length: -1\r\n"), sent(b"[]")], "unreachable"),
        ("two lengths", vec![head("Content-Length: 2\r\nContent-Length: 3\r\n"), sent(b"[1]")], "unreachable"),
        ("a chunk that is none", vec![head("Transfer-Encoding: chunked\r\n"), sent(b"zz\r\n")], "invalid-answer"),
        ("silence", vec![Step::Hang], "timeout"),
        ("silence within the body", vec![head(&promised), sent(b"[1,"), Step::Hang], "timeout"),
        ("a head byte by byte", vec![Step::Drip(b"HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n".to_vec())], "timeout"),
        ("a body byte by byte", vec![head(&promised), Step::Drip(b"1".to_vec())], "timeout"),
        ("a gzip bomb", vec![head(gzip_head), Step::Send(bomb)], "\"truncated\""),
        ("gzip in gzip", vec![head(gzip_head), Step::Send(twice)], "\"sha256\""),
        ("no gzip", vec![head(gzip_head), sent(b"plain")], "invalid-answer"),
        ("invalid UTF-8", vec![head(json_head), sent(b"{\"a\":\"\xff\xfe\"}")], "\"sha256\""),
        ("HTML for JSON", vec![head(json_head), sent(b"<html>")], "\"body\":\"<html>\""),
        ("JSON for an image", vec![head("Content-Type: image/png\r\n"), sent(b"{}")], "\"body\":\"{}\""),
        (
            "1 GiB of JSON",
            vec![head(gigabyte), sent(b"["), Step::Repeat(b"1,".to_vec(), 1), Step::Forever],
            "\"truncated\"",
        ),
        (
            "1 GiB that is no text",
            vec![head("Content-Length: 1073741824\r\n"), Step::Repeat(vec![0; 4096], 1), Step::Forever],
            "response-too-large",
        ),
        (
            "endless head",
            vec![sent(b"HTTP/1.1 200 OK\r\nA: "), Step::Repeat(vec![b'x'; 4096], 1), Step::Forever],
            "unreachable",
        ),
        ("a redirect loop", vec![sent(&redirected("/items"))], "redirect-refused"),
        ("a redirect to another origin", vec![sent(&redirected("http://127.0.0.1:1/items"))], "redirect-refused"),
        ("a redirect to no address", vec![sent(&redirected("http://["))], "redirect-refused"),
        ("a storm of 429", vec![sent(&answered("429 Too Many Requests", ""))], "\"status\":429"),
        (
            "a storm of 429 that asks for patience",
            vec![sent(&answered("429 Too Many Requests", "Retry-After: 3600\r\n"))],
            "\"retry_after\":3600",
        ),
        (
            "work that never ends",
            vec![sent(&answered("202 Accepted", "Location: /jobs/1\r\nRetry-After: 0\r\n"))],
            "\"ended\":false",
        ),
        ("another protocol", vec![sent(b"SSH-2.0-x\r\n\r\n")], "unreachable"),
    ]
}
