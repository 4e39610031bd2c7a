//! Documents from the network: one client for all of them, and bounds on what one run may fetch.

use std::error::Error as _;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use tokio::runtime::Runtime;

use crate::copies;
use crate::error::Error;

/// Largest document, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;
/// Longest download.
const LONGEST: Duration = Duration::from_secs(120);
/// How often a document may be elsewhere.
const REDIRECTS: usize = 5;
/// Requests of one run.
const MOST: usize = 500;
/// Bytes of one run.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// What fetches during one run of a verb.
pub(crate) struct Fetcher {
    client: Client,
    // Connections live as long as it does.
    runtime: Runtime,
    /// Requests that are left.
    requests: usize,
    /// Bytes that are left.
    bytes: usize,
}

/// A document that came.
pub(crate) struct Fetched {
    /// Where it was in the end, which its references are relative to (RFC 3986 section 5.1.3).
    pub(crate) url: Url,
    /// The document.
    pub(crate) text: String,
}

impl Fetcher {
    /// Nothing is fetched yet.
    pub(crate) fn new() -> Result<Self, Error> {
        // Fails only where a provider is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirects = Policy::custom(|attempt| {
            if loses_https(attempt.previous(), attempt.url()) {
                return attempt.error("the server leads from https to http");
            }
            Policy::limited(REDIRECTS).redirect(attempt)
        });
        let client = Client::builder().timeout(LONGEST).redirect(redirects);
        let client = client.user_agent(concat!("toolwright/", env!("CARGO_PKG_VERSION"))).build();
        let client = client.map_err(|error| Error::Failed(format!("nothing can be fetched: {}", causes(&error))))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(Error::while_doing("starting threads"))?;
        Ok(Self { client, runtime, requests: MOST, bytes: MOST_BYTES })
    }

    /// The document behind a URL.
    pub(crate) fn document(&mut self, url: &str) -> Result<Fetched, Error> {
        // The text is not repeated: it may hold a password.
        let url = Url::parse(url).map_err(|error| Error::Usage(format!("the URL can't be read: {error}")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::Usage("the URL holds a password, which would end up in source.toml".to_owned()));
        }
        let fetched = self.fetch(&url)?;
        fetched.ok_or_else(|| Error::Failed(format!("{url}: there is no such document (404 or 410)")))
    }

    /// The text of a file that a document refers to; none where the server says that there is none.
    pub(crate) fn beside(&mut self, document: &Url, file: &str) -> Result<Option<String>, Error> {
        copies::check(file)?;
        Ok(self.fetch(&below(document, file)?)?.map(|fetched| fetched.text))
    }

    fn fetch(&mut self, url: &Url) -> Result<Option<Fetched>, Error> {
        let instead = "fetch the files yourself and name the document's path, or one vendor at a time";
        self.requests = self.requests.checked_sub(1).ok_or_else(|| {
            Error::Failed(format!("{url} would be more than the {MOST} files that one run fetches: {instead}"))
        })?;
        let most = self.bytes.min(LARGEST);
        let Some((url, bytes)) = self.runtime.block_on(bytes(&self.client, url, most))? else { return Ok(None) };
        self.bytes = self.bytes.checked_sub(bytes.len()).ok_or_else(|| {
            Error::Failed(format!("{url} makes more than the {MOST_BYTES} bytes that one run fetches: {instead}"))
        })?;
        let text = String::from_utf8(bytes);
        let text = text.map_err(|_| Error::Failed(format!("{url}: the document is not UTF-8")))?;
        Ok(Some(Fetched { url, text }))
    }
}

/// Whether a redirect leads where others can read and change what comes.
fn loses_https(previous: &[Url], next: &Url) -> bool {
    next.scheme() != "https" && previous.iter().any(|url| url.scheme() == "https")
}

/// The URL of a file, by its path in the folder of a document. The path is plain text: whatever a URL would take for more
/// than a name is encoded.
fn below(document: &Url, file: &str) -> Result<Url, Error> {
    let outside = || Error::Failed(format!("{file:?} does not lie beside {document}"));
    let mut folder = document.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    folder.path_segments_mut().map_err(|()| outside())?.pop().push("");
    let mut url = folder.clone();
    url.path_segments_mut().map_err(|()| outside())?.pop_if_empty().extend(file.split('/'));
    let inside = url.origin() == folder.origin() && url.path().starts_with(folder.path());
    if inside && url != folder { Ok(url) } else { Err(outside()) }
}

/// Where a document was in the end, and its bytes, or the first ones where there are more than `most`.
async fn bytes(client: &Client, url: &Url, most: usize) -> Result<Option<(Url, Vec<u8>)>, Error> {
    let failed = |error: reqwest::Error| Error::Failed(format!("{url} can't be fetched: {}", causes(&error)));
    let response = client.get(url.clone()).send().await.map_err(failed)?;
    if matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Ok(None);
    }
    let mut response = response.error_for_status().map_err(failed)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            return Err(Error::Failed(format!("{url}: the document is larger than {LARGEST} bytes")));
        }
        if bytes.len() > most {
            break;
        }
    }
    Ok(Some((response.url().clone(), bytes)))
}

/// An error with what is behind it.
fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::{below, loses_https};

    #[test]
    fn redirects_never_lose_https() {
        let url = |text| Url::parse(text).expect("a URL");
        let (plain, secure) = (url("http://x.example/a"), url("https://x.example/a"));
        assert!(loses_https(std::slice::from_ref(&secure), &plain));
        assert!(loses_https(&[secure.clone(), plain.clone()], &plain));
        assert!(!loses_https(std::slice::from_ref(&plain), &secure));
        assert!(!loses_https(std::slice::from_ref(&plain), &plain));
    }

    #[test]
    fn files_are_fetched_from_the_folder_of_the_document() {
        for (document, file, expected) in [
            ("https://x.example/openapi.yaml", "a.yaml", "https://x.example/a.yaml"),
            ("https://x.example", "a/b.yaml", "https://x.example/a/b.yaml"),
            ("https://x.example/api/openapi.yaml?raw=1#top", "a/b.yaml", "https://x.example/api/a/b.yaml"),
            ("https://x.example/api/", "a.yaml", "https://x.example/api/a.yaml"),
            ("https://x.example/api/o", "c d.yaml", "https://x.example/api/c%20d.yaml"),
            // Nothing in a name is read as an encoding, a query, a scheme or a host.
            ("https://x.example/api/o", "%2e%2e/a.yaml", "https://x.example/api/%252e%252e/a.yaml"),
            ("https://x.example/api/o", "a?b#c", "https://x.example/api/a%3Fb%23c"),
            ("https://x.example/api/o", "http://10.0.0.1/x", "https://x.example/api/http://10.0.0.1/x"),
            ("https://x.example/api/o", "\\\\10.0.0.1\\x", "https://x.example/api/%5C%5C10.0.0.1%5Cx"),
            ("https://x.example/api/o", "../a.yaml", "https://x.example/api/a.yaml"),
        ] {
            let document = Url::parse(document).expect("a URL");
            assert_eq!(below(&document, file).expect("a file").as_str(), expected, "{document} {file}");
        }
        let document = Url::parse("https://x.example/api/o").expect("a URL");
        assert!(below(&document, "").is_err() && below(&document, "..").is_err());
    }
}
