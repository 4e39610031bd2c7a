//! What a user may set, and what follows from it.
//!
//! A flag is stronger than an environment variable, that than the configuration file, that than the default. The flags,
//! the variables (`<NAME>_BASE_URL`), the file's keys (`base-url`) and the help text all come from [`Settings`].

mod error;
mod file;
mod safety;
mod settings;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use contract::Effect;
use etcetera::app_strategy::{AppStrategy, AppStrategyArgs, choose_app_strategy};

pub use error::Error;
pub use file::read;
pub use settings::Settings;

use crate::{Api, Approvals, BaseUrl, Limits, Policy, Secret};

/// Seconds that a call may take.
const TIMEOUT: std::ops::RangeInclusive<u64> = 1..=3_600;
/// Bytes read of an answer of the API.
const MAX_RESPONSE: std::ops::RangeInclusive<usize> = 1_024..=1 << 30;
/// Bytes of an answer to the MCP client.
const MAX_ANSWER: std::ops::RangeInclusive<usize> = 1_024..=16 << 20;

/// Everything settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the API is; none stands for the document's own server.
    pub base_url: Option<BaseUrl>,
    /// Bounds of one call.
    pub limits: Limits,
    /// The folder for feedback; none where the system names no home and the user no folder.
    pub data_dir: Option<PathBuf>,
    /// Host names besides those of loopback under which HTTP requests may reach the server, also from their web pages.
    pub allowed_hosts: Vec<String>,
    /// The severest effect that a call may have.
    pub ceiling: Effect,
    /// Whether calls take approvals.
    pub approval: bool,
    /// Names of operations that are not offered.
    pub denied: BTreeSet<&'static str>,
}

impl Config {
    /// Checks settings and fills in defaults.
    pub fn new(api: &'static Api, settings: &Settings) -> Result<Self, Error> {
        let base_url = settings.base_url.as_deref().map(BaseUrl::parse).transpose();
        let base_url = base_url.map_err(|message| Error::Value { name: "base-url", message })?;
        let defaults = Limits::default();
        let timeout = within("timeout", settings.timeout, &TIMEOUT)?.map_or(defaults.timeout, Duration::from_secs);
        let response_bytes = within("max-response", settings.max_response, &MAX_RESPONSE)?;
        let answer_bytes = within("max-answer", settings.max_answer, &MAX_ANSWER)?;
        let limits = Limits {
            timeout,
            connect_timeout: defaults.connect_timeout.min(timeout),
            response_bytes: response_bytes.unwrap_or(defaults.response_bytes),
            answer_bytes: answer_bytes.unwrap_or(defaults.answer_bytes),
        };
        let data_dir = settings.data_dir.clone().or_else(|| default_data_dir(api));
        let allowed_hosts = settings.allowed_host.iter().map(|host| allowed_host(host)).collect::<Result<_, _>>()?;
        let ceiling = safety::ceiling(settings)?;
        let approval = safety::approval(settings)?;
        let denied = safety::denied(api, settings)?;
        Ok(Self { base_url, limits, data_dir, allowed_hosts, ceiling, approval, denied })
    }

    /// What callers may do. `key` is the secret that replicas approve calls with; without one it is this process's own.
    pub fn policy(&self, key: Option<&Secret>) -> Result<Policy, Error> {
        let approvals = self.approval.then(|| Approvals::new(key)).transpose();
        let approvals = approvals.map_err(|message| Error::Value { name: "the approval key", message })?;
        Ok(Policy { ceiling: self.ceiling, approvals, denied: self.denied.clone() })
    }
}

fn within<T: PartialOrd + Copy + std::fmt::Display>(
    name: &'static str,
    value: Option<T>,
    range: &std::ops::RangeInclusive<T>,
) -> Result<Option<T>, Error> {
    match value.filter(|value| !range.contains(value)) {
        None => Ok(value),
        Some(value) => {
            let message = format!("must be {} to {}, not {value}", range.start(), range.end());
            Err(Error::Value { name, message })
        }
    }
}

/// A host name, perhaps with a port; no URL, and no wildcard, which would only look as if it worked.
fn allowed_host(text: &str) -> Result<String, Error> {
    let host = text.trim();
    let is_plain = !host.is_empty()
        && !host.starts_with('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte));
    if is_plain {
        return Ok(host.to_ascii_lowercase());
    }
    let message = "must be a host name, perhaps with a port: mcp.example.com or mcp.example.com:8443".to_owned();
    Err(Error::Value { name: "allowed-host", message })
}

fn default_data_dir(api: &Api) -> Option<PathBuf> {
    let app_name = format!("{}-mcp", api.name);
    let names = AppStrategyArgs { top_level_domain: "org".to_owned(), author: "toolwright".to_owned(), app_name };
    choose_app_strategy(names).ok().map(|folders| folders.data_dir())
}
