//! What the caller knows beyond the document. It knows nothing of how a request is checked.

use std::collections::BTreeMap;

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
}
