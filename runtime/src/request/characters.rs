//! Which characters stay as they are (RFC 3986 section 2).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Lets reserved characters through that a query may hold (RFC 3986 section 3.4) and that don't structure it.
const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// The same where a comma separates values.
const RESERVED_ITEM: &AsciiSet = &RESERVED.add(b',');

/// Lets reserved characters through that a segment of a path may hold (RFC 3986 section 3.3).
const SEGMENT: &AsciiSet = &RESERVED.add(b'/').add(b'?').remove(b'&').remove(b'=').remove(b'+');

/// Lets reserved characters through that a cookie's value may hold (RFC 6265 section 4.1.1) and that don't structure it.
const COOKIE: &AsciiSet =
    &RESERVED.add(b',').add(b';').remove(b'=').remove(b'+').remove(b'#').remove(b'[').remove(b']');

/// The characters of a form (URL standard section 5.2, "application/x-www-form-urlencoded percent-encode set").
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_').remove(b' ');

/// Characters of a path template that need no encoding (RFC 3986 section 3.3), and a query it may end in.
const LITERAL: &AsciiSet = &RESERVED.remove(b'&').remove(b'=').remove(b'+');

/// A choice of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Characters {
    /// Only unreserved characters stay.
    Unreserved,
    /// Reserved characters stay, and what is percent-encoded already (RFC 6570 section 3.2.3).
    Reserved,
    /// As `Reserved`, for one of several values between commas.
    ReservedItem,
    /// Reserved characters stay that don't end a segment of a path.
    Segment,
    /// Reserved characters stay that a cookie may hold.
    Cookie,
    /// Those of a form; a blank is a plus sign.
    Form,
    /// Constant text of a path template.
    Literal,
    /// Everything stays.
    Raw,
}

impl Characters {
    /// `text` with every other character percent-encoded.
    pub(super) fn encode(self, text: &str) -> String {
        match self {
            Self::Unreserved => utf8_percent_encode(text, UNRESERVED).to_string(),
            Self::Reserved => keeping_triplets(text, RESERVED),
            Self::ReservedItem => keeping_triplets(text, RESERVED_ITEM),
            Self::Segment => keeping_triplets(text, SEGMENT),
            Self::Cookie => keeping_triplets(text, COOKIE),
            Self::Form => utf8_percent_encode(text, FORM).to_string().replace(' ', "+"),
            Self::Literal => keeping_triplets(before_fragment(text), LITERAL),
            Self::Raw => text.to_owned(),
        }
    }

    /// The choice for one of several values between commas.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Reserved | Self::ReservedItem => Self::ReservedItem,
            Self::Unreserved | Self::Segment | Self::Cookie | Self::Form | Self::Literal | Self::Raw => self,
        }
    }
}

/// Encodes around `%XX` triplets, which stay.
fn keeping_triplets(text: &str, set: &'static AsciiSet) -> String {
    let mut encoded = String::with_capacity(text.len());
    for (index, piece) in text.split('%').enumerate() {
        if index > 0 {
            let triplet =
                piece.as_bytes().first_chunk::<2>().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            encoded.push_str(if triplet { "%" } else { "%25" });
        }
        encoded.extend(utf8_percent_encode(piece, set));
    }
    encoded
}

/// A fragment is never sent; some documents tell operations apart by one.
fn before_fragment(text: &str) -> &str {
    text.split_once('#').map_or(text, |(before, _)| before)
}
