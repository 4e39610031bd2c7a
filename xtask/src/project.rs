//! The checkout: where its folders are and which vendors it has.

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::Error;
use crate::name;

/// Where the corpus is, if it isn't beside the checkout.
pub(crate) const CORPUS: &str = "TOOLWRIGHT_CORPUS";

/// A checkout of the project.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    root: Utf8PathBuf,
    program: Utf8PathBuf,
}

impl Project {
    /// The checkout that this program was started in by cargo, else the one it was built in.
    pub(crate) fn find() -> Result<Self, Error> {
        let package = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let program = std::env::current_exe().map_err(Error::while_doing("looking for this program"))?;
        let program = Utf8PathBuf::from_path_buf(program)
            .map_err(|path| Error::Failed(format!("{} is no UTF-8; move the checkout", path.display())))?;
        match Utf8Path::new(&package).parent() {
            Some(root) => Ok(Self { root: root.to_owned(), program }),
            None => Err(Error::Failed("the project's root can't be found; run it as `cargo xtask`".to_owned())),
        }
    }

    /// The root folder, absolute.
    pub(crate) fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Where this program was when it started. Cargo may replace it meanwhile; then it is the same, built anew.
    pub(crate) fn program(&self) -> &Utf8Path {
        &self.program
    }

    /// The folder with one folder per vendor.
    pub(crate) fn specs(&self) -> Utf8PathBuf {
        self.root.join("specs")
    }

    /// The folder with one generated crate per vendor.
    pub(crate) fn generated(&self) -> Utf8PathBuf {
        self.root.join("generated")
    }

    /// The folder that cargo builds into, absolute. Cargo is started in the root.
    pub(crate) fn target(&self) -> Utf8PathBuf {
        self.root.join(std::env::var("CARGO_TARGET_DIR").as_deref().unwrap_or("target"))
    }

    /// The corpus of real documents: the folder `specs` of what `TOOLWRIGHT_CORPUS` names, else of `shared` beside the
    /// checkout. There need be none, unless it is named.
    pub(crate) fn corpus(&self) -> Result<Option<Utf8PathBuf>, Error> {
        let named = std::env::var(CORPUS).ok();
        let beside = || self.root.parent().map(|parent| parent.join("shared"));
        let corpus = named.clone().map(Utf8PathBuf::from).or_else(beside);
        let specs = corpus.map(|corpus| corpus.join("specs")).filter(|specs| specs.is_dir());
        match named {
            Some(named) if specs.is_none() => {
                Err(Error::Failed(format!("{CORPUS} names {named:?}, which holds no folder specs")))
            }
            _ => Ok(specs),
        }
    }

    /// Every vendor, sorted: the folders of specs/ that have a vendor.toml.
    pub(crate) fn vendors(&self) -> Result<Vec<String>, Error> {
        let mut vendors = Vec::new();
        for entry in entries(&self.specs())? {
            if entry.join("vendor.toml").is_file() {
                vendors.extend(entry.file_name().map(str::to_owned));
            }
        }
        match vendors.iter().find_map(|vendor| name::fault(vendor)) {
            Some(fault) => Err(Error::Failed(format!("specs/: {fault}"))),
            None => Ok(vendors),
        }
    }

    /// The vendors asked for, each once; all of them where none is.
    pub(crate) fn chosen(&self, wanted: &[String]) -> Result<Vec<String>, Error> {
        let known = self.vendors()?;
        if wanted.is_empty() {
            return Ok(known);
        }
        let mut chosen: Vec<String> = Vec::new();
        for vendor in wanted {
            if !known.contains(vendor) {
                return Err(Error::Usage(unknown(vendor, &known)));
            }
            if !chosen.contains(vendor) {
                chosen.push(vendor.clone());
            }
        }
        Ok(chosen)
    }

    /// The vendor asked for.
    pub(crate) fn one(&self, wanted: &str) -> Result<String, Error> {
        self.chosen(&[wanted.to_owned()]).map(|_| wanted.to_owned())
    }
}

fn unknown(vendor: &str, known: &[String]) -> String {
    let meant = name::nearest(vendor, known).map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default();
    let add = format!("`cargo xtask new {vendor} --spec PATH|URL` adds one");
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    format!("there is no vendor {vendor:?}{meant}\nvendors (folders of specs/ with a vendor.toml): {known}\n{add}")
}

/// Every file below a folder, sorted within each folder; links are files, wherever they lead.
pub(crate) fn files(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in entries(folder)? {
        if entry.is_dir() && !entry.is_symlink() {
            files.extend(self::files(&entry)?);
        } else {
            files.push(entry);
        }
    }
    Ok(files)
}

/// What lies in a folder, sorted by name; nothing, where there is no folder.
pub(crate) fn entries(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Error> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let reading = || Error::while_doing(format!("reading the folder {folder}"));
    let entries = folder.read_dir_utf8().map_err(reading())?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(reading())?.into_path());
    }
    paths.sort();
    Ok(paths)
}
