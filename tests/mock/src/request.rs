//! A request as the wire carries it, undecoded. It knows nothing of the document.

/// One HTTP request, undecoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawRequest {
    /// Method as sent: `GET`.
    pub method: String,
    /// Request target in origin form (RFC 9112 section 3.2.1): `/api/syncs?limit=2`.
    pub target: String,
    /// Header fields in the order sent.
    pub headers: Vec<(String, String)>,
    /// Content; empty where there is none.
    pub body: Vec<u8>,
}

impl RawRequest {
    /// Every value of a header field; names are compared without case (RFC 9110 section 5.1).
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The raw path of the target, without the query.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The raw query of the target, empty where there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}
