//! A bound socket that may be served on.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::Error;
use crate::Inbound;
use crate::tools::{Reach, Tools};

/// A bound socket. Making one is the check that serving there is safe.
#[derive(Debug)]
pub struct Listener {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Binds. Anything but loopback is refused where strangers could not show a credential of their own: they would find
    /// nothing, or the server's.
    pub async fn bind(tools: &Tools, address: SocketAddr) -> Result<Self, Error> {
        let shows_none = tools.api().inbound == Inbound::None && tools.tokens().is_none();
        if Reach::of(address.ip()) == Reach::Network && shows_none {
            return Err(Error::Exposed { address });
        }
        let listener = TcpListener::bind(address).await.map_err(|source| Error::Bind { address, source })?;
        let address = listener.local_addr().map_err(|source| Error::Bind { address, source })?;
        Ok(Self { listener, address })
    }

    /// Where it listens, with the port that was chosen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn reach(&self) -> Reach {
        Reach::of(self.address.ip())
    }

    pub(super) fn into_inner(self) -> TcpListener {
        self.listener
    }
}
