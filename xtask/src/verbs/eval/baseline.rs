//! Vendors' own queries, held against the ranking that was accepted: `tests/<v>/ranking.json`.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use super::comparison::{self, Earlier};
use super::query::Half;
use super::report::Report;
use super::run::Measured;
use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;

const REMEDY: &str = "`cargo xtask eval --accept` writes it; review its figures";

/// How vendors' own queries went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    /// Vendors whose queries were asked.
    pub(crate) vendors: usize,
    /// Those of them that have no accepted ranking.
    pub(crate) unaccepted: Vec<String>,
}

fn file(project: &Project, vendor: &str) -> Utf8PathBuf {
    project.root().join("tests").join(vendor).join("ranking.json")
}

/// Accepts the rankings as they are.
pub(super) fn accept(project: &Project, measured: &[Measured]) -> Result<(), Error> {
    for set in measured {
        let file = file(project, &set.name);
        let text = Report(std::slice::from_ref(set)).baseline();
        std::fs::write(&file, text).map_err(Error::while_doing(format!("writing {file}")))?;
        output::line(format!("tests/{}/ranking.json: accepted", set.name));
    }
    Ok(())
}

/// Whether every ranking is as good as the accepted one, as far as can be told.
pub(super) fn judge(project: &Project, measured: &[Measured], half: Option<Half>) -> Result<Judged, Error> {
    let mut judged = Judged { outcome: Outcome::Fine, vendors: measured.len(), unaccepted: Vec::new() };
    for set in measured {
        let file = file(project, &set.name);
        if !file.is_file() {
            output::line(format!("tests/{}/ranking.json is missing: {REMEDY}", set.name));
            judged.unaccepted.push(set.name.clone());
            continue;
        }
        let earlier = Earlier::read(&file)?;
        let asked: BTreeSet<&str> = set.scores.iter().map(|(id, _)| id.as_str()).collect();
        let known: BTreeSet<&str> =
            earlier.ids(&set.name).filter(|id| half.is_none_or(|half| half.holds(id))).collect();
        if asked != known {
            output::line(format!("tests/{}/ranking.json is of other queries: {REMEDY}", set.name));
            judged.outcome = Outcome::Failed;
            continue;
        }
        let changes = comparison::changes(std::slice::from_ref(set), &earlier);
        output::line(comparison::text(&changes));
        if changes.iter().any(comparison::Change::is_worse) {
            output::line(format!("{}: the ranking is worse than the accepted one", set.name));
            judged.outcome = Outcome::Failed;
        }
    }
    Ok(judged)
}
