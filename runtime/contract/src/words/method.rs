//! HTTP methods.

use std::fmt;

/// An HTTP method of an OpenAPI path item (OpenAPI 3.2 section 4.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// QUERY: a GET whose question is its body.
    Query,
    /// Any other, from `additionalOperations`.
    Other(Token),
}

impl Method {
    /// Every method that a path item has a member for, in the order of the OpenAPI specification.
    pub const FIXED: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The method token of RFC 9110 section 9: `GET`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(token) => token.as_str(),
        }
    }

    /// Whether a request does the same when it arrives twice (RFC 9110 section 9.2.2). Of a method
    /// that isn't fixed nothing is known.
    pub fn is_idempotent(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete | Self::Options | Self::Head | Self::Trace | Self::Query => true,
            Self::Post | Self::Patch | Self::Other(_) => false,
        }
    }

    /// The fixed method named by `text`, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::FIXED.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text))
    }

    /// The method that is written exactly so; none where `text` can't be one, or is a fixed one in another case.
    pub fn exact(text: &str) -> Option<Self> {
        match Self::parse(text) {
            Some(fixed) => Some(fixed).filter(|fixed| fixed.as_str() == text),
            None => Token::parse(text).map(Self::Other),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A method's name: a short token of RFC 9110 section 5.6.2, case-sensitive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token([u8; Token::LONGEST]);

impl Token {
    /// Bytes of the longest name; that of IANA's registry has 17.
    pub const LONGEST: usize = 24;

    /// The token that is written so, padded with zeros; for generated code, whose tokens were parsed before.
    pub const fn new(padded: [u8; Self::LONGEST]) -> Self {
        Self(padded)
    }

    /// Reads a token; none where the text is empty, too long or has other characters.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let mut padded = [0; Self::LONGEST];
        padded.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        (!text.is_empty() && text.bytes().all(fits)).then_some(Self(padded))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let text = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The text, padded with zeros.
    pub fn padded(&self) -> &[u8; Self::LONGEST] {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Method;

    #[test]
    fn methods_are_read_as_they_are_written() {
        for text in ["GET", "QUERY", "COPY", "VERSION-CONTROL", "copy"] {
            assert_eq!(Method::exact(text).map(|method| method.to_string()).as_deref(), Some(text));
        }
        for text in ["", "get", "Query", "A B", "A\r\nB", "\u{e9}", &"A".repeat(25)] {
            assert_eq!(Method::exact(text), None, "{text}");
        }
        assert_eq!(Method::parse("query"), Some(Method::Query));
        assert_eq!(Method::parse("COPY"), None);
    }
}
