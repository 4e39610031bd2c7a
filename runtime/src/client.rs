//! The HTTP client: made on first use, then shared, so that a server that only searches loads no certificates.

mod hop;

use std::error::Error;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect::Policy;

use crate::{Code, Fault};
use hop::Hop;

const MAY_HAVE_WORKED: &str = "before repeating a call that changes data, look whether it took effect";

/// A client to be.
pub(crate) struct Client {
    connect_timeout: Duration,
    made: OnceLock<Result<Made, String>>,
}

struct Made {
    client: reqwest::Client,
    /// Why https can't be spoken, where it can't.
    without_tls: Option<String>,
}

impl Client {
    /// Makes nothing yet.
    pub(crate) fn new(connect_timeout: Duration) -> Self {
        Self { connect_timeout, made: OnceLock::new() }
    }

    /// The client, fit for https where that is wanted.
    pub(crate) fn reach(&self, https: bool) -> Result<&reqwest::Client, Fault> {
        let made = self.made.get_or_init(|| make(self.connect_timeout)).as_ref();
        let made =
            made.map_err(|cause| Fault::new(Code::Internal, format!("the HTTP client can't be set up: {cause}")))?;
        match &made.without_tls {
            Some(cause) if https => Err(Fault::new(Code::Internal, format!("https can't be spoken: {cause}"))
                .suggesting("install the system's CA certificates or set SSL_CERT_FILE")),
            _ => Ok(&made.client),
        }
    }
}

/// A machine without CA certificates can still reach an API over http.
fn make(connect_timeout: Duration) -> Result<Made, String> {
    // Fails only where a provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match builder(connect_timeout).build() {
        Ok(client) => Ok(Made { client, without_tls: None }),
        Err(error) => {
            let client = builder(connect_timeout).tls_certs_only([]).build().map_err(|error| cause(&error))?;
            Ok(Made { client, without_tls: Some(cause(&error)) })
        }
    }
}

fn builder(connect_timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(Policy::none())
        .referer(false)
        .gzip(true)
        .tcp_nodelay(true)
}

/// What went wrong on the way to the API or back.
pub(crate) fn fault(error: &reqwest::Error, authority: &str) -> Fault {
    let cause = cause(error);
    if error.is_timeout() {
        // Only making a connection has a limit of its own here.
        let message = format!("no connection to {authority} in time{}", by_proxy(authority));
        return Fault::new(Code::Timeout, message).suggesting("try again later; check the network and the base URL");
    }
    if error.is_connect() {
        return unreachable(Hop::of(error), authority, &cause);
    }
    if error.is_builder() {
        return Fault::new(Code::Internal, format!("the request can't be built: {cause}"));
    }
    if error.is_decode() {
        let message = format!("the answer of {authority} broke off or can't be decoded: {cause}");
        return Fault::new(Code::InvalidAnswer, message).suggesting(MAY_HAVE_WORKED);
    }
    let message = format!("the connection to {authority} broke before an answer came: {cause}{}", by_proxy(authority));
    Fault::new(Code::Unreachable, message).suggesting(MAY_HAVE_WORKED)
}

/// Nothing was sent: there was no connection.
fn unreachable(hop: Hop, authority: &str, cause: &str) -> Fault {
    let proxy = by_proxy(authority);
    let (message, remedy) = match hop {
        Hop::Name => (
            format!("the address of {authority} can't be found (DNS): {cause}{proxy}"),
            "check the host of the base URL, and the network",
        ),
        Hop::Proxy => (
            format!("the proxy gives no connection to {authority}: {cause}"),
            "check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, or name the host in NO_PROXY",
        ),
        Hop::Connection => (
            format!("can't connect to {authority}: {cause}{proxy}"),
            "check the base URL, the network and the proxy settings (HTTPS_PROXY, NO_PROXY)",
        ),
        Hop::Encryption => (
            format!("no encrypted connection to {authority} (TLS): {cause}"),
            "check that the base URL's host and port speak https; a private certificate authority goes into SSL_CERT_FILE",
        ),
    };
    Fault::new(Code::Unreachable, message).suggesting(remedy)
}

/// That a proxy is in the way, where the environment names one. Its URL may hold a password and is not told.
fn by_proxy(authority: &str) -> String {
    const VARIABLES: [&str; 6] = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let is_set = |name: &&&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match VARIABLES.iter().find(is_set) {
        Some(name) => format!(" ({name} is set: {authority} may be reached by that proxy)"),
        None => String::new(),
    }
}

/// The innermost cause; the outer ones name the URL, whose query may hold a key.
fn cause(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    match innermost.downcast_ref::<reqwest::Error>() {
        Some(_) => "unknown cause".to_owned(),
        None => innermost.to_string().chars().take(200).collect(),
    }
}
