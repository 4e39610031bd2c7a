//! What stops a test before it could test anything.

use std::fmt;

/// A failed preparation, in words.
#[derive(Debug)]
pub struct Error(pub String);

impl Error {
    /// What was being done, and why it failed.
    pub fn new(doing: &str, why: impl fmt::Display) -> Self {
        Self(format!("{doing}: {why}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
