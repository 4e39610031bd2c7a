//! What an API offers, in OpenAPI's words and free of its versions. Schemas are JSON Schema 2020-12 values whose `$ref`s
//! name an entry of [`Api::definitions`].

use std::collections::BTreeMap;

pub use contract::{Effect, Location, Method, Style};
use serde_json::Value;

use crate::Code;
use crate::pointer::Pointer;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`
    pub title: String,
    /// `info.version`
    pub version: String,
    /// `info.description`
    pub description: String,
    /// Phrases of a query, and what the document says instead (`x-search-synonyms`, vendor.toml).
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// The first server; none if it is not absolute.
    pub server: Option<Server>,
    /// Descriptions of tags.
    pub tags: BTreeMap<String, String>,
    /// Declared schemes by name.
    pub schemes: BTreeMap<String, SecurityScheme>,
    /// What can be offered, in the document's order.
    pub operations: Vec<Operation>,
    /// What can't.
    pub left_out: Vec<LeftOut>,
    /// What is declared and no call uses.
    pub unused: Unused,
    /// Schemas by the pointer that `$ref`s name: `#/components/schemas/Connection`.
    pub definitions: BTreeMap<String, Definition>,
}

/// Where operations are (OpenAPI 3.1 section 4.8.5), without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL with the defaults of its variables.
    pub url: String,
    /// The URL as it is declared: `https://{region}.example.com/v1`.
    pub template: String,
    /// The variables that occur in it.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL (OpenAPI 3.1 section 4.8.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// Its value where nothing else is chosen.
    pub default: String,
    /// The values that it may have; any, where there is none.
    pub allowed: Vec<String>,
}

/// What is declared and no call uses: how often, by `header Authorization` and the reason.
#[derive(Clone, Debug, Default)]
pub struct Unused(BTreeMap<(String, &'static str), usize>);

impl Unused {
    /// Notes one more.
    pub(crate) fn add(&mut self, what: String, reason: &'static str) {
        *self.0.entry((what, reason)).or_default() += 1;
    }

    /// What, the reason and how often, sorted.
    pub(crate) fn rows(self) -> impl Iterator<Item = (String, &'static str, usize)> {
        self.0.into_iter().map(|((what, reason), count)| (what, reason, count))
    }
}

/// A schema that is referred to.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The last key of its pointer.
    pub name: String,
    /// JSON Schema 2020-12.
    pub schema: Value,
}

/// An operation that isn't offered.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Its method, or the key that stands where one should.
    pub method: String,
    /// Its path template.
    pub path: String,
    /// The reason.
    pub code: Code,
    /// The reason in words.
    pub reason: String,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// The HTTP method.
    pub method: Method,
    /// The path template, as it is declared.
    pub path: String,
    /// What of it is sent: literal text, `{name}`, and perhaps a constant query.
    pub template: String,
    /// `operationId`, which documents repeat or leave out.
    pub operation_id: Option<String>,
    /// One line.
    pub summary: String,
    /// More.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether it is marked as internal (`x-internal`).
    pub internal: bool,
    /// What else people call what it does (`x-search-aliases`, vendor.toml).
    pub aliases: Vec<String>,
    /// Every tag; the first is its group.
    pub tags: Vec<String>,
    /// Parameters in the document's order; those in the path in the path's order, first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// Responses, successes first.
    pub responses: Vec<Response>,
    /// Its own server, or that of its path item; the document's where neither names one.
    pub server: Option<Server>,
    /// Its own security requirement, or the document's; none where neither says anything.
    pub security: Option<Vec<SecurityRequirement>>,
    /// Scopes by scheme that a credential needs: `oauth: items:read, items:write`.
    pub scopes: Vec<String>,
    /// What a call does.
    pub effect: Effect,
    /// Where the response of success carries a list, if a list is what it is about: a JSON pointer, empty for the body
    /// itself.
    pub items: Option<String>,
    /// How a list goes on.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// `GET /api/me`: how decisions and messages call it.
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The first tag.
    pub fn tag(&self) -> Option<&str> {
        self.tags.first().map(String::as_str)
    }

    /// The response of success with the lowest status.
    pub fn success(&self) -> Option<&Response> {
        self.responses.iter().find(|response| response.status.starts_with('2'))
    }
}

