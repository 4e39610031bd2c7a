//! Why no mock could be made from a document. It knows nothing of requests.

use std::fmt;

/// The fault is the document's or that of the options: nothing here depends on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The text is neither JSON nor YAML.
    Syntax(String),
    /// The document is not OpenAPI 2.0, 3.0, 3.1 or 3.2.
    Version(String),
    /// A part of the document can't be read.
    Document {
        /// JSON pointer (RFC 6901) of the part.
        pointer: String,
        /// What is wrong with it.
        message: String,
    },
    /// An option names something that doesn't exist.
    Option(String),
}

impl Error {
    /// An error at a JSON pointer of the document.
    pub(crate) fn at(pointer: &str, message: impl Into<String>) -> Error {
        Error::Document { pointer: pointer.to_owned(), message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Syntax(message) => write!(formatter, "neither JSON nor YAML: {message}"),
            Error::Version(version) => {
                write!(formatter, "OpenAPI 2.0, 3.0, 3.1 or 3.2 expected, found {version}")
            }
            Error::Document { pointer, message } => write!(formatter, "#{pointer}: {message}"),
            Error::Option(message) => write!(formatter, "option: {message}"),
        }
    }
}

impl std::error::Error for Error {}
