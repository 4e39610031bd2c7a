//! Sends a request, follows what may be followed and reads the answer up to the limit.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

use super::credential::Part;
use super::outgoing::Outgoing;
use super::redirect::{self, MAX_HOPS};
use super::stream::{self, Stop};
use crate::{Fault, Limits, Server, client};

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
    fn new(error: &reqwest::Error, authority: &str, sent: bool) -> Self {
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
            let received = read(response, &server.limits).await;
            return received.map_err(|error| Failure::new(&error, &authority, true));
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

async fn read(mut response: reqwest::Response, limits: &Limits) -> reqwest::Result<Received> {
    let (status, headers) = (response.status(), response.headers().clone());
    if let Some(format) = stream::format(&headers) {
        let (bytes, stop) = stream::collect(&mut response, format, limits).await?;
        return Ok(Received { status, headers, bytes, complete: stop.is_none(), stop });
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = limits.response_bytes - bytes.len();
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            return Ok(Received { status, headers, bytes, complete: false, stop: None });
        }
    }
    Ok(Received { status, headers, bytes, complete: true, stop: None })
}