/// Scheme names that go together; none: no credential is needed.
pub type SecurityRequirement = Vec<String>;

/// A parameter that is an argument.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// What it is for.
    pub description: String,
    /// Whether a call must have it.
    pub required: bool,
    /// How it becomes text.
    pub style: Style,
    /// Whether lists and objects are spread.
    pub explode: bool,
    /// Styles of the lists within a list, the outer ones first (Swagger 2.0, Items Object, `collectionFormat`).
    pub inner: Vec<Style>,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// The media type that it is written as and how its properties are, where it is the whole query string (OpenAPI 3.2,
    /// `in: querystring`); style and explode mean nothing then.
    pub querystring: Option<(String, Vec<Encoding>)>,
    /// The same for one of [`Style::Content`].
    pub content: Option<(String, Vec<Encoding>)>,
    /// What its values must be.
    pub schema: Value,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// What it is for.
    pub description: String,
    /// Whether a call must have it.
    pub required: bool,
    /// The media types that it may be sent in, preferred first; at least one.
    pub contents: Vec<BodyContent>,
}

/// A request body in one media type.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// The media type, as it is declared: `multipart/form-data`, `image/*`.
    pub media_type: String,
    /// Where its schema stands; of a form that is declared field by field, nowhere.
    pub place: Pointer,
    /// What the body must be.
    pub schema: Value,
    /// How properties of a form or of parts are written, where the document says so.
    pub encodings: Vec<Encoding>,
}

/// How one property is written (OpenAPI 3.1 section 4.8.15).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// The property; of a list its position, or nothing for all further items (OpenAPI 3.2, `prefixEncoding` and
    /// `itemEncoding`).
    pub property: String,
    /// Its media type, or a list of those that it may have.
    pub content_type: Option<String>,
    /// Header fields of its part that have one value: `("X-Rate", "5")`.
    pub headers: Vec<(String, String)>,
    /// How it becomes text, and whether lists and objects are spread; it goes before the media type.
    pub style: Option<(Style, bool)>,
    /// Styles of the lists within a list, as for a [`Parameter`].
    pub inner: Vec<Style>,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
}

/// A declared response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Where it stands.
    pub pointer: Pointer,
    /// `200`, `2XX`, `default`.
    pub status: String,
    /// What it means.
    pub description: String,
    /// Its media type, JSON preferred.
    pub media_type: Option<String>,
    /// The shape of its body.
    pub schema: Option<Value>,
    /// Where that stands.
    pub place: Pointer,
    /// Names of declared headers, in lower case.
    pub headers: Vec<String>,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityScheme {
    /// `Authorization: Bearer`, OAuth 2 and OpenID Connect included.
    Bearer,
    /// `Authorization: Basic`
    Basic,
    /// A key.
    ApiKey {
        /// Where it travels.
        location: Location,
        /// Its name there.
        name: String,
    },
    /// What the runtime can't send.
    Other,
}

/// How a list goes on, and what in the document says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The form.
    pub kind: PaginationKind,
    /// The parameter that asks for the next page, by name; or the member of the request body, as `/body/after`.
    pub parameter: Option<String>,
    /// Where the answer says what comes next: a JSON pointer into the body, with `-` for the last item of a list.
    pub next: Option<String>,
    /// Where the answer carries the items.
    pub items: String,
    /// Pointers into the document.
    pub evidence: Vec<Pointer>,
}

/// The forms of pagination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaginationKind {
    /// An opaque cursor.
    Cursor,
    /// A number of items to pass over.
    Offset,
    /// A number of the page.
    PageNumber,
    /// The header `Link` (RFC 8288).
    LinkHeader,
    /// A URL in the body.
    NextUrl,
}

impl PaginationKind {
    /// Every form with its name in vendor.toml.
    pub const ALL: [(&'static str, Self); 5] = [
        ("cursor", Self::Cursor),
        ("offset", Self::Offset),
        ("page-number", Self::PageNumber),
        ("link-header", Self::LinkHeader),
        ("next-url", Self::NextUrl),
    ];

    /// The form's name in vendor.toml.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}
