//! Loads the files that a call names, or the calls of a batch, within the bounds of one call.

use std::time::{Duration, Instant};

use super::sending::deadline;
use crate::uploads::{Reference, Upload};
use crate::{Caller, Code, Fault, Server};

/// Files of one call.
const MAX_FILES: usize = 50;

/// The longest that one file is waited for.
const LONGEST: Duration = Duration::from_secs(30);

/// Loads files one after the other and collects what goes wrong.
pub(super) struct Loading<'a> {
    pub(super) server: &'a Server,
    pub(super) caller: &'a Caller,
    deadline: Instant,
    /// Bytes that may still be loaded.
    left: usize,
    files: usize,
    faults: Vec<Fault>,
}

impl<'a> Loading<'a> {
    pub(super) fn new(server: &'a Server, caller: &'a Caller) -> Self {
        let deadline = deadline(server, caller).1;
        Self { server, caller, deadline, left: server.uploads.bytes(), files: 0, faults: Vec::new() }
    }

    /// The file that a text names. `path` is where it stands in the call, for what goes wrong.
    pub(super) async fn load(&mut self, text: &str, path: &str) -> Option<Upload> {
        self.files += 1;
        if self.files > MAX_FILES {
            if self.files == MAX_FILES + 1 {
                let message = format!("a call sends {MAX_FILES} files at most");
                self.faults.push(Fault::new(Code::InvalidValue, message).at(path));
            }
            return None;
        }
        let longest = Instant::now().checked_add(LONGEST).unwrap_or(self.deadline);
        let loaded = tokio::time::timeout_at(longest.min(self.deadline).into(), self.loaded(text)).await;
        match loaded.unwrap_or_else(|_| Err(late())) {
            Ok(upload) => {
                self.left = self.left.saturating_sub(upload.bytes.len());
                Some(upload)
            }
            Err(fault) => {
                self.faults.push(fault.at(path));
                None
            }
        }
    }

    async fn loaded(&self, text: &str) -> Result<Upload, Fault> {
        let uploads = &self.server.uploads;
        match Reference::parse(text) {
            Some(Reference::Local(_)) if !self.caller.local => Err(remote_caller()),
            Some(Reference::Local(url)) => {
                let (uploads, url, left) = (uploads.clone(), url.to_owned(), self.left);
                let read = tokio::task::spawn_blocking(move || uploads.read(&url, left)).await;
                read.unwrap_or_else(|_| Err(Fault::new(Code::Internal, "the file can't be read")))
            }
            Some(Reference::Remote(url)) => uploads.fetch(&self.server.client, url, self.left).await,
            None => Err(Fault::new(Code::Internal, "the text names no file")),
        }
    }

    /// Everything that went wrong with one call. What its files took is not there for a next one.
    pub(super) fn finish(&mut self) -> Result<(), Vec<Fault>> {
        self.files = 0;
        let faults = std::mem::take(&mut self.faults);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

fn remote_caller() -> Fault {
    let message = "local files are sent for callers over stdio only; this one is on another connection";
    Fault::new(Code::InvalidValue, message).suggesting("give a data: URL in base64")
}

fn late() -> Fault {
    Fault::new(Code::Timeout, "the file was not there in time; nothing was sent to the API")
        .suggesting("try again later, or send a smaller file")
}
