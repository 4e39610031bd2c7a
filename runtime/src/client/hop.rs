//! On which part of the way to the API a connection failed, as far as the chain of causes tells.

use std::error::Error;
use std::io;

/// A part of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hop {
    /// The host's address can't be found.
    Name,
    /// The proxy that the environment names.
    Proxy,
    /// A connection (TCP).
    Connection,
    /// Its encryption (TLS).
    Encryption,
}

/// Causes followed; a chain is a few long.
const MAX_CAUSES: usize = 16;

impl Hop {
    /// The hop that an error of connecting is about. hyper-util keeps its kinds to itself but for the text.
    pub(super) fn of(error: &(dyn Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error| (*error).source()).take(MAX_CAUSES);
        // reqwest's own text holds the URL, in which anything may stand.
        let causes = causes.filter(|cause| !cause.is::<reqwest::Error>());
        let mut hop = Self::Connection;
        for cause in causes {
            if is_tls(cause) {
                return Self::Encryption;
            }
            let text = cause.to_string();
            if text.starts_with("tunnel error") || text.contains("proxy") {
                return Self::Proxy;
            }
            if text.starts_with("dns error") {
                hop = Self::Name;
            }
        }
        hop
    }
}

/// An error of rustls, perhaps inside one of the system's, whose `source` skips it.
fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    let system = cause.downcast_ref::<io::Error>();
    let nested = std::iter::successors(system, |error| error.get_ref()?.downcast_ref()).take(MAX_CAUSES);
    let mut inside = nested.filter_map(io::Error::get_ref);
    cause.is::<rustls::Error>() || inside.any(<dyn Error + Send + Sync>::is::<rustls::Error>)
}
