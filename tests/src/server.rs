//! A vendor's server as a process, spoken to over stdio line by line.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::{Error, Vendor, root, target};

/// Builds a package of the project if it isn't up to date, and says where its program lies.
///
/// # Errors
/// A build that fails.
pub fn binary(package: &str) -> Result<PathBuf, Error> {
    build(&root(), &["xtask", package])
}

/// Builds packages of a workspace with the project's target folder, so that dependencies are shared, and says where the
/// program of the last one lies. xtask goes along with the project's packages: it makes the features of all dependencies
/// the same in every build.
///
/// # Errors
/// A build that fails.
pub fn build(workspace: &Path, packages: &[&str]) -> Result<PathBuf, Error> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = target();
    let mut command = Command::new(cargo);
    command.current_dir(workspace).env("CARGO_TARGET_DIR", &target).args(["build", "--quiet"]);
    packages.iter().for_each(|package| {
        command.args(["--package", package]);
    });
    let package = packages.last().copied().unwrap_or_default();
    if !command.status().map_err(|error| Error::new("running cargo", error))?.success() {
        return Err(Error::new("building", package));
    }
    Ok(target.join("debug").join(package))
}

/// A running server that was initialised.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: u64,
}

impl Server {
    /// Starts a server whose API is at `base_url`, with made-up credentials; no call takes an approval.
    ///
    /// # Errors
    /// A server that doesn't start or doesn't answer.
    pub fn start(vendor: &Vendor, base_url: &str) -> Result<Self, Error> {
        Self::start_with(vendor, &["--base-url", base_url, "--approval", "off"])
    }

    /// Starts a server with arguments.
    ///
    /// # Errors
    /// A server that doesn't start or doesn't answer.
    pub fn start_with(vendor: &Vendor, arguments: &[&str]) -> Result<Self, Error> {
        Self::start_program(&binary(&vendor.package())?, vendor, arguments)
    }

    /// Starts a program as a vendor's server.
    ///
    /// # Errors
    /// A server that doesn't start or doesn't answer.
    pub fn start_program(program: &Path, vendor: &Vendor, arguments: &[&str]) -> Result<Self, Error> {
        let environment: Vec<(String, String)> = vendor.environment().into_iter().collect();
        Self::start_in(program, &environment, arguments)
    }

    /// Starts a program with environment variables.
    ///
    /// # Errors
    /// A server that doesn't start or doesn't answer.
    pub fn start_in(program: &Path, environment: &[(String, String)], arguments: &[&str]) -> Result<Self, Error> {
        let mut child = Command::new(program)
            .args(arguments)
            // What is counted stays out of the home of whoever runs the tests.
            .env("XDG_DATA_HOME", target().join("scratch").join("data"))
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Error::new("starting the server", error))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or_else(|| Error::new("starting the server", "no pipes"))?;
        let mut server = Self { child, input: Some(input), output: BufReader::new(output), id: 0 };
        let client = json!({"name": "e2e", "version": "0"});
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client});
        server.request("initialize", &hello)?;
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}))?;
        Ok(server)
    }

    /// The result of a request.
    ///
    /// # Errors
    /// A JSON-RPC error, or no answer.
    pub fn request(&mut self, method: &str, parameters: &Value) -> Result<Value, Error> {
        self.id += 1;
        let id = self.id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": parameters}))?;
        self.answer(id, method)
    }

    fn answer(&mut self, id: u64, method: &str) -> Result<Value, Error> {
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).map_err(|error| Error::new("reading", error))?;
            if read == 0 {
                return Err(Error::new("reading", "the server ended"));
            }
            let mut message: Value = serde_json::from_str(&line).map_err(|error| Error::new(&line, error))?;
            if message.get("id").and_then(Value::as_u64) != Some(id) {
                continue;
            }
            return match message.get_mut("result").map(Value::take) {
                Some(result) => Ok(result),
                None => Err(Error::new(method, message)),
            };
        }
    }

    /// Calls a tool: whether it failed, and its text.
    ///
    /// # Errors
    /// A JSON-RPC error, or no answer.
    pub fn call(&mut self, tool: &str, arguments: &Value) -> Result<(bool, String), Error> {
        self.request("tools/call", &json!({"name": tool, "arguments": arguments})).map(|result| told(&result))
    }

    /// Calls a tool with arguments as JSON text, whose numbers stay as they are written.
    ///
    /// # Errors
    /// A JSON-RPC error, or no answer.
    pub fn call_text(&mut self, tool: &str, arguments: &str) -> Result<(bool, String), Error> {
        self.id += 1;
        let (id, tool) = (self.id, Value::from(tool));
        let parameters = format!("{{\"name\":{tool},\"arguments\":{arguments}}}");
        self.write(&format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"tools/call\",\"params\":{parameters}}}"))?;
        self.answer(id, "tools/call").map(|result| told(&result))
    }

    fn send(&mut self, message: &Value) -> Result<(), Error> {
        self.write(&message.to_string())
    }

    fn write(&mut self, message: &str) -> Result<(), Error> {
        let input = self.input.as_mut().ok_or_else(|| Error::new("writing", "the input is closed"))?;
        writeln!(input, "{message}").and_then(|()| input.flush()).map_err(|error| Error::new("writing", error))
    }

    /// Closes its input and waits for its exit code.
    ///
    /// # Errors
    /// A server that can't be waited for.
    pub fn end(mut self) -> Result<Option<i32>, Error> {
        self.input = None;
        self.child.wait().map(|status| status.code()).map_err(|error| Error::new("waiting", error))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a call failed, and its text.
fn told(result: &Value) -> (bool, String) {
    let failed = result.get("isError").and_then(Value::as_bool).unwrap_or(false);
    let texts = result.get("content").and_then(Value::as_array).into_iter().flatten();
    let text = texts.filter_map(|block| block.get("text").and_then(Value::as_str)).collect::<Vec<_>>().join("\n");
    (failed, text)
}
