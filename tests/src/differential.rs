//! Generated servers against the independent mock, in one process: for every operation, random valid arguments have to
//! arrive as they were given, and random invalid ones have to be refused, at the right place, before anything is sent.
//! `cargo xtask differential` generates the program that calls [`main`].

mod case;
mod disagreement;
mod options;
mod subject;
mod tally;

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use runtime::Api;

use crate::Error;
use disagreement::Known;
use options::Options;
use tally::Tally;

/// The document's path, the name of its source, and what was generated from it.
pub type Linked<'a> = (&'a str, &'a str, &'static Api);

/// Runs the whole test as the command line says. The exit code is 1 where something disagrees that isn't known.
pub fn main(linked: &[Linked<'_>]) -> ExitCode {
    match run(linked) {
        Ok(tally) => ExitCode::from(u8::from(tally.unknown() > 0)),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(linked: &[Linked<'_>]) -> Result<Tally, Error> {
    let options = Options::read(std::env::args().skip(1))?;
    let known = Known::read(&options.known)?;
    let mut chosen: Vec<&Linked<'_>> = linked.iter().filter(|(path, ..)| options.chooses(path)).collect();
    // The longest first, so that none is left to the end.
    chosen.sort_by_key(|(_, _, api)| api.operations.len());
    let waiting = Mutex::new(chosen);
    let all = Mutex::new(Tally::default());
    let begun = Instant::now();
    let work = || {
        while let Some((path, name, api)) = waiting.lock().ok().and_then(|mut waiting| waiting.pop()) {
            let begun = Instant::now();
            let tally = subject::run(&options, (path, name), api).unwrap_or_else(|error| Tally::failed(path, &error));
            let tally = tally.judged(&known);
            println!("{}", tally.line(path, begun.elapsed()));
            if let Ok(mut all) = all.lock() {
                all.add(tally);
            }
        }
    };
    std::thread::scope(|scope| {
        (0..std::thread::available_parallelism().map_or(1, usize::from)).for_each(|_| {
            scope.spawn(work);
        });
    });
    let tally = all.into_inner().map_err(|_| Error::new("counting", "a thread panicked"))?;
    tally.tell(&known, begun.elapsed());
    tally.write(&options.report)?;
    tally.count(&options.account)?;
    Ok(tally)
}
