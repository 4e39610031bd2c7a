//! The media types of a body, as a generated handler lists them, and what kind of text or bytes each is.

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
    /// The property.
    pub name: &'static str,
    /// Its media type, or several that it may have: `image/png, image/jpeg`; empty where the document doesn't say.
    pub media_type: &'static str,
    /// Header fields of the part.
    pub headers: &'static [(&'static str, &'static str)],
    /// Its style and whether it is exploded; it goes before the media type.
    pub style: Option<(Style, bool)>,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
}

/// What is written for a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JSON and its relatives (RFC 6839 section 3.1), and ranges that JSON is in.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`, whose parts have names.
    FormData,
    /// Other parts.
    Parts,
    /// JSON texts, one a line.
    Lines,
    /// `application/json-seq` (RFC 7464).
    Sequence,
    /// XML and its relatives.
    Xml,
    /// Text.
    Text,
    /// Anything else.
    Bytes,
}

impl Kind {
    /// The kind of a media type.
    pub(crate) fn of(media_type: &str) -> Self {
        match essence(media_type).as_str() {
            "application/json" | "*/*" | "application/*" => Self::Json,
            other if other.ends_with("+json") => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" | "multipart/*" => Self::FormData,
            other if other.starts_with("multipart/") => Self::Parts,
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
                Self::Lines
            }
            "application/json-seq" => Self::Sequence,
            "application/xml" | "text/xml" => Self::Xml,
            other if other.ends_with("+xml") => Self::Xml,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// The media type in lower case, without parameters.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type lies in a range or list of ranges: `image/*, text/csv`.
pub(crate) fn is_within(media_type: &str, ranges: &str) -> bool {
    let wanted = essence(media_type);
    ranges.split(',').map(essence).any(|range| match range.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => wanted.split('/').next() == Some(kind),
        _ => range == wanted,
    })
}
