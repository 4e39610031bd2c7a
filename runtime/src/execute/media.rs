//! What binary content is by its first bytes, whatever the API calls it.

use crate::signature;

/// What a client can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Image,
    Audio,
}

/// The kind and media type of an image or a sound; nothing for anything else.
pub(super) fn recognised(bytes: &[u8]) -> Option<(Kind, &'static str)> {
    let media_type = signature::media_type(bytes)?;
    let kind = match media_type.split_once('/') {
        Some(("image", _)) => Kind::Image,
        Some(("audio", _)) => Kind::Audio,
        _ => return None,
    };
    Some((kind, media_type))
}

/// Whether a media type that the API claims allows to show the content as such a kind.
pub(super) fn agrees(essence: &str, kind: Kind) -> bool {
    let own = match kind {
        Kind::Image => "image/",
        Kind::Audio => "audio/",
    };
    essence.starts_with(own)
        || matches!(essence, "" | "application/octet-stream" | "binary/octet-stream" | "application/ogg")
}
