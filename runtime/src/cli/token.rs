//! Prints an access token that holds the credential of this process's environment.

use std::io::Write;
use std::time::{Duration, SystemTime};

use time::OffsetDateTime;

use super::command::{self, Token};
use super::{Failure, failed, say, secret};
use crate::access::word;
use crate::config::Config;
use crate::tools::environment_credential;
use crate::{Api, Credential, Grant};

const DAY: Duration = Duration::from_secs(86_400);

/// Prints a token on standard output; its id, and what it allows, on standard error.
pub(super) fn print(api: &'static Api, config: &Config, token: &Token) -> Result<(), Failure> {
    let variable = command::token_key(api);
    let key = secret(&variable)
        .ok_or_else(|| Failure::Usage(format!("set {variable} to the key of the server that will take the token")))?;
    let tokens = config.tokens(api, &key)?;
    let Credential::Environment(credentials) =
        environment_credential(api.schemes, |variable| std::env::var(variable).ok())
    else {
        return Err(Failure::Failed("the environment holds no credential".to_owned()));
    };
    if credentials.is_empty() {
        let variables: Vec<_> = api.schemes.iter().filter_map(|scheme| scheme.environment).collect();
        return Err(Failure::Usage(match variables.as_slice() {
            [] => "this API takes no credential that a token could hold".to_owned(),
            variables => format!("set {} to the credential that the token is to hold", variables.join(" or ")),
        }));
    }
    let end = SystemTime::now() + DAY * token.days;
    let until = end.duration_since(SystemTime::UNIX_EPOCH).map_err(failed)?.as_secs();
    let (text, id) = tokens.seal(&Grant { credentials, ceiling: config.ceiling, until }).map_err(failed)?;
    writeln!(std::io::stdout(), "{text}").map_err(failed)?;
    let mode = word(config.ceiling);
    let date = OffsetDateTime::from(end).date();
    say(format_args!("{mode} until {date}; to end it earlier, serve with --revoked-token {id}"));
    Ok(())
}
