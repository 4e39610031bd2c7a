//! The data folder: where it is, and who may read it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::Error;

/// Makes the folder, readable by its owner alone, unless it is there; then the database file likewise, so that SQLite
/// finds it instead of making one that others can read. Returns the file's path.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf, Error> {
    let unusable = |source| Error::Folder { path: folder.to_owned(), source };
    make_folder(folder).map_err(unusable)?;
    let path = database(folder);
    let file = open_file(&path).map_err(unusable)?;
    restrict(&file).map_err(unusable)?;
    Ok(path)
}

/// The database file in a folder.
pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("feedback.sqlite3")
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes a file that was already there away from others. One that belongs to another user of a shared folder keeps the
/// rights that user gave it.
#[cfg(unix)]
fn restrict(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 == 0 {
        return Ok(());
    }
    permissions.set_mode(0o600);
    match file.set_permissions(permissions) {
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn restrict(_: &File) -> io::Result<()> {
    Ok(())
}
