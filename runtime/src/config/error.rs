//! What can be wrong with the configuration.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why the configuration can't be used.
#[derive(Debug)]
pub enum Error {
    /// The file can't be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML, or a value has the wrong type.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What and where.
        source: Box<toml::de::Error>,
    },
    /// The file has a key that means nothing.
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// The setting that was probably meant.
        nearest: Option<String>,
        /// Every setting.
        names: Vec<String>,
    },
    /// A setting's value is not allowed.
    Value {
        /// The setting.
        name: &'static str,
        /// What is wrong with it. Never quotes a URL, which may hold a password.
        message: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "{} can't be read: {source}", path.display()),
            Self::Malformed { path, source } => write!(f, "{}: {source}", path.display()),
            Self::UnknownKey { path, key, nearest: Some(nearest), .. } => {
                write!(f, "{}: {key} is not a setting; {nearest} is", path.display())
            }
            Self::UnknownKey { path, key, nearest: None, names } => {
                write!(f, "{}: {key} is not a setting; settings are {}", path.display(), names.join(", "))
            }
            Self::Value { name, message } => write!(f, "{name}: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            Self::Malformed { source, .. } => Some(source),
            Self::UnknownKey { .. } | Self::Value { .. } => None,
        }
    }
}
