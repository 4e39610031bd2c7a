//! How the steps of a run ended, and what that makes of the run.

use std::time::Duration;

use crate::error::Outcome;
use crate::output;

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// It ran and found nothing.
    Passed,
    /// It ran, found nothing and left something out.
    Partly(String),
    /// It ran and found something, or could not run for want of a tool.
    Failed(String),
    /// It ran and found generated code that is stale.
    Stale(String),
    /// There is nothing to run.
    Skipped(String),
}

/// A step that ended.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) ended: Ended,
    pub(super) took: Duration,
}

/// `step | ran or skipped | seconds | why`
pub(super) fn table(rows: &[Row]) -> String {
    let mut cells = vec![["step", "result", "seconds", "why"].map(str::to_owned)];
    cells.extend(rows.iter().map(|row| {
        let (result, why) = match &row.ended {
            Ended::Passed => ("ran", ""),
            Ended::Partly(why) => ("partly", why.as_str()),
            Ended::Failed(why) => ("FAILED", why.as_str()),
            Ended::Stale(why) => ("STALE", why.as_str()),
            Ended::Skipped(why) => ("skipped", why.as_str()),
        };
        // The rest of a long explanation stands above.
        let why = why.lines().next().unwrap_or_default();
        [row.name.to_owned(), result.to_owned(), format!("{:.1}", row.took.as_secs_f64()), why.to_owned()]
    }));
    output::table(&cells)
}

/// Stale code outranks any other failure: it explains them.
pub(super) fn outcome(rows: &[Row]) -> Outcome {
    let outcome = |row: &Row| match row.ended {
        Ended::Passed | Ended::Partly(_) | Ended::Skipped(_) => Outcome::Fine,
        Ended::Failed(_) => Outcome::Failed,
        Ended::Stale(_) => Outcome::Stale,
    };
    rows.iter().map(outcome).max().unwrap_or(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Ended, Row, outcome, table};
    use crate::error::Outcome;

    #[test]
    fn the_worst_step_decides() {
        let row = |name, ended| Row { name, ended, took: Duration::from_millis(1500) };
        let mut rows = vec![row("a", Ended::Passed), row("bc", Ended::Skipped("nothing there".to_owned()))];
        assert_eq!(outcome(&rows), Outcome::Fine);
        rows.push(row("d", Ended::Failed("one\ntwo".to_owned())));
        assert_eq!(outcome(&rows), Outcome::Failed);
        rows.push(row("e", Ended::Stale("x".to_owned())));
        rows.push(row("f", Ended::Failed("y".to_owned())));
        assert_eq!(outcome(&rows), Outcome::Stale);
        let expected = "step  result   seconds  why\na     ran      1.5\nbc    skipped  1.5      nothing there\n\
            d     FAILED   1.5      one\ne     STALE    1.5      x\nf     FAILED   1.5      y";
        assert_eq!(table(&rows), expected);
    }
}
