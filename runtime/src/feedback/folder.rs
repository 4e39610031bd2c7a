//! The data folder: where it is, and who may read it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Error;

/// Makes the folder, readable by its owner alone, unless it is there; then the database file likewise, so that SQLite
/// finds it instead of making one that others can read. What was there keeps its rights. Returns the file's path.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf, Error> {
    let path = database(folder);
    let made = make_folder(folder).and_then(|()| match make_file(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => is_there(&path).map(|_| ()),
        made => made.map(|_| ()),
    });
    made.map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
    Ok(path)
}

/// The database file of a folder, if it is there. Makes nothing.
pub(super) fn find(folder: &Path) -> Result<Option<PathBuf>, Error> {
    let path = database(folder);
    match is_there(&path) {
        Ok(there) => Ok(there.then_some(path)),
        Err(source) => Err(Error::Folder { path: folder.to_owned(), source }),
    }
}

/// The file that SQLite keeps beside a database while changes wait there.
pub(super) fn journal(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn database(folder: &Path) -> PathBuf {
    folder.join("feedback.sqlite3")
}

/// Whether there is a file. Anything else in its place is refused: a link would lead reports out of the folder.
fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(_) => Err(io::Error::new(ErrorKind::InvalidInput, "feedback.sqlite3 in it is a link or no file")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn make_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
