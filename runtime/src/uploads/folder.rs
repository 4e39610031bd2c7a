//! A folder whose files may be sent.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf, absolute};

/// An allowed folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    /// As it was set, from the root.
    given: PathBuf,
    /// Without symbolic links.
    real: PathBuf,
}

impl Folder {
    /// The folder at a path.
    pub(super) fn new(path: &Path) -> Result<Self, String> {
        let real = path.canonicalize().map_err(|error| format!("{} can't be opened: {error}", path.display()))?;
        if !real.is_dir() {
            return Err(format!("{} is no folder", path.display()));
        }
        if real.parent().is_none() {
            return Err(format!("{} is the root of the file system; name a folder in it", path.display()));
        }
        let given = absolute(path).map_err(|error| format!("{} can't be opened: {error}", path.display()))?;
        Ok(Self { given, real })
    }

    /// Whether a path that may not exist is written as one of this folder.
    pub(super) fn seems_to_hold(&self, path: &Path) -> bool {
        path.starts_with(&self.given) || path.starts_with(&self.real)
    }

    /// The rest of a path without symbolic links that is in this folder.
    pub(super) fn below<'p>(&self, real: &'p Path) -> Option<&'p Path> {
        real.strip_prefix(&self.real).ok()
    }

    /// Opens what is below, if still no symbolic link leads there. Waits for no writer of a pipe.
    #[cfg(unix)]
    pub(super) fn open(&self, below: &Path) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, open, openat};
        let folder = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut handle = open(&self.real, folder, Mode::empty())?;
        let mut names = below.iter().peekable();
        while let Some(name) = names.next() {
            let last = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            let flags = if names.peek().is_some() { folder } else { last };
            handle = openat(&handle, name, flags, Mode::empty())?;
        }
        Ok(File::from(handle))
    }

    /// Opens what is below.
    #[cfg(not(unix))]
    pub(super) fn open(&self, below: &Path) -> io::Result<File> {
        File::open(self.real.join(below))
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.given.display().fmt(f)
    }
}
