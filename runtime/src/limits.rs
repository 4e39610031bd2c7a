//! How long a call may take and how much it may bring back.

use std::time::Duration;

/// Bounds of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the start of a call to the last byte of its answer, redirects included.
    pub timeout: Duration,
    /// For a connection to be made, TLS included.
    pub connect_timeout: Duration,
    /// Bytes read of an answer's body, counted after decompression.
    pub response_bytes: usize,
    /// Bytes of the text handed to the MCP client.
    pub answer_bytes: usize,
}

impl Default for Limits {
    /// 60 s, 10 s, 4 MiB and 100,000 bytes.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            response_bytes: 4 << 20,
            answer_bytes: 100_000,
        }
    }
}
