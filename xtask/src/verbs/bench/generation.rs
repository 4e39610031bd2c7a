//! What compiling a vendor costs, in the profile that this program was built in.

use std::time::Duration;

use super::Subject;
use super::figure::Measured;
use crate::compilation::Compilation;
use crate::error::Error;

/// Runs that are measured.
const RUNS: usize = 5;

/// All stages together, in seconds.
pub(super) fn measure(subject: &Subject<'_>) -> Result<Vec<Measured>, Error> {
    let source = subject.texts.source(&subject.vendor);
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let compilation = Compilation::run(&source, &subject.vendor, &mut |_| {});
        if compilation.has_errors {
            let name = &subject.texts.name;
            return Err(Error::Failed(format!("it can't be compiled: `cargo xtask generate {name}` says why")));
        }
        let total: Duration = compilation.timings.iter().map(|(_, took)| took).sum();
        seconds.push(total.as_secs_f64());
    }
    Ok(vec![Measured::of(seconds)])
}
