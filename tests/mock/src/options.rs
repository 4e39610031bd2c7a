//! What the caller knows beyond the document. It knows nothing of how a request is checked.

use std::collections::BTreeMap;

use serde_json::Value;

/// Decisions about an API that its document doesn't contain.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Security requirement that holds where the document declares none: alternatives, each a list
    /// of scheme names (OpenAPI 3.1 section 4.8.30). `[["bearer"], ["key", "organization"]]` reads
    /// "bearer, or both key and organization"; `[[]]` or nothing at all means anonymous.
    pub security: Vec<Vec<String>>,
    /// The requirement of one operation, named `GET /api/me`. It overrules whatever the document
    /// declares for the operation or as a whole, and `security`.
    pub operation_security: BTreeMap<String, Vec<Vec<String>>>,
    /// Headers that every request has to carry exactly: (name, value). Parameters of these names
    /// are no arguments.
    pub constant_headers: Vec<(String, String)>,
    /// Parameter name to `json`, `form` or `deepObject`, for values whose style OpenAPI leaves
    /// undefined: nested values and free-form objects in a `form` query parameter. The default is
    /// `json`: one percent-encoded JSON text under the parameter's own name.
    pub styles: BTreeMap<String, String>,
    /// Texts of the other files that a document of several files refers to, by path relative to the
    /// folder of all: `schemas/Tea.yaml`; of those that it names by URL, by that URL. JSON or YAML; a
    /// name that ends in `.md` or `.txt` is a text.
    pub files: BTreeMap<String, String>,
    /// Where the document itself lies in that folder; empty means `openapi.yaml`.
    pub path: String,
    /// What the list of an operation holds, by `GET /orders`. Path and query parameters that are called like a
    /// member of the items select among them, and the rest is paged as the document says.
    pub lists: BTreeMap<String, Vec<Value>>,
    /// How many items every other list that has pages holds, each with a number of its own; without it,
    /// there are three pages of two.
    pub list_length: Option<usize>,
    /// Items on a page at most: 100 with `lists` or `list_length`, else 2.
    pub page_size: Option<usize>,
    /// Requests over the wire that are answered with 429.
    pub throttle: Option<Throttle>,
}

/// Every so many requests one is refused with 429 (RFC 6585 section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// 3 refuses the third, the sixth and so on.
    pub every: u64,
    /// Seconds in the header Retry-After (RFC 9110 section 10.2.3).
    pub retry_after: u64,
}
