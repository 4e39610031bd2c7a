//! What bytes are by their beginning, whatever anyone calls them.

/// The media type that the first bytes belong to alone (WHATWG MIME Sniffing sections 6.1, 6.2 and 6.4): `image/png`.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => "audio/wav",
        [b'O', b'g', b'g', b'S', 0, ..] => "audio/ogg",
        [b'f', b'L', b'a', b'C', ..] => "audio/flac",
        [b'I', b'D', b'3', ..] => "audio/mpeg",
        // MPEG-1 layer 3 with a bit rate and a sampling rate that exist.
        [0xFF, 0xFA | 0xFB, rates, ..] if matches!(rates >> 4, 1..=14) && (rates >> 2) & 3 != 3 => "audio/mpeg",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [0x1F, 0x8B, 0x08, ..] => "application/gzip",
        _ => return None,
    })
}
