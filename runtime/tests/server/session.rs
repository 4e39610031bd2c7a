//! A server as a process, spoken to over stdio, with a stand-in for its API.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::process::tiny;
use crate::wire::modern;

/// A running server. Dropping it ends its input.
pub(crate) struct Session {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Session {
    /// Starts a server that keeps its feedback in a folder.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = tiny()
            .args(["--base-url", &api(), "--data-dir", folder.to_str().expect("a plain path")])
            .args(arguments)
            .env("TINY_API_KEY", "in-use-token")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = BufReader::new(child.stdout.take().expect("standard output"));
        Self { child, output }
    }

    /// Calls a tool and returns whether it failed, and its text.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> (bool, String) {
        let message = modern("tools/call", json!({"name": tool, "arguments": arguments}));
        writeln!(self.child.stdin.as_mut().expect("standard input"), "{message}").expect("it reads");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it answers");
        let result = &serde_json::from_str::<Value>(&line).expect("JSON")["result"];
        (result["isError"] == true, result["content"][0]["text"].as_str().expect("text").to_owned())
    }

    /// Searches for one thing.
    pub(crate) fn search(&mut self, query: &str) -> String {
        let (is_error, text) = self.call("search", &json!({"queries": [query]}));
        assert!(!is_error, "{text}");
        text
    }

    /// Executes an operation that needs nothing.
    pub(crate) fn execute(&mut self, operation: &str) {
        let (is_error, text) = self.call("execute", &json!({"operation": operation}));
        assert!(!is_error, "{text}");
    }

    /// Ends its input.
    pub(crate) fn hang_up(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Ends its input and waits until it is gone.
    pub(crate) fn end(mut self) {
        self.hang_up();
        assert!(self.child.wait().expect("it ends").success());
    }
}

/// The URL of an API that answers `{}` to everything until the test ends.
fn api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut received = Vec::new();
            let mut byte = [0];
            while !received.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                received.extend(byte);
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 2";
            let _ = write!(stream, "{head}\r\n\r\n{{}}");
        }
    });
    url
}
