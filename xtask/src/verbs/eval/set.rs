//! Sets: a document and queries to it.

use camino::{Utf8Path, Utf8PathBuf};
use generator::{Source, Vendor};

use super::query::{self, Half, Query};
use super::subject::Subject;
use crate::error::Error;
use crate::project::{self, Project};
use crate::vendor::{Texts, text};
use crate::{location, siblings};

const DOCUMENT: &str = "spec.json";
/// A set's queries.
pub(super) const QUERIES: &str = "queries.jsonl";
/// Folders within folders.
const MAX_DEPTH: usize = 8;
/// What a document's vendor is called.
const NAME: &str = "measured";

/// A set, not yet read.
#[derive(Clone, Debug)]
pub(super) struct Set {
    /// Where it lies below the folder: `acme`, `vendors/acme`.
    pub(super) name: String,
    document: Document,
    queries: Utf8PathBuf,
}

#[derive(Clone, Debug)]
enum Document {
    /// A file on its own.
    File(Utf8PathBuf),
    /// A folder of specs/, with the vendor's decisions.
    Vendor(Box<Texts>),
}

impl Set {
    /// A document and a file of queries, called after the folder of the queries.
    pub(super) fn of_files(document: &Utf8Path, queries: &Utf8Path) -> Result<Self, Error> {
        let folder = location::absolute(queries)?;
        let name = folder.parent().and_then(Utf8Path::file_name).unwrap_or("queries").to_owned();
        Ok(Self { name, document: Document::File(document.to_owned()), queries: queries.to_owned() })
    }

    /// A vendor with queries of its own; none, if it has none.
    pub(super) fn of_vendor(project: &Project, vendor: &str) -> Result<Option<Self>, Error> {
        let queries = project.root().join("tests").join(vendor).join(QUERIES);
        if !queries.is_file() {
            return Ok(None);
        }
        let document = Document::Vendor(Box::new(Texts::read(project, vendor)?));
        Ok(Some(Self { name: vendor.to_owned(), document, queries }))
    }

    /// A vendor with queries that its feedback holds; `place` is their file or its folder.
    pub(super) fn of_feedback(project: &Project, vendor: &str, place: &Utf8Path) -> Result<Self, Error> {
        if !project.vendors()?.iter().any(|known| known == vendor) {
            return Err(Error::Usage(format!("no vendor {vendor:?} in specs/")));
        }
        let queries = if place.is_dir() { place.join(QUERIES) } else { place.to_owned() };
        let document = Document::Vendor(Box::new(Texts::read(project, vendor)?));
        Ok(Self { name: format!("{vendor} (feedback)"), document, queries })
    }

    /// Every set at or below a folder, sorted by name.
    pub(super) fn below(folder: &Utf8Path) -> Result<Vec<Self>, Error> {
        let mut sets = Vec::new();
        find(&location::absolute(folder)?, &mut Vec::new(), &mut sets)?;
        sets.sort_by(|left: &Self, right| left.name.cmp(&right.name));
        if sets.is_empty() {
            return Err(Error::Usage(format!("{folder} holds no folder with {DOCUMENT} and {QUERIES}")));
        }
        Ok(sets)
    }

    /// Its queries.
    pub(super) fn queries(&self, half: Option<Half>) -> Result<Vec<Query>, Error> {
        query::read(&self.queries, half)
    }

    /// Its document, indexed; none, if nothing of it is offered.
    pub(super) fn subject(&self) -> Result<Option<Subject>, Error> {
        let (source, vendor) = match &self.document {
            Document::Vendor(texts) => {
                let vendor = texts.vendor().map_err(|_| {
                    let name = &texts.decisions_name;
                    Error::Failed(format!("{name} can't be read: `cargo xtask generate {}` says why", self.name))
                })?;
                (texts.source(&vendor), vendor)
            }
            Document::File(file) => {
                let vendor = Vendor::plain(NAME);
                let name = file.file_name().unwrap_or(DOCUMENT).to_owned();
                let mut source = Source { name, text: text(file)?, ..Source::default() };
                siblings::complete(&mut source, &vendor, location::folder_of(file));
                (source, vendor)
            }
        };
        Subject::new(&self.name, &source, &vendor)
    }
}

fn find(folder: &Utf8Path, inside: &mut Vec<String>, sets: &mut Vec<Set>) -> Result<(), Error> {
    let (document, queries) = (folder.join(DOCUMENT), folder.join(QUERIES));
    if document.is_file() && queries.is_file() {
        let own = || folder.file_name().unwrap_or("queries").to_owned();
        let name = if inside.is_empty() { own() } else { inside.join("/") };
        sets.push(Set { name, document: Document::File(document), queries });
    }
    for entry in project::entries(folder)? {
        let name = entry.file_name().unwrap_or_default().to_owned();
        if entry.is_dir() && !entry.is_symlink() && !name.starts_with('.') && inside.len() < MAX_DEPTH {
            inside.push(name);
            find(&entry, inside, sets)?;
            inside.pop();
        }
    }
    Ok(())
}
