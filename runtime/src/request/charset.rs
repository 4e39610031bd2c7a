//! Text in the charset that its media type names (RFC 9110 section 8.3.2).

/// What the bytes 0x80 to 0x9F are in windows-1252.
pub(crate) const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The media type and bytes of a text. Where its charset isn't known here or lacks a character, the text is UTF-8 and the
/// media type says so.
pub(super) fn written(media_type: &str, text: &str) -> (String, Vec<u8>) {
    let utf8 = || text.as_bytes().to_vec();
    let Some(name) = contract::media::charset(media_type) else { return (media_type.to_owned(), utf8()) };
    let bytes = match name.as_str() {
        "utf-8" | "utf8" => Some(utf8()),
        "us-ascii" | "ascii" => text.is_ascii().then(utf8),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" => text.chars().map(latin).collect(),
        "windows-1252" | "cp1252" => text.chars().map(windows).collect(),
        // Big-endian behind a byte order mark (RFC 2781 section 4.3).
        "utf-16" => Some(utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)),
        "utf-16be" => Some(utf16(text, u16::to_be_bytes)),
        "utf-16le" => Some(utf16(text, u16::to_le_bytes)),
        _ => None,
    };
    match bytes {
        Some(bytes) => (media_type.to_owned(), bytes),
        None => (in_utf8(media_type), utf8()),
    }
}

fn latin(letter: char) -> Option<u8> {
    u8::try_from(u32::from(letter)).ok()
}

fn windows(letter: char) -> Option<u8> {
    let high = WINDOWS.iter().position(|known| *known == letter);
    let high = high.and_then(|index| u8::try_from(index).ok()?.checked_add(0x80));
    high.or_else(|| latin(letter).filter(|byte| !(0x80..0xA0).contains(byte)))
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// The media type with another charset.
fn in_utf8(media_type: &str) -> String {
    let parameters = media_type.split(';').map(str::trim);
    let is_charset = |parameter: &str| parameter.to_ascii_lowercase().starts_with("charset=");
    let parameters = parameters.map(|parameter| if is_charset(parameter) { "charset=utf-8" } else { parameter });
    parameters.collect::<Vec<_>>().join("; ")
}
