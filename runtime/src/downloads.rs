//! The memory that files may take while calls read and show them, all calls together.
//!
//! A call reserves what a file takes before it reads the file, and holds nothing else meanwhile, so that no two calls can
//! wait for each other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes of one permit.
const UNIT: usize = 4_096;

/// What may still be reserved.
#[derive(Debug)]
pub(crate) struct Downloads {
    free: Arc<Semaphore>,
    /// Permits there are.
    all: u32,
}

/// What one file has reserved; given back with the last clone.
#[derive(Clone, Debug)]
pub(crate) struct Share(Arc<OwnedSemaphorePermit>);

impl Downloads {
    /// So many bytes for all calls together.
    pub(crate) fn new(bytes: usize) -> Self {
        let all = permits(bytes);
        Self { free: Arc::new(Semaphore::new(usize::try_from(all).unwrap_or(1))), all }
    }

    /// Waits for so many bytes, in turn; nothing if that takes too long. More than there are count as all.
    pub(crate) async fn reserve(&self, bytes: usize, longest: Duration) -> Option<Share> {
        let wanted = Arc::clone(&self.free).acquire_many_owned(permits(bytes).min(self.all));
        let permit = tokio::time::timeout(longest, wanted).await.ok()?.ok()?;
        Some(Share(Arc::new(permit)))
    }
}

impl Share {
    /// Gives back what is beyond so many bytes.
    pub(crate) fn shrink(&mut self, bytes: usize) {
        if let Some(permit) = Arc::get_mut(&mut self.0) {
            let needed = usize::try_from(permits(bytes)).unwrap_or(usize::MAX);
            drop(permit.split(permit.num_permits().saturating_sub(needed)));
        }
    }
}

fn permits(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Downloads, UNIT};

    #[tokio::test]
    async fn what_is_reserved_comes_back() {
        let downloads = Downloads::new(10 * UNIT);
        let soon = Duration::from_millis(5);
        let mut first = downloads.reserve(7 * UNIT, soon).await.unwrap();
        assert!(downloads.reserve(4 * UNIT, soon).await.is_none());
        first.shrink(6 * UNIT - 1);
        let second = downloads.reserve(4 * UNIT, soon).await.unwrap();
        let again = first.clone();
        drop(first);
        assert!(downloads.reserve(1, soon).await.is_none());
        drop((second, again));
        // What is larger than all there is still has its turn, alone.
        let all = downloads.reserve(100 * UNIT, soon).await.unwrap();
        assert!(downloads.reserve(1, soon).await.is_none());
        drop(all);
        assert!(downloads.reserve(10 * UNIT, soon).await.is_some());
    }
}
