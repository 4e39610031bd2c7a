//! An answer as the MCP client gets it: text, and beside it an image, a sound or a link.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::media::essence;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::cut::Omission;
use super::media::{Kind, agrees, recognised};
use super::payload::File;
use super::rendering::{Frame, Room};
use super::table::tabulated;
use crate::results::{Content, Link};
use crate::{Limits, ResultLimits};

/// The blocks of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// JSON text.
    pub text: String,
    /// What the body is, where a client can show it.
    pub media: Option<Block>,
    /// Where the whole body can be read.
    pub link: Option<Link>,
}

/// An image or a sound in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Data and media type of a PNG, JPEG, GIF or WebP.
    Image(String, &'static str),
    /// Data and media type of a WAV, MP3, Ogg or FLAC.
    Audio(String, &'static str),
}

impl Shown {
    /// Text alone.
    pub(super) fn text(text: String) -> Self {
        Self { text, media: None, link: None }
    }
}

/// A body as JSON text that lacks what is known, within the limits. `keep` keeps the whole of it.
pub(super) fn show_text(
    mut frame: Frame<'_>,
    (body, known): (&str, &[Omission]),
    limits: &Limits,
    keep: impl FnOnce() -> Option<Link>,
) -> Shown {
    let room = Room::of(limits);
    let table = tabulated(body);
    let in_full = match &table {
        Some(table) => frame.with_tables().whole(table, known, room),
        None => frame.whole(body, known, room),
    };
    if let Some(whole) = in_full {
        return Shown::text(whole);
    }
    frame.link = keep();
    let room = room.beside_link(frame.link.is_some());
    let table = table.map(|table| frame.with_tables().shortened(&table, known, room));
    let short = table.filter(|table| !table.misread).unwrap_or_else(|| frame.shortened(body, known, room));
    Shown { link: frame.link, ..Shown::text(short.text) }
}

/// A body that is no text: `{"bytes", "content_type", "sha256", "shown"?, "resource"?, "expires_in"?, "unkept"?}`.
pub(super) fn show_binary(
    frame: &Frame<'_>,
    file: &File,
    limits: &Limits,
    keep: impl FnOnce(Content, &str) -> Option<Link>,
) -> Shown {
    let (bytes, claimed) = (file.bytes.as_slice(), file.media_type.as_str());
    let known = recognised(bytes).filter(|(kind, _)| agrees(&essence(claimed), *kind));
    let media_type = known.map_or(claimed, |(_, media_type)| media_type);
    let media = known.filter(|_| bytes.len() <= limits.media_bytes).map(|(kind, media_type)| match kind {
        Kind::Image => Block::Image(STANDARD.encode(bytes), media_type),
        Kind::Audio => Block::Audio(STANDARD.encode(bytes), media_type),
    });
    let link = keep(Content::Binary(Arc::clone(&file.bytes)), if media_type.is_empty() { UNKNOWN } else { media_type });
    let mut body = description(bytes, media_type, (media.as_ref(), link.as_ref()));
    if link.is_none() {
        body.insert("unkept".to_owned(), json!(unkept(bytes.len(), &limits.results)));
    }
    let body = Value::Object(body).to_string();
    let room = Room::of(limits);
    let text = frame.whole(&body, &[], room).unwrap_or_else(|| frame.shortened(&body, &[], room).text);
    Shown { text, media, link }
}

/// The media type of content that nobody has named (RFC 9110 section 8.3).
const UNKNOWN: &str = "application/octet-stream";

fn description(bytes: &[u8], media_type: &str, (media, link): (Option<&Block>, Option<&Link>)) -> Map<String, Value> {
    let sha256 = link.map_or_else(|| format!("{:x}", Sha256::digest(bytes)), |link| link.sha256.clone());
    let mut body = Map::new();
    body.insert("bytes".to_owned(), json!(bytes.len()));
    body.insert("content_type".to_owned(), json!(media_type));
    body.insert("sha256".to_owned(), json!(sha256));
    if media.is_some() {
        body.insert("shown".to_owned(), json!("beside this text"));
    }
    if let Some(link) = link {
        body.insert("resource".to_owned(), json!(link.uri));
        body.insert("expires_in".to_owned(), json!(link.lifetime.as_secs()));
    }
    if ["text/", "application/json", "application/xml"].iter().any(|text| media_type.starts_with(text)) {
        body.insert("note".to_owned(), json!("not the text that content_type says: no valid characters"));
    }
    body
}

/// Why a file can't be read as a resource.
fn unkept(bytes: usize, limits: &ResultLimits) -> String {
    let most = limits.bytes_per_caller.min(limits.bytes);
    if limits.lifetime.is_zero() {
        "this server keeps no content (keep-results is 0)".to_owned()
    } else if bytes > most {
        format!("this server keeps {most} bytes of one caller; ask the user to raise max-kept")
    } else {
        "the content can't be kept".to_owned()
    }
}
