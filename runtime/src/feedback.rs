//! Feedback from callers about the server: checked, scrubbed of secrets, kept in a small store; and how often what was
//! searched, and executed then, so that the vendor sees what is not found.
//!
//! The store is opened by the first report or search; a server that gets none touches no file. A store that can't be used costs
//! the report alone, never another tool. Knows nothing of MCP.

mod error;
mod folder;
mod kept;
mod pace;
mod report;
mod scrub;
mod searches;
mod store;
mod tally;
mod visible;

use std::path::PathBuf;
use std::sync::{Mutex as PlainMutex, MutexGuard, PoisonError};
use std::time::Instant;

use time::OffsetDateTime;
use tokio::sync::Mutex;

pub use error::Error;
pub use kept::Kept;
pub use report::{Category, Report};
pub use scrub::Scrubber;
pub use searches::Searched;
pub use store::{Count, Row, Search, Store};
pub(crate) use visible::{is_hidden, visible};

use crate::results::Owner;
use crate::{Api, Caller, Code, Credential, Fault};
use searches::Searches;

/// Where reports and counts go.
pub struct Feedback {
    folder: Option<PathBuf>,
    kept: Kept,
    document: &'static str,
    searches: PlainMutex<Searches>,
    pace: PlainMutex<pace::Pace>,
    store: Mutex<Option<Store>>,
}

/// A report that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The report's number in the store.
    pub id: i64,
    /// Whether something that looked like a secret was masked.
    pub masked: bool,
}

impl Feedback {
    /// Reports on `api` in a folder, which is made when it is needed. Without a folder none is kept.
    pub fn new(api: &'static Api, folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            kept: Kept::default(),
            document: api.document,
            searches: PlainMutex::default(),
            pace: PlainMutex::new(pace::Pace::default()),
            store: Mutex::new(None),
        }
    }

    /// The same, of which only this is kept.
    pub fn keeping(self, kept: Kept) -> Self {
        Self { kept, ..self }
    }

    /// Keeps a report. `credentials` are masked wherever the report quotes them.
    pub async fn submit(&self, report: &Report, credentials: &[&Credential]) -> Result<Receipt, Fault> {
        if self.kept == Kept::Nothing {
            return Err(Error::Off.fault());
        }
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).admit(Instant::now()).map_err(too_fast)?;
        let scrubber = Scrubber::new(credentials).map_err(|error| {
            Fault::new(Code::Internal, format!("feedback is not kept, because it can't be scrubbed: {error}"))
        })?;
        let scrubbed = report.scrubbed(&scrubber);
        let row = scrubbed.row(self.document, OffsetDateTime::now_utc().unix_timestamp());
        let id = self.keep(&row).await.map_err(|error| error.fault())?;
        Ok(Receipt { id, masked: scrubbed != *report })
    }

    /// Counts a search. True: it is the first that waits to be written, and [`write`](Self::write) has to be called in a
    /// while.
    pub fn searched(&self, caller: &Caller, search: Searched) -> bool {
        self.counts() && self.searches().searched(Owner::of(caller), search, Instant::now())
    }

    /// Counts what a caller has executed for the searches that led to it. True as with [`searched`](Self::searched).
    pub fn executed(&self, caller: &Caller, operations: &[&'static str]) -> bool {
        self.counts() && self.searches().executed(Owner::of(caller), operations, Instant::now())
    }

    /// Writes what was counted. Counts that can't be written are lost: no caller waits for them or needs to know.
    pub async fn write(&self) {
        // First the store, so that whoever writes next, before the process ends, waits until this is written.
        let mut place = self.store.lock().await;
        let events = self.searches().take_waiting();
        if events.is_empty() {
            return;
        }
        // Looking for secrets takes milliseconds; calls go on meanwhile.
        let Ok(Ok(counts)) = tokio::task::spawn_blocking(move || tally::counts(&events)).await else { return };
        if let Ok(mut store) = self.opened(place.take()).await
            && store.count(&counts, OffsetDateTime::now_utc().unix_timestamp()).await.is_ok()
        {
            *place = Some(store);
        }
    }

    fn counts(&self) -> bool {
        self.kept == Kept::All && self.folder.is_some()
    }

    fn searches(&self) -> MutexGuard<'_, Searches> {
        self.searches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn opened(&self, store: Option<Store>) -> Result<Store, Error> {
        match store {
            Some(store) => Ok(store),
            None => Store::open(self.folder.as_deref().ok_or(Error::NoFolder)?).await,
        }
    }

    /// Opens the store if it isn't open. A store that failed is closed, so that the next report tries again.
    async fn keep(&self, row: &Row) -> Result<i64, Error> {
        let mut place = self.store.lock().await;
        let mut store = self.opened(place.take()).await?;
        let kept = store.insert(row).await;
        if matches!(kept, Ok(_) | Err(Error::Full { .. })) {
            *place = Some(store);
        }
        kept
    }
}

fn too_fast(seconds: u64) -> Fault {
    Fault {
        retry_after: Some(seconds),
        ..Fault::new(
            Code::RateLimited,
            format!("at most {} reports a minute are kept; put what belongs together into one", pace::PER_MINUTE),
        )
    }
}
