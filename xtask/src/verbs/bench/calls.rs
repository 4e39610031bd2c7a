//! Round trips of tool calls over stdio, the API played by the mock in this process.

use std::time::Instant;

use generator::Question;
use serde_json::{Map, Value, json};

use super::Subject;
use super::figure::Measured;
use super::server::Server;
use crate::error::Error;
use crate::stand_in::{StandIn, request_line, violations};

/// Calls that are measured.
const CALLS: usize = 300;
/// Calls before them: the first one opens the connection to the API.
const WARM_UPS: usize = 2;

/// `execute` and `search` of the vendor's first question, in milliseconds.
pub(super) async fn measure(subject: &Subject<'_>) -> Result<Vec<Measured>, Error> {
    let Some(question) = subject.vendor.demo.first() else {
        let absent = || Measured::Absent("vendor.toml asks no question".to_owned());
        return Ok(vec![absent(), absent()]);
    };
    let stand_in = StandIn::start(&subject.texts, &subject.vendor, 0).await?;
    let base_url = format!("http://{}", stand_in.address);
    let mut server = Server::start(&subject.program, &subject.vendor, &["--base-url", &base_url])?;
    let executed = round_trips(&mut server, &execute(question)).await?;
    judge(&stand_in)?;
    let searched = round_trips(&mut server, &search(question)).await?;
    server.stop().await?;
    stand_in.stop().await;
    Ok(vec![Measured::of(executed), Measured::of(searched)])
}

async fn round_trips(server: &mut Server, call: &Map<String, Value>) -> Result<Vec<f64>, Error> {
    let mut milliseconds = Vec::with_capacity(CALLS);
    for number in 0..WARM_UPS + CALLS {
        let begun = Instant::now();
        let result = server.ask("tools/call", call).await?;
        let took = begun.elapsed();
        if result.get("isError") == Some(&Value::Bool(true)) {
            let tool = call.get("name").and_then(Value::as_str).unwrap_or_default();
            let said = result.pointer("/content/0/text").and_then(Value::as_str).unwrap_or_default();
            return Err(Error::Failed(format!("{tool} failed: {said}")));
        }
        if number >= WARM_UPS {
            milliseconds.push(took.as_secs_f64() * 1e3);
        }
    }
    Ok(milliseconds)
}

/// A quick answer is worth nothing if the call never arrived, or arrived wrong.
fn judge(stand_in: &StandIn) -> Result<(), Error> {
    let exchanges = stand_in.mock.take();
    if exchanges.len() != WARM_UPS + CALLS {
        return Err(Error::Failed(format!("{} calls made {} requests", WARM_UPS + CALLS, exchanges.len())));
    }
    let wrong = exchanges.iter().find_map(|exchange| Some((exchange, violations(exchange).into_iter().next()?)));
    match wrong {
        Some((exchange, violation)) => Err(Error::Failed(format!("{}: {violation}", request_line(exchange)))),
        None => Ok(()),
    }
}

fn execute(question: &Question) -> Map<String, Value> {
    let mut arguments = Map::new();
    arguments.insert("operation".to_owned(), Value::from(question.operation.as_str()));
    if !question.params.is_empty() {
        arguments.insert("params".to_owned(), Value::Object(question.params.clone()));
    }
    call("execute", Value::Object(arguments))
}

fn search(question: &Question) -> Map<String, Value> {
    call("search", json!({ "queries": question.search }))
}

fn call(tool: &str, arguments: Value) -> Map<String, Value> {
    Map::from_iter([("name".to_owned(), Value::from(tool)), ("arguments".to_owned(), arguments)])
}
