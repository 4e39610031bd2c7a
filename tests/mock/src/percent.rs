//! Characters of a URI (RFC 3986). It knows nothing of OpenAPI.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but unreserved characters (RFC 3986 section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Decodes percent-escapes; every escape has to be complete and the bytes have to be UTF-8.
pub(crate) fn decode(text: &str) -> Result<String, String> {
    if let Some(escape) = bad_escape(text) {
        return Err(format!("`{escape}` is no percent-escape"));
    }
    percent_decode_str(text)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| format!("`{text}` doesn't decode to UTF-8"))
}

/// Encodes all but unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A separator of a list as it stands in a query: a comma needs no escape.
pub(crate) fn encode_separator(separator: char) -> String {
    if separator == ',' { ",".to_owned() } else { encode(&separator.to_string()) }
}

/// Encodes what may not stand in a path; escapes stay as they are.
pub(crate) fn encode_in_path(text: &str) -> String {
    let encoded = |character: char| match path_character(character) {
        true => character.to_string(),
        false => encode(&character.to_string()),
    };
    text.chars().map(encoded).collect()
}

/// The first `%` without two hexadecimal digits behind it, with what stands there instead.
pub(crate) fn bad_escape(text: &str) -> Option<String> {
    text.split('%').skip(1).find_map(|tail| {
        let digits: String = tail.chars().take(2).collect();
        let complete = digits.len() == 2 && digits.chars().all(|digit| digit.is_ascii_hexdigit());
        (!complete).then(|| format!("%{digits}"))
    })
}

/// The first character that may not stand in a path (RFC 3986 section 3.3).
pub(crate) fn illegal_in_path(path: &str) -> Option<char> {
    path.chars().find(|&character| !(path_character(character) || character == '/'))
}

/// The first character that may not stand in a query (RFC 3986 section 3.4). Raw brackets, which
/// `deepObject` is commonly spelt with, and the raw `|` of OpenAPI 3.1.0's `pipeDelimited` are let
/// through here.
pub(crate) fn illegal_in_query(query: &str) -> Option<char> {
    query.chars().find(|&character| !(path_character(character) || "/?[]|".contains(character)))
}

/// `pchar` of RFC 3986, with `%` taken on trust.
fn path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=:@".contains(character)
}
