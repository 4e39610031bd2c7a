//! `corpus`: the generator over every document below a folder, each in processes of its own, so that one that is hostile
//! costs only its row. Documents are generated twice, and what comes of them must be the same.

mod build;
pub(crate) mod documents;
pub(crate) mod one;
mod report;
pub(crate) mod row;

use std::collections::BTreeMap;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;

use documents::Document;
use report::Report;
use row::Row;

/// Arguments of `corpus`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// The folder; `TOOLWRIGHT_CORPUS`/specs by default, which is shared/specs beside the checkout
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<Utf8PathBuf>,
    /// Only documents whose path matches: 'invalid/**', '*/openapi.json'
    #[arg(long, value_name = "GLOB")]
    pub(crate) filter: Option<String>,
    /// Compile so many of the generated crates, spread over all
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) compile: usize,
    /// Write the account as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<Utf8PathBuf>,
    /// Generate this document alone and print its row; how the verb starts itself
    #[arg(long, value_name = "PATH", hide = true)]
    pub(crate) one: Option<Utf8PathBuf>,
    /// Where to write what comes of it
    #[arg(long, value_name = "DIR", hide = true, requires = "one")]
    pub(crate) out: Option<Utf8PathBuf>,
    /// Where to write what a mock is made of
    #[arg(long, value_name = "FILE", hide = true, requires = "one")]
    pub(crate) mocked: Option<Utf8PathBuf>,
    /// Change one operation first
    #[arg(long, hide = true, requires = "one")]
    pub(crate) changed: bool,
    /// What the vendor is called
    #[arg(long, hide = true, requires = "one")]
    pub(crate) name: Option<String>,
}

/// Generates every document, or the one.
pub(crate) fn corpus(project: &Project, options: &Options) -> Result<Outcome, Error> {
    let dir = match &options.dir {
        Some(dir) => dir.clone(),
        None => {
            project.corpus()?.ok_or_else(|| Error::Usage("there is no corpus: name a folder with --dir".to_owned()))?
        }
    };
    if let Some(document) = &options.one {
        return one::generate(project, &dir, document, options);
    }
    let documents = documents::find(&dir, options.filter.as_deref())?;
    if documents.is_empty() {
        return Err(Error::Usage(format!("{dir} holds no OpenAPI document that was asked for")));
    }
    let rows = rows(project, &dir, &documents);
    let built = build::build(project, &dir, &documents, &rows, options.compile)?;
    let report = Report::new(rows, built, documents::verdicts(&dir));
    output::line(report.text());
    if let Some(file) = &options.json {
        let text = format!("{:#}\n", report.json());
        std::fs::write(file, text).map_err(Error::while_doing(format!("writing {file}")))?;
    }
    Ok(Outcome::of(report.is_clean()))
}

/// Every document's row, in the order of their paths.
fn rows(project: &Project, dir: &Utf8Path, documents: &[Document]) -> Vec<Row> {
    let progress = output::bar(documents.len(), false);
    let waiting = Mutex::new(documents.iter());
    let done: Mutex<BTreeMap<&Utf8Path, Row>> = Mutex::new(BTreeMap::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
        while let Some(document) = next() {
            progress.set_message(document.path.to_string());
            let row = one::twice(project.program(), dir, document);
            if let Ok(mut done) = done.lock() {
                done.insert(&document.path, row);
            }
            progress.inc(1);
        }
    };
    std::thread::scope(|scope| {
        (0..workers).for_each(|_| {
            scope.spawn(work);
        });
    });
    progress.finish_and_clear();
    done.into_inner().map(BTreeMap::into_values).into_iter().flatten().collect()
}
