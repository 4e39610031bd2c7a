//! Answers that come item by item: server-sent events (WHATWG HTML section 9.2), JSON lines and JSON text sequences
//! (RFC 7464). They become a list, and one that doesn't end becomes the list of what came within the bounds.

mod collect;
mod events;

pub(super) use collect::{Stop, collect};

use contract::media::Kind;
use http::HeaderMap;
use serde_json::Value;

use super::cut::Omission;
use super::payload::{compact, is_json, media_type};

/// How the items of a stream are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `text/event-stream`
    Events,
    /// `application/x-ndjson`, `application/jsonl`
    Lines,
    /// `application/json-seq`
    Sequence,
}

impl Format {
    /// The format that a media type stands for.
    pub(super) fn of(media_type: &str) -> Option<Self> {
        match Kind::of(media_type) {
            Kind::Events => Some(Self::Events),
            Kind::Lines => Some(Self::Lines),
            Kind::Sequence => Some(Self::Sequence),
            _ => None,
        }
    }
}

/// The format of an answer that is a stream.
pub(super) fn format(headers: &HeaderMap) -> Option<Format> {
    Format::of(&media_type(headers))
}

/// The list that a stream's text stands for: events as `{"event"?, "id"?, "data"}`, whose data is JSON where it can be read
/// as such, and lines and records as they are; and its end, where it isn't complete. Nothing for another media type, or where the text is no stream.
pub(super) fn list(text: &str, essence: &str, complete: bool) -> Option<(String, Option<Omission>)> {
    let format = Format::of(essence)?;
    let items: Vec<String> = match format {
        Format::Events => events::events(text),
        Format::Lines => whole(text, '\n', complete).map(item).collect(),
        Format::Sequence => whole(text, '\u{1e}', complete).map(item).collect(),
    };
    if items.is_empty() && !text.trim().is_empty() {
        return None;
    }
    let list = format!("[{}]", items.join(","));
    let end = (!complete).then(|| Omission { path: "/body".to_owned(), kept: items.len(), of: None });
    Some((list, end))
}

/// The pieces that aren't blank; of a text that breaks off, all but the last.
fn whole(text: &str, separator: char, complete: bool) -> impl Iterator<Item = &str> {
    let text = if complete { text } else { text.rsplit_once(separator).map_or("", |(whole, _)| whole) };
    text.split(separator).map(str::trim).filter(|piece| !piece.is_empty())
}

/// JSON text as it is, any other as a string.
fn item(text: &str) -> String {
    if is_json(text) { compact(text) } else { Value::from(text).to_string() }
}
