//! The body of a request that is shown: JSON and text as they are, files by their size and type.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::execute::payload::{File, Payload};

/// Parts of a multipart body that are described.
const MAX_PARTS: usize = 50;

/// Characters of one part that are shown.
const MAX_TEXT: usize = 500;

/// What is shown of a body of this media type.
pub(super) fn payload(media_type: &str, bytes: &[u8]) -> Payload {
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        return Payload::Json(value.to_string());
    }
    if let Some(parts) = boundary(media_type).and_then(|boundary| parts(boundary, bytes)) {
        return Payload::Json(json!({"parts": parts}).to_string());
    }
    match text(bytes) {
        Some(text) => Payload::Text(text.to_owned()),
        None => Payload::Binary(File::new(bytes.to_vec(), media_type.to_owned())),
    }
}

fn boundary(media_type: &str) -> Option<&str> {
    let (kind, boundary) = media_type.split_once("boundary=")?;
    kind.to_ascii_lowercase().starts_with("multipart/").then(|| boundary.trim_matches('"'))
}

/// The parts between delimiters (RFC 2046 section 5.1.1).
fn parts(boundary: &str, bytes: &[u8]) -> Option<Vec<Value>> {
    let delimiter = format!("--{boundary}");
    let mut rest = bytes.strip_prefix(delimiter.as_bytes())?;
    let delimiter = format!("\r\n{delimiter}");
    let mut parts = Vec::new();
    while let Some(inside) = rest.strip_prefix(b"\r\n") {
        let end = find(inside, delimiter.as_bytes())?;
        let (part, after) = inside.split_at(end);
        if parts.len() < MAX_PARTS {
            parts.push(part_value(part)?);
        }
        rest = after.get(delimiter.len()..)?;
    }
    Some(parts)
}

/// `{"content-disposition": "…", "content-type": "…", "bytes": 7, "sha256": "…"}`, with `"text"` instead of both for a
/// short text that is no file.
fn part_value(part: &[u8]) -> Option<Value> {
    let end = find(part, b"\r\n\r\n")?;
    let (head, body) = (part.get(..end)?, part.get(end + 4..)?);
    let mut members = Map::new();
    for line in String::from_utf8_lossy(head).split("\r\n") {
        let (name, value) = line.split_once(':')?;
        members.insert(name.to_ascii_lowercase(), json!(value.trim().chars().take(MAX_TEXT).collect::<String>()));
    }
    let disposition = members.get("content-disposition").and_then(Value::as_str).unwrap_or_default();
    let is_file = disposition.contains("; filename=\"");
    let shown = text(body).filter(|text| !is_file && text.chars().count() <= MAX_TEXT);
    if let Some(text) = shown {
        members.insert("text".to_owned(), json!(text));
    } else {
        members.insert("bytes".to_owned(), json!(body.len()));
        members.insert("sha256".to_owned(), json!(format!("{:x}", Sha256::digest(body))));
    }
    Some(members.into())
}

fn text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (!text.chars().any(|letter| letter.is_control() && !letter.is_whitespace())).then_some(text)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::payload;
    use crate::{Argument, Request};

    #[test]
    fn files_are_described_and_text_is_shown() {
        let file = "data:image/png;base64,iVBORw0KGgoA/w==";
        let value = json!({"note": "a\r\n--b", "photo": file, "meta": {"a": 1}, "long": "x".repeat(600)});
        let mut request = Request::default();
        request.body("multipart/form-data", Argument::Value(&value));
        let content = request.body.expect("a body");
        let disposition = |name: &str| format!("form-data; name=\"{name}\"");
        let expected = json!({"parts": [
            {"content-disposition": disposition("note"), "text": "a\r\n--b"},
            {"content-disposition": disposition("photo") + "; filename=\"photo\"", "content-type": "image/png",
                "bytes": 10, "sha256": "d44c4eee8f72efac76c1f294e7260408825c8dad42adaaf6e9bee7e7ef4c7de3"},
            {"content-disposition": disposition("meta"), "content-type": "application/json", "text": "{\"a\":1}"},
            {"content-disposition": disposition("long"), "bytes": 600, "sha256": "5130b33e6b87fbf5316ed9049e98924eb110800bcbaaad8050f642fba6df37c9"},
        ]});
        assert_eq!(payload(&content.media_type, &content.bytes).to_json(), expected.to_string());
        for (media_type, bytes, expected) in [
            ("application/json", &b"{\"a\": 1}"[..], "{\"a\":1}"),
            ("text/plain", b"a\nb", "\"a\\nb\""),
            ("application/x-www-form-urlencoded", b"a=1&b=2", "\"a=1&b=2\""),
            (
                "application/octet-stream",
                b"\x00\xff",
                "{\"bytes\":2,\"content_type\":\"application/octet-stream\",\"sha256\":\"06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8\"}",
            ),
            ("multipart/form-data; boundary=b", b"no parts", "\"no parts\""),
            ("multipart/form-data; boundary=b", b"--b\r\nbroken", "\"--b\\r\\nbroken\""),
            (
                "multipart/form-data; boundary=b",
                b"--b\r\nno head\r\n--b--\r\n",
                "\"--b\\r\\nno head\\r\\n--b--\\r\\n\"",
            ),
        ] {
            assert_eq!(payload(media_type, bytes).to_json(), expected, "{media_type}");
        }
    }
}
