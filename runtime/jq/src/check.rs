//! Compiles without keeping what comes of it.

use std::thread;

use super::program::{Mistake, Nearest, compile};

/// Bytes of stack for ten thousand nested brackets. Only what is used costs memory.
const STACK: usize = 256 << 20;

/// Checks a program on a stack of its own: the parser recurses, and a program may nest as deeply as it is long.
///
/// # Errors
/// What is wrong with the program.
pub fn check(program: &str, nearest: Nearest) -> Result<(), Vec<Mistake>> {
    thread::scope(|scope| {
        let work = move || compile(program, nearest).map(drop);
        let checked = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let checked = checked.ok().and_then(|thread| thread.join().ok());
        checked.unwrap_or_else(|| Err(vec![Mistake::unknown()]))
    })
}
