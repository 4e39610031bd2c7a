//! Reads an answer's body: JSON and other text up to a limit, of which the beginning is of use; a file whole or not at
//! all, once there is room for it.

use contract::media::essence;
use http::{HeaderMap, StatusCode};

use super::charset::decoded;
use super::exchange::{Failure, Received};
use super::payload::media_type;
use super::stream;
use crate::downloads::Share;
use crate::{Code, Fault, Server};

/// Bytes of a file that are read without a share of what all files may take.
const UNRESERVED: usize = 1 << 20;

/// The body, or why it isn't read.
pub(super) async fn read(
    server: &Server,
    mut response: reqwest::Response,
    authority: &str,
) -> Result<Received, Failure> {
    let (status, headers) = (response.status(), response.headers().clone());
    // Before decompression nothing is known of the length after it.
    let of = response.content_length().map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    let bytes = Vec::new();
    let received = Received { status, headers, bytes, complete: true, stop: None, of, is_file: false, share: None };
    if let Some(format) = stream::format(&received.headers) {
        let read = stream::collect(&mut response, format, &server.limits).await;
        let (bytes, stop) = read.map_err(|error| Failure::new(&error, authority, true))?;
        return Ok(Received { bytes, complete: stop.is_none(), stop, ..received });
    }
    let mut reading = Reading { server, response, authority, bytes: Vec::new() };
    if is_called_a_file(&received.headers) {
        return reading.file(received).await;
    }
    let most = server.limits.response_bytes;
    if !reading.more_than(most).await? {
        return Ok(Received { bytes: reading.bytes, ..received });
    }
    let begins = reading.bytes.get(..most).unwrap_or_default().to_vec();
    if decoded(begins, &media_type(&received.headers), false).is_err() {
        return reading.file(received).await;
    }
    reading.bytes.truncate(most);
    Ok(Received { bytes: reading.bytes, complete: false, ..received })
}

/// A body on its way.
struct Reading<'a> {
    server: &'a Server,
    response: reqwest::Response,
    authority: &'a str,
    bytes: Vec<u8>,
}

impl Reading<'_> {
    /// Reads on until there are more bytes than these; whether there are.
    async fn more_than(&mut self, most: usize) -> Result<bool, Failure> {
        while self.bytes.len() <= most {
            let chunk = self.response.chunk().await;
            match chunk.map_err(|error| Failure::new(&error, self.authority, true))? {
                Some(chunk) => self.bytes.extend_from_slice(&chunk),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Reads all, unless it is too much: that is refused before it is read, where the API says how long it is.
    async fn file(mut self, received: Received) -> Result<Received, Failure> {
        let most = self.server.limits.file_bytes;
        let (of, status) = (received.of, received.status);
        if of.is_some_and(|length| length > most) {
            return Err(too_large(status, of, most).into());
        }
        let is_large = match of {
            Some(length) => length > UNRESERVED,
            None => self.more_than(UNRESERVED.min(most)).await?,
        };
        let mut share = None;
        if is_large {
            share = Some(self.share(of.unwrap_or(most)).await?);
            self.bytes.reserve_exact(of.unwrap_or_default().saturating_sub(self.bytes.len()));
        }
        if self.more_than(most).await? {
            return Err(too_large(status, None, most).into());
        }
        self.bytes.shrink_to_fit();
        let length = self.bytes.len();
        share.iter_mut().for_each(|share| share.shrink(length));
        // A small one may turn out to be a text.
        let is_file = length > self.server.limits.response_bytes;
        Ok(Received { bytes: self.bytes, is_file, share, ..received })
    }

    async fn share(&self, bytes: usize) -> Result<Share, Fault> {
        let limits = &self.server.limits;
        let share = self.server.downloads.reserve(bytes, limits.timeout / 2).await;
        share.ok_or_else(|| {
            let message = format!(
                "the API answered with a file, and this server has no room for it: the files of all its calls take {} \
                 bytes at most",
                limits.all_files_bytes
            );
            Fault::new(Code::RateLimited, message).suggesting("try again in a minute; fetch fewer files at a time")
        })
    }
}

/// Whether the media type is that of a file, whatever the bytes are: neither text nor what data comes in.
fn is_called_a_file(headers: &HeaderMap) -> bool {
    const DATA: [&str; 5] = ["json", "xml", "yaml", "javascript", "urlencoded"];
    let essence = essence(&media_type(headers));
    !essence.is_empty() && !essence.starts_with("text/") && !DATA.iter().any(|kind| essence.ends_with(kind))
}

fn too_large(status: StatusCode, length: Option<usize>, most: usize) -> Fault {
    let length = length.map_or_else(|| format!("more than {most}"), |length| length.to_string());
    let message = format!(
        "the API answered {} with a file of {length} bytes; this server reads files of at most {most} bytes",
        status.as_u16()
    );
    Fault::new(Code::ResponseTooLarge, message).suggesting("ask the user to raise max-download")
}
