//! Sends a request and follows what may be followed.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

use super::credential::Part;
use super::outgoing::Outgoing;
use super::reading::read;
use super::redirect::{self, MAX_HOPS};
use super::stream::Stop;
use crate::downloads::Share;
use crate::{Fault, Server, client};

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The body after decompression, up to the limit.
    pub(super) bytes: Vec<u8>,
    /// Whether `bytes` is all of it.
    pub(super) complete: bool,
    /// What ended a stream that goes on.
    pub(super) stop: Option<Stop>,
    /// How long the body is, if the API says so.
    pub(super) of: Option<usize>,
    /// Whether it is a file, whatever its bytes are.
    pub(super) is_file: bool,
    /// What it holds of the room for files.
    pub(super) share: Option<Share>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// The connection could not be made, or it broke.
    Connection {
        fault: Fault,
        /// Whether the API may have received something.
        sent: bool,
    },
    /// Nothing that has to do with the connection.
    Other(Fault),
}

impl Failure {
    pub(super) fn new(error: &reqwest::Error, authority: &str, sent: bool) -> Self {
        let fault = client::fault(error, authority);
        if error.is_builder() { Self::Other(fault) } else { Self::Connection { fault, sent } }
    }

    pub(super) fn into_fault(self) -> Fault {
        match self {
            Self::Connection { fault, .. } | Self::Other(fault) => fault,
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Other(fault)
    }
}

/// One request over the wire. The credential and the constant headers are repeated on a redirect, which never leaves the
/// origin.
pub(super) async fn exchange(server: &Server, mut request: Outgoing, credential: &[Part]) -> Result<Received, Failure> {
    let client = server.client.reach(request.url.scheme() == "https")?;
    let authority = request.url.authority().to_owned();
    let mut hops = 0;
    loop {
        request.authorize(credential)?;
        let sent = |error: &reqwest::Error| hops > 0 || !error.is_connect();
        let response = send(client, &request).await.map_err(|error| Failure::new(&error, &authority, sent(&error)))?;
        let answer = (response.status(), response.headers());
        let Some(hop) = redirect::next(&request.method, &request.url, answer)? else {
            return read(server, response, &authority).await;
        };
        if hops >= MAX_HOPS {
            return Err(redirect::endless(response.status()).into());
        }
        if !hop.resend {
            request.body = None;
            request.headers.remove(CONTENT_TYPE);
        }
        (request.method, request.url) = (hop.method, hop.url);
        hops += 1;
    }
}

async fn send(client: &reqwest::Client, request: &Outgoing) -> reqwest::Result<reqwest::Response> {
    let mut builder = client.request(request.method.clone(), request.url.clone()).headers(request.headers.clone());
    let is_empty = request.body.as_ref().is_none_or(Vec::is_empty);
    if is_empty && matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
        // The length of a body that could be there (RFC 9110 section 8.6); the client leaves it out where it is zero.
        builder = builder.header(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    builder.send().await
}
