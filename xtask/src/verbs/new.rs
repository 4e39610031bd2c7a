//! `new`: a document to a vendor's folder, and the first generation.

mod decisions;

use std::borrow::Cow;

use camino::{Utf8Path, Utf8PathBuf};

use crate::account::Account;
use crate::compilation::Compilation;
use crate::error::{Error, Outcome};
use crate::files::Changes;
use crate::origin;
use crate::outline::Outline;
use crate::project::Project;
use crate::vendor::{Texts, text};
use crate::verbs::fetch::Fetcher;
use crate::{copies, location, name, output, siblings};

/// Adds a vendor. Nothing is written unless its document can be compiled.
pub(crate) fn new(project: &Project, vendor: &str, spec: &str) -> Result<Outcome, Error> {
    if let Some(fault) = name::fault(vendor) {
        return Err(Error::Usage(fault));
    }
    let folder = project.specs().join(vendor);
    if folder.exists() {
        let message =
            format!("specs/{vendor} exists; `cargo xtask generate {vendor}` generates it. Nothing was written");
        return Err(Error::Failed(message));
    }
    let mut fetched = None;
    let mut texts = if origin::is_url(spec) {
        let mut fetcher = Fetcher::new()?;
        let document = fetcher.document(spec)?;
        fetched = Some((fetcher, document.url));
        texts(vendor, document.text, folder)
    } else {
        let spec = Utf8Path::new(spec);
        texts(vendor, text(spec)?, location::folder_of(spec).to_owned())
    };
    let decided = match texts.vendor() {
        Ok(decided) => decided,
        Err(diagnostics) => return Ok(refused(&Account::undecided(vendor, &diagnostics), &texts, spec)),
    };
    let mut source = texts.alone();
    match &mut fetched {
        Some((fetcher, url)) => siblings::gather(&mut source, &decided, &mut |file| fetcher.beside(url, file))?,
        None => siblings::complete(&mut source, &decided, &texts.folder),
    }
    let mut compilation = Compilation::run(&source, &decided, &mut |_| {});
    let mut account = Account::new(vendor, &compilation);
    let accept = account.acceptable().filter(|_| !compilation.files.is_empty());
    if let Some(accept) = &accept {
        texts.decisions = decisions::accepting(accept, &texts.decisions);
        if let Ok(decided) = texts.vendor() {
            compilation = Compilation::run(&source, &decided, &mut |_| {});
            account = Account::new(vendor, &compilation);
        }
    }
    if compilation.has_errors {
        return Ok(refused(&account, &texts, spec));
    }
    let mut files = compilation.files;
    files.insert(Utf8PathBuf::from(&texts.document_name), texts.document.clone().into_bytes());
    files.extend(copies::siblings(vendor, source)?);
    files.insert(Utf8PathBuf::from(&texts.decisions_name), texts.decisions.clone().into_bytes());
    files.insert(format!("specs/{vendor}/source.toml").into(), origin::written(&texts.document, spec).into_bytes());
    account.changes = Changes::plan(
        project.root(),
        &files,
        &[format!("generated/{vendor}").into(), format!("specs/{vendor}").into()],
    )?;
    account.changes.apply(project.root(), &files, project.root())?;
    account.tell(&texts);
    if accept.is_some() {
        output::line("  vendor.toml accepts the errors; COVERAGE.md lists what they cost");
    }
    output::line(format!("  decide in {} what the document leaves open", texts.decisions_name));
    output::line(format!("  `cargo xtask generate {vendor}` applies it; `cargo xtask mock {vendor}` plays the API"));
    Ok(Outcome::Fine)
}

/// Says what is wrong with the document, under the name that the user knows it by.
fn refused(account: &Account, texts: &Texts, spec: &str) -> Outcome {
    let shown = spec.to_owned();
    let diagnostics = account.diagnostics.iter().cloned().map(|mut diagnostic| {
        if diagnostic.file == texts.document_name {
            diagnostic.file.clone_from(&shown);
        }
        diagnostic
    });
    let account = Account { name: account.name.clone(), diagnostics: diagnostics.collect(), ..Account::default() };
    account.tell_diagnostics(|file| {
        if file == spec { Some(Cow::Borrowed(texts.document.as_str())) } else { texts.text(file) }
    });
    output::line(Account { has_errors: true, ..account }.line());
    Outcome::Failed
}

fn texts(vendor: &str, document: String, folder: Utf8PathBuf) -> Texts {
    let extension = if document.trim_start().starts_with('{') { "json" } else { "yaml" };
    Texts {
        name: vendor.to_owned(),
        document_name: format!("specs/{vendor}/openapi.{extension}"),
        decisions_name: format!("specs/{vendor}/vendor.toml"),
        decisions: decisions::template(vendor, &Outline::read(&document)),
        document,
        lock: None,
        overlay: None,
        folder,
    }
}
