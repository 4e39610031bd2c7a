//! Fetches a file over HTTP, from allowed URLs only: without a credential, and following no redirect elsewhere.

use contract::media::essence;
use http::header::{CONTENT_TYPE, LOCATION};
use percent_encoding::percent_decode_str;
use reqwest::{Response, Url};

use super::{Upload, media_type, too_large};
use crate::client::{self, Client};
use crate::{BaseUrl, Code, Fault};

/// Redirects followed in a row.
const MAX_HOPS: usize = 3;

/// Times that a path is decoded to see what a server may make of it; one that goes on is not taken.
const MAX_DECODED: usize = 8;

/// Longest name of a file, in characters.
const MAX_NAME: usize = 200;

/// The file at a URL.
pub(super) async fn fetch(client: &Client, allowed: &[BaseUrl], text: &str, most: usize) -> Result<Upload, Fault> {
    let mut url = Url::parse(text).map_err(|_| Fault::new(Code::InvalidValue, "this is no URL"))?;
    for _ in 0..=MAX_HOPS {
        if !allowed.iter().any(|allowed| is_below(&url, allowed)) {
            return Err(elsewhere(allowed, &url));
        }
        url.set_fragment(None);
        let host = url.authority().to_owned();
        let sent = client.reach(url.scheme() == "https")?.get(url.clone()).send().await;
        let response = sent.map_err(|error| unfetched(&client::fault(&error, &host)))?;
        let status = response.status();
        if status.is_redirection() {
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| url.join(to).ok());
            let to = to.filter(|to| to.scheme() == url.scheme() || to.scheme() == "https");
            url = to.ok_or_else(|| refused(&host, "redirects to where this server doesn't follow"))?;
            continue;
        }
        if !status.is_success() {
            return Err(refused(&host, &format!("answers {}", status.as_u16())));
        }
        return received(response, &url, most).await;
    }
    Err(refused(url.host_str().unwrap_or_default(), "redirects too often"))
}

async fn received(mut response: Response, url: &Url, most: usize) -> Result<Upload, Fault> {
    let claimed = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(claimed_type);
    let mut bytes = Vec::new();
    let failed = |error: reqwest::Error| unfetched(&client::fault(&error, url.authority()));
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if chunk.len() > most - bytes.len() {
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    let last = url.path_segments().and_then(|mut segments| segments.next_back()).filter(|last| !last.is_empty());
    let name = percent_decode_str(last.unwrap_or("file")).decode_utf8_lossy();
    let name: String = name.chars().take(MAX_NAME).collect();
    let media_type = claimed.unwrap_or_else(|| media_type(&name, &bytes).to_owned());
    Ok(Upload { bytes, name, media_type })
}

/// Whether a URL is of an allowed origin and path; a path that a server may read as another one is not.
fn is_below(url: &Url, allowed: &BaseUrl) -> bool {
    let path = url.path();
    let rest = path.strip_prefix(allowed.path());
    url.origin().ascii_serialization() == allowed.origin()
        && url.username().is_empty()
        && url.password().is_none()
        && is_plain(path)
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether no server can take the path for another one: some decode it several times, and some take what follows a `;` in
/// a segment for parameters of it (RFC 3986 section 3.3) before they follow dots.
fn is_plain(path: &str) -> bool {
    const HIDDEN: [&str; 4] = ["%2f", "%5c", "%00", "\\"];
    let climbs = |path: &str| path.split('/').any(|segment| matches!(segment.split(';').next(), Some("." | "..")));
    let mut path = path.to_ascii_lowercase();
    for _ in 0..MAX_DECODED {
        if HIDDEN.iter().any(|hidden| path.contains(hidden)) || path.contains('\0') || climbs(&path) {
            return false;
        }
        let decoded = percent_decode_str(&path).decode_utf8_lossy().to_ascii_lowercase();
        if decoded == path {
            return true;
        }
        path = decoded;
    }
    false
}

/// A media type that says something, in lower case and without parameters.
fn claimed_type(value: &str) -> Option<String> {
    let essence = essence(value);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/".contains(&byte);
    let says = essence.matches('/').count() == 1 && essence.bytes().all(fits) && essence.len() < 100;
    (says && !essence.ends_with("/octet-stream")).then_some(essence)
}

fn elsewhere(allowed: &[BaseUrl], url: &Url) -> Fault {
    if allowed.is_empty() {
        let message = "this server fetches no files to send";
        let remedy = "give a data: URL in base64, or ask the user to start the server with --upload-url";
        return Fault::new(Code::InvalidValue, message).suggesting(remedy);
    }
    let host: String = url.host_str().unwrap_or_default().chars().take(100).collect();
    let message = format!("{host} is not where this server fetches files from, or not below that path");
    Fault::new(Code::InvalidValue, message)
        .allowing(allowed.iter().map(ToString::to_string))
        .suggesting("name a file there, or ask the user to allow more with --upload-url")
}

fn refused(host: &str, what: &str) -> Fault {
    let message = format!("the file can't be fetched: {host} {what}");
    Fault::new(Code::InvalidValue, message).suggesting("look at the URL, or ask the user for it")
}

/// The file's server failed, not the API: nothing was sent to that.
fn unfetched(fault: &Fault) -> Fault {
    let message = format!("the file can't be fetched: {}", fault.message);
    Fault::new(fault.code, message).suggesting("nothing was sent to the API; try again later")
}
