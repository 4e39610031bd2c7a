//! Answers kept for a while, so that what was cut or is no text can be read on as an MCP resource.
//!
//! A result belongs to the caller whose call brought it. For anybody else it doesn't exist, whatever URI they name; its id
//! is random besides. Nothing is written to disk, and nothing is shared between servers.

mod link;
mod owner;
mod parts;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

pub use link::Link;
pub use owner::Owner;
pub use parts::{Content, Part};

use crate::ResultLimits;
use link::Id;

/// How often expired results are looked for while nobody calls.
const PACE: Duration = Duration::from_secs(60);

/// The results that can be read.
pub struct Results {
    bounds: ResultLimits,
    /// Tokens of a part of a text.
    part_tokens: usize,
    /// The name of the API, for URIs.
    name: &'static str,
    kept: Arc<Mutex<Kept>>,
}

/// In the order in which they were kept, and so in that in which they expire.
#[derive(Default)]
struct Kept {
    results: BTreeMap<u64, Entry>,
    next: u64,
    /// Whether a task is about that drops what has expired.
    swept: bool,
}

struct Entry {
    owner: Owner,
    content: Content,
    parts: Vec<usize>,
    link: Link,
    kept: Instant,
}

impl Results {
    /// Keeps nothing yet. The parts of a text have at most `part_tokens` tokens.
    pub fn new(name: &'static str, bounds: ResultLimits, part_tokens: usize) -> Self {
        Self { bounds, part_tokens, name, kept: Arc::default() }
    }

    /// Keeps a result; nothing if it is larger than what one caller may keep, or if there is no chance to name it. The
    /// oldest results make room, the caller's own first.
    pub fn keep(&self, owner: Owner, content: Content, media_type: &str) -> Option<Link> {
        let size = content.bytes().len();
        if self.bounds.lifetime.is_zero() || size > self.bounds.bytes_per_caller.min(self.bounds.bytes) {
            return None;
        }
        let id = Id::random()?;
        let parts = parts::boundaries(&content, self.part_tokens);
        let link = Link {
            uri: id.uri(self.name),
            bytes: size,
            parts: parts.len(),
            media_type: media_type.to_owned(),
            sha256: format!("{:x}", Sha256::digest(content.bytes())),
            lifetime: self.bounds.lifetime,
        };
        let mut kept = self.kept();
        kept.make_room(owner, size, &self.bounds);
        let number = kept.next;
        kept.next += 1;
        kept.results.insert(number, Entry { owner, content, parts, link: link.clone(), kept: Instant::now() });
        if !std::mem::replace(&mut kept.swept, true) {
            drop(kept);
            self.sweep();
        }
        Some(link)
    }

    /// Drops what expires while nobody calls; without a runtime it is dropped with the next call.
    fn sweep(&self) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(sweep(Arc::downgrade(&self.kept), self.bounds.lifetime));
        }
    }

    /// A part of one of the caller's own results: `…/2` is the second; the URI of the result itself is its first.
    pub fn read(&self, owner: Owner, uri: &str) -> Option<Part> {
        let kept = self.kept();
        let (entry, number) = kept.results.values().filter(|entry| entry.owner == owner).find_map(|entry| {
            let rest = uri.strip_prefix(entry.link.uri.as_str())?;
            let number = if rest.is_empty() { 1 } else { rest.strip_prefix('/')?.parse().ok()? };
            Some((entry, number))
        })?;
        let index: usize = number;
        let start = *entry.parts.get(index.checked_sub(1)?)?;
        let end = entry.parts.get(index).copied().unwrap_or(entry.link.bytes);
        Some(Part {
            content: entry.content.slice(start, end)?,
            number: index,
            left: self.bounds.lifetime.saturating_sub(entry.kept.elapsed()),
            link: entry.link.clone(),
        })
    }

    /// The caller's own results, the latest first.
    pub fn list(&self, owner: Owner) -> Vec<Link> {
        let kept = self.kept();
        kept.results.values().rev().filter(|entry| entry.owner == owner).map(|entry| entry.link.clone()).collect()
    }

    /// What has not expired.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        let mut kept = locked(&self.kept);
        kept.expire(self.bounds.lifetime);
        kept
    }
}

fn locked(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Drops what has expired, until nothing is kept any more.
async fn sweep(kept: Weak<Mutex<Kept>>, lifetime: Duration) {
    loop {
        tokio::time::sleep(lifetime.min(PACE)).await;
        let Some(kept) = kept.upgrade() else { return };
        let mut kept = locked(&kept);
        kept.expire(lifetime);
        if kept.results.is_empty() {
            kept.swept = false;
            return;
        }
    }
}

impl Kept {
    fn expire(&mut self, lifetime: Duration) {
        self.results.retain(|_, entry| entry.kept.elapsed() < lifetime);
    }

    fn make_room(&mut self, owner: Owner, size: usize, bounds: &ResultLimits) {
        let own = (bounds.count_per_caller, bounds.bytes_per_caller);
        while self.is_full(size, own, |entry| entry.owner == owner) {
            self.drop_oldest(|entry| entry.owner == owner);
        }
        while self.is_full(size, (bounds.count, bounds.bytes), |_| true) {
            self.drop_oldest(|_| true);
        }
    }

    fn is_full(&self, size: usize, most: (usize, usize), concerns: impl Fn(&Entry) -> bool) -> bool {
        let sizes = self.results.values().filter(|entry| concerns(entry)).map(|entry| entry.link.bytes);
        let (count, bytes) = sizes.fold((0, 0), |(count, bytes), size| (count + 1, bytes + size));
        count > 0 && (count >= most.0 || bytes + size > most.1)
    }

    fn drop_oldest(&mut self, concerns: impl Fn(&Entry) -> bool) {
        let oldest = self.results.iter().find(|(_, entry)| concerns(entry)).map(|(number, _)| *number);
        oldest.and_then(|number| self.results.remove(&number));
    }
}
