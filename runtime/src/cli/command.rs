//! Commands and flags. Names that hold the vendor's are put in at run time.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, value_parser};

use crate::config::Settings;
use crate::{Api, Inbound};

/// A command line. The doc comments below are its help.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// TOML file whose keys are the names below: timeout = 30
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    pub(super) config: Option<PathBuf>,
    #[command(flatten)]
    pub(super) settings: Settings,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve MCP over HTTP, or over stdio as without a command
    Serve(Serve),
    /// Read the feedback that was kept
    #[command(subcommand)]
    Feedback(Feedback),
    /// Print an access token for agents that connect over HTTP: it holds the credential of this environment, sealed, and
    /// allows no more than access-mode
    Token(Token),
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Serve {
    /// Serve over HTTP at this address
    #[arg(long, value_name = "ADDR:PORT", value_parser = address)]
    http: Option<SocketAddr>,
    /// Serve over HTTP at this port of 127.0.0.1; 0 chooses a free one
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Serve over standard input and output
    #[arg(long)]
    stdio: bool,
}

impl Serve {
    /// Where to listen; none stands for stdio.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.http.or(self.port.map(|port| (Ipv4Addr::LOCALHOST, port).into()))
    }
}

#[derive(Args, Debug)]
pub(super) struct Token {
    /// How long it holds, 1 to 366 days
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = value_parser!(u32).range(1..=366))]
    pub(super) days: u32,
}

#[derive(Debug, Subcommand)]
pub(super) enum Feedback {
    /// Print a table, the latest report first
    List {
        /// Print a JSON array instead
        #[arg(long)]
        json: bool,
    },
    /// Print every report in full, the oldest first, or what reports and searches teach
    Export {
        /// What to print
        #[arg(long, value_enum, default_value_t = Format::Jsonl)]
        format: Format,
        /// Write all of it into this folder instead: reports.jsonl, searches.jsonl, queries.jsonl, vendor.toml,
        /// unanswered.jsonl
        #[arg(long, value_name = "DIR", conflicts_with = "format")]
        out: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// Reports, one JSON object a line
    Jsonl,
    /// What was searched, how often, and what was executed then, one JSON object a line
    Searches,
    /// A query set of what is known to have been meant, for `cargo xtask eval --from-feedback`
    Queries,
    /// Words and phrases that search may learn, as tables for vendor.toml
    Vocabulary,
    /// Searches that were answered weakly or led to nothing, the most frequent first
    Unanswered,
}

/// Reads a command line; environment variables stand in for flags that are not given.
pub(super) fn parse(api: &Api, arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    let mut command = command(api, |name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let matches = command.try_get_matches_from_mut(arguments)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn command(api: &Api, is_set: impl Fn(&str) -> bool) -> clap::Command {
    let title = api.title;
    let name = leak(format!("{}-mcp", api.name));
    let document: String = api.document.chars().take(12).collect();
    let version = format!("{} (document {document}, API version {})", env!("CARGO_PKG_VERSION"), api.version);
    Arguments::command()
        .name(name)
        .bin_name(name)
        .version(leak(version))
        .about(format!("MCP server for the {title} API. Without a command it serves over stdio."))
        .long_about(None)
        .after_help(credentials(api))
        .mut_args(|argument| with_environment(api, argument, &is_set))
}

/// A setting that an environment variable may stand in for. An empty variable counts as none.
fn with_environment(api: &Api, argument: Arg, is_set: impl Fn(&str) -> bool) -> Arg {
    let Some(long) = argument.get_long().filter(|_| argument.is_global_set()) else {
        return argument;
    };
    let variable = leak(format!("{}_{}", api.name, long.replace('-', "_")).to_ascii_uppercase());
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let argument = argument.help(format!("{help} [env: {variable}]"));
    if is_set(variable) { argument.env(variable).hide_env(true) } else { argument }
}

/// The environment variable that holds the key for approvals: never a flag, which other users of the machine could see.
pub(super) fn approval_key(api: &Api) -> String {
    format!("{}_APPROVAL_KEY", api.name).to_ascii_uppercase()
}

/// The environment variable that holds the key for access tokens.
pub(super) fn token_key(api: &Api) -> String {
    format!("{}_TOKEN_KEY", api.name).to_ascii_uppercase()
}

/// Where credentials come from, for the end of the help.
fn credentials(api: &Api) -> String {
    let variables = api.schemes.iter().filter_map(|scheme| Some((scheme.environment?, scheme.name)));
    let credentials = variables.map(|(variable, scheme)| format!("  {variable}  credential for {scheme}"));
    let keys = [
        format!("  {}  key for approvals, the same on every replica; 32 bytes or more", approval_key(api)),
        format!("  {}  key for access tokens, likewise; without it none is taken", token_key(api)),
    ];
    let lines: Vec<String> = credentials.chain(keys).collect();
    let heading = match api.inbound {
        Inbound::ApiKey => {
            "Environment (on stdio; over HTTP each request brings its own Authorization, or an access token)"
        }
        Inbound::None => "Environment",
    };
    format!("{heading}:\n{}", lines.join("\n"))
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let numeric = match text.strip_prefix("localhost:") {
        Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST),
        None => text.to_owned(),
    };
    numeric.parse().map_err(|_| "expected an address and a port, like 127.0.0.1:8080 or [::1]:8080".to_owned())
}

/// Text that lives as long as the process, as clap wants names; called once for each.
fn leak(text: String) -> &'static str {
    text.leak()
}
