//! What comes in, and the names of the stages.

use std::collections::BTreeMap;
use std::fmt;

/// The member of a document under which further files stand, by path.
pub(crate) const FILES: &str = "x-toolwright-files";

/// A document, the files that it refers to, and what belongs to it. Made with `..Source::default()`.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// How messages call the document: `specs/acme/openapi.yaml`.
    pub name: String,
    /// Where the document lies in its folder, out of which no reference may lead: `openapi.yaml`. Empty: `name` without
    /// its folders.
    pub path: String,
    /// The document, JSON or YAML.
    pub text: String,
    /// The texts of further files that are referred to, by their path in the folder, or URL. [`crate::missing`] says which.
    pub files: BTreeMap<String, String>,
    /// How messages call an OpenAPI Overlay (1.1), and its text in JSON or YAML.
    pub overlay: Option<(String, String)>,
    /// The text of `names.lock`, where names of operations were shipped before.
    pub lock: Option<String>,
}

impl Source {
    /// Where the document lies in its folder.
    pub fn path(&self) -> &str {
        if self.path.is_empty() { self.name.rsplit('/').next().unwrap_or_default() } else { &self.path }
    }

    /// How messages call a file of the folder.
    pub(crate) fn name_of(&self, file: &str) -> String {
        match self.name.strip_suffix(self.path()) {
            Some(folder) if !crate::sibling::is_url(file) => format!("{folder}{file}"),
            _ => file.to_owned(),
        }
    }
}

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Text to document.
    Load,
    /// Document to API.
    Lower,
    /// API and the vendor's decisions to what will be written.
    Plan,
    /// Plan to files.
    Emit,
    /// Finding the lines of what there is to say.
    Place,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Load => "load",
            Self::Lower => "lower",
            Self::Plan => "plan",
            Self::Emit => "emit",
            Self::Place => "place",
        })
    }
}
