//! The command line of a generated server, `<name>-mcp`, and its way in from `main`.
//!
//! Exit codes: 0 it worked, 1 it failed, 2 the command line or the configuration is wrong. Standard output carries MCP
//! messages or what was asked for, and nothing else; everything said besides goes to standard error.

mod command;
mod feedback;
mod serve;
mod signals;
mod token;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use crate::config::{self, Config, Keys};
use crate::{Api, Secret, Server, Shaper, shaping};
use command::{Arguments, Command};

/// Runs the server that `api` describes, as the process's arguments and environment ask for. A generated `main` is one
/// call of this.
pub fn main(api: &'static Api) -> ExitCode {
    // What the server starts itself: nobody's command, so it stands in no help.
    if std::env::args_os().skip(1).eq([shaping::VERB]) {
        return shaping::work();
    }
    match run(api, std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            say(format_args!("error: {message}"));
            ExitCode::from(2)
        }
        Err(Failure::Failed(message)) => {
            say(format_args!("error: {message}"));
            ExitCode::from(1)
        }
        Err(Failure::Parse(error)) => {
            // Help and version are "errors" for standard output, with code 0.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

/// Why the process does not end well.
#[derive(Debug)]
enum Failure {
    /// The command line can't be read, or it only asks for help.
    Parse(clap::Error),
    /// The configuration is wrong.
    Usage(String),
    /// What was asked for failed.
    Failed(String),
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

fn run(api: &'static Api, arguments: impl IntoIterator<Item = OsString>) -> Result<(), Failure> {
    let Arguments { command, config, settings } = command::parse(api, arguments).map_err(Failure::Parse)?;
    let settings = match config {
        Some(path) => settings.over(config::read(&path)?),
        None => settings,
    };
    let config = Config::new(api, &settings)?;
    match command {
        None => serve::over_stdio(api, config),
        Some(Command::Serve(serve)) => match serve.address() {
            Some(address) => serve::over_http(api, config, address),
            None => serve::over_stdio(api, config),
        },
        Some(Command::Feedback(command)) => feedback::print(api, &config, &command),
        Some(Command::Token(token)) => token::print(api, &config, &token),
    }
}

fn failed(error: impl Display) -> Failure {
    Failure::Failed(error.to_string())
}

fn open(api: &'static Api, config: &Config) -> Result<Server, Failure> {
    let keys = Keys { approvals: secret(&command::approval_key(api)), tokens: secret(&command::token_key(api)) };
    let policy = config.policy(api, &keys)?;
    let server = Server::open(api, config.places.clone(), config.limits).map_err(Failure::Failed)?;
    Ok(server.with_policy(policy).with_uploads(config.uploads.clone()).with_shaper(Shaper::of_this_program()))
}

/// What an environment variable holds; an empty one counts as absent.
fn secret(variable: &str) -> Option<Secret> {
    std::env::var(variable).ok().filter(|text| !text.is_empty()).map(Secret::new)
}

/// Says something to the user. That nobody listens is no reason to stop.
fn say(message: impl Display) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
