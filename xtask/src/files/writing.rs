//! Puts planned changes on disk. Whatever can fail for want of space or rights is done in a staging folder first; then
//! files are only removed and renamed.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use generator::Files;

use super::{Changes, Kind};
use crate::error::Error;

/// A folder that goes away with the value.
struct Staging(Utf8PathBuf);

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays behind is ignored by version control and by cargo.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn write(changes: &Changes, root: &Utf8Path, files: &Files, staging: &Utf8Path) -> Result<(), Error> {
    let staging = Staging(staging.join(format!(".staging-{}", std::process::id())));
    fs::create_dir_all(&staging.0).map_err(Error::while_doing(format!("creating the folder {}", staging.0)))?;
    let mut staged = Vec::new();
    for (path, bytes) in changes.list.iter().filter_map(|change| files.get_key_value(&change.path)) {
        let from = staging.0.join(staged.len().to_string());
        fs::write(&from, bytes).map_err(Error::while_doing(format!("writing {from}")))?;
        staged.push((from, root.join(path)));
    }
    if let Some((_, to)) = staged.iter().find(|(_, to)| to.is_dir()) {
        return Err(Error::Failed(format!("{to} is a folder where a file belongs; remove it and run again")));
    }
    for (from, to) in staged {
        let folder = to.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(Error::while_doing(format!("creating the folder {folder}")))?;
        fs::rename(&from, &to).map_err(Error::while_doing(format!("renaming {from} to {to}")))?;
    }
    for change in changes.list.iter().filter(|change| change.kind == Kind::Orphan) {
        remove(root, &change.path)?;
    }
    Ok(())
}

/// Removes a file or folder, and the folders below `root` that it leaves empty.
fn remove(root: &Utf8Path, path: &Utf8Path) -> Result<(), Error> {
    let full = root.join(path);
    let removed = if full.is_dir() && !full.is_symlink() { fs::remove_dir_all(&full) } else { fs::remove_file(&full) };
    removed.map_err(Error::while_doing(format!("removing {full}")))?;
    for folder in path.ancestors().skip(1).filter(|folder| folder.components().count() > 1) {
        // Fails where something else is left in it, which is what stops here.
        if fs::remove_dir(root.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}
