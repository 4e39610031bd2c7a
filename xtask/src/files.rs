//! The files of a compilation compared with those on disk. Writing and checking follow the same plan, so they can't
//! disagree.

mod difference;
mod writing;

use std::collections::BTreeSet;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use generator::Files;

use crate::error::Error;
use crate::project;

pub(crate) use difference::Difference;

/// What would have to change on disk.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Sorted by path.
    pub(crate) list: Vec<Change>,
    /// How many files are as they should be.
    pub(crate) unchanged: usize,
    /// Folders in which nothing else may lie; each is exchanged as a whole.
    pub(crate) owned: Vec<Utf8PathBuf>,
}

/// A file that would have to change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    /// Relative to the root that was compared.
    pub(crate) path: Utf8PathBuf,
    /// What would be done.
    pub(crate) kind: Kind,
}

/// What is to be done with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// It isn't there.
    Missing,
    /// Its bytes differ.
    Differs(Difference),
    /// Nothing makes it any more. A path may be a whole folder.
    Orphan,
}

impl Changes {
    /// Whether nothing was planned at all: no file is wanted, written or left as it is.
    pub(crate) fn is_untouched(&self) -> bool {
        self.list.is_empty() && self.unchanged == 0
    }

    /// Compares files, whose paths are relative to `root`, with the disk. Whatever else lies in `owned` is an orphan.
    pub(crate) fn plan(root: &Utf8Path, files: &Files, owned: &[Utf8PathBuf]) -> Result<Self, Error> {
        if let Some(path) = files.keys().find(|path| !is_plain(path)) {
            return Err(Error::Failed(format!(
                "the generator made {path}, which leads elsewhere; nothing was written"
            )));
        }
        let mut changes = Self { owned: owned.to_vec(), ..Self::default() };
        for (path, wanted) in files {
            let full = root.join(path);
            let kind = if full.is_file() && !passes_link(root, path) {
                let found = std::fs::read(&full).map_err(Error::while_doing(format!("reading {full}")))?;
                Difference::between(&found, wanted).map(Kind::Differs)
            } else {
                Some(Kind::Missing)
            };
            match kind {
                Some(kind) => changes.list.push(Change { path: path.clone(), kind }),
                None => changes.unchanged += 1,
            }
        }
        for path in owned {
            let full = root.join(path);
            let found = if full.is_dir() && !full.is_symlink() { project::files(&full)? } else { Vec::new() };
            changes.orphans(found.iter().filter_map(|file| file.strip_prefix(root).ok()), files);
        }
        changes.list.sort();
        Ok(changes)
    }

    /// Adds what nothing makes.
    pub(crate) fn orphans<'p>(&mut self, paths: impl Iterator<Item = &'p Utf8Path>, files: &Files) {
        let known: BTreeSet<&Utf8Path> = files.keys().map(Utf8PathBuf::as_path).collect();
        let orphans = paths.filter(|path| !known.contains(path));
        self.list.extend(orphans.map(|path| Change { path: path.to_owned(), kind: Kind::Orphan }));
    }

    /// The owned folder that a path lies in.
    fn owner(&self, path: &Utf8Path) -> Option<&Utf8PathBuf> {
        self.owned.iter().find(|folder| path.starts_with(folder))
    }

    /// How many files would be written.
    pub(crate) fn written(&self) -> usize {
        self.list.len() - self.removed()
    }

    /// How many files or folders would be removed.
    pub(crate) fn removed(&self) -> usize {
        self.list.iter().filter(|change| change.kind == Kind::Orphan).count()
    }

    /// Makes the disk as it should be: everything is staged below `staging`, a folder on the same file system, before
    /// anything is touched.
    pub(crate) fn apply(&self, root: &Utf8Path, files: &Files, staging: &Utf8Path) -> Result<(), Error> {
        if self.list.is_empty() { Ok(()) } else { writing::write(self, root, files, staging) }
    }
}

/// Whether a path stays below the folder that it is relative to.
fn is_plain(path: &Utf8Path) -> bool {
    path.components().all(|part| matches!(part, Utf8Component::Normal(_)))
}

/// Whether a link lies on the way to a file: it would be written somewhere else.
fn passes_link(root: &Utf8Path, path: &Utf8Path) -> bool {
    path.ancestors().filter(|part| !part.as_str().is_empty()).any(|part| root.join(part).is_symlink())
}
