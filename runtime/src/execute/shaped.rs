//! The argument `jq`: a program over the body of an answer, whose result stands in the body's place.
//!
//! The program is compiled before anything reaches the API. What goes wrong later is an error of the call if the call
//! only read; after any other call the answer is kept as it came, as the model must know what has happened.

use std::time::Instant;

use contract::Entry;
use contract::media::essence;

use super::declared::is_unforeseen;
use super::payload::Payload;
use super::reply::Reply;
use crate::fault::quoted;
use crate::results::Owner;
use crate::shaping::Whose;
use crate::{Caller, Code, Effect, Fault, Server};

/// A program, whose it is and when it must have ended.
#[derive(Debug)]
pub(super) struct Shaping {
    program: Option<String>,
    /// Whose the call is, and when the program must have ended.
    turn: (Whose, Instant),
}

impl Shaping {
    pub(super) fn new(program: Option<String>, caller: &Caller, deadline: Instant) -> Self {
        Self { program, turn: turn(caller, deadline) }
    }

    /// What a call is checked for comes in one answer: its arguments, and whether the program compiles.
    pub(super) async fn checked<T>(&self, server: &Server, found: Result<T, Vec<Fault>>) -> Result<T, Vec<Fault>> {
        let Some(program) = &self.program else { return found };
        match (found, server.shaper.check(program, self.turn).await) {
            (found, Ok(())) => found,
            (Ok(_), Err(fault)) => Err(vec![fault]),
            (Err(mut faults), Err(fault)) => {
                faults.push(fault);
                Err(faults)
            }
        }
    }

    /// A reply with the program's result for a body. An answer that is an error stays as it is.
    pub(super) async fn applied(
        &self,
        server: &Server,
        mut reply: Reply,
        (effect, entry): (Effect, Entry<'_>),
    ) -> Result<Reply, Fault> {
        let Some(program) = self.program.as_ref().filter(|_| reply.error.is_none()) else { return Ok(reply) };
        if reply.job.as_ref().is_some_and(|job| !job.has_ended()) {
            reply.add_note(Some("jq was left out: this is no result yet".to_owned()));
            return Ok(reply);
        }
        let shaped = match reply.streamed().map_or_else(|| json(&reply, entry), Ok) {
            Ok(input) => {
                let shaped = server.shaper.shape(program, input, self.turn).await;
                shaped.map_err(Fault::quoting_the_api)
            }
            Err(fault) => Err(fault),
        };
        match shaped {
            Ok(shaped) => {
                reply.body = Payload::Json(shaped.json);
                reply.shaped = Some(Ok(shaped.outputs));
                "let jq select fewer items or project fewer fields".clone_into(&mut reply.hint);
                reply.shaping = "";
                Ok(reply)
            }
            Err(fault) if effect == Effect::Read => Err(fault),
            Err(fault) => {
                reply.shaped =
                    Some(Err(fault
                        .suggesting("the call has taken effect: don't repeat it; this is the whole body, without jq")));
                Ok(reply)
            }
        }
    }
}

/// Whose programs a call's are, and when they must have ended.
pub(super) fn turn(caller: &Caller, deadline: Instant) -> (Whose, Instant) {
    (Owner::of(caller).bytes(), deadline)
}

/// The body as JSON text, whole.
fn json<'r>(reply: &'r Reply, entry: Entry<'_>) -> Result<&'r str, Fault> {
    let content_type = reply.headers.iter().find(|(name, _)| name == "content-type");
    let media_type = content_type.map(|(_, value)| essence(value)).unwrap_or_default();
    let (code, message, remedy) = match &reply.body {
        Payload::Json(text) => return Ok(text),
        Payload::Beginning(..) => (
            Code::ResponseTooLarge,
            "the answer's body is longer than this server reads, and jq over its beginning would be wrong",
            "ask for less: fewer items per page, fewer fields, a filter",
        ),
        Payload::Empty => (Code::InvalidValue, "the answer has no body for jq to work on", "call without jq"),
        Payload::Text(_) | Payload::Binary(..) if is_unforeseen(&media_type, entry) => {
            let is = if media_type.is_empty() { String::new() } else { format!(" but {}", quoted(&media_type)) };
            let message = format!("the API's answer is not JSON{is}, so jq can't work on it");
            let remedy = "call without jq to see it: a login page or a gateway's, perhaps; \
                          check the base URL and the credential";
            return Err(Fault::new(Code::InvalidAnswer, message).suggesting(remedy));
        }
        Payload::Text(_) | Payload::Binary(..) => {
            (Code::InvalidValue, "the answer's body is not JSON, so jq can't work on it", "call without jq")
        }
    };
    Err(Fault::new(code, message).at("/jq").suggesting(remedy))
}
