//! Reads a stream until it ends or a bound stops it.

use std::fmt;
use std::time::{Duration, Instant};

use super::Format;
use crate::Limits;

/// Why a stream was read no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::execute) enum Stop {
    /// So many items came.
    Items(usize),
    /// So many bytes came.
    Bytes(usize),
    /// It took so long.
    Time(Duration),
    /// The connection broke.
    Broken,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Items(items) => write!(f, "the stream went on after {items} items, the limit; these came"),
            Self::Bytes(bytes) => write!(f, "the stream went on after {bytes} bytes, the limit; this came"),
            Self::Time(time) => write!(f, "the stream had not ended after {:.1} s; this came", time.as_secs_f64()),
            Self::Broken => f.write_str("the connection broke before the stream ended; this came"),
        }
    }
}

/// The bytes of a stream, and what stopped it before its end. An error only if nothing came before the connection broke.
pub(in crate::execute) async fn collect(
    response: &mut reqwest::Response,
    format: Format,
    limits: &Limits,
) -> reqwest::Result<(Vec<u8>, Option<Stop>)> {
    // The call as a whole must not run into its own limit, or what came would be lost.
    let time = limits.stream_time.min(limits.timeout.saturating_mul(3) / 4);
    let end = Instant::now().checked_add(time).unwrap_or_else(Instant::now);
    let mut count = Count { format, items: 0, before: None };
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let chunk = match tokio::time::timeout_at(end.into(), response.chunk()).await {
            Err(_) => return Ok((bytes, Some(Stop::Time(time)))),
            Ok(Err(_)) if !bytes.is_empty() => return Ok((bytes, Some(Stop::Broken))),
            Ok(Err(error)) => return Err(error),
            Ok(Ok(None)) => return Ok((bytes, None)),
            Ok(Ok(Some(chunk))) => chunk,
        };
        let room = limits.response_bytes.saturating_sub(bytes.len());
        let fitting = chunk.get(..room).unwrap_or(&chunk);
        let within = count.take(fitting, limits.stream_items);
        bytes.extend_from_slice(fitting.get(..within).unwrap_or(fitting));
        if within < fitting.len() {
            return Ok((bytes, Some(Stop::Items(limits.stream_items))));
        }
        if fitting.len() < chunk.len() {
            return Ok((bytes, Some(Stop::Bytes(limits.response_bytes))));
        }
    }
}

/// Counts the ends of items as they come.
struct Count {
    format: Format,
    items: usize,
    before: Option<u8>,
}

impl Count {
    /// How many of the bytes belong to the first `most` items.
    fn take(&mut self, bytes: &[u8], most: usize) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            if self.items >= most {
                return index;
            }
            self.items += usize::from(self.is_end(*byte));
            if *byte != b'\r' {
                self.before = Some(*byte);
            }
        }
        bytes.len()
    }

    fn is_end(&self, byte: u8) -> bool {
        match self.format {
            // A blank line.
            Format::Events => byte == b'\n' && self.before == Some(b'\n'),
            Format::Lines => byte == b'\n' && self.before.is_some_and(|before| before != b'\n'),
            Format::Sequence => byte == 0x1e && self.before.is_some(),
        }
    }
}
