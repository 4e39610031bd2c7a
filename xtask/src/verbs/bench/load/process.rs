//! Programs that serve while something is measured. They say where on a line of their own, and end when dropped.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use super::Subject;
use crate::error::Error;

/// A program that listens; it is killed when dropped.
pub(super) struct Process {
    child: Child,
    /// `http://127.0.0.1:40123`
    pub(super) origin: String,
}

impl Process {
    /// The API.
    pub(super) fn upstream(subject: &Subject) -> Result<Self, Error> {
        let mut command = Command::new(&subject.player);
        let mut child = spawned(command.arg("upstream").stdin(Stdio::piped()).stdout(Stdio::piped()))?;
        let address = child.stdout.take().map(|said| first_line(said, ""));
        Self::listening(child, address)
    }

    /// The server over HTTP, in front of an API.
    pub(super) fn server(subject: &Subject, upstream: &Self) -> Result<Self, Error> {
        let mut command = Command::new(&subject.program);
        command.args(["serve", "--port", "0", "--base-url", &upstream.origin]).stdin(Stdio::null());
        // What is counted stays out of the home of whoever measures.
        command.env("XDG_DATA_HOME", subject.program.with_file_name("measured-data"));
        let mut child =
            spawned(command.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1").stderr(Stdio::piped()))?;
        let address = child.stderr.take().map(|said| first_line(said, "listening on http://"));
        Self::listening(child, address)
    }

    fn listening(child: Child, address: Option<String>) -> Result<Self, Error> {
        let address = address.unwrap_or_default();
        let address = address.split('/').next().unwrap_or_default();
        let process = Self { child, origin: format!("http://{address}") };
        if address.is_empty() {
            return Err(Error::Failed("a program that is to listen did not say where".to_owned()));
        }
        Ok(process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only where it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawned(command: &mut Command) -> Result<Child, Error> {
    command.spawn().map_err(Error::while_doing("starting a program that listens"))
}

/// What follows a prefix on the first line; nothing, if the line begins otherwise.
fn first_line(said: impl Read, prefix: &str) -> String {
    let mut line = String::new();
    let _ = BufReader::new(said).read_line(&mut line);
    line.trim().strip_prefix(prefix).unwrap_or_default().to_owned()
}
