//! What one running server holds: the opened API, where it is, how to reach it and how far a call may go.

use crate::catalog::Catalog;
use crate::client::Client;
use crate::downloads::Downloads;
use crate::{Api, BaseUrl, Limits, Places, Policy, Shaper, Uploads};

/// Everything that calls share; put it into an `Arc`.
pub struct Server {
    /// The API's operations, schemas, cards and index.
    pub catalog: Catalog,
    /// The URL that paths are appended to.
    pub base_url: BaseUrl,
    /// Where operations with servers of their own are.
    pub places: Places,
    /// Bounds of one call.
    pub limits: Limits,
    /// What callers may do.
    pub policy: Policy,
    /// What calls may send besides their arguments.
    pub uploads: Uploads,
    pub(crate) client: Client,
    pub(crate) downloads: Downloads,
    pub(crate) shaper: Shaper,
}

impl Server {
    /// Opens an API at these places; where they say nothing, the document does. Connects to nothing, and restricts
    /// nothing: see [`Server::with_policy`].
    pub fn open(api: &'static Api, places: impl Into<Places>, limits: Limits) -> Result<Self, String> {
        let places = places.into();
        places.check(api)?;
        let base_url = places.main(api)?;
        let catalog = Catalog::open(api)?;
        let client = Client::new(limits.connect_timeout);
        let downloads = Downloads::new(limits.all_files_bytes);
        let (policy, uploads, shaper) = (Policy::open(), Uploads::default(), Shaper::default());
        Ok(Self { catalog, base_url, places, limits, policy, uploads, client, downloads, shaper })
    }

    /// The same server with jq programs; without, a call that has one is refused.
    pub fn with_shaper(self, shaper: Shaper) -> Self {
        Self { shaper, ..self }
    }

    /// The same server with files that calls may send; without, a call that names one is refused.
    pub fn with_uploads(self, uploads: Uploads) -> Self {
        Self { uploads, ..self }
    }

    /// The same server with limits to what callers may do.
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.catalog.hide(policy.denied.clone());
        self.policy = policy;
        self
    }

    /// The API that is served.
    pub fn api(&self) -> &'static Api {
        self.catalog.api
    }
}
