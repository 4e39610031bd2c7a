//! Calls of `execute` over Streamable HTTP: what the server adds to a call, and how many it serves in a second.

use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use rmcp::model::ProtocolVersion;
use serde_json::{Value, json};

use super::process::Process;
use super::wrk::{self, Account, Requests};
use super::{Subject, upstream};
use crate::error::Error;
use crate::verbs::bench::figure::Measured;

/// Runs that are measured, of each kind.
const RUNS: usize = 5;
/// Seconds of a run.
const SECONDS: u32 = 3;
/// Connections at the same time, for the rate.
const CONNECTIONS: u32 = 32;
/// Longest wait for an answer that is not measured.
const PATIENCE: Duration = Duration::from_secs(10);
/// The call that is made.
const CALL: &str = "items.get";

/// Milliseconds that the server adds at the median, one call at a time; calls in a second, 32 at a time.
pub(super) async fn measure(subject: &Subject) -> Result<Vec<Measured>, Error> {
    if !wrk::is_installed() {
        let absent = || Measured::Absent("wrk is not installed: apt-get install wrk".to_owned());
        return Ok(vec![absent(), absent()]);
    }
    let upstream = Process::upstream(subject)?;
    let server = Process::server(subject, &upstream)?;
    let (direct, through) = (direct(&upstream), through(&server));
    judge(&through).await?;
    let load = async |requests: &Requests, (connections, seconds): (u32, u32)| -> Result<Account, Error> {
        let before = count(&upstream).await?;
        let account = wrk::run(&subject.folder, requests, (connections, seconds))?;
        let arrived = count(&upstream).await? - before;
        // Some were under way at the end.
        if !(account.requests..=account.requests + connections).contains(&arrived) {
            return Err(Error::Failed(format!("{} calls made {arrived} requests", account.requests)));
        }
        Ok(account)
    };
    load(&through, (CONNECTIONS, 1)).await?;
    let (mut added, mut rates) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (without, with) = (load(&direct, (1, SECONDS)).await?, load(&through, (1, SECONDS)).await?);
        added.push((with.p50 - without.p50) / 1e3);
        rates.push(load(&through, (CONNECTIONS, SECONDS)).await?.rate());
    }
    Ok(vec![Measured::of(added), Measured::of(rates)])
}

fn direct(upstream: &Process) -> Requests {
    let headers = vec![("Accept", "application/json".to_owned())];
    Requests { url: format!("{}/items/7", upstream.origin), body: None, headers }
}

fn through(server: &Process) -> Requests {
    let version = ProtocolVersion::LATEST.as_str();
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": { "name": "toolwright-bench", "version": env!("CARGO_PKG_VERSION") },
    });
    let arguments = json!({ "operation": CALL, "params": { "id": 7 } });
    let params = json!({ "name": "execute", "arguments": arguments, "_meta": meta });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let headers = vec![
        ("Content-Type", "application/json".to_owned()),
        ("Accept", "application/json, text/event-stream".to_owned()),
        ("MCP-Protocol-Version", version.to_owned()),
        ("Mcp-Method", "tools/call".to_owned()),
        ("Mcp-Name", "execute".to_owned()),
        ("Authorization", "Bearer made-up-credential".to_owned()),
    ];
    Requests { url: format!("{}/mcp", server.origin), body: Some(body.to_string()), headers }
}

/// A quick answer is worth nothing if it isn't the API's.
async fn judge(through: &Requests) -> Result<(), Error> {
    let mut request = client()?.post(&through.url).body(through.body.clone().unwrap_or_default());
    for (name, value) in &through.headers {
        request = request.header(*name, value);
    }
    let text = answered(request).await?;
    let answer: Value = serde_json::from_str(&text).unwrap_or_default();
    let shown = answer.pointer("/result/content/0/text").and_then(Value::as_str).unwrap_or_default();
    let failed = answer.pointer("/result/isError") == Some(&Value::Bool(true));
    if failed || !shown.contains(&upstream::item(7)) {
        return Err(Error::Failed(format!("execute did not bring the API's answer: {text}")));
    }
    Ok(())
}

/// How many requests the API has had.
async fn count(upstream: &Process) -> Result<u32, Error> {
    let text = answered(client()?.get(format!("{}/count", upstream.origin))).await?;
    text.parse().map_err(|_| Error::Failed(format!("the API's count is no number: {text}")))
}

/// A client of loopback, which needs no certificates and goes by no proxy.
fn client() -> Result<Client, Error> {
    // Fails only where a provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().tls_certs_only([]).no_proxy().timeout(PATIENCE).build().map_err(|error| failed(&error))
}

async fn answered(request: RequestBuilder) -> Result<String, Error> {
    let answer = async { request.send().await?.text().await };
    answer.await.map_err(|error| failed(&error))
}

fn failed(error: &reqwest::Error) -> Error {
    Error::Failed(format!("a request on loopback failed: {error}"))
}
