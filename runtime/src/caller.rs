//! Who makes a call. Built only at the transport's edge: from the environment on stdio, from the request over HTTP.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use contract::Effect;
use serde_json::Value;

use crate::{BaseUrl, Progress};

/// Everything about a call that isn't an argument.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What proves to the API who is calling.
    pub credential: Credential,
    /// The severest effect the caller may have on the API's data.
    pub ceiling: Effect,
    /// Another deployment of the API than the server's own: `https://sandbox.example.com/v2`.
    pub environment: Option<BaseUrl>,
    /// Values by argument name, used by every operation that has the argument when a call leaves it out.
    pub parameter_defaults: BTreeMap<String, Value>,
    /// A stable name for the caller, never a credential.
    pub identity: Option<String>,
    /// When the caller stops waiting; the server's own limit holds besides.
    pub deadline: Option<Instant>,
    /// Whether the caller's files are those of this process: it runs on the same machine and has started the process.
    pub local: bool,
    /// Who hears how far the call has come.
    pub progress: Progress,
}

impl Caller {
    /// A caller with a credential and no restriction.
    pub fn new(credential: Credential) -> Self {
        Self {
            credential,
            ceiling: Effect::Destructive,
            environment: None,
            parameter_defaults: BTreeMap::new(),
            identity: None,
            deadline: None,
            local: false,
            progress: Progress::default(),
        }
    }
}

/// What proves to the API who is calling.
#[derive(Clone, Debug)]
pub enum Credential {
    /// Nothing.
    None,
    /// A secret per security scheme, by the scheme's name in `components.securitySchemes`.
    Environment(BTreeMap<String, Secret>),
    /// What an access token holds.
    Sealed {
        /// The token's own id.
        id: String,
        /// A secret per security scheme, by the scheme's name.
        secrets: BTreeMap<String, Secret>,
    },
    /// The whole value of the MCP request's `Authorization` header: `Bearer …`.
    Forwarded(Secret),
}

/// Text that must not be seen. It is never formatted, compared or serialised.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes the text as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the wire and for masking.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
