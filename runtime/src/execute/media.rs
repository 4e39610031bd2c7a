//! What binary content is by its first bytes, whatever the API calls it.

/// What a client can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Image,
    Audio,
}

/// The kind and media type of an image or a sound; nothing for anything else. The signatures are those of WHATWG MIME
/// Sniffing sections 6.1 and 6.2.
pub(super) fn recognised(bytes: &[u8]) -> Option<(Kind, &'static str)> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => (Kind::Image, "image/png"),
        [0xFF, 0xD8, 0xFF, ..] => (Kind::Image, "image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => (Kind::Image, "image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => (Kind::Image, "image/webp"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => (Kind::Audio, "audio/wav"),
        [b'O', b'g', b'g', b'S', 0, ..] => (Kind::Audio, "audio/ogg"),
        [b'f', b'L', b'a', b'C', ..] => (Kind::Audio, "audio/flac"),
        [b'I', b'D', b'3', ..] => (Kind::Audio, "audio/mpeg"),
        // MPEG-1 layer 3 with a bit rate and a sampling rate that exist.
        [0xFF, 0xFA | 0xFB, rates, ..] if matches!(rates >> 4, 1..=14) && (rates >> 2) & 3 != 3 => {
            (Kind::Audio, "audio/mpeg")
        }
        _ => return None,
    })
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
