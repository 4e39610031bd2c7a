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

/// How often the work that a call began was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polled {
    /// Times so far.
    pub polled: usize,
    /// Seconds since the call was sent.
    pub seconds: u64,
}

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A page came.
    Fetched(Fetched),
    /// Work goes on.
    Polled(Polled),
}

impl From<Fetched> for Heard {
    fn from(fetched: Fetched) -> Self {
        Self::Fetched(fetched)
    }
}

impl From<Polled> for Heard {
    fn from(polled: Polled) -> Self {
        Self::Polled(polled)
    }
}

/// Who listens to a call's progress: nobody by default.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<dyn Fn(Heard) + Send + Sync>>);

impl Progress {
    /// A listener. It is called between two requests of the API and must not wait.
    pub fn new(listener: impl Fn(Heard) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    pub(crate) fn tell(&self, heard: impl Into<Heard>) {
        if let Some(listener) = &self.0 {
            listener(heard.into());
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(listened to)" } else { "Progress(not listened to)" })
    }
}
