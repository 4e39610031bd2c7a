//! Why an index can't be built or opened.

use std::fmt;

/// What was being done when it failed.
#[derive(Debug)]
pub enum Error {
    /// The operations could not be indexed.
    Build(tantivy::TantivyError),
    /// The bytes are not an index of this version, or only a part of one.
    Container(&'static str),
    /// The index inside the container could not be opened.
    Open(tantivy::TantivyError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(_) => f.write_str("the operations could not be indexed"),
            Self::Container(part) => write!(f, "this is not a search index of this version: {part}"),
            Self::Open(_) => f.write_str("the search index could not be opened"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Build(cause) | Self::Open(cause) => Some(cause),
            Self::Container(_) => None,
        }
    }
}
