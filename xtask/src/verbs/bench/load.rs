//! What a server costs under load, whatever API it serves: a small document is generated and built, a small fast API
//! answers, wrk calls. Server, API and wrk share the machine.

mod calls;
mod crate_of;
mod memory;
mod process;
pub(crate) mod upstream;
mod wrk;

use camino::Utf8PathBuf;

use super::figure::{Figure, Kind, Measured};
use crate::error::Error;
use crate::output;
use crate::project::Project;
use crate::verbs::wait_for;

/// What the measurements need.
struct Subject {
    /// Where they may write.
    folder: Utf8PathBuf,
    /// The server of the document.
    program: Utf8PathBuf,
    /// This program in the release profile, which plays the API.
    player: Utf8PathBuf,
}

/// Every figure. One that fails costs only itself and those measured along with it.
pub(super) fn figures(project: &Project) -> Vec<Figure> {
    type Measurement = fn(&Subject) -> Result<Vec<Measured>, Error>;
    let measurements: [(&[Kind], Measurement); 2] = [
        (&[Kind::Overhead, Kind::Rate], |subject| wait_for(calls::measure(subject))),
        (&[Kind::Paging], |subject| wait_for(memory::measure(subject))),
    ];
    let subject = crate_of::build(project).map_err(|error| error.to_string());
    let mut figures = Vec::new();
    for (kinds, measure) in measurements {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        output::note(format!("load: measuring {}", words.join(", ")));
        let measured = subject.as_ref().map_err(Clone::clone);
        match measured.and_then(|subject| measure(subject).map_err(|error| error.to_string())) {
            Ok(measured) => {
                figures.extend(kinds.iter().zip(measured).map(|(kind, measured)| Figure { kind: *kind, measured }));
            }
            Err(error) => {
                output::note(format!("load: {error}"));
                let failed = || Measured::Failed(error.clone());
                figures.extend(kinds.iter().map(|kind| Figure { kind: *kind, measured: failed() }));
            }
        }
    }
    figures
}
