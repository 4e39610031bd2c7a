//! What keeps the server from serving.

use std::fmt;
use std::io;
use std::net::SocketAddr;

/// Why HTTP can't be served.
#[derive(Debug)]
pub enum Error {
    /// The address is open to others, and the API has no way for them to authenticate.
    Exposed {
        /// The address.
        address: SocketAddr,
    },
    /// The address can't be bound.
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Connections can't be accepted.
    Serve(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exposed { address } => write!(
                f,
                "refusing to listen on {address}: other machines could call the API without a credential of their own. \
                 Listen on 127.0.0.1, or let callers bring one: an access token (`token --help`), or, with \
                 `inbound = \"api-key\"` under [auth] in vendor.toml, their own"
            ),
            Self::Bind { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "port {} of {} is in use: choose another one, or 0 for any", address.port(), address.ip())
            }
            Self::Bind { address, source } => write!(f, "can't listen on {address}: {source}"),
            Self::Serve(source) => write!(f, "can't accept connections: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Exposed { .. } => None,
            Self::Bind { source, .. } | Self::Serve(source) => Some(source),
        }
    }
}
