//! `eval`: how well `search` ranks, on queries whose answers are known. A document is indexed in memory, through the code
//! that `generate` runs; the whole ranking is scored, not what fits an answer.

mod foreign;
mod missed;
mod parallel;
mod query;
mod ranking;
mod report;
mod run;
mod scores;
mod set;
mod subject;

use camino::Utf8PathBuf;

use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;

use query::Half;
use report::Report;
use set::Set;

/// Arguments of `eval`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// A document, for the queries of --queries
    #[arg(long, value_name = "FILE", requires = "queries", conflicts_with = "dir")]
    pub(crate) spec: Option<Utf8PathBuf>,
    /// Queries, one JSON object a line: {"id", "query", "gold": [{"method", "path"}], "groups": [[0, 1]]}
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) queries: Option<Utf8PathBuf>,
    /// Every folder at or below this one that has spec.json and queries.jsonl
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<Utf8PathBuf>,
    /// What `feedback export --out` has written, the folder or its queries.jsonl, for the document of --vendor; also says
    /// which of the queries are missed at 10
    #[arg(long, value_name = "FILE|DIR", requires = "vendor", conflicts_with_all = ["spec", "dir"])]
    pub(crate) from_feedback: Option<Utf8PathBuf>,
    /// The vendor that the feedback is on
    #[arg(long, value_name = "NAME", requires = "from_feedback")]
    pub(crate) vendor: Option<String>,
    /// Write the account as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<Utf8PathBuf>,
    /// Ask only half of the queries, so that what is chosen on one can be judged by the other
    #[arg(long)]
    pub(crate) half: Option<Half>,
}

/// Measures the sets that are asked for.
pub(crate) fn eval(project: &Project, options: &Options) -> Result<Outcome, Error> {
    let sets = sets(project, options)?;
    let measured = run::run(&sets, options.half)?;
    let report = Report(&measured);
    output::line(report.text());
    if options.from_feedback.is_some() {
        for (set, measured) in sets.iter().zip(&measured) {
            missed::lines(measured, &set.queries(options.half)?).into_iter().for_each(output::line);
        }
    }
    if let Some(file) = &options.json {
        let text = format!("{:#}\n", report.json());
        std::fs::write(file, text).map_err(Error::while_doing(format!("writing {file}")))?;
    }
    Ok(Outcome::Fine)
}

fn sets(project: &Project, options: &Options) -> Result<Vec<Set>, Error> {
    if let (Some(place), Some(vendor)) = (&options.from_feedback, &options.vendor) {
        return Ok(vec![Set::of_feedback(project, vendor, place)?]);
    }
    match (&options.spec, &options.queries, &options.dir) {
        (Some(spec), Some(queries), _) => Ok(vec![Set::of_files(spec, queries)?]),
        (_, _, Some(dir)) => Set::below(dir),
        _ => {
            let own = project.vendors()?.into_iter().map(|vendor| Set::of_vendor(project, &vendor));
            own.filter_map(Result::transpose).collect()
        }
    }
}
