//! Files that a call may send without holding them: local ones below allowed folders, and ones fetched from allowed URLs.
//!
//! Nothing is allowed by default. Who may name a local file is the caller's matter; here it is only what may be named.

mod folder;
mod local;
mod media_type;
mod remote;

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::client::Client;
use crate::{BaseUrl, Code, Fault};
use folder::Folder;
pub(crate) use media_type::media_type;

/// Bytes of the files of one call, where nothing else is set: 25 MiB.
const BYTES: usize = 25 << 20;

/// What calls may send. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploads(Arc<Allowed>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Allowed {
    folders: Vec<Folder>,
    /// What URLs begin with.
    urls: Vec<BaseUrl>,
    /// Bytes of the files of one call.
    bytes: usize,
}

impl Default for Uploads {
    /// Nothing.
    fn default() -> Self {
        Self(Arc::new(Allowed { folders: Vec::new(), urls: Vec::new(), bytes: BYTES }))
    }
}

/// A file to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) bytes: Vec<u8>,
    /// What it is called, without folders.
    pub(crate) name: String,
    /// Its media type, without parameters.
    pub(crate) media_type: String,
}

/// A text that names a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference<'a> {
    /// A `file:` URL (RFC 8089).
    Local(&'a str),
    /// An http or https URL.
    Remote(&'a str),
}

impl<'a> Reference<'a> {
    /// What a text names, by its scheme.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        if begins("file:") {
            Some(Self::Local(text))
        } else if begins("http://") || begins("https://") {
            Some(Self::Remote(text))
        } else {
            None
        }
    }
}

impl Uploads {
    /// Allows the files below folders, and what is found at URLs that begin with others, of so many bytes in one call.
    ///
    /// # Errors
    /// A folder is none.
    pub fn new(folders: &[PathBuf], urls: Vec<BaseUrl>, bytes: Option<usize>) -> Result<Self, String> {
        let folders = folders.iter().map(|path| Folder::new(path)).collect::<Result<_, _>>()?;
        Ok(Self(Arc::new(Allowed { folders, urls, bytes: bytes.unwrap_or(BYTES) })))
    }

    /// The same without local files.
    pub fn without_folders(&self) -> Self {
        Self(Arc::new(Allowed { folders: Vec::new(), ..(*self.0).clone() }))
    }

    /// The most bytes that the files of one call may have.
    pub(crate) fn bytes(&self) -> usize {
        self.0.bytes
    }

    /// A sentence for models, where anything is allowed.
    pub(crate) fn hint(&self) -> Option<String> {
        let folders = self.0.folders.iter().map(|folder| format!("a file:///… URL of a file in {folder}"));
        let urls = self.0.urls.iter().map(|url| format!("a URL below {url}"));
        let ways: Vec<String> = folders.chain(urls).collect();
        (!ways.is_empty()).then(|| format!("In body, a file's bytes may be given as {}.", ways.join(", or ")))
    }

    /// Reads a local file of at most so many bytes. It waits for the disk.
    pub(crate) fn read(&self, url: &str, most: usize) -> Result<Upload, Fault> {
        local::read(&self.0.folders, url, most)
    }

    /// Fetches a file of at most so many bytes.
    pub(crate) async fn fetch(&self, client: &Client, url: &str, most: usize) -> Result<Upload, Fault> {
        remote::fetch(client, &self.0.urls, url, most).await
    }
}

impl Upload {
    /// As a `data:` URL in base64 (RFC 2397) with a parameter `name`.
    pub(crate) fn to_data_url(&self) -> String {
        let name = utf8_percent_encode(&self.name, NON_ALPHANUMERIC);
        format!("data:{};name={name};base64,{}", self.media_type, STANDARD.encode(&self.bytes))
    }
}

fn too_large(most: usize) -> Fault {
    let message = format!("the file is too large: this server sends {most} more bytes in this call");
    Fault::new(Code::InvalidValue, message).suggesting("send a smaller file, or ask the user to raise max-upload")
}
