//! What a user may set, and what follows from it.
//!
//! A flag is stronger than an environment variable, that than the configuration file, that than the default. The flags,
//! the variables (`<NAME>_BASE_URL`), the file's keys (`base-url`) and the help text all come from [`Settings`].

mod error;
mod file;
mod safety;
mod settings;
mod uploads;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use contract::Effect;
use etcetera::app_strategy::{AppStrategy, AppStrategyArgs, choose_app_strategy};

pub use error::Error;
pub use file::read;
pub use settings::Settings;

use crate::feedback::Kept;
use crate::{AccessTokens, Api, Approvals, BaseUrl, Limits, Places, Policy, ResultLimits, Secret, Uploads};

/// Seconds that a call may take.
const TIMEOUT: std::ops::RangeInclusive<u64> = 1..=3_600;
/// Bytes read of an answer of the API.
const MAX_RESPONSE: std::ops::RangeInclusive<usize> = 1_024..=1 << 30;
/// Bytes of a file that the API answers with.
const MAX_DOWNLOAD: std::ops::RangeInclusive<usize> = 1_024..=1 << 30;
/// Bytes of all that is kept of answers.
const MAX_KEPT: std::ops::RangeInclusive<usize> = 1_024..=2 << 30;
/// Bytes of an answer to the MCP client.
const MAX_ANSWER: std::ops::RangeInclusive<usize> = 1_024..=16 << 20;

/// Tokens of an answer to the MCP client.
const MAX_TOKENS: std::ops::RangeInclusive<usize> = 500..=1_000_000;
/// Seconds that a stream is read.
const STREAM_TIME: std::ops::RangeInclusive<u64> = 1..=3_600;
/// Seconds that a call waits for accepted work.
const WAIT: std::ops::RangeInclusive<u64> = 0..=3_600;
/// Seconds that the rest of an answer can be read.
const KEEP_RESULTS: std::ops::RangeInclusive<u64> = 0..=86_400;

/// Everything settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the API is, as far as it isn't where the document says.
    pub places: Places,
    /// Bounds of one call.
    pub limits: Limits,
    /// The folder for feedback; none where the system names no home and the user no folder.
    pub data_dir: Option<PathBuf>,
    /// What is kept there.
    pub keep_feedback: Kept,
    /// Host names besides those of loopback under which HTTP requests may reach the server, also from their web pages.
    pub allowed_hosts: Vec<String>,
    /// What a call may send besides its arguments.
    pub uploads: Uploads,
    /// The severest effect that a call may have.
    pub ceiling: Effect,
    /// Whether calls take approvals.
    pub approval: bool,
    /// Names of operations that are not offered.
    pub denied: BTreeSet<&'static str>,
    /// Ids of access tokens that are no longer taken.
    pub revoked_tokens: BTreeSet<String>,
}

/// Secrets that replicas share. Each may be missing.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// What calls are approved with; without, it is this process's own.
    pub approvals: Option<Secret>,
    /// What access tokens are sealed with; without, none is taken.
    pub tokens: Option<Secret>,
}

impl Config {
    /// Checks settings and fills in defaults.
    pub fn new(api: &'static Api, settings: &Settings) -> Result<Self, Error> {
        let base_url = settings.base_url.as_deref().map(BaseUrl::parse).transpose();
        let base_url = base_url.map_err(|message| Error::Value { name: "base-url", message })?;
        let limits = limits(settings)?;
        let data_dir = settings.data_dir.clone().or_else(|| default_data_dir(api));
        let allowed_hosts = settings.allowed_host.iter().map(|host| allowed_host(host)).collect::<Result<_, _>>()?;
        let variables =
            settings.server_variable.iter().map(|text| pair("server-variable", text)).collect::<Result<_, _>>()?;
        let moved = settings.server.iter().map(|text| moved(text)).collect::<Result<_, _>>()?;
        let places = Places { base_url, variables, moved };
        let uploads = uploads::uploads(settings)?;
        let ceiling = safety::ceiling(settings)?;
        let approval = safety::approval(settings)?;
        let denied = safety::denied(api, settings)?;
        let keep_feedback = keep_feedback(settings)?;
        let revoked_tokens = safety::revoked(settings)?;
        Ok(Self {
            places,
            limits,
            data_dir,
            keep_feedback,
            allowed_hosts,
            uploads,
            ceiling,
            approval,
            denied,
            revoked_tokens,
        })
    }

