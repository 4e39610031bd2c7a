//! What a document offers: operations, parameters, bodies, answers, as pointers into the document.
//! It knows nothing of requests.

mod content;
mod encoding;
mod read;
mod servers;

pub(crate) use encoding::Encoding;
pub(crate) use read::operations;

use std::collections::BTreeMap;

use crate::Summary;
use crate::content_type::ContentType;
use crate::form::Separators;
use crate::route::{Captures, Rank, Template};
use crate::security::Requirement;

/// Where a parameter travels (OpenAPI 3.1 section 4.8.12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Location {
    Path,
    Query,
    /// The query as a whole (OpenAPI 3.2 section 4.12.1).
    Querystring,
    Header,
    Cookie,
}

impl Location {
    /// The word that OpenAPI has for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Location::Path => "path",
            Location::Query => "query",
            Location::Querystring => "querystring",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }
    }
}

/// An operation, ready to be matched and checked.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) summary: Summary,
    pub(crate) template: Template,
    /// The template below the paths of the operation's own servers.
    pub(crate) served: Vec<Template>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) requirement: Requirement,
    pub(crate) answer: Response,
    /// A query parameter that links to pages carry without its being declared.
    pub(crate) hidden: Option<String>,
}

impl Operation {
    /// How closely a raw path fits, and the raw values of its variables.
    pub(crate) fn captures(&self, path: &str) -> Option<(Rank, Captures)> {
        let mut templates = std::iter::once(&self.template).chain(&self.served);
        templates.find_map(|template| Some((template.rank(), template.captures(path)?)))
    }

    /// The parameters of one location.
    pub(crate) fn located(&self, location: Location) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }
}

/// A parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) location: Location,
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) allow_empty: bool,
    pub(crate) allow_reserved: bool,
    pub(crate) encoding: Encoding,
    /// Of a form (`Encoding::Urlencoded`).
    pub(crate) separators: Separators,
    /// Pointer to the schema; without one, any text will do.
    pub(crate) schema: Option<String>,
}

impl Parameter {
    /// How messages name the parameter: `query limit`.
    pub(crate) fn place(&self) -> String {
        format!("{} {}", self.location.name(), self.name)
    }
}

/// A request body.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) content: Vec<MediaType>,
}

/// The answer to a valid request.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Names of the declared headers.
    pub(crate) headers: Vec<String>,
    pub(crate) content: Vec<MediaType>,
}

/// A media type, or range of them, and its schema.
#[derive(Debug, Clone)]
pub(crate) struct MediaType {
    /// In small letters and without parameters: `application/json`.
    pub(crate) name: String,
    /// The same with its parameters.
    pub(crate) declared: ContentType,
    /// Pointer to the schema.
    pub(crate) schema: Option<String>,
    /// Pointer to the schema of each item of a sequence (OpenAPI 3.2 section 4.14).
    pub(crate) item_schema: Option<String>,
    /// How the parts are encoded.
    pub(crate) encodings: Encodings,
}

/// How the properties or items of a body travel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Encodings {
    /// By name of the property.
    pub(crate) named: BTreeMap<String, PartEncoding>,
    /// By position (OpenAPI 3.2 section 4.14, `prefixEncoding`).
    pub(crate) prefix: Vec<PartEncoding>,
    /// Those behind the positions (`itemEncoding`).
    pub(crate) items: Option<PartEncoding>,
}

/// An Encoding Object (OpenAPI 3.1.1 section 4.8.15).
#[derive(Debug, Clone, Default)]
pub(crate) struct PartEncoding {
    /// Media types and ranges; none means the default of the schema.
    pub(crate) content_types: Vec<ContentType>,
    /// Headers of the part.
    pub(crate) headers: Vec<Parameter>,
    /// Where a style, explode or allowReserved is given, which makes the media types void.
    pub(crate) style: Option<Encoding>,
    pub(crate) allow_reserved: bool,
}

impl MediaType {
    /// Whether content of this type is JSON (RFC 6839 section 3.1 for `+json`).
    pub(crate) fn is_json(&self) -> bool {
        is_json(&self.name)
    }
}

/// Whether a media type is JSON.
pub(crate) fn is_json(name: &str) -> bool {
    matches!(name, "application/json" | "text/json") || name.ends_with("+json")
}
