//! An answer as the MCP client gets it: text, and beside it an image, a sound or a link.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::media::essence;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::cut::Omission;
use super::media::{Kind, agrees, recognised};
use super::rendering::{Frame, Room};
use super::table::tabulated;
use crate::Limits;
use crate::results::{Content, Link};

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

/// A body that is no text: `{"bytes", "content_type", "sha256", "shown"?, "resource"?, "expires_in"?}`.
pub(super) fn show_binary(
    frame: &Frame<'_>,
    (bytes, claimed): (&[u8], &str),
    limits: &Limits,
    keep: impl FnOnce(Content, &str) -> Option<Link>,
) -> Shown {
    let known = recognised(bytes).filter(|(kind, _)| agrees(&essence(claimed), *kind));
    let media_type = known.map_or(claimed, |(_, media_type)| media_type);
    let media = known.filter(|_| bytes.len() <= limits.media_bytes).map(|(kind, media_type)| match kind {
        Kind::Image => Block::Image(STANDARD.encode(bytes), media_type),
        Kind::Audio => Block::Audio(STANDARD.encode(bytes), media_type),
    });
    let link = keep(Content::Binary(bytes.to_vec()), if media_type.is_empty() { UNKNOWN } else { media_type });
    let body = description(bytes, media_type, (media.as_ref(), link.as_ref())).to_string();
    let room = Room::of(limits);
    let text = frame.whole(&body, &[], room).unwrap_or_else(|| frame.shortened(&body, &[], room).text);
    Shown { text, media, link }
}

/// The media type of content that nobody has named (RFC 9110 section 8.3).
const UNKNOWN: &str = "application/octet-stream";

fn description(bytes: &[u8], media_type: &str, (media, link): (Option<&Block>, Option<&Link>)) -> Value {
    let sha256 = link.map_or_else(|| format!("{:x}", Sha256::digest(bytes)), |link| link.sha256.clone());
    let mut body = Map::new();
    body.insert("bytes".to_owned(), json!(bytes.len()));
    body.insert("content_type".to_owned(), json!(media_type));
    body.insert("sha256".to_owned(), json!(sha256));
    if media.is_some() {
        body.insert("shown".to_owned(), json!("beside this text"));
    }
    match link {
        Some(link) => {
            body.insert("resource".to_owned(), json!(link.uri));
            body.insert("expires_in".to_owned(), json!(link.lifetime.as_secs()));
        }
        None => {
            body.insert("note".to_owned(), json!("the content can't be kept"));
        }
    }
    if ["text/", "application/json", "application/xml"].iter().any(|text| media_type.starts_with(text)) {
        body.insert("note".to_owned(), json!("not the text that content_type says: no valid characters"));
    }
    Value::Object(body)
}
