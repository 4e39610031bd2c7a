//! A body that is not what its `Content-Type` or the document says.

use contract::Entry;
use contract::media::essence;

use super::payload::{Payload, compact, is_json};

/// What servers call JSON that is none of their business.
const UNKNOWING: [&str; 4] = ["text/plain", "text/html", "application/octet-stream", "application/javascript"];

/// The body, and what is odd about it. JSON under a name that says nothing is read as JSON where the document has that.
pub(super) fn declared(payload: Payload, media_type: &str, entry: Entry<'_>) -> (Payload, Option<&'static str>) {
    let Payload::Text(text) = payload else { return (payload, None) };
    if essence(media_type).ends_with("json") {
        return (
            Payload::Text(text),
            Some("the body is not JSON, though its content-type says so; here it is as text"),
        );
    }
    if !UNKNOWING.contains(&&*essence(media_type)) || !wants_json(entry) {
        return (Payload::Text(text), None);
    }
    match text.trim_start().chars().next() {
        Some('{' | '[') if is_json(&text) => (Payload::Json(compact(&text)), None),
        Some('<') => {
            let note = "the API answered with markup where its document has JSON: a login page or a gateway's, perhaps";
            (Payload::Text(text), Some(note))
        }
        _ => (Payload::Text(text), None),
    }
}

/// Whether the document says that the operation answers JSON.
fn wants_json(entry: Entry<'_>) -> bool {
    said(entry).any(|media_type| essence(media_type).ends_with("json"))
}

/// Whether a body that isn't JSON is one that the document doesn't have: it has JSON, or nothing that could be a web page.
pub(super) fn is_unforeseen(media_type: &str, entry: Entry<'_>) -> bool {
    wants_json(entry) || essence(media_type) == "text/html" && said(entry).next().is_none()
}

/// The media types that the document has for answers of success.
fn said<'a>(entry: Entry<'a>) -> impl Iterator<Item = &'a str> {
    let answers = entry.answers().filter(|answer| answer.status().starts_with(['2', 'd']));
    answers.filter_map(contract::Answer::media_type)
}
