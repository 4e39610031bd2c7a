//! What a generated crate hands over: one [`Api`], all of it static.

use contract::{Effect, Method, Pagination, SecurityScheme};

use crate::{Arguments, Request};

/// A whole generated API.
#[derive(Debug)]
pub struct Api {
    /// The vendor's name, `[a-z][a-z0-9_]*`: the server's name and, in capitals, the prefix of its environment variables.
    pub name: &'static str,
    /// What people call the API: `Acme`.
    pub title: &'static str,
    /// `info.version` of the document.
    pub version: &'static str,
    /// SHA-256 of the document, in hexadecimal.
    pub document: &'static str,
    /// The URL that paths are appended to, without a trailing slash; `{name}` stands for a variable.
    pub server: &'static str,
    /// The variables of this and of operations' own servers.
    pub variables: &'static [ServerVariable],
    /// Headers sent on every call, `(name, value)`.
    pub headers: &'static [(&'static str, &'static str)],
    /// How credentials travel and where they come from.
    pub schemes: &'static [SecurityScheme],
    /// What a credential in the MCP request's own `Authorization` header means.
    pub inbound: Inbound,
    /// What narrows a request, and what a person has to approve.
    pub access: Access,
    /// Operations that are published as tools of their own.
    pub tools: &'static [CuratedTool],
    /// Every operation; the position is the ordinal in schemas, cards and index.
    pub operations: &'static [&'static Operation],
    /// The schema blob ([`contract::blob`]).
    pub schemas: &'static [u8],
    /// The compact cards ([`contract::card`]).
    pub cards: &'static [u8],
    /// The search index (crate `index`).
    pub index: &'static [u8],
}

/// A variable of a server's URL (OpenAPI 3.1 section 4.8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: &'static str,
    /// Its value where nothing else is chosen.
    pub default: &'static str,
    /// The values that it may have; any, where there is none.
    pub allowed: &'static [&'static str],
}

/// What a vendor decides on the safety of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The header of an MCP request over HTTP that narrows what it may do: `X-Acme-Access-Mode: read-only`.
    pub header: Option<&'static str>,
    /// Names of operations that are called with approval only, though they are not destructive.
    pub asked: &'static [&'static str],
    /// Names of operations that are called without approval, though they are destructive.
    pub trusted: &'static [&'static str],
}

impl Access {
    /// No header; destructive operations are called with approval only.
    pub const PLAIN: Self = Self { header: None, asked: &[], trusted: &[] };

    /// Whether calls of an operation take an approval, where approvals are on.
    pub fn asks(&self, operation: &Operation) -> bool {
        match operation.effect {
            Effect::Destructive => !self.trusted.contains(&operation.name),
            Effect::Read | Effect::Write => self.asked.contains(&operation.name),
        }
    }
}

/// A tool of its own over one operation, as vendor.toml's `[[tool]]` decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CuratedTool {
    /// `[a-z][a-z0-9_]*`, at most 40 characters.
    pub name: &'static str,
    /// What models are told.
    pub description: &'static str,
    /// The operation's name.
    pub operation: &'static str,
    /// The JSON Schema of the arguments, as JSON text: an object whose every schema has one `type`.
    pub input: &'static str,
    /// The arguments of `execute` that the caller doesn't give, as JSON text:
    /// `{"operation": "syncs.list", "params": {"order": "desc"}, "pages": "all", "jq": ".data"}`.
    pub call: &'static str,
    /// The arguments of the tool.
    pub arguments: &'static [ToolArgument],
}

/// An argument of a curated tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToolArgument {
    /// Its name.
    pub name: &'static str,
    /// Where its value goes in the arguments of `execute`, as a JSON pointer: `/params/id`, `/body/name`.
    pub target: &'static str,
    /// Whether a call must have it.
    pub required: bool,
    /// Its value where a call has none, as JSON text.
    pub default: Option<&'static str>,
}

/// What the server does with the `Authorization` header of an MCP request over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbound {
    /// Nothing: it never reaches the API, and the server only binds to loopback.
    None,
    /// It is the caller's credential for the API and is forwarded.
    ApiKey,
}

/// One operation: its facts, and the only way to the wire.
#[derive(Debug)]
pub struct Operation {
    /// Unique and stable: `model_sync.executions.get`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template of the document.
    pub path: &'static str,
    /// The group it is filed under.
    pub tag: &'static str,
    /// What a call does to the API's data.
    pub effect: Effect,
    /// Alternatives of scheme names that go together; an empty alternative needs no credential, no alternative at all
    /// neither (OpenAPI 3.1 section 4.8.30).
    pub security: &'static [&'static [&'static str]],
    /// How a list goes on.
    pub pagination: Option<Pagination>,
    /// Writes checked arguments into a request.
    pub handler: Handler,
}

/// Writes checked arguments into a request. Infallible: checking is done before.
pub type Handler = fn(&Arguments<'_>, &mut Request);
