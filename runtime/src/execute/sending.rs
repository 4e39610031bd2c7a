//! One call on its way: what all of its requests have in common, and how each of them is sent, again where that is safe,
//! and never past the call's deadline.

use std::time::{Duration, Instant};

use contract::Entry;

use super::credential::Part;
use super::exchange::{Failure, Received, exchange};
use super::matching::Matched;
use super::outgoing::Outgoing;
use super::retry::{Outcome, Retry, jitter};
use crate::{Caller, Code, Effect, Fault, Operation, Request, Server};

/// How far off a deadline is that the clock can't express.
const FAR: Duration = Duration::from_secs(86_400);

/// What the requests of one call have in common.
pub(super) struct Sending<'a> {
    pub(super) server: &'a Server,
    pub(super) caller: &'a Caller,
    pub(super) operation: &'static Operation,
    pub(super) entry: Entry<'static>,
    pub(super) credential: &'a [Part],
    timeout: Duration,
    deadline: Instant,
}

/// The operation that is called, by its two descriptions.
pub(super) type Called = (&'static Operation, Entry<'static>);

impl<'a> Sending<'a> {
    /// The time runs from here.
    pub(super) fn new(server: &'a Server, caller: &'a Caller, called: Called, credential: &'a [Part]) -> Self {
        let (operation, entry) = called;
        let (timeout, deadline) = deadline(server, caller);
        Self { server, caller, operation, entry, credential, timeout, deadline }
    }

    /// What the operation's handler writes for arguments.
    pub(super) fn request(&self, matched: &Matched) -> Request {
        let mut request = Request { method: self.operation.method, entry: Some(self.entry), ..Request::default() };
        (self.operation.handler)(&matched.arguments(), &mut request);
        request
    }

    /// That, completed.
    pub(super) fn outgoing(&self, request: Request) -> Result<Outgoing, Fault> {
        Outgoing::new(self.server, self.caller, self.entry, request)
    }

    /// Whether the deadline leaves so much time.
    pub(super) fn leaves(&self, time: Duration) -> bool {
        Instant::now().checked_add(time).is_some_and(|end| end < self.deadline)
    }

    /// Sends a request and receives the answer. `keyed` tells that it carries an idempotency key.
    pub(super) async fn send(&self, outgoing: Outgoing, keyed: bool) -> Result<Received, Fault> {
        let authority = outgoing.url.authority().to_owned();
        let retry =
            Retry { repeatable: keyed || self.operation.method.is_idempotent(), pause: self.server.limits.retry_pause };
        let mut tries = 0;
        loop {
            tries += 1;
            let exchange = exchange(self.server, outgoing.clone(), self.credential);
            let result = tokio::time::timeout_at(self.deadline.into(), exchange).await;
            let result = result.map_err(|_| self.timed_out(&authority))?;
            let wait = retry.wait(outcome(&result), tries, jitter);
            let until = wait.and_then(|wait| Instant::now().checked_add(wait));
            match until.filter(|until| *until < self.deadline) {
                Some(until) => tokio::time::sleep_until(until.into()).await,
                None => return result.map_err(|failure| self.told(failure, tries)),
            }
        }
    }

    /// The fault, with the tries that there were. Where nothing is changed there is nothing to look for.
    fn told(&self, failure: Failure, tries: u32) -> Fault {
        let broke = matches!(failure, Failure::Connection { sent: true, .. });
        let mut fault = failure.into_fault();
        if tries > 1 {
            fault.message = format!("{}; tried {tries} times", fault.message);
        }
        if broke && self.operation.effect == Effect::Read {
            fault.suggestion = Some("try again later, or ask for less".into());
        }
        fault
    }

    fn timed_out(&self, authority: &str) -> Fault {
        let message = format!("{authority} gave no full answer within {:.1} s", self.timeout.as_secs_f64());
        let suggestion = if self.operation.effect == Effect::Read {
            "ask for less, or try again later"
        } else {
            "the call may have taken effect: look before repeating it"
        };
        Fault::new(Code::Timeout, message).suggesting(suggestion)
    }
}

/// The time left for a call, and when it ends.
pub(super) fn deadline(server: &Server, caller: &Caller) -> (Duration, Instant) {
    let now = Instant::now();
    let own = server.limits.timeout.min(FAR);
    let left = caller.deadline.map_or(own, |deadline| deadline.saturating_duration_since(now).min(own));
    (left, now.checked_add(left).unwrap_or(now))
}

fn outcome(result: &Result<Received, Failure>) -> Outcome<'_> {
    match result {
        Ok(received) => Outcome::of(received.status, &received.headers),
        Err(Failure::Connection { sent, .. }) => Outcome::Broken { sent: *sent },
        Err(Failure::Other(_)) => Outcome::Final,
    }
}
