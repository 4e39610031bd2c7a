//! The media types of a body, as a generated handler lists them.

use contract::Style;

/// One media type that a body may be sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media<'a> {
    /// As the document declares it: `multipart/form-data`, `image/*`.
    pub media_type: &'a str,
    /// How properties are written, where the document says so.
    pub parts: &'a [Part],
}

/// How one property of a form or of parts is written (OpenAPI 3.1 section 4.8.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The property; of a list its position, or nothing for all further items (OpenAPI 3.2 section 4.14,
    /// `prefixEncoding` and `itemEncoding`).
    pub name: &'static str,
    /// Its media type, or several that it may have: `image/png, image/jpeg`; empty where the document doesn't say.
    pub media_type: &'static str,
    /// Header fields of the part.
    pub headers: &'static [(&'static str, &'static str)],
    /// Its style and whether it is exploded; it goes before the media type.
    pub style: Option<(Style, bool)>,
    /// Styles of the lists within a list, the outer ones first; lists further in are JSON text.
    pub inner: &'static [Style],
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
}
