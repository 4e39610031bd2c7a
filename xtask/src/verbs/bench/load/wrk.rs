//! wrk, a load generator in C that takes next to no time from what it measures. It is Debian's package `wrk`.

use std::io::ErrorKind;
use std::process::{Command, Stdio};

use camino::Utf8Path;
use serde::Deserialize;

use crate::error::Error;

/// What makes wrk print its account as a line of JSON.
const ACCOUNT: &str = r#"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"duration":%d,"errors":%d,"p50":%d}\n', summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50)))
end
"#;

/// Requests to send, all alike.
#[derive(Debug)]
pub(super) struct Requests {
    pub(super) url: String,
    /// Of a POST; without one it is a GET.
    pub(super) body: Option<String>,
    pub(super) headers: Vec<(&'static str, String)>,
}

/// What wrk says of a run; times are microseconds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
pub(super) struct Account {
    pub(super) requests: u32,
    pub(super) duration: f64,
    pub(super) errors: u32,
    pub(super) p50: f64,
}

impl Account {
    /// Requests answered in a second.
    pub(super) fn rate(self) -> f64 {
        f64::from(self.requests) / (self.duration / 1e6)
    }
}

/// Whether it is there.
pub(super) fn is_installed() -> bool {
    let started = Command::new("wrk").arg("-v").stdin(Stdio::null()).output();
    !started.is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// Sends requests from one thread for so many seconds, over so many connections, one at a time on each.
pub(super) fn run(
    folder: &Utf8Path,
    requests: &Requests,
    (connections, seconds): (u32, u32),
) -> Result<Account, Error> {
    let script = folder.join("load.lua");
    std::fs::write(&script, requests.script()).map_err(Error::while_doing("writing a script"))?;
    let mut command = Command::new("wrk");
    command.args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "-s", script.as_str(), &requests.url]);
    let output = command.stdin(Stdio::null()).output().map_err(Error::while_doing("starting wrk"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let account = said.lines().rev().find_map(|line| serde_json::from_str(line).ok());
    let account: Account = account.filter(|_| output.status.success()).ok_or_else(|| {
        Error::Failed(format!("wrk failed: {}{}", said.trim(), String::from_utf8_lossy(&output.stderr).trim()))
    })?;
    if account.errors > 0 || account.requests == 0 {
        return Err(Error::Failed(format!("{} of {} requests failed", account.errors, account.requests)));
    }
    Ok(account)
}

impl Requests {
    /// Without a function for each request, wrk writes the request once and sends it again and again.
    fn script(&self) -> String {
        let mut script = String::new();
        if let Some(body) = &self.body {
            script.push_str(&format!("wrk.method = \"POST\"\nwrk.body = {}\n", long(body)));
        }
        for (name, value) in &self.headers {
            script.push_str(&format!("wrk.headers[ {} ] = {}\n", long(name), long(value)));
        }
        script + ACCOUNT
    }
}

/// A text as Lua reads it as it stands (Lua 5.1 manual, section 2.1). Ours never hold the closing bracket.
fn long(text: &str) -> String {
    format!("[==[{text}]==]")
}

#[cfg(test)]
mod tests {
    use super::{Account, Requests};

    #[test]
    fn a_script_has_the_body_and_the_headers() {
        let headers = vec![("Accept", "a/b".to_owned())];
        let requests = Requests { url: String::new(), body: Some("{\"a\":[[1]]}".to_owned()), headers };
        let script = requests.script();
        assert!(script.starts_with(
            "wrk.method = \"POST\"\nwrk.body = [==[{\"a\":[[1]]}]==]\nwrk.headers[ [==[Accept]==] ] = [==[a/b]==]\n"
        ));
        assert!(!Requests { body: None, ..requests }.script().contains("wrk.method"));
    }

    #[test]
    fn the_rate_is_of_a_second() {
        assert_eq!(Account { requests: 3_000, duration: 500_000.0, errors: 0, p50: 1.0 }.rate(), 6_000.0);
    }
}
