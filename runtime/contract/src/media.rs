//! What kind of text or bytes a media type stands for: whoever chooses, writes or reads a body asks here.

/// What a body of a media type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON and its relatives (RFC 6839 section 3.1).
    Json,
    /// A range that JSON is in: `*/*`, `application/*`.
    Any,
    /// `application/x-www-form-urlencoded` (URL standard section 5)
    Form,
    /// `multipart/form-data` (RFC 7578), whose parts have names.
    FormData,
    /// Other parts (RFC 2046 section 5.1).
    Parts,
    /// JSON texts, one a line: `application/x-ndjson`, `application/jsonl`.
    Lines,
    /// `application/json-seq` (RFC 7464) and its relatives.
    Sequence,
    /// XML and its relatives (RFC 7303 section 4.2).
    Xml,
    /// `text/event-stream` (WHATWG HTML section 9.2)
    Events,
    /// Other text.
    Text,
    /// Anything else.
    Bytes,
}

impl Kind {
    /// The kind of a media type, in any case and with parameters or without: `Application/JSON; charset=utf-8`.
    pub fn of(media_type: &str) -> Self {
        match essence(media_type).as_str() {
            "*/*" | "application/*" => Self::Any,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" | "multipart/*" => Self::FormData,
            other if other.starts_with("multipart/") => Self::Parts,
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/json-lines"
            | "text/x-ndjson"
            | "application/stream+json"
            | "application/x-json-stream" => Self::Lines,
            other if other.ends_with("+ndjson") || other.ends_with("+jsonl") => Self::Lines,
            "application/json-seq" => Self::Sequence,
            other if other.ends_with("+json-seq") => Self::Sequence,
            other if other.ends_with("/json") || other.ends_with("+json") => Self::Json,
            other if other.ends_with("/xml") || other.ends_with("+xml") => Self::Xml,
            "text/event-stream" => Self::Events,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// The parameter `charset` of a media type, in lower case (RFC 9110 section 8.3.2).
pub fn charset(media_type: &str) -> Option<String> {
    let lower = media_type.to_ascii_lowercase();
    let found = lower.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("charset="))?;
    Some(found.trim_matches(['"', '\'', ' ']).to_owned())
}

/// A media type in lower case, without parameters (RFC 9110 section 8.3.1): `application/json`.
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type lies in a range or list of ranges: `image/*, text/csv`.
pub fn is_within(media_type: &str, ranges: &str) -> bool {
    let wanted = essence(media_type);
    ranges.split(',').map(essence).any(|range| match range.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => wanted.split('/').next() == Some(kind),
        _ => range == wanted,
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_within};

    #[test]
    fn media_types_have_a_kind() {
        for (media_type, kind) in [
            ("Application/JSON; charset=utf-8", Kind::Json),
            ("text/json", Kind::Json),
            ("application/merge-patch+json", Kind::Json),
            ("application/stream+json", Kind::Lines),
            ("application/vnd.x+json-seq", Kind::Sequence),
            ("application/*", Kind::Any),
            ("multipart/mixed", Kind::Parts),
            ("image/svg+xml", Kind::Xml),
            ("text/csv", Kind::Text),
            ("text/event-stream", Kind::Events),
            ("image/*", Kind::Bytes),
            ("", Kind::Bytes),
        ] {
            assert_eq!(Kind::of(media_type), kind, "{media_type}");
        }
    }

    #[test]
    fn ranges_hold_media_types() {
        assert!(is_within("IMAGE/png; x=1", "text/csv, image/*") && is_within("a/b", "*/*"));
        assert!(!is_within("image/png", "image/jpeg, text/*") && !is_within("image/png", ""));
    }
}
