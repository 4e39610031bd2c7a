//! Servers in this process, over HTTP on a free port of loopback.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use runtime::feedback::Feedback;
use runtime::http::{self, Listener};
use runtime::tools::Tools;
use runtime::{
    Access, AccessTokens, Api, Approvals, BaseUrl, Credential, CuratedTool, Effect, Inbound, Limits, Policy, Secret,
    Server,
};
use tokio::task::JoinHandle;

use crate::tiny::api;

/// How a server is set up.
pub(crate) struct Setup {
    /// What an `Authorization` header means.
    pub(crate) inbound: Inbound,
    /// Where the API is.
    pub(crate) base_url: Option<String>,
    /// Where feedback is kept.
    pub(crate) data_dir: Option<PathBuf>,
    /// Hosts besides loopback's.
    pub(crate) allowed_hosts: Vec<String>,
    /// What a request may say about itself, and what takes an approval.
    pub(crate) access: Access,
    /// The key of approvals; none where no call takes one.
    pub(crate) approval_key: Option<&'static str>,
    /// The severest effect of any call.
    pub(crate) ceiling: Effect,
    /// Tools of their own.
    pub(crate) tools: &'static [CuratedTool],
    /// Operations that are not offered.
    pub(crate) denied: &'static [&'static str],
    /// The key of access tokens; none where no token is taken.
    pub(crate) token_key: Option<&'static str>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            inbound: Inbound::ApiKey,
            base_url: None,
            data_dir: None,
            allowed_hosts: Vec::new(),
            access: Access::PLAIN,
            approval_key: None,
            ceiling: Effect::Destructive,
            tools: &[],
            denied: &[],
            token_key: None,
        }
    }
}

impl Setup {
    /// The tools, with `own-secret` as the process's credential.
    pub(crate) fn tools(&self) -> (&'static Api, Tools) {
        let api: &'static Api =
            Box::leak(Box::new(Api { access: self.access, tools: self.tools, ..*tiny(self.inbound) }));
        let base_url = self.base_url.as_deref().map(|url| BaseUrl::parse(url).expect("a base URL"));
        let server = Server::open(api, base_url, Limits::default()).expect("a server");
        let approvals = self.approval_key.map(|key| Approvals::new(Some(&Secret::new(key))).expect("a key"));
        let server = server.with_policy(Policy {
            ceiling: self.ceiling,
            approvals,
            denied: self.denied.iter().copied().collect(),
            tokens: self.token_key.map(tokens),
        });
        let own = BTreeMap::from([("bearer".to_owned(), Secret::new("own-secret"))]);
        (api, Tools::new(server, Feedback::new(api, self.data_dir.clone()), Credential::Environment(own)))
    }

    /// Serves until the test ends.
    pub(crate) async fn serve(self) -> SocketAddr {
        self.serve_until(std::future::pending()).await.0
    }

    /// Serves until `stop` is ready.
    pub(crate) async fn serve_until(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> (SocketAddr, JoinHandle<Result<(), http::Error>>) {
        let (_, tools) = self.tools();
        let listener = Listener::bind(&tools, "127.0.0.1:0".parse().expect("an address")).await.expect("a port");
        let address = listener.address();
        (address, tokio::spawn(async move { http::serve(tools, listener, &self.allowed_hosts, stop).await }))
    }
}

/// A key of access tokens.
pub(crate) const TOKEN_KEY: &str = "a key of thirty-two bytes, no less";

/// The made-up API's access tokens under a key.
pub(crate) fn tokens(key: &str) -> AccessTokens {
    AccessTokens::new("tiny", &Secret::new(key), []).expect("a key")
}

/// The made-up API.
pub(crate) fn tiny(inbound: Inbound) -> &'static Api {
    api(inbound).expect("its parts fit")
}

/// An empty folder of the test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
