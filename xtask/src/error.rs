//! How a verb ends.

use std::fmt;
use std::io;

/// A verb that ran to its end. Whatever there was to say has been said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// Something is wrong.
    Failed,
    /// Generated code does not belong to the documents.
    Stale,
}

impl Outcome {
    /// The process's exit code.
    pub(crate) const fn exit_code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Failed => 1,
            Self::Stale => 4,
        }
    }

    /// Fine, or failed.
    pub(crate) const fn of(fine: bool) -> Self {
        if fine { Self::Fine } else { Self::Failed }
    }
}

/// A verb that could not go on. Nothing has been said yet.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line asks for something that isn't there.
    Usage(String),
    /// What was being done failed.
    Failed(String),
    /// The system refused.
    System {
        /// What was being done: `reading specs/cafe/vendor.toml`.
        doing: String,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: the system refused what was being done.
    pub(crate) fn while_doing(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::System { doing, source }
    }

    /// The process's exit code.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Failed(_) | Self::System { .. } => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Failed(message) => f.write_str(message),
            Self::System { doing, source } => write!(f, "{doing}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Usage(_) | Self::Failed(_) => None,
            Self::System { source, .. } => Some(source),
        }
    }
}
