//! What a server holds while it pages through a list.

use generator::Vendor;
use serde_json::{Map, Value, json};

use super::crate_of::DECISIONS;
use super::process::Process;
use super::{Subject, upstream};
use crate::error::Error;
use crate::samples::Samples;
use crate::verbs::bench::figure::Measured;
use crate::verbs::bench::server::Server;
use crate::verbs::bench::start::{Memory, memory_of};

/// Runs that are measured, each in a server of its own.
const RUNS: usize = 3;

/// Megabytes at the peak, without those of the idle server and of the list.
pub(super) async fn measure(subject: &Subject) -> Result<Vec<Measured>, Error> {
    let upstream = Process::upstream(subject)?;
    let mut beyond = Vec::new();
    let vendor = Vendor::parse("load", "vendor.toml", DECISIONS);
    let vendor = vendor.map_err(|_| Error::Failed("the decisions can't be read".to_owned()))?;
    for _ in 0..RUNS {
        let mut server = Server::start(&subject.program, &vendor, &["--base-url", &upstream.origin])?;
        server.ask("server/discover", &Map::new()).await?;
        let idle = memory_of(&server, Memory::Resident)?;
        let list = list(&mut server).await?;
        let peak = memory_of(&server, Memory::Peak)?;
        beyond.extend(idle.zip(peak).map(|(idle, peak)| peak - idle - list));
        server.stop().await?;
    }
    let absent = || Measured::Absent("measured on Linux only".to_owned());
    Ok(vec![Samples::new(beyond).map_or_else(absent, Measured::Samples)])
}

/// Has all pages fetched; the size of the list in megabytes.
async fn list(server: &mut Server) -> Result<f64, Error> {
    let arguments = json!({ "operation": "items.list", "params": { "per_page": upstream::ITEMS }, "pages": "all" });
    let call = Map::from_iter([("name".to_owned(), json!("execute")), ("arguments".to_owned(), arguments)]);
    let result = server.ask("tools/call", &call).await?;
    let text = result.pointer("/content/0/text").and_then(Value::as_str).unwrap_or_default();
    let answer: Value = serde_json::from_str(text).unwrap_or_default();
    let items = upstream::PAGES * upstream::ITEMS;
    let fetched = json!({ "fetched": upstream::PAGES, "items": items, "complete": true });
    if answer.get("pages") != Some(&fetched) {
        return Err(Error::Failed(format!("the list was not fetched: {}", text.get(..300).unwrap_or(text))));
    }
    let bytes: usize = (0..items).map(|id| upstream::item(id).len() + 1).sum();
    Ok(u32::try_from(bytes).map_or(f64::MAX, f64::from) / 1e6)
}
