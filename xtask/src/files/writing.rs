//! Puts planned changes on disk. Whatever can fail for want of space or rights is done in a staging folder first; then
//! there are only renames. A folder that is owned is exchanged as a whole, by two of them: whoever is killed in between
//! leaves the old folder, the new one or none, and never a mixture.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use generator::Files;

use super::{Change, Changes, Kind};
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
    create(&staging.0)?;
    let (owned, single): (Vec<&Change>, Vec<&Change>) =
        changes.list.iter().partition(|change| changes.owner(&change.path).is_some());
    let mut folders = Vec::new();
    for (index, folder) in changes.owned.iter().enumerate() {
        if owned.iter().any(|change| change.path.starts_with(folder)) {
            let new = staging.0.join(format!("new-{index}"));
            stage_folder(changes, root, files, (folder, &new))?;
            folders.push((new, staging.0.join(format!("old-{index}")), root.join(folder)));
        }
    }
    let mut staged = Vec::new();
    for (path, bytes) in single.iter().filter_map(|change| files.get_key_value(&change.path)) {
        let from = staging.0.join(staged.len().to_string());
        write_file(&from, bytes)?;
        staged.push((from, root.join(path)));
    }
    if let Some((_, to)) = staged.iter().find(|(_, to)| to.is_dir()) {
        return Err(Error::Failed(format!("{to} is a folder where a file belongs; remove it and run again")));
    }
    for (from, to) in staged {
        create(to.parent().unwrap_or(root))?;
        rename(&from, &to)?;
    }
    for (new, old, place) in folders {
        create(place.parent().unwrap_or(root))?;
        if place.exists() || place.is_symlink() {
            rename(&place, &old)?;
        }
        rename(&new, &place)?;
    }
    for change in single.iter().filter(|change| change.kind == Kind::Orphan) {
        remove(root, &change.path)?;
    }
    Ok(())
}

/// Makes a folder as it should be at another place. Files that stay as they are keep their times, for cargo's sake.
fn stage_folder(
    changes: &Changes,
    root: &Utf8Path,
    files: &Files,
    (folder, new): (&Utf8Path, &Utf8Path),
) -> Result<(), Error> {
    create(new)?;
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with(folder)) {
        let to = new.join(path.strip_prefix(folder).unwrap_or(path));
        create(to.parent().unwrap_or(new))?;
        let changed = changes.list.iter().any(|change| change.path == *path);
        if changed || fs::hard_link(root.join(path), &to).is_err() {
            write_file(&to, bytes)?;
        }
    }
    Ok(())
}

fn create(folder: &Utf8Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::while_doing(format!("creating the folder {folder}")))
}

fn write_file(path: &Utf8Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(Error::while_doing(format!("writing {path}")))
}

fn rename(from: &Utf8Path, to: &Utf8Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(Error::while_doing(format!("renaming {from} to {to}")))
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
