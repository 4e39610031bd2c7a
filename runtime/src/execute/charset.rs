//! The characters of a body, by the charset that its media type names or its byte order mark shows.

use std::string::FromUtf8Error;

use crate::request::charset::WINDOWS;

/// The bytes as text: UTF-8, or what the media type says of the charsets still met (UTF-16, Latin-1, windows-1252). A
/// character that the limit cut is dropped. What is no text comes back as it was.
pub(super) fn decoded(bytes: Vec<u8>, media_type: &str, complete: bool) -> Result<String, Vec<u8>> {
    let text = match Charset::of(&bytes, media_type) {
        Charset::Utf8 => return utf8(bytes, complete),
        Charset::Utf16(big_endian) => utf16(&bytes, big_endian),
        Charset::Windows => Some(bytes.iter().copied().map(windows).collect::<String>()),
    };
    text.filter(|text| is_text(text)).map(without_mark).ok_or(bytes)
}

enum Charset {
    Utf8,
    /// Whether the byte order is big-endian.
    Utf16(bool),
    /// windows-1252, which Latin-1 and ASCII stand for on the web (WHATWG Encoding section 4.2).
    Windows,
}

impl Charset {
    fn of(bytes: &[u8], media_type: &str) -> Self {
        match bytes {
            [0xFE, 0xFF, ..] => return Self::Utf16(true),
            [0xFF, 0xFE, ..] if bytes.len().is_multiple_of(2) => return Self::Utf16(false),
            _ => {}
        }
        match contract::media::charset(media_type).unwrap_or_default().as_str() {
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "windows-1252" | "cp1252" => Self::Windows,
            "utf-16" | "utf-16le" => Self::Utf16(false),
            "utf-16be" => Self::Utf16(true),
            _ => Self::Utf8,
        }
    }
}

fn utf8(bytes: Vec<u8>, complete: bool) -> Result<String, Vec<u8>> {
    let text = String::from_utf8(bytes).or_else(|error| {
        let end = error.utf8_error();
        let mut bytes = error.into_bytes();
        if complete || end.error_len().is_some() {
            return Err(bytes);
        }
        bytes.truncate(end.valid_up_to());
        String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes)
    })?;
    if is_text(&text) { Ok(without_mark(text)) } else { Err(text.into_bytes()) }
}

fn utf16(bytes: &[u8], big_endian: bool) -> Option<String> {
    let unit = |pair: &[u8]| match pair {
        [first, second] if big_endian => u16::from_be_bytes([*first, *second]),
        [first, second] => u16::from_le_bytes([*first, *second]),
        _ => u16::from(b'?'),
    };
    let units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
    String::from_utf16(&units).ok()
}

/// A byte of windows-1252.
fn windows(byte: u8) -> char {
    let high = byte.checked_sub(0x80).and_then(|index| WINDOWS.get(usize::from(index)));
    high.copied().unwrap_or(char::from(byte))
}

/// Whether there are no control characters but those of terminals, record separators and white space.
fn is_text(text: &str) -> bool {
    let ordinary =
        |letter: char| !letter.is_control() || letter.is_whitespace() || matches!(letter, '\u{1b}' | '\u{1e}');
    text.chars().take(1_000).all(ordinary)
}

fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}
