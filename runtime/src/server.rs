//! What one running server holds: the opened API, where it is, how to reach it and how far a call may go.

use crate::catalog::Catalog;
use crate::client::Client;
use crate::{Api, BaseUrl, Limits, Shaper};

/// Everything that calls share; put it into an `Arc`.
pub struct Server {
    /// The API's operations, schemas, cards and index.
    pub catalog: Catalog,
    /// The URL that paths are appended to.
    pub base_url: BaseUrl,
    /// Bounds of one call.
    pub limits: Limits,
    pub(crate) client: Client,
    pub(crate) shaper: Shaper,
}

impl Server {
    /// Opens an API; without a base URL, the document's server is used. Connects to nothing.
    pub fn open(api: &'static Api, base_url: Option<BaseUrl>, limits: Limits) -> Result<Self, String> {
        let base_url = base_url.map_or_else(|| BaseUrl::parse(api.server), Ok)?;
        let catalog = Catalog::open(api)?;
        Ok(Self { catalog, base_url, limits, client: Client::new(limits.connect_timeout), shaper: Shaper::default() })
    }

    /// The same server with jq programs; without, a call that has one is refused.
    pub fn with_shaper(self, shaper: Shaper) -> Self {
        Self { shaper, ..self }
    }

    /// The API that is served.
    pub fn api(&self) -> &'static Api {
        self.catalog.api
    }
}
