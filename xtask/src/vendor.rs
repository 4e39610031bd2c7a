//! A vendor's folder in specs/, as texts. What they mean is the generator's business.

use std::borrow::Cow;

use camino::{Utf8Path, Utf8PathBuf};
use generator::{Diagnostics, Source, Vendor};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::project::Project;
use crate::{location, siblings};

/// File names that a document may have; there is exactly one.
pub(crate) const DOCUMENTS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

/// The texts of a vendor and what messages call them.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    /// The vendor.
    pub(crate) name: String,
    /// `specs/cafe/openapi.yaml`
    pub(crate) document_name: String,
    /// The document.
    pub(crate) document: String,
    /// `specs/cafe/vendor.toml`
    pub(crate) decisions_name: String,
    /// vendor.toml.
    pub(crate) decisions: String,
    /// names.lock, once names were shipped.
    pub(crate) lock: Option<String>,
    /// overlay.yaml, where the document is corrected.
    pub(crate) overlay: Option<String>,
    /// The vendor's folder.
    pub(crate) folder: Utf8PathBuf,
}

impl Texts {
    /// Reads a vendor's folder.
    pub(crate) fn read(project: &Project, name: &str) -> Result<Self, Error> {
        let folder = project.specs().join(name);
        let found: Vec<&str> = DOCUMENTS.into_iter().filter(|file| folder.join(file).is_file()).collect();
        let document = match found.as_slice() {
            [document] => *document,
            [] => {
                let message = format!("specs/{name} has no document: put one there as {}", DOCUMENTS.join(" or "));
                return Err(Error::Failed(message));
            }
            several => {
                let message = format!("specs/{name} has several documents: keep one of {}", several.join(", "));
                return Err(Error::Failed(message));
            }
        };
        let lock = folder.join("names.lock");
        let overlay = folder.join("overlay.yaml");
        Ok(Self {
            name: name.to_owned(),
            document_name: format!("specs/{name}/{document}"),
            document: text(&folder.join(document))?,
            decisions_name: format!("specs/{name}/vendor.toml"),
            decisions: text(&folder.join("vendor.toml"))?,
            lock: if lock.is_file() { Some(text(&lock)?) } else { None },
            overlay: if overlay.is_file() { Some(text(&overlay)?) } else { None },
            folder,
        })
    }

    /// A document outside specs/, with decisions if there are any.
    pub(crate) fn outside(spec: &Utf8Path, decisions: Option<&Utf8Path>) -> Result<Self, Error> {
        Ok(Self {
            name: "document".to_owned(),
            document_name: spec.file_name().unwrap_or("openapi").to_owned(),
            document: text(spec)?,
            decisions_name: decisions.map_or_else(|| "vendor.toml".to_owned(), Utf8Path::to_string),
            decisions: decisions.map_or_else(|| Ok(String::new()), text)?,
            lock: None,
            overlay: None,
            folder: location::folder_of(spec).to_owned(),
        })
    }

    /// What the generator compiles, with the files that the document refers to.
    pub(crate) fn source(&self, vendor: &Vendor) -> Source {
        let mut source = self.alone();
        siblings::complete(&mut source, vendor, &self.folder);
        source
    }

    /// The same without the files that the document refers to.
    pub(crate) fn alone(&self) -> Source {
        let overlay = self.overlay.as_ref();
        Source {
            name: self.document_name.clone(),
            text: self.document.clone(),
            overlay: overlay.map(|text| (format!("specs/{}/overlay.yaml", self.name), text.clone())),
            lock: self.lock.clone(),
            ..Source::default()
        }
    }

    /// The vendor's decisions, or what is wrong with them.
    pub(crate) fn vendor(&self) -> Result<Vendor, Diagnostics> {
        Vendor::parse(&self.name, &self.decisions_name, &self.decisions)
    }

    /// The text that messages call `file`.
    pub(crate) fn text(&self, file: &str) -> Option<Cow<'_, str>> {
        match file {
            file if file == self.document_name => Some(Cow::Borrowed(&self.document)),
            file if file == self.decisions_name => Some(Cow::Borrowed(&self.decisions)),
            // A file that the document refers to.
            file => {
                let inside = file.strip_prefix(&format!("specs/{}/", self.name))?;
                siblings::text(&self.folder, inside).map(Cow::Owned)
            }
        }
    }
}

/// The SHA-256 of a document, in hexadecimal.
pub(crate) fn hash(document: &str) -> String {
    Sha256::digest(document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of a file in UTF-8.
pub(crate) fn text(path: &Utf8Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::while_doing(format!("reading {path}")))
}
