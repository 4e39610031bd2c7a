//! Feedback from callers about the server: checked, scrubbed of secrets, kept in a small store.
//!
//! The store is opened by the first report; a server that gets none touches no file. A store that can't be used costs
//! the report alone, never another tool. Knows nothing of MCP.

mod error;
mod folder;
mod pace;
mod report;
mod scrub;
mod store;

use std::path::PathBuf;
use std::sync::{Mutex as PlainMutex, PoisonError};
use std::time::Instant;

use time::OffsetDateTime;
use tokio::sync::Mutex;

pub use error::Error;
pub use report::{Category, Report};
pub use scrub::Scrubber;
pub use store::{Row, Store};

use crate::{Api, Code, Credential, Fault};

/// Where reports go.
#[derive(Debug)]
pub struct Feedback {
    folder: Option<PathBuf>,
    document: &'static str,
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
        Self { folder, document: api.document, pace: PlainMutex::new(pace::Pace::default()), store: Mutex::new(None) }
    }

    /// Keeps a report. `credentials` are masked wherever the report quotes them.
    pub async fn submit(&self, report: &Report, credentials: &[&Credential]) -> Result<Receipt, Fault> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).admit(Instant::now()).map_err(too_fast)?;
        let scrubber = Scrubber::new(credentials).map_err(|error| {
            Fault::new(Code::Internal, format!("feedback is not kept, because it can't be scrubbed: {error}"))
        })?;
        let scrubbed = report.scrubbed(&scrubber);
        let row = scrubbed.row(self.document, OffsetDateTime::now_utc().unix_timestamp());
        let id = self.keep(&row).await.map_err(|error| error.fault())?;
        Ok(Receipt { id, masked: scrubbed != *report })
    }

    /// Opens the store if it isn't open. A store that failed is closed, so that the next report tries again.
    async fn keep(&self, row: &Row) -> Result<i64, Error> {
        let mut place = self.store.lock().await;
        let mut store = match place.take() {
            Some(store) => store,
            None => Store::open(self.folder.as_deref().ok_or(Error::NoFolder)?).await?,
        };
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
