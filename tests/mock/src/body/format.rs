//! What the content of a media type is made of. It knows nothing of schemas.

/// How content is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// RFC 8259; `+json` of RFC 6839 section 3.1.
    Json,
    /// One JSON text on each line.
    Lines,
    /// JSON texts behind record separators (RFC 7464).
    Sequence,
    /// `application/x-www-form-urlencoded` (WHATWG URL section 5).
    Form,
    /// RFC 2046 section 5.1.
    Parts,
    /// XML 1.0; `+xml` of RFC 7303 section 4.2.
    Xml,
    Text,
    /// Anything.
    Bytes,
}

impl Format {
    /// The format of a media type in small letters and without parameters.
    pub(crate) fn of(essence: &str) -> Format {
        match essence {
            "application/json" | "text/json" => Format::Json,
            "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/ndjson"
            | "application/x-ndjson"
            | "application/x-json-stream"
            | "text/x-ndjson" => Format::Lines,
            "application/json-seq" => Format::Sequence,
            "application/x-www-form-urlencoded" => Format::Form,
            "application/xml" | "text/xml" => Format::Xml,
            _ if essence.ends_with("+json") => Format::Json,
            _ if essence.ends_with("+json-seq") => Format::Sequence,
            _ if essence.ends_with("+xml") => Format::Xml,
            _ if essence.starts_with("multipart/") => Format::Parts,
            _ if essence.starts_with("text/") => Format::Text,
            _ => Format::Bytes,
        }
    }
}
