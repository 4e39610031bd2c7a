//! `ci`: every test there is, one table at the end.

mod counts;
mod step;
mod steps;

use std::time::Instant;

use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;

use counts::Counts;
use step::{Ended, Row};
use steps::Steps;

/// Runs every step, whatever the ones before it said.
pub(crate) fn ci(project: &Project) -> Result<Outcome, Error> {
    let mut steps = Steps { project, counts: Counts::default() };
    let mut rows = Vec::new();
    for (name, run) in Steps::ALL {
        output::line(format!("\n== {name}"));
        let begun = Instant::now();
        let ended = run(&mut steps).unwrap_or_else(|error| Ended::Failed(error.to_string()));
        rows.push(Row { name, ended, took: begun.elapsed() });
    }
    output::line(format!("\n{}\n", step::table(&rows)));
    output::line(steps.counts);
    Ok(step::outcome(&rows))
}
