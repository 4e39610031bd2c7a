//! Calls one operation: finds it, checks every argument, lets the generated handler write the request, sends it and
//! shapes the answer. Nothing reaches the API before everything has been checked.

mod answer;
mod call;
mod credential;
mod cut;
mod exchange;
mod healing;
mod mask;
mod matching;
mod outgoing;
mod payload;
mod plan;
mod redirect;
mod refusal;
mod rendering;
mod reply;
mod salvage;
mod schemas;
mod shaped;
mod values;

pub use answer::Answer;
pub use call::{Call, Stray};
pub use plan::Plan;
pub use reply::Reply;

use std::time::{Duration, Instant};

use contract::Entry;

use crate::{Caller, Code, Fault, Operation, Request, Server};
use matching::Matched;
use outgoing::Outgoing;
use shaped::Shaping;

/// How far off a deadline is that the clock can't express.
const FAR: Duration = Duration::from_secs(86_400);

/// Calls an operation, or says everything that is wrong with the call. Dropping the future aborts the call.
pub async fn execute(server: &Server, caller: &Caller, mut call: Call) -> Result<Answer, Vec<Fault>> {
    let (operation, entry) = match find(server, &call.operation) {
        Ok(found) => found,
        Err(fault) => return Err(std::iter::once(fault).chain(call.into_faults()).collect()),
    };
    let dry_run = call.dry_run;
    let note = renamed(&call.operation, operation);
    let (timeout, deadline) = deadline(server, caller);
    let shaping = Shaping::new(call.jq.take(), deadline);
    let matched = shaping.checked(server, Matched::new(entry, call, &caller.parameter_defaults)).await?;
    let request = write(operation, &matched);
    let sent = async {
        allowed(operation, caller)?;
        let outgoing = Outgoing::new(server, caller, entry, request)?;
        let credential = credential::choose(server.api(), operation, &caller.credential);
        if dry_run {
            return Ok(Answer::Planned(Plan::new(outgoing, credential)));
        }
        let credential = credential?;
        let authority = outgoing.url.authority().to_owned();
        let exchange = exchange::exchange(server, outgoing, &credential);
        let received = tokio::time::timeout_at(deadline.into(), exchange)
            .await
            .map_err(|_| timed_out(operation, &authority, timeout))??;
        let reply = Reply::new(received, entry, &credential)?;
        shaping.applied(server, reply, operation.effect).await.map(Answer::Sent)
    };
    sent.await.map(|answer| answer.noting(note)).map_err(|fault| vec![fault])
}

/// A hint for who calls an operation by a former name.
fn renamed(name: &str, operation: &Operation) -> Option<String> {
    (name != operation.name)
        .then(|| format!("the operation {} is now called {}", crate::fault::quoted(name), operation.name))
}

fn find(server: &Server, name: &str) -> Result<(&'static Operation, Entry<'static>), Fault> {
    let catalog = &server.catalog;
    let known = catalog.find(name).and_then(|ordinal| {
        let operation = *catalog.api.operations.get(ordinal)?;
        Some((operation, catalog.entry(ordinal)?))
    });
    known.ok_or_else(|| {
        let nearest = catalog.nearest(name);
        let message =
            format!("no operation is called {}; the tool search finds the right one", crate::fault::quoted(name));
        let fault = Fault::new(Code::UnknownOperation, message).at("/operation").allowing(nearest.clone());
        match nearest.first() {
            Some(first) => fault.suggesting(*first),
            None => fault,
        }
    })
}

fn allowed(operation: &Operation, caller: &Caller) -> Result<(), Fault> {
    if operation.effect <= caller.ceiling {
        return Ok(());
    }
    let message = format!(
        "{} is {}, and this connection allows {} operations at most",
        operation.name, operation.effect, caller.ceiling
    );
    Err(Fault::new(Code::EffectRefused, message).at("/operation"))
}

fn write(operation: &Operation, matched: &Matched) -> Request {
    let mut request = Request { method: operation.method, ..Request::default() };
    (operation.handler)(&matched.arguments(), &mut request);
    request
}

/// The time left and when it ends.
fn deadline(server: &Server, caller: &Caller) -> (Duration, Instant) {
    let now = Instant::now();
    let own = server.limits.timeout.min(FAR);
    let left = caller.deadline.map_or(own, |deadline| deadline.saturating_duration_since(now).min(own));
    (left, now.checked_add(left).unwrap_or(now))
}

fn timed_out(operation: &Operation, authority: &str, timeout: Duration) -> Fault {
    let message = format!("{authority} gave no full answer within {:.1} s", timeout.as_secs_f64());
    let suggestion = if operation.effect == crate::Effect::Read {
        "ask for less, or try again later"
    } else {
        "the call may have taken effect: look before repeating it"
    };
    Fault::new(Code::Timeout, message).suggesting(suggestion)
}
