//! What a job that brought nothing says to whoever wrote its program.

use std::fmt::Write;

use super::ShapingLimits;
use super::frame::Mistake;
use super::pool::Lost;
use crate::{Blame, Code, Fault};

/// What to do about a program that needs too much.
const ASK_FOR_LESS: &str =
    "filter earlier: select before building lists, project fewer fields; or ask the API for fewer items or pages";

fn fault(message: impl Into<String>) -> Fault {
    Fault::new(Code::InvalidValue, message).at("/jq")
}

pub(super) fn too_long(most: usize) -> Fault {
    fault(format!("the program is longer than {most} bytes")).suggesting("write a shorter one")
}

pub(super) fn unfit(mistakes: &[Mistake]) -> Fault {
    let messages: Vec<&str> = mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
    let fault = fault(format!("not a jq program: {}", messages.join("; "))).expecting("jq program");
    match mistakes.iter().find_map(|mistake| mistake.hint.as_ref()) {
        Some(hint) => fault.suggesting(hint),
        None => fault,
    }
}

pub(super) fn failed(message: &str) -> Fault {
    fault(format!("the jq program failed: {message}"))
        .suggesting("look at the body's shape first, with `keys` or `.[0]`; `?` and `//` go over what is absent")
}

pub(super) fn output(limits: &ShapingLimits) -> Fault {
    let message = format!("the jq program's outputs are longer than {}", bytes(limits.output as u64));
    fault(message).suggesting("select fewer items, project fewer fields, or count and sum instead of listing")
}

pub(super) fn broken() -> Fault {
    fault("the jq program asked for what can't be: a text or list longer than any memory, say").suggesting(ASK_FOR_LESS)
}

pub(super) fn unavailable() -> Fault {
    Fault::new(Code::Internal, "this server was set up without jq").at("/jq").suggesting("call without jq")
}

/// Of a job that was lost with its worker; `memory` is what it was allowed, in bytes.
pub(super) fn lost(lost: &Lost, memory: u64) -> Fault {
    match lost {
        Lost::Busy => {
            let mut fault = Fault::new(Code::RateLimited, "too many jq programs are running; none ended in time");
            fault.blame = Blame::Server;
            fault.retry_after = Some(1);
            fault.suggesting("try again, or call without jq")
        }
        Lost::NoWorker(error) => {
            let message = format!("no process for jq programs can be started: {}", error.kind());
            Fault::new(Code::Internal, message).suggesting("call without jq")
        }
        Lost::Time(time) => fault(format!("the jq program needed more than {:.1} s of time", time.as_secs_f64()))
            .suggesting(ASK_FOR_LESS),
        Lost::Late => {
            let mut fault = Fault::new(Code::Timeout, "the call's time was over before the jq program ended").at("/jq");
            fault.blame = Blame::Server;
            fault.suggesting(ASK_FOR_LESS)
        }
        Lost::Died(words) if words.contains("overflowed its stack") => fault("the jq program recursed too deeply")
            .suggesting("use reduce, foreach, range or limit instead of recursion"),
        Lost::Died(words) if words.contains("memory allocation of") => {
            fault(format!("the jq program needed more than {} of memory", bytes(memory))).suggesting(ASK_FOR_LESS)
        }
        Lost::Died(_) => {
            let mut message = "the jq program ended its process".to_owned();
            let _ = write!(message, ": it needed more than {} of memory, or too deep a recursion", bytes(memory));
            fault(message).suggesting(ASK_FOR_LESS)
        }
    }
}

fn bytes(count: u64) -> String {
    match count {
        0..1_048_576 => format!("{count} bytes"),
        _ => format!("{} MiB", count >> 20),
    }
}
