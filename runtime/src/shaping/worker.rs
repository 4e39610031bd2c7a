//! The worker's side: reads jobs from standard input, one after the other, and answers each on standard output.
//!
//! It runs what a model wrote, so it gives up beforehand what a program could misuse: it can open no file and no
//! connection, its environment was emptied by whoever started it, and it leaves no image of its memory behind.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::confinement::Confinement;
use super::evaluation::{Job, evaluate};
use super::frame::{ORDER_HEAD, Order, Outcome, exactly};

/// Bytes of stack for a program: some ten thousand nested calls. Only what is used costs memory.
const STACK: usize = 64 << 20;

/// The exit code of a worker that ends itself because a job takes too long and nobody ended it.
const OVERDUE: u8 = 124;

/// Works until standard input ends: what the hidden verb of a server's command line does.
pub(crate) fn work() -> ExitCode {
    // A panic is answered; its message has no reader.
    std::panic::set_hook(Box::new(|_| {}));
    let confinement = Confinement::enter(STACK);
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    loop {
        let mut head = [0; ORDER_HEAD];
        if input.read_exact(&mut head).is_err() {
            return ExitCode::SUCCESS;
        }
        match step(Order::from_bytes(head), &confinement, &mut input, &mut output) {
            Ok(Next::Job) => {}
            Ok(Next::End(code)) => return code,
            Err(_) => return ExitCode::FAILURE,
        }
    }
}

/// What follows a job.
enum Next {
    Job,
    End(ExitCode),
}

fn step(order: Order, bounds: &Confinement, input: &mut impl Read, output: &mut impl Write) -> io::Result<Next> {
    bounds.allow(order.memory)?;
    let program = String::from_utf8(exactly(input, order.program)?).map_err(io::Error::other)?;
    let input = order.input.map(|length| exactly(input, length)).transpose()?;
    let limit = usize::try_from(order.output).map_err(io::Error::other)?;
    let job = Job { program, input, limit };
    let (sender, receiver) = channel();
    let running = thread::Builder::new().name("jq".to_owned()).stack_size(STACK).spawn(move || {
        let _ = sender.send(evaluate(job));
    })?;
    let outcome = match receiver.recv_timeout(Duration::from_millis(order.millis)) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Disconnected) => Outcome::Broken,
        // Whoever waited is gone.
        Err(RecvTimeoutError::Timeout) => return Ok(Next::End(ExitCode::from(OVERDUE))),
    };
    let _ = running.join();
    outcome.write(output)?;
    Ok(Next::Job)
}
