//! `differential`: generated servers against the independent mock. Every document becomes a crate, one program links them
//! all, and that program sends random valid and invalid argument sets through `execute`; with Prism, what it sent is judged
//! a second time.

mod linking;
mod prism;
mod totals;

use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use super::corpus::documents;
use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;

/// Arguments of `differential`.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// The folder of documents; TOOLWRIGHT_CORPUS/specs by default
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<Utf8PathBuf>,
    /// Only documents whose path matches one of these: 'stripe/**'
    #[arg(long, value_name = "GLOB")]
    pub(crate) filter: Vec<String>,
    /// Valid and invalid argument sets per operation
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) sets: usize,
    /// What the sets are drawn by
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Let Prism judge so many of the valid sets of each operation, besides
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) prism: usize,
    /// Run the program that is there, without generating and building
    #[arg(long)]
    pub(crate) built: bool,
}

/// What a document is called here and there.
struct Linked {
    /// `stripe/openapi.yaml`
    path: String,
    /// `corpus_7`
    name: String,
}

/// Runs the whole test. Documents that a validator calls invalid, by the folder's `index.tsv`, are left out.
pub(crate) fn differential(project: &Project, options: &Options) -> Result<Outcome, Error> {
    let dir = match &options.dir {
        Some(dir) => dir.clone(),
        None => {
            project.corpus()?.ok_or_else(|| Error::Usage("there is no corpus: name a folder with --dir".to_owned()))?
        }
    };
    let documents = chosen(&dir, &options.filter)?;
    let folder = project.target().join("differential");
    let program = match options.built {
        true => linking::program(project),
        false => linking::link(project, &dir, &folder, &documents)?,
    };
    let mut command = Command::new(program.as_str());
    let requests = folder.join("requests");
    if requests.exists() {
        std::fs::remove_dir_all(&requests).map_err(Error::while_doing(format!("removing {requests}")))?;
    }
    command.args(["--sources", folder.join("sources").as_str(), "--known", known(project).as_str()]);
    command.args(["--report", folder.join("disagreements.jsonl").as_str()]);
    command.args(["--account", folder.join("account.json").as_str()]);
    command.args(["--sets", &options.sets.to_string(), "--seed", &options.seed.to_string()]);
    if options.built {
        options.filter.iter().for_each(|filter| {
            command.args(["--filter", filter]);
        });
    }
    if options.prism > 0 {
        command.args(["--requests", requests.as_str(), "--sampled", &options.prism.to_string()]);
    }
    let status = command.stdin(Stdio::null()).status().map_err(Error::while_doing("starting the program"))?;
    let agreed = options.prism == 0 || prism::judge(project, &dir, &folder)?;
    totals::tell(&folder, options.prism > 0)?;
    Ok(Outcome::of(status.success() && agreed))
}

/// Disagreements that are known, with their reasons.
fn known(project: &Project) -> Utf8PathBuf {
    project.root().join("tests/differential/known.yaml")
}

/// Paths of the documents, sorted.
fn chosen(dir: &Utf8Path, filters: &[String]) -> Result<Vec<Utf8PathBuf>, Error> {
    let patterns: Result<Vec<_>, _> = filters.iter().map(|filter| glob::Pattern::new(filter)).collect();
    let patterns = patterns.map_err(|error| Error::Usage(format!("--filter: {error}")))?;
    let verdicts = documents::verdicts(dir);
    let found = documents::find(dir, None)?.into_iter().map(|document| document.path);
    let is_chosen = |path: &Utf8PathBuf| {
        let valid = verdicts.is_empty() || verdicts.get(path).is_some_and(|verdict| verdict == "valid");
        valid && (patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches(path.as_str())))
    };
    let chosen: Vec<Utf8PathBuf> = found.filter(is_chosen).collect();
    if chosen.is_empty() {
        return Err(Error::Usage(format!("{dir} holds no valid OpenAPI document that was asked for")));
    }
    output::note(format!("{} documents", chosen.len()));
    Ok(chosen)
}
