//! The server as a program on the other end of two pipes, spoken to line by line (MCP 2026-07-28, stdio): a client library
//! would be measured along with it.

use std::process::Stdio;
use std::time::Duration;

use camino::Utf8Path;
use generator::Vendor;
use rmcp::model::ProtocolVersion;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::error::Error;

/// Longest wait for an answer, and for the program's end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; it is killed when dropped.
pub(super) struct Server {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    asked: u64,
}

impl Server {
    /// Starts the program with made-up credentials.
    pub(super) fn start(program: &Utf8Path, vendor: &Vendor, arguments: &[&str]) -> Result<Self, Error> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        command.envs(vendor.credential_variables().values().map(|variable| (variable, "made-up")));
        // What is counted stays out of the home of whoever measures.
        command.env("XDG_DATA_HOME", program.with_file_name("measured-data"));
        // A proxy of this machine would not find the mock.
        command.envs([("NO_PROXY", "127.0.0.1"), ("no_proxy", "127.0.0.1")]);
        let mut child = command.spawn().map_err(Error::while_doing(format!("starting {program}")))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { child, input, output: BufReader::new(output).lines(), asked: 0 }),
            _ => Err(Error::Failed(format!("{program} has no pipes"))),
        }
    }

    /// Sends a request; its result.
    pub(super) async fn ask(&mut self, method: &str, params: &Map<String, Value>) -> Result<Value, Error> {
        self.asked += 1;
        let line = request(self.asked, method, params);
        let answered = tokio::time::timeout(PATIENCE, self.exchange(&line)).await;
        let late = |_| Error::Failed(format!("{method}: no answer within {} s", PATIENCE.as_secs()));
        let mut answer = answered.map_err(late)??;
        match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => {
                let error = answer.get("error").unwrap_or(&answer);
                Err(Error::Failed(format!("{method} was refused: {error}")))
            }
        }
    }

    /// The program's process id, while it runs.
    pub(super) fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends the program by closing its stdin.
    pub(super) async fn stop(self) -> Result<(), Error> {
        let Self { mut child, input, .. } = self;
        drop(input);
        match tokio::time::timeout(PATIENCE, child.wait()).await {
            Ok(ended) => ended.map(drop).map_err(Error::while_doing("waiting for the server's end")),
            Err(_) => Err(Error::Failed(format!("the server did not end within {} s", PATIENCE.as_secs()))),
        }
    }

    /// Writes a line and reads up to the answer; notifications in between are passed over.
    async fn exchange(&mut self, line: &str) -> Result<Value, Error> {
        self.input.write_all(line.as_bytes()).await.map_err(Error::while_doing("writing to the server"))?;
        self.input.flush().await.map_err(Error::while_doing("writing to the server"))?;
        loop {
            let line = self.output.next_line().await.map_err(Error::while_doing("reading from the server"))?;
            let line = line.ok_or_else(|| Error::Failed("the server ended without an answer".to_owned()))?;
            let message: Value = serde_json::from_str(&line)
                .map_err(|error| Error::Failed(format!("the server wrote something else than JSON: {error}")))?;
            if message.get("id").and_then(Value::as_u64) == Some(self.asked) {
                return Ok(message);
            }
        }
    }
}

/// A request as a line, with what MCP 2026-07-28 wants to be told in each.
fn request(id: u64, method: &str, params: &Map<String, Value>) -> String {
    let mut params = params.clone();
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": ProtocolVersion::LATEST.as_str(),
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": { "name": "toolwright-bench", "version": env!("CARGO_PKG_VERSION") },
    });
    params.insert("_meta".to_owned(), meta);
    format!("{}\n", json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
}
