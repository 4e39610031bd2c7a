//! Documents from the network.

use std::error::Error as _;
use std::time::Duration;

use reqwest::{Client, Url};

use crate::error::Error;
use crate::verbs::wait_for;

/// Largest document, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;
/// Longest download.
const LONGEST: Duration = Duration::from_secs(120);

/// The text behind a URL.
pub(crate) fn document(url: &str) -> Result<String, Error> {
    let url = Url::parse(url).map_err(|error| Error::Usage(format!("{url}: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::Usage("the URL holds a password, which would end up in source.toml".to_owned()));
    }
    let bytes = wait_for(bytes(&url))?;
    String::from_utf8(bytes).map_err(|_| Error::Failed(format!("{url}: the document is not UTF-8")))
}

/// The text behind a path that is relative to a URL; none where there is none.
pub(crate) fn beside(url: &str, path: &str) -> Option<String> {
    let url = Url::parse(url).ok()?.join(path).ok()?;
    document(url.as_str()).ok()
}

async fn bytes(url: &Url) -> Result<Vec<u8>, Error> {
    // Fails only where a provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let failed = |error: reqwest::Error| Error::Failed(format!("{url} can't be fetched: {}", causes(&error)));
    let client = Client::builder().timeout(LONGEST).user_agent(concat!("toolwright/", env!("CARGO_PKG_VERSION")));
    let response = client.build().map_err(failed)?.get(url.clone()).send().await.map_err(failed)?;
    let mut response = response.error_for_status().map_err(failed)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            return Err(Error::Failed(format!("{url}: the document is larger than {LARGEST} bytes")));
        }
    }
    Ok(bytes)
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
