//! Bytes as an XML document, within bounds. It knows nothing of schemas.

use roxmltree::{Document, ParsingOptions};

/// More elements, attributes and texts than this are refused.
const NODES: u32 = 200_000;
/// Elements in each other; the parser itself has no bound.
const DEPTH: usize = 256;

/// The text of a document; the mock reads UTF-8 alone.
pub(super) fn text(content: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(content).map_err(|error| format!("no UTF-8: {error}"))?;
    let text = text.trim_start_matches('\u{feff}');
    let declaration = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(head, _)| head);
    let encoding = declaration.and_then(|head| head.split_once("encoding")).map(|(_, tail)| tail);
    let name = encoding.and_then(|tail| tail.split(['"', '\'']).nth(1)).map(str::to_ascii_lowercase);
    match name.as_deref() {
        None | Some("utf-8" | "us-ascii") => Ok(text),
        Some(other) => Err(format!("declares the encoding {other}, but is UTF-8")),
    }
}

/// A well-formed document without a document type.
pub(super) fn parsed(text: &str) -> Result<Document<'_>, String> {
    if too_deep(text) {
        return Err(format!("more than {DEPTH} elements in each other"));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| format!("no XML: {error}"))
}

/// Whether more elements are open somewhere than is allowed, told by the tags alone.
fn too_deep(text: &str) -> bool {
    let mut open = 0_usize;
    for tag in text.split('<').skip(1) {
        match tag.as_bytes().first() {
            Some(b'/') => open = open.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag.split('>').next().is_some_and(|tag| tag.ends_with('/')) => {}
            Some(_) => open += 1,
        }
        if open > DEPTH {
            return true;
        }
    }
    false
}
