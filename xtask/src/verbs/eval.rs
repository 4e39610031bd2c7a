//! `eval`: how well `search` ranks, on queries whose answers are known. A document is indexed in memory, through the code
//! that `generate` runs; the whole ranking is scored, not what fits an answer.

mod baseline;
mod bootstrap;
mod comparison;
mod floors;
mod foreign;
mod groups;
mod missed;
mod parallel;
mod query;
mod ranking;
mod report;
mod run;
mod scores;
mod set;
mod subject;

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;

use baseline::Judged;
use comparison::Earlier;
use query::Half;
use report::Report;
use run::Measured;
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
    /// Compare with what an earlier run wrote with --json
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<Utf8PathBuf>,
    /// Accept the ranking of every vendor's own queries as what later ones are held against
    #[arg(long, conflicts_with_all = ["spec", "queries", "dir", "half"])]
    pub(crate) accept: bool,
}

/// Measures the sets that are asked for. Vendors' own fail where they are worse than what was accepted; all else informs.
pub(crate) fn eval(project: &Project, options: &Options) -> Result<Outcome, Error> {
    if options.dir.is_none() && options.spec.is_none() && options.from_feedback.is_none() {
        return own(project, options).map(|judged| judged.outcome);
    }
    let sets = match (&options.spec, &options.queries, &options.dir) {
        (Some(spec), Some(queries), _) => vec![Set::of_files(spec, queries)?],
        (None, _, None) => of_feedback(project, options)?,
        (_, _, dir) => Set::below(dir.as_deref().unwrap_or(Utf8Path::new(".")))?,
    };
    let measured = run::run(&sets, options.half)?;
    tell(&measured, options)?;
    if options.from_feedback.is_some() {
        for (set, measured) in sets.iter().zip(&measured) {
            missed::lines(measured, &set.queries(options.half)?).into_iter().for_each(output::line);
        }
    }
    let floors = floors::read(&project.root().join(floors::FILE), &measured)?;
    if !floors.is_empty() {
        output::line(format!("\n{}", floors::text(&floors)));
    }
    Ok(Outcome::Fine)
}

/// What feedback teaches of a vendor.
fn of_feedback(project: &Project, options: &Options) -> Result<Vec<Set>, Error> {
    let (Some(place), Some(vendor)) = (&options.from_feedback, &options.vendor) else { return Ok(Vec::new()) };
    Ok(vec![Set::of_feedback(project, vendor, place)?])
}

/// Measures every vendor that has queries of its own.
pub(crate) fn own(project: &Project, options: &Options) -> Result<Judged, Error> {
    let sets = project.vendors()?.into_iter().map(|vendor| Set::of_vendor(project, &vendor));
    let sets: Vec<Set> = sets.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    if sets.is_empty() {
        output::line(format!("no vendor has queries of its own: tests/VENDOR/{}", set::QUERIES));
    }
    let measured = run::run(&sets, options.half)?;
    if !sets.is_empty() {
        tell(&measured, options)?;
    }
    if options.accept {
        baseline::accept(project, &measured)?;
    }
    baseline::judge(project, &measured, options.half)
}

/// Prints and writes the account, and how it differs from an earlier one.
fn tell(measured: &[Measured], options: &Options) -> Result<(), Error> {
    let earlier = options.against.as_deref().map(Earlier::read).transpose()?;
    let report = Report(measured);
    output::line(report.text());
    if let Some(earlier) = earlier {
        output::line(format!("\n{}", comparison::text(&comparison::changes(measured, &earlier))));
    }
    if let Some(file) = &options.json {
        let text = format!("{:#}\n", report.json());
        std::fs::write(file, text).map_err(Error::while_doing(format!("writing {file}")))?;
    }
    Ok(())
}
