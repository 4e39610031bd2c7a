//! The URL that an operation's path is appended to.

use std::fmt;

use reqwest::Url;

/// An absolute http or https URL without user information, query, fragment or trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Reads a base URL. The error says what is wrong with it and never quotes it: it may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim()).map_err(|error| format!("the base URL can't be read: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("the base URL must begin with http:// or https://".to_owned());
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err("the base URL has no host".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the base URL must not hold a user name or password".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the base URL must not have a query or a fragment".to_owned());
        }
        Ok(Self(url))
    }

    /// The URL without a trailing slash: `https://api.example.com/v2`.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

impl BaseUrl {
    /// `https://api.example.com`
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// `/v2`; empty where the URL has no path.
    pub(crate) fn path(&self) -> &str {
        self.0.path().trim_end_matches('/')
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
