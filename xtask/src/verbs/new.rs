//! `new`: a document to a vendor's folder, and the first generation.

mod decisions;
mod fetch;

use camino::{Utf8Path, Utf8PathBuf};

use crate::account::Account;
use crate::compilation::Compilation;
use crate::error::{Error, Outcome};
use crate::files::Changes;
use crate::outline::Outline;
use crate::project::Project;
use crate::vendor::{Texts, hash, text};
use crate::{name, output};

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
    let document = if fetch::is_url(spec) { fetch::document(spec)? } else { text(Utf8Path::new(spec))? };
    let texts = texts(vendor, document);
    let decided = match texts.vendor() {
        Ok(decided) => decided,
        Err(diagnostics) => return Ok(refused(&Account::undecided(vendor, &diagnostics), &texts, spec)),
    };
    let compilation = Compilation::run(&texts.source(), &decided, &mut |_| {});
    let mut account = Account::new(vendor, &compilation);
    if compilation.has_errors {
        return Ok(refused(&account, &texts, spec));
    }
    let mut files = compilation.files;
    files.insert(Utf8PathBuf::from(&texts.document_name), texts.document.clone().into_bytes());
    files.insert(Utf8PathBuf::from(&texts.decisions_name), texts.decisions.clone().into_bytes());
    files.insert(format!("specs/{vendor}/source.toml").into(), origin(&texts, spec).into_bytes());
    account.changes = Changes::plan(
        project.root(),
        &files,
        &[format!("generated/{vendor}").into(), format!("specs/{vendor}").into()],
    )?;
    account.changes.apply(project.root(), &files, project.root())?;
    account.tell(&texts);
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
    account.tell_diagnostics(|file| if file == spec { Some(&texts.document) } else { texts.text(file) });
    output::line(Account { has_errors: true, ..account }.line());
    Outcome::Failed
}

fn texts(vendor: &str, document: String) -> Texts {
    let extension = if document.trim_start().starts_with('{') { "json" } else { "yaml" };
    Texts {
        name: vendor.to_owned(),
        document_name: format!("specs/{vendor}/openapi.{extension}"),
        decisions_name: format!("specs/{vendor}/vendor.toml"),
        decisions: decisions::template(vendor, &Outline::read(&document)),
        document,
        lock: None,
    }
}

/// source.toml: where the document came from, and how to tell whether it was edited since.
fn origin(texts: &Texts, spec: &str) -> String {
    let hash = hash(&texts.document);
    let origin = if fetch::is_url(spec) {
        ("url", spec)
    } else {
        // A path on one machine means nothing on another.
        let path = Utf8Path::new(spec);
        ("path", if path.is_absolute() { path.file_name().unwrap_or(spec) } else { spec })
    };
    let quoted = toml::Value::from(origin.1);
    format!(
        "# Where the document came from, and its SHA-256 as it came.\n{} = {quoted}\nsha256 = \"{hash}\"\n",
        origin.0
    )
}
