//! Work that the API has only accepted: it is looked at again until it has ended or the time for that is over.
//!
//! Looking is a GET with the same credential at an address of the same origin, no sooner than the API asks for. What goes
//! wrong while looking is no fault of the call, which was accepted: the last answer stays, with the call that looks again.

mod look;
mod outcome;
mod state;
mod watch;

use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};
use reqwest::Url;
use time::OffsetDateTime;

use super::mask::Mask;
use super::outgoing::Outgoing;
use super::reply::Reply;
use super::sending::{Sending, deadline};
use super::wait::stated;
use crate::{Code, Fault, Polled, Request};
use look::look;
pub(super) use outcome::Job;
use state::{State, state};
use watch::Watch;

/// Times that work is looked at by one call.
const MAX_POLLS: usize = 100;

/// The longest pause where the API states none.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Sends a request and receives the answer, or that of the work which it began.
pub(super) async fn reply(sending: &Sending<'_>, outgoing: Outgoing, keyed: bool) -> Result<Reply, Fault> {
    let (method, url) = (outgoing.method.clone(), outgoing.url.clone());
    let began = Instant::now();
    let received = sending.send(outgoing, keyed).await?;
    let (status, headers) = (received.status, received.headers.clone());
    let reply = Reply::new(received, sending.entry, sending.credential)?;
    match Watch::of(&method, &url, (status, &headers)).filter(|watch| is_offered(sending, &watch.status)) {
        Some(watch) => Ok(Waiting::new(sending, watch, began).follow(reply, (status, headers)).await),
        None => Ok(reply),
    }
}

/// Whether the address may be looked at: what is not offered isn't by this way either.
fn is_offered(sending: &Sending<'_>, url: &Url) -> bool {
    look(sending, url).is_none_or(|look| {
        let denied = sending.server.catalog.denied(look.operation);
        denied.is_none() && super::allowed(sending.server, look.operation, sending.caller).is_ok()
    })
}

/// Accepted work that is waited for.
struct Waiting<'a> {
    sending: &'a Sending<'a>,
    watch: Watch,
    began: Instant,
    /// When waiting ends.
    until: Instant,
    polled: usize,
}

/// How waiting ends before the work does.
enum Stop {
    /// A bound was reached. The wait is what the API asks for.
    Bound(&'static str, Option<Duration>),
    /// Looking failed.
    Fault(Fault),
}

impl<'a> Waiting<'a> {
    fn new(sending: &'a Sending<'a>, watch: Watch, began: Instant) -> Self {
        let limits = &sending.server.limits;
        let longest = limits.job_time.min(limits.timeout.mul_f64(0.75));
        let last = deadline(sending.server, sending.caller).1;
        let until = began.checked_add(longest).map_or(last, |until| until.min(last));
        Self { sending, watch, began, until, polled: 0 }
    }

    async fn follow(mut self, mut reply: Reply, mut answer: (StatusCode, HeaderMap)) -> Reply {
        loop {
            let State { goes_on, worked, status } = state(answer.0, &reply.body.to_value());
            if !goes_on {
                let result = if worked { self.result().await } else { None };
                return self.told(result.unwrap_or(reply), status, None);
            }
            match self.next(&answer).await {
                Ok((looked, next)) => (reply, answer) = (looked, next),
                Err(stop) => return self.told(reply, status, Some(stop)),
            }
            let seconds = self.began.elapsed().as_secs();
            self.sending.caller.progress.tell(Polled { polled: self.polled, seconds });
        }
    }

    /// Looks once more, after the pause that is due.
    async fn next(
        &mut self,
        (status, headers): &(StatusCode, HeaderMap),
    ) -> Result<(Reply, (StatusCode, HeaderMap)), Stop> {
        let stated = stated(*status, headers, OffsetDateTime::now_utc());
        let pause = stated.unwrap_or_else(|| self.pause()).max(self.sending.server.limits.retry_pause);
        let at = Instant::now().checked_add(pause).filter(|at| *at < self.until);
        let at = at.ok_or(Stop::Bound("the time for waiting is over", stated))?;
        if self.polled >= MAX_POLLS {
            return Err(Stop::Bound("it was looked at often enough", stated));
        }
        tokio::time::sleep_until(at.into()).await;
        let looked = self.look(&self.watch.status).await?;
        self.polled += 1;
        if looked.1.0 == StatusCode::ACCEPTED {
            self.watch.moved(&looked.1.1);
        }
        Ok(looked)
    }

    /// The pause where the API states none.
    fn pause(&self) -> Duration {
        let times = i32::try_from(self.polled.min(20)).unwrap_or_default();
        self.sending.server.limits.retry_pause.mul_f64(1.5_f64.powi(times)).min(LONGEST_PAUSE)
    }

    async fn look(&self, url: &Url) -> Result<(Reply, (StatusCode, HeaderMap)), Stop> {
        let outgoing = self.sending.outgoing(Request::default()).map_err(Stop::Fault)?;
        let outgoing = Outgoing { url: url.clone(), ..outgoing };
        let sent = tokio::time::timeout_at(self.until.into(), self.sending.send(outgoing, true)).await;
        let received = sent.map_err(|_| Stop::Bound("the time for waiting is over", None))?.map_err(Stop::Fault)?;
        let answer = (received.status, received.headers.clone());
        let reply = Reply::new(received, self.sending.entry, self.sending.credential).map_err(Stop::Fault)?;
        match reply.error {
            Some(fault) => Err(Stop::Fault(Fault::new(Code::ApiError, fault.message))),
            None => Ok((reply, answer)),
        }
    }

    /// The result, where it has an address of its own and can be had.
    async fn result(&self) -> Option<Reply> {
        let url = self.watch.result.as_ref().filter(|url| is_offered(self.sending, url))?;
        self.look(url).await.ok().map(|(reply, _)| reply)
    }

    /// The reply with an account of the work.
    fn told(&self, reply: Reply, status: Option<String>, stop: Option<Stop>) -> Reply {
        let mask = Mask::new(self.sending.credential);
        let mut job = Job { polled: self.polled, seconds: self.began.elapsed().as_secs(), status, ..Job::default() };
        if let Some(stop) = stop {
            let address = mask.text(self.watch.status.as_str().to_owned());
            let mut next = look(self.sending, &self.watch.status).map(|look| look.call);
            next.iter_mut().for_each(|next| {
                mask.value(next);
            });
            (job.next, job.address) = (next, Some(address));
            match stop {
                Stop::Bound(what, wait) => job.stopped = Some((what, wait.map(|wait| wait.as_secs()))),
                Stop::Fault(fault) => job.fault = Some(fault),
            }
        }
        Reply { job: Some(Box::new(job)), ..reply }
    }
}
