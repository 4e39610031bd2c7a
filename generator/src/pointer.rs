//! JSON pointers (RFC 6901): where something stands in a document.

use std::fmt;

use serde_json::Value;

/// A JSON pointer, escaped: `/paths/~1api~1me/get`. The empty pointer is the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer written in `text`, which is already escaped.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The pointer of the member `key`.
    pub fn join(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// The pointer of the item at `index`.
    pub fn at(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer of what `inner` points to, seen from here.
    pub fn append(&self, inner: &Self) -> Self {
        Self(format!("{}{}", self.0, inner.0))
    }

    /// The escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The keys, unescaped, outermost first.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"))
    }

    /// The innermost key, unescaped.
    pub fn last(&self) -> String {
        self.keys().last().unwrap_or_default()
    }

    /// The value it points to.
    pub fn find<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        document.pointer(&self.0)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
