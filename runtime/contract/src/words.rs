//! The fixed words of an operation, as OpenAPI 3.1 spells them.

mod method;

use std::fmt;

pub use method::{Method, Token};

/// What calling an operation does to the API's data; the order is that of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Creates or changes.
    Write,
    /// Deletes, or changes what can't be changed back.
    Destructive,
}

impl Effect {
    /// Every effect, mildest first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Destructive];

    /// `read`, `write` or `destructive`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Destructive => "destructive",
        }
    }

    /// The effect named by `text`, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.as_str().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a parameter travels (OpenAPI 3.1 section 4.8.12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// As a request header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl Location {
    /// Every location, in the order of the OpenAPI specification.
    pub const ALL: [Self; 4] = [Self::Path, Self::Query, Self::Header, Self::Cookie];

    /// `path`, `query`, `header` or `cookie`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The location named by `text`, exactly.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|location| location.as_str() == text)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a parameter's value becomes text (OpenAPI 3.1 section 4.8.12.2, "Parameter Object: style").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `a,b` (RFC 6570 section 3.2.2)
    Simple,
    /// `.a.b` (RFC 6570 section 3.2.5)
    Label,
    /// `;p=a;p=b` (RFC 6570 section 3.2.7)
    Matrix,
    /// `p=a&p=b` (RFC 6570 section 3.2.8)
    Form,
    /// `p=a%20b`
    SpaceDelimited,
    /// `p=a%7Cb`
    PipeDelimited,
    /// `p=a%09b` (Swagger 2.0, `collectionFormat: tsv`)
    TabDelimited,
    /// `p[k]=v`
    DeepObject,
    /// `p=a; p=b`, as given (OpenAPI 3.2, "Style Values")
    Cookie,
    /// The value's JSON text: a parameter with `content: application/json`.
    Json,
    /// The value's own text: a parameter with `content: text/plain`.
    Text,
    /// The value in another media type: a parameter with `content: application/x-www-form-urlencoded`.
    Content,
}

impl Style {
    /// Every style of OpenAPI, then those of parameters with `content`.
    pub const ALL: [Self; 12] = [
        Self::Simple,
        Self::Label,
        Self::Matrix,
        Self::Form,
        Self::SpaceDelimited,
        Self::PipeDelimited,
        Self::TabDelimited,
        Self::DeepObject,
        Self::Cookie,
        Self::Json,
        Self::Text,
        Self::Content,
    ];

    /// The style's name in OpenAPI; `json`, `text` or `content` for a parameter with `content`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::TabDelimited => "tabDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
            Self::Json => "json",
            Self::Text => "text",
            Self::Content => "content",
        }
    }

    /// The style named by `text`, exactly.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.as_str() == text)
    }
}

/// How a list operation hands out its next page. `items` and `next` are JSON pointers (RFC 6901) into the answer's
/// body; `parameter` is an argument name of the operation, or `/body/after`: the JSON pointer of a member of the request
/// body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// The answer carries an opaque cursor that goes back as a parameter.
    Cursor {
        /// The argument that takes the cursor.
        parameter: &'static str,
        /// Where the answer carries the next cursor.
        next: &'static str,
        /// Where the answer carries the items.
        items: &'static str,
    },
    /// The next page starts after so many items.
    Offset {
        /// The argument that takes the offset.
        parameter: &'static str,
        /// Where the answer carries the items.
        items: &'static str,
    },
    /// Pages are counted.
    PageNumber {
        /// The argument that takes the page's number.
        parameter: &'static str,
        /// Where the answer carries the items.
        items: &'static str,
    },
    /// The response header `Link` with `rel="next"` (RFC 8288) names the next page.
    LinkHeader {
        /// Where the answer carries the items.
        items: &'static str,
    },
    /// The answer carries the next page's URL.
    NextUrl {
        /// Where the answer carries the URL.
        next: &'static str,
        /// Where the answer carries the items.
        items: &'static str,
    },
}

impl Pagination {
    /// The argument that asks for a page, where there is one.
    pub fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Cursor { parameter, .. } | Self::Offset { parameter, .. } | Self::PageNumber { parameter, .. } => {
                Some(parameter)
            }
            Self::LinkHeader { .. } | Self::NextUrl { .. } => None,
        }
    }

    /// The pointer into the request body of an argument that is one of its members: `/after` of `/body/after`.
    pub fn within_body(parameter: &str) -> Option<&str> {
        parameter.strip_prefix("/body").filter(|pointer| pointer.starts_with('/'))
    }
}

/// How a security scheme puts its credential into a request (OpenAPI 3.1 section 4.8.27).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750); OAuth 2 and OpenID Connect tokens travel the same way.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617). The credential is `user:password`, or a key that is the user.
    Basic,
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where the key travels; never [`Location::Path`].
        location: Location,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// Something the runtime can't send (mutual TLS, digest …); it is only shown.
    Other,
}

/// A security scheme and where its credential comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in `components.securitySchemes`.
    pub name: &'static str,
    /// How the credential travels.
    pub kind: SchemeKind,
    /// The environment variable that holds the credential on stdio, if vendor.toml names one.
    pub environment: Option<&'static str>,
}

/// Header parameters that OpenAPI says are ignored (3.1 section 4.8.12.1), in lower case.
pub const RESERVED_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// Header fields that belong to the connection (RFC 9110 sections 6.6, 7.2, 7.6.1, 8.6, 10.1.1 and 11.7), which whoever makes
/// the connection sets, in lower case.
pub const CONNECTION_HEADERS: [&str; 11] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
