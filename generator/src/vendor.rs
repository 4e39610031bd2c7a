//! What a vendor decides outside the document: vendor.toml, whole.

mod file;
mod places;
mod shape;
mod tool;

use std::collections::BTreeMap;

use contract::{Effect, Style};
use serde_json::{Map, Value};

use crate::api::{PaginationKind, SecurityRequirement};
use crate::pointer::Pointer;
use crate::{Code, Diagnostic, Diagnostics};

use places::Places;

pub(crate) use file::meant;
pub(crate) use tool::{APPROVAL, ArgumentDecision, LONGEST_NAME, ToolDecision, is_argument_name};

/// The decisions, read and typed. Routes are written `GET /api/me`.
#[derive(Clone, Debug, Default)]
pub struct Vendor {
    /// `[a-z][a-z0-9_]*`: names the folder, the crate and the server.
    pub name: String,
    /// What people call the API; the document's title where it isn't decided.
    pub title: Option<String>,
    /// The URL that paths are appended to; the document's server where it isn't decided.
    pub server: Option<String>,
    /// Where the crate `runtime` lies, seen from the generated crate. Only for a stand-alone workspace; inside the
    /// project the workspace knows.
    pub runtime_path: Option<String>,
    /// Questions that the demo works through.
    pub demo: Vec<Question>,
    /// Scheme alternatives where the document declares no security requirement.
    pub(crate) default_security: Option<Vec<SecurityRequirement>>,
    /// Scheme alternatives by route; they overrule the document.
    pub(crate) operation_security: BTreeMap<String, Vec<SecurityRequirement>>,
    /// Whether the MCP request's own `Authorization` is the credential for the API.
    pub(crate) inbound_api_key: bool,
    /// Environment variables by scheme.
    pub(crate) credentials: BTreeMap<String, String>,
    /// Headers sent on every call.
    pub(crate) headers: Vec<(String, String)>,
    /// Effects by route.
    pub(crate) effects: BTreeMap<String, Effect>,
    /// Pagination by route; none switches it off.
    pub(crate) pagination: BTreeMap<String, Option<PaginationDecision>>,
    /// Styles by parameter name.
    pub(crate) styles: BTreeMap<String, Style>,
    /// The operations that are offered; all of them where nothing is decided.
    pub(crate) include: Option<Choice>,
    /// The operations that are not.
    pub(crate) exclude: Option<Choice>,
    /// Groups by tag.
    pub(crate) groups: BTreeMap<String, String>,
    /// The language (BCP 47) that the document is written in; found out where it isn't decided.
    pub(crate) language: Option<String>,
    /// SHA-256 of further documents by URL.
    pub(crate) external: BTreeMap<String, String>,
    /// Errors of the document that are warned of only.
    pub(crate) accept: Vec<Code>,
    /// What else people call operations, by route.
    pub(crate) aliases: BTreeMap<String, Vec<String>>,
    /// Words of a query, and what the document says instead.
    pub(crate) synonyms: BTreeMap<String, Vec<String>>,
    /// Further names of headers and of members of bodies that are idempotency keys.
    pub(crate) idempotency: Vec<String>,
    /// Names by route.
    pub(crate) names: BTreeMap<String, String>,
    /// The header of an MCP request that narrows what it may do.
    pub(crate) access_header: Option<String>,
    /// Patterns of operations that take an approval though they are not destructive.
    pub(crate) approved: Vec<String>,
    /// Patterns of operations that take none though they are.
    pub(crate) unapproved: Vec<String>,
    /// Operations that are tools of their own.
    pub(crate) tools: Vec<ToolDecision>,
    /// Whether there is no vendor.toml at all.
    pub(crate) undecided: bool,
    /// How messages call the file.
    pub(crate) file: String,
    /// Where each decision stands in it.
    pub(crate) places: Places,
}

/// A choice of operations: those that any entry is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) tags: Vec<String>,
    pub(crate) methods: Vec<String>,
    /// As they are written, and ready to match.
    pub(crate) paths: Vec<(String, glob::Pattern)>,
    /// operationIds or routes.
    pub(crate) operations: Vec<String>,
    /// Those marked `x-internal`.
    pub(crate) internal: bool,
    /// Those marked `deprecated`.
    pub(crate) deprecated: bool,
}

/// A decided pagination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaginationDecision {
    pub(crate) kind: PaginationKind,
    pub(crate) parameter: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) items: String,
}

/// A question that the demo answers through the server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// What a person asks.
    pub question: String,
    /// What an agent searches for.
    pub search: Vec<String>,
    /// The operation that has to be among the hits and is executed.
    pub operation: String,
    /// Its arguments.
    pub params: Map<String, Value>,
    /// How many pages are followed.
    pub pages: usize,
    /// The argument that takes the next page's cursor.
    pub parameter: Option<String>,
    /// Where the answer's body carries the next cursor, as a JSON pointer.
    pub next: Option<String>,
}

impl Vendor {
    /// Reads vendor.toml. `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it, with line and column.
    pub fn parse(name: &str, file: &str, text: &str) -> Result<Self, Diagnostics> {
        file::parse(name, file, text)
    }

    /// No decisions: a document on its own.
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), file: "vendor.toml".to_owned(), undecided: true, ..Self::default() }
    }

    /// Whether the name can be part of paths and names of crates.
    pub(crate) fn has_valid_name(&self) -> bool {
        let follows = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        self.name.starts_with(|first: char| first.is_ascii_lowercase()) && self.name.bytes().all(follows)
    }

    /// Turns the errors that are accepted into warnings. To accept what doesn't occur is an error of its own.
    pub(crate) fn accept_errors(&self, diagnostics: &mut Diagnostics) {
        for (index, code) in self.accept.iter().enumerate() {
            if !diagnostics.accept(*code) {
                let message = format!("the document has no {}", code.as_str());
                let help = "remove the entry: the vendor has corrected the document";
                let place = Pointer::new("/accept").at(index);
                self.report(Code::UnmatchedDecision, &place, message, help, diagnostics);
            }
        }
    }

    /// Says something about a decision, at its place.
    pub(crate) fn report(
        &self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
        diagnostics: &mut Diagnostics,
    ) {
        let place = self.places.key(pointer);
        diagnostics.push(Diagnostic {
            code,
            severity: code.severity(),
            file: self.file.clone(),
            pointer: pointer.as_str().to_owned(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            message: message.into(),
            help: help.into(),
        });
    }

    /// URLs of further documents, with their SHA-256 in hexadecimal.
    pub fn external(&self) -> &BTreeMap<String, String> {
        &self.external
    }

    /// Scheme alternatives that apply where the document declares no security requirement.
    pub fn security_default(&self) -> &[SecurityRequirement] {
        self.default_security.as_deref().unwrap_or_default()
    }

    /// Scheme alternatives by route.
    pub fn operation_security(&self) -> &BTreeMap<String, Vec<SecurityRequirement>> {
        &self.operation_security
    }

    /// Headers sent on every call.
    pub fn constant_headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Styles by parameter name, as OpenAPI spells them.
    pub fn parameter_styles(&self) -> BTreeMap<String, String> {
        self.styles.iter().map(|(name, style)| (name.clone(), style.as_str().to_owned())).collect()
    }

    /// Environment variables by scheme name.
    pub fn credential_variables(&self) -> &BTreeMap<String, String> {
        &self.credentials
    }
}
