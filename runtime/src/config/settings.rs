//! The settings as they are written: each may be left out.

use std::path::PathBuf;

use clap::Args;
use clap::builder::BoolishValueParser;
use serde::Deserialize;

/// One layer of settings: flags with environment variables, or a file. The first line of each field is its help.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// URL that the operations' paths are appended to, also of those with a server of their own [default: the document's]
    #[arg(long, global = true, value_name = "URL")]
    pub base_url: Option<String>,
    /// Value of a variable in the URL of the document's server; repeatable, or separated by commas
    #[arg(long, global = true, value_name = "NAME=VALUE", value_delimiter = ',')]
    pub server_variable: Vec<String>,
    /// Where a server of the document is instead, by the beginning of its URL; repeatable, or separated by commas
    #[arg(long, global = true, value_name = "URL=URL", value_delimiter = ',')]
    pub server: Vec<String>,
    /// Longest that a call of the API may take [default: 60]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// Most that is read of an answer of the API that is JSON or another text, decompressed [default: 4194304]
    #[arg(long, global = true, value_name = "BYTES")]
    pub max_response: Option<usize>,
    /// Largest file that is read of the API, decompressed [default: 26214400, or max-response if that is more]
    #[arg(long, global = true, value_name = "BYTES")]
    pub max_download: Option<usize>,
    /// Most that is passed on of an answer; longer lists are shortened [default: 100000]
    #[arg(long, global = true, value_name = "BYTES")]
    pub max_answer: Option<usize>,
    /// Most that is passed on of an answer, in tokens of a model; the rest can be read on [default: 6000]
    #[arg(long, global = true, value_name = "TOKENS")]
    pub max_tokens: Option<usize>,
    /// Longest that an answer which comes item by item is read [default: 20]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub stream_time: Option<u64>,
    /// Longest that a call waits for work which the API has only accepted (202); 0 doesn't wait [default: 20]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// Folder whose files, and those below it, a call over stdio may send as file:///…; repeatable, or separated by commas
    #[arg(long, global = true, value_name = "DIR", value_delimiter = ',')]
    pub upload_dir: Vec<PathBuf>,
    /// Beginning of URLs from which a call may have files fetched and sent, without any credential; repeatable, or
    /// separated by commas
    #[arg(long, global = true, value_name = "URL", value_delimiter = ',')]
    pub upload_url: Vec<String>,
    /// Most that the files of one call may have together [default: 26214400]
    #[arg(long, global = true, value_name = "BYTES")]
    pub max_upload: Option<usize>,
    /// How long the rest of an answer, or a file, can be read as a resource; 0 keeps none [default: 900]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub keep_results: Option<u64>,
    /// Most that is kept of answers and files, of all callers together; one caller has half [default: 67108864, or twice
    /// max-download]
    #[arg(long, global = true, value_name = "BYTES")]
    pub max_kept: Option<usize>,
    /// Folder that feedback is kept in [default: the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// What is kept there: all (reports of agents, and how often what was searched), reports, or off [default: all]
    #[arg(long, global = true, value_name = "WHAT")]
    pub keep_feedback: Option<String>,
    /// Host name under which HTTP requests may come, also from its web pages, besides loopback's; repeatable, or
    /// separated by commas
    #[arg(long, global = true, value_name = "NAME", value_delimiter = ',')]
    pub allowed_host: Vec<String>,
    /// The most that calls may do: read-only, read-write or full; a request can only ask for less [default: full]
    #[arg(long, global = true, value_name = "MODE")]
    pub access_mode: Option<String>,
    /// The same as access-mode = "read-only"
    #[arg(long, global = true, value_parser = BoolishValueParser::new())]
    pub read_only: bool,
    /// What a person has to approve: destructive operations, or nothing with off [default: destructive]
    #[arg(long, global = true, value_name = "WHAT")]
    pub approval: Option<String>,
    /// Offer only these operations: a name with * for any part, tag:NAME or effect:read; repeatable, or separated by
    /// commas
    #[arg(long, global = true, value_name = "GLOB", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Don't offer these operations, written as for allow
    #[arg(long, global = true, value_name = "GLOB", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Id of an access token that is no longer taken; repeatable, or separated by commas
    #[arg(long, global = true, value_name = "ID", value_delimiter = ',')]
    pub revoked_token: Vec<String>,
}

impl Settings {
    /// These settings, and for those left out the ones of the layer below.
    pub fn over(self, below: Self) -> Self {
        Self {
            base_url: self.base_url.or(below.base_url),
            server_variable: list(self.server_variable, below.server_variable),
            server: list(self.server, below.server),
            timeout: self.timeout.or(below.timeout),
            max_response: self.max_response.or(below.max_response),
            max_download: self.max_download.or(below.max_download),
            max_answer: self.max_answer.or(below.max_answer),
            max_tokens: self.max_tokens.or(below.max_tokens),
            stream_time: self.stream_time.or(below.stream_time),
            wait: self.wait.or(below.wait),
            upload_dir: list(self.upload_dir, below.upload_dir),
            upload_url: list(self.upload_url, below.upload_url),
            max_upload: self.max_upload.or(below.max_upload),
            keep_results: self.keep_results.or(below.keep_results),
            max_kept: self.max_kept.or(below.max_kept),
            data_dir: self.data_dir.or(below.data_dir),
            keep_feedback: self.keep_feedback.or(below.keep_feedback),
            allowed_host: list(self.allowed_host, below.allowed_host),
            access_mode: self.access_mode.or(below.access_mode),
            read_only: self.read_only || below.read_only,
            approval: self.approval.or(below.approval),
            allow: list(self.allow, below.allow),
            deny: self.deny.into_iter().chain(below.deny).collect(),
            revoked_token: self.revoked_token.into_iter().chain(below.revoked_token).collect(),
        }
    }

    /// The names as they stand in a file: `base-url`.
    pub fn names() -> Vec<String> {
        let command = Self::augment_args(clap::Command::new(""));
        command.get_arguments().filter_map(|argument| argument.get_long()).map(str::to_owned).collect()
    }
}

fn list<T>(above: Vec<T>, below: Vec<T>) -> Vec<T> {
    if above.is_empty() { below } else { above }
}
