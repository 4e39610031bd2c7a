//! `generate`: documents to crates, or the proof that they belong together.

use camino::Utf8PathBuf;
use generator::{Files, Stage};
use indicatif::ProgressBar;
use serde_json::json;

use crate::account::{self, Account};
use crate::compilation::{Compilation, STAGES};
use crate::error::{Error, Outcome};
use crate::files::Changes;
use crate::output;
use crate::project::{self, Project};
use crate::vendor::Texts;

/// Arguments of `generate`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// Folders of specs/; all of them by default
    pub(crate) vendors: Vec<String>,
    /// Write nothing; exit with 4 if something would be written
    #[arg(long)]
    pub(crate) check: bool,
    /// Print diagnostics and summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// A document outside specs/, for a stand-alone workspace
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "vendors")]
    pub(crate) spec: Option<Utf8PathBuf>,
    /// Decisions on that document: a vendor.toml
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) decisions: Option<Utf8PathBuf>,
    /// The folder of the stand-alone workspace
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub(crate) out: Option<Utf8PathBuf>,
    /// What the stand-alone workspace's server is called; from the document's title by default
    #[arg(long, requires = "spec")]
    pub(crate) name: Option<String>,
}

/// Generates or checks the vendors asked for.
pub(crate) fn generate(project: &Project, options: &Options) -> Result<Outcome, Error> {
    let names = project.chosen(&options.vendors)?;
    let progress = output::bar(STAGES * names.len(), options.json);
    let mut outcome = Outcome::Fine;
    let mut accounts = Vec::new();
    for name in &names {
        let texts = Texts::read(project, name)?;
        let account = one(project, &texts, options.check, &mut |stage| advance(&progress, name, stage))?;
        outcome = outcome.max(account.outcome());
        if options.json {
            accounts.push(account.json());
        } else {
            progress.suspend(|| account.tell(&texts));
        }
    }
    progress.finish_and_clear();
    let orphans =
        if options.vendors.is_empty() { orphans(project, &names, options.check)? } else { Changes::default() };
    if options.check && !orphans.list.is_empty() {
        outcome = outcome.max(Outcome::Stale);
    }
    let orphans = orphans.list.iter().map(|change| change.path.as_str());
    if options.json {
        let summary = json!({
            "outcome": account::outcome_word(outcome),
            "vendors": accounts,
            "orphans": orphans.collect::<Vec<_>>(),
        });
        output::line(summary);
    } else {
        for orphan in orphans {
            output::line(match options.check {
                true => format!("{orphan} belongs to no vendor\n  `cargo xtask generate` removes it"),
                false => format!("{orphan} belonged to no vendor and was removed"),
            });
        }
    }
    Ok(outcome)
}

/// Compiles one vendor, then writes what differs or, if `check`, only looks for it.
pub(crate) fn one(
    project: &Project,
    texts: &Texts,
    check: bool,
    observe: &mut dyn FnMut(Stage),
) -> Result<Account, Error> {
    let vendor = match texts.vendor() {
        Ok(vendor) => vendor,
        Err(diagnostics) => return Ok(Account::undecided(&texts.name, &diagnostics)),
    };
    let compilation = Compilation::run(&texts.source(&vendor), &vendor, observe);
    let mut account = Account { checked: check, ..Account::new(&texts.name, &compilation) };
    if !compilation.has_errors {
        account.changes = changes(project, &texts.name, &compilation.files)?;
        if !check {
            account.changes.apply(project.root(), &compilation.files, project.root())?;
        }
    }
    Ok(account)
}

fn changes(project: &Project, name: &str, files: &Files) -> Result<Changes, Error> {
    let folder = Utf8PathBuf::from(format!("generated/{name}"));
    let lock = Utf8PathBuf::from(format!("specs/{name}/names.lock"));
    if let Some(path) = files.keys().find(|path| !path.starts_with(&folder) && **path != lock) {
        return Err(Error::Failed(format!("the generator made {path}, which is not {name}'s; nothing was written")));
    }
    Changes::plan(project.root(), files, &[folder])
}

/// What lies in generated/ and belongs to no vendor; removed unless only looked for.
fn orphans(project: &Project, names: &[String], check: bool) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    let entries = project::entries(&project.generated())?;
    let foreign = entries.iter().filter(|entry| !names.iter().any(|name| entry.file_name() == Some(name.as_str())));
    changes.orphans(foreign.filter_map(|entry| entry.strip_prefix(project.root()).ok()), &Files::new());
    if !check {
        changes.apply(project.root(), &Files::new(), &project.generated())?;
    }
    Ok(changes)
}

fn advance(bar: &ProgressBar, vendor: &str, stage: Stage) {
    bar.set_message(format!("{vendor}: {stage}"));
    bar.inc(1);
}
