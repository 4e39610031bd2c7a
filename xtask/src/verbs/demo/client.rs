//! An MCP client on the other end of the server's stdin and stdout.

use std::time::{Duration, Instant};

use camino::Utf8Path;
use rmcp::RoleClient;
use rmcp::model::{
    CallToolRequestParams, ClientCapabilities, ClientConfig, Implementation, JsonObject, ProtocolVersion,
};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, RunningService};
use rmcp::transport::TokioChildProcess;
use tokio::process::Command;

use super::credentials::Credentials;
use crate::error::Error;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connected client.
pub(super) struct Client {
    service: RunningService<RoleClient, ClientConfig>,
    took: Duration,
}

/// What a tool answered.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    /// All text blocks.
    pub(super) text: String,
    /// Whether it is an error.
    pub(super) is_error: bool,
    /// From the call to the answer.
    pub(super) took: Duration,
}

impl Client {
    /// Starts the server so that it takes the mock for the API, and connects.
    pub(super) async fn connect(server: &Utf8Path, api: &str, credentials: &Credentials) -> Result<Self, Error> {
        let begun = Instant::now();
        let mut command = Command::new(server);
        command.args(["--base-url", &format!("http://{api}"), "--keep-feedback", "off"]).envs(credentials.variables());
        // A proxy of this machine would not find the mock.
        command.envs([("NO_PROXY", "127.0.0.1"), ("no_proxy", "127.0.0.1")]);
        let transport = TokioChildProcess::new(command).map_err(Error::while_doing(format!("starting {server}")))?;
        let name = Implementation::new("toolwright-demo", env!("CARGO_PKG_VERSION"));
        let lifecycle =
            ClientLifecycleMode::Auto { preferred_versions: vec![ProtocolVersion::LATEST], legacy_version: None };
        let connecting =
            ClientConfig::new(ClientCapabilities::default(), name).serve_with_lifecycle(transport, lifecycle);
        let service = within(connecting).await?.map_err(|error| failed("connecting to the server", &error))?;
        Ok(Self { service, took: begun.elapsed() })
    }

    /// A line about the connection.
    pub(super) fn greeting(&self) -> String {
        let milliseconds = self.took.as_secs_f64() * 1e3;
        match self.service.peer_info() {
            Some(info) => format!("Connected over stdio in {milliseconds:.1} ms, MCP {}", info.protocol_version),
            None => format!("Connected over stdio in {milliseconds:.1} ms"),
        }
    }

    /// Names of the server's tools.
    pub(super) async fn tools(&self) -> Result<Vec<String>, Error> {
        let tools = within(self.service.list_all_tools()).await?.map_err(|error| failed("tools/list", &error))?;
        Ok(tools.into_iter().map(|tool| tool.name.into_owned()).collect())
    }

    /// Calls a tool.
    pub(super) async fn call(&self, tool: &'static str, arguments: JsonObject) -> Result<Reply, Error> {
        let begun = Instant::now();
        let request = CallToolRequestParams::new(tool).with_arguments(arguments);
        let result = within(self.service.call_tool(request)).await?;
        let result = result.map_err(|error| failed(&format!("tools/call {tool}"), &error))?;
        let texts = result.content.iter().filter_map(|block| block.as_text()).map(|block| block.text.as_str());
        Ok(Reply {
            text: texts.collect::<Vec<_>>().join("\n"),
            is_error: result.is_error == Some(true),
            took: begun.elapsed(),
        })
    }

    /// Ends the server by closing its stdin.
    pub(super) async fn close(self) {
        // A server that is gone already has been ended as well.
        let _ = self.service.cancel().await;
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let late = |_| Error::Failed(format!("the server did not answer within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, work).await.map_err(late)
}

fn failed(doing: &str, error: &dyn std::error::Error) -> Error {
    Error::Failed(format!("{doing}: {error}"))
}
