//! The argument `jq`, through `execute`: programs run in processes of the example `tiny`.

mod answers;
mod hostile;
mod language;
mod mistakes;

use std::path::PathBuf;
use std::time::Duration;

use runtime::{Call, Fault, Limits, Server, Shaper, ShapingLimits, execute};
use serde_json::{Value, json};

use crate::api::{caller, rendered, server};
use crate::upstream::{Upstream, json as json_answer};

/// The program whose `main` is the runtime's.
pub(crate) fn worker() -> PathBuf {
    let mut path = std::env::current_exe().expect("this test");
    path.pop();
    path.pop();
    path.push("examples/tiny");
    path
}

/// Limits that no ordinary program of these tests meets, even unoptimised on a busy machine.
pub(crate) fn ample() -> ShapingLimits {
    ShapingLimits { time: Duration::from_secs(30), ..ShapingLimits::default() }
}

/// A server whose upstream answers `/items/3` with the third of some bodies.
async fn serving(bodies: Vec<String>, limits: ShapingLimits) -> (Upstream, Server) {
    let upstream = Upstream::start(move |request| {
        let index = request.split(' ').nth(1).and_then(|path| path.strip_prefix("/items/")?.parse::<usize>().ok());
        json_answer("200 OK", index.and_then(|index| bodies.get(index)).map_or("null", String::as_str))
    })
    .await;
    let server = server(&upstream, Limits { response_bytes: 64 << 20, ..Limits::default() });
    (upstream, server.with_shaper(Shaper::new(worker(), limits)))
}

/// Runs a program on the body at an index.
async fn shaped(server: &Server, index: usize, program: &str) -> Result<Value, Vec<Fault>> {
    let arguments = json!({"operation": "items.get", "params": {"id": index.to_string()}, "jq": program});
    let call = Call::from_arguments(arguments.as_object().unwrap())?;
    execute(server, &caller(&[]), call).await.map(|answer| rendered(&answer, 1 << 26))
}

/// The first fault of a program, with what to do: `message -> suggestion`.
async fn fault(server: &Server, index: usize, program: &str) -> String {
    match shaped(server, index, program).await {
        Ok(answer) => format!("no fault: {:.200}", answer.to_string()),
        Err(faults) => {
            let fault = faults.first().expect("a fault");
            assert_eq!(fault.path.as_deref(), Some("/jq"), "{fault:?}");
            format!("{} -> {}", fault.message, fault.suggestion.as_deref().unwrap_or_default())
        }
    }
}
