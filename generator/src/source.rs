//! What comes in, and the names of the stages.

use std::fmt;

/// The text of a document and what it is called.
#[derive(Clone, Debug)]
pub struct Source {
    /// How messages call it: `specs/acme/openapi.yaml`.
    pub name: String,
    /// The document, JSON or YAML.
    pub text: String,
    /// The text of `names.lock`, where names of operations were shipped before.
    pub lock: Option<String>,
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
