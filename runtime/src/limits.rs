//! How long a call may take and how much it may bring back.

use std::time::Duration;

/// Bounds of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the start of a call to the last byte of its answer, redirects included.
    pub timeout: Duration,
    /// For a connection to be made, TLS included.
    pub connect_timeout: Duration,
    /// Bytes read of an answer's body that is JSON or another text, counted after decompression.
    pub response_bytes: usize,
    /// Bytes of an answer's body that is a file, which is read whole or not at all; counted after decompression.
    pub file_bytes: usize,
    /// Bytes of the files that all calls together hold while they read and show them; further ones wait. A file of less
    /// than 1 MiB doesn't count.
    pub all_files_bytes: usize,
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
    /// An upper bound of the tokens of an answer to `execute`, links included, and of a part of a result read on.
    pub answer_tokens: usize,
    /// Bytes of an image or a sound that is handed over as such.
    pub media_bytes: usize,
    /// Items read of a stream.
    pub stream_items: usize,
    /// How long a stream is read, unless three quarters of `timeout` are less.
    pub stream_time: Duration,
    /// How long a call waits for work that the API has only accepted, unless three quarters of `timeout` are less.
    pub job_time: Duration,
    /// What is kept of answers to be read on.
    pub results: ResultLimits,
}

impl Default for Limits {
    /// 60 s, 10 s, 4 MiB, 25 MiB, 100 MiB, 100,000 bytes, 6,000 tokens; 1,000 pages, 10,000 items, 16 MiB; 400 ms; 1 MB of an image; 1,000
    /// items and 20 s of a stream; 20 s for accepted work.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            response_bytes: 4 << 20,
            file_bytes: 25 << 20,
            all_files_bytes: 100 << 20,
            answer_bytes: 100_000,
            pages: 1_000,
            items: 10_000,
            list_bytes: 16 << 20,
            retry_pause: Duration::from_millis(400),
            answer_tokens: 6_000,
            media_bytes: 1_000_000,
            stream_items: 1_000,
            stream_time: Duration::from_secs(20),
            job_time: Duration::from_secs(20),
            results: ResultLimits::default(),
        }
    }
}

/// How much is kept of answers, to be read on, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultLimits {
    /// How long a result can be read; nothing is kept for no time at all.
    pub lifetime: Duration,
    /// Bytes of all results together.
    pub bytes: usize,
    /// Bytes of one caller's results.
    pub bytes_per_caller: usize,
    /// Results of all callers.
    pub count: usize,
    /// Results of one caller.
    pub count_per_caller: usize,
}

impl Default for ResultLimits {
    /// 15 minutes; 64 MiB, 32 MiB of one caller; 512 results, 32 of one caller.
    fn default() -> Self {
        Self {
            lifetime: Duration::from_secs(900),
            bytes: 64 << 20,
            bytes_per_caller: 32 << 20,
            count: 512,
            count_per_caller: 32,
        }
    }
}
