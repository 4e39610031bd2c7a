//! What is sealed in a token.

use std::collections::BTreeMap;

use contract::Effect;
use serde::{Deserialize, Serialize};

use crate::access::word;
use crate::{Secret, mode};

/// What a token allows.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What proves to the API who is calling: a secret per security scheme, by the scheme's name.
    pub credentials: BTreeMap<String, Secret>,
    /// The severest effect of a call.
    pub ceiling: Effect,
    /// The last second in which it holds, since 1970.
    pub until: u64,
}

/// The grant as JSON, with short names: it travels with every request.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "m")]
    mode: String,
    #[serde(rename = "u")]
    until: u64,
    #[serde(rename = "c")]
    credentials: BTreeMap<String, String>,
}

impl Grant {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let credentials = self.credentials.iter().map(|(scheme, secret)| (scheme.clone(), secret.reveal().to_owned()));
        let mode = word(self.ceiling).to_owned();
        let written = Written { mode, until: self.until, credentials: credentials.collect() };
        serde_json::to_vec(&written).unwrap_or_default()
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let Written { mode: word, until, credentials } = serde_json::from_slice(bytes).ok()?;
        let credentials = credentials.into_iter().map(|(scheme, text)| (scheme, Secret::new(text))).collect();
        Some(Self { credentials, ceiling: mode(&word)?, until })
    }
}