    /// What callers may do.
    pub fn policy(&self, api: &Api, keys: &Keys) -> Result<Policy, Error> {
        let approvals = self.approval.then(|| Approvals::new(keys.approvals.as_ref())).transpose();
        let approvals = approvals.map_err(|message| Error::Value { name: "the approval key", message })?;
        let tokens = keys.tokens.as_ref().map(|key| self.tokens(api, key)).transpose()?;
        Ok(Policy { ceiling: self.ceiling, approvals, denied: self.denied.clone(), tokens })
    }

    /// The access tokens under a key.
    pub fn tokens(&self, api: &Api, key: &Secret) -> Result<AccessTokens, Error> {
        let tokens = AccessTokens::new(api.name, key, self.revoked_tokens.iter().cloned());
        tokens.map_err(|message| Error::Value { name: "the token key", message })
    }
}

/// `name=value`
fn pair(setting: &'static str, text: &str) -> Result<(String, String), Error> {
    let found = text.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    found.filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
        let message = "must be a name, = and a value".to_owned();
        Error::Value { name: setting, message }
    })
}

/// A server of the document and where it is instead: `https://files.example.com=http://files.internal`.
fn moved(text: &str) -> Result<(String, BaseUrl), Error> {
    // A URL may hold = itself.
    let middle = text.rfind("=http").ok_or_else(|| {
        let message = "must be a URL, = and a URL".to_owned();
        Error::Value { name: "server", message }
    })?;
    let (from, to) = (text.get(..middle).unwrap_or_default(), text.get(middle + 1..).unwrap_or_default());
    let url = |text: &str| BaseUrl::parse(text).map_err(|message| Error::Value { name: "server", message });
    Ok((url(from)?.as_str().to_owned(), url(to)?))
}

fn limits(settings: &Settings) -> Result<Limits, Error> {
    let defaults = Limits::default();
    let timeout = within("timeout", settings.timeout, &TIMEOUT)?.map_or(defaults.timeout, Duration::from_secs);
    let response_bytes = within("max-response", settings.max_response, &MAX_RESPONSE)?;
    let response_bytes = response_bytes.unwrap_or(defaults.response_bytes);
    let file_bytes = within("max-download", settings.max_download, &MAX_DOWNLOAD)?;
    let file_bytes = file_bytes.unwrap_or(defaults.file_bytes.max(response_bytes));
    let answer_bytes = within("max-answer", settings.max_answer, &MAX_ANSWER)?;
    let answer_tokens = within("max-tokens", settings.max_tokens, &MAX_TOKENS)?;
    let stream_time = within("stream-time", settings.stream_time, &STREAM_TIME)?.map(Duration::from_secs);
    let job_time = within("wait", settings.wait, &WAIT)?.map(Duration::from_secs);
    let lifetime = within("keep-results", settings.keep_results, &KEEP_RESULTS)?.map(Duration::from_secs);
    let lifetime = lifetime.unwrap_or(defaults.results.lifetime);
    // What one answer may have can be kept, unless less was asked for; each caller has half.
    let kept = within("max-kept", settings.max_kept, &MAX_KEPT)?;
    let kept = kept.unwrap_or(defaults.results.bytes.max(2 * file_bytes.max(response_bytes)));
    Ok(Limits {
        timeout,
        connect_timeout: defaults.connect_timeout.min(timeout),
        response_bytes,
        file_bytes,
        all_files_bytes: defaults.all_files_bytes.max(file_bytes),
        answer_bytes: answer_bytes.unwrap_or(defaults.answer_bytes),
        answer_tokens: answer_tokens.unwrap_or(defaults.answer_tokens),
        stream_time: stream_time.unwrap_or(defaults.stream_time),
        job_time: job_time.unwrap_or(defaults.job_time),
        results: ResultLimits { lifetime, bytes: kept, bytes_per_caller: kept / 2, ..defaults.results },
        ..defaults
    })
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

fn keep_feedback(settings: &Settings) -> Result<Kept, Error> {
    let Some(text) = settings.keep_feedback.as_deref() else { return Ok(Kept::default()) };
    Kept::parse(text).ok_or_else(|| {
        let message = format!("must be one of {}, not {text:?}", Kept::NAMES.join(", "));
        Error::Value { name: "keep-feedback", message }
    })
}

fn default_data_dir(api: &Api) -> Option<PathBuf> {
    let app_name = format!("{}-mcp", api.name);
    let names = AppStrategyArgs { top_level_domain: "org".to_owned(), author: "toolwright".to_owned(), app_name };
    choose_app_strategy(names).ok().map(|folders| folders.data_dir())
}
