//! What can go wrong with the store.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::{Blame, Code, Fault};

/// Why a report was not kept, or reports could not be read.
#[derive(Debug)]
pub enum Error {
    /// The user keeps no feedback.
    Off,
    /// The system names no home, and the user no folder.
    NoFolder,
    /// The folder can't be made, read or written, or holds something else in the store's place.
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The store was written by a later version of this server.
    Newer {
        /// The store's schema version.
        found: i64,
        /// The latest that this server knows.
        known: i64,
    },
    /// The store has taken all that it takes in a day.
    Full {
        /// Reports a day.
        per_day: i64,
        /// Seconds until there is room.
        retry_after: u64,
    },
    /// SQLite refused.
    Database(sqlx::Error),
}

impl Error {
    /// The error for whoever sent the report. It names no path: over HTTP that is a stranger.
    pub fn fault(&self) -> Fault {
        const REMEDY: &str =
            "start the server with --data-dir and a folder that it may write; other tools keep working";
        match self {
            Self::Off => {
                Fault::new(Code::StoreUnavailable, "feedback is not kept: this server was set up to keep none")
                    .suggesting("tell the user instead; other tools keep working")
            }
            Self::NoFolder => {
                Fault::new(Code::StoreUnavailable, "feedback is not kept: there is no data folder").suggesting(REMEDY)
            }
            Self::Folder { source, .. } => {
                let message = format!("feedback is not kept: the data folder can't be used ({})", source.kind());
                Fault::new(Code::StoreUnavailable, message).suggesting(REMEDY)
            }
            Self::Newer { found, known } => {
                let message = format!("feedback is not kept: its store has version {found}, this server knows {known}");
                Fault::new(Code::StoreUnavailable, message).suggesting("update the server, or use another --data-dir")
            }
            Self::Full { per_day, retry_after } => {
                let message = format!("feedback is not kept: {per_day} reports came within a day");
                Fault {
                    retry_after: Some(*retry_after),
                    blame: Blame::Server,
                    ..Fault::new(Code::RateLimited, message)
                }
            }
            Self::Database(_) => {
                Fault::new(Code::StoreUnavailable, "feedback is not kept: its store can't be read or written")
                    .suggesting(REMEDY)
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("no feedback is kept"),
            Self::NoFolder => f.write_str("the system names no data folder for this user: give --data-dir"),
            Self::Folder { path, source } => write!(f, "the data folder {} can't be used: {source}", path.display()),
            Self::Newer { found, known } => {
                write!(
                    f,
                    "the feedback store has version {found}, and this server knows up to {known}: update the server"
                )
            }
            Self::Full { per_day, .. } => write!(f, "{per_day} reports came within a day"),
            Self::Database(source) => write!(f, "the feedback store can't be used: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder { source, .. } => Some(source),
            Self::Database(source) => Some(source),
            Self::Off | Self::NoFolder | Self::Newer { .. } | Self::Full { .. } => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source)
    }
}
