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
    /// Pages of a list fetched by one call.
    pub pages: usize,
    /// Items after which no further page is fetched. Pages stay whole, so that there can be more by one page.
    pub items: usize,
    /// Bytes of JSON text that the pages of one call may have together.
    pub list_bytes: usize,
    /// The wait before a request is sent a second time, where the API doesn't state one; doubled before the third.
    pub retry_pause: Duration,
}

impl Default for Limits {
    /// 60 s, 10 s, 4 MiB and 100,000 bytes; 1,000 pages, 10,000 items, 16 MiB; 400 ms.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            response_bytes: 4 << 20,
            answer_bytes: 100_000,
            pages: 1_000,
            items: 10_000,
            list_bytes: 16 << 20,
            retry_pause: Duration::from_millis(400),
        }
    }
}
