//! What is heard of a call while it is under way.

use std::fmt;
use std::sync::Arc;

/// How far the pages of a list have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Pages fetched so far.
    pub pages: usize,
    /// Items in them.
    pub items: usize,
    /// The most pages that will be fetched, where the caller said so.
    pub of: Option<usize>,
}

/// Who listens to a call's progress: nobody by default.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<dyn Fn(Fetched) + Send + Sync>>);

impl Progress {
    /// A listener. It is called between two requests of the API and must not wait.
    pub fn new(listener: impl Fn(Fetched) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    pub(crate) fn tell(&self, fetched: Fetched) {
        if let Some(listener) = &self.0 {
            listener(fetched);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(listened to)" } else { "Progress(not listened to)" })
    }
}
