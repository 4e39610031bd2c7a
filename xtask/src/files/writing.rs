//! Puts planned changes on disk. Whatever can fail for want of space or rights is done in a staging folder first; then
//! there are only renames. A folder that is owned is exchanged as a whole, by two of them: whoever is killed in between
//! leaves the old folder, the new one or none, and never a mixture.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use generator::Files;

use super::{Change, Changes, Kind};
use crate::error::Error;

/// A folder that goes away with the value, unless something in it is kept.
struct Staging {
    folder: Utf8PathBuf,
    kept: bool,
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.kept {
            // What stays behind is ignored by version control and by cargo.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

impl Staging {
    /// Puts `new` at a place, and what was there at `old`. If that fails, it is as before.
    fn exchange(&mut self, new: &Utf8Path, old: &Utf8Path, place: &Utf8Path) -> Result<(), Error> {
        let taken = place.exists() || place.is_symlink();
        if taken {
            rename(place, old)?;
        }
        rename(new, place).map_err(|error| {
            if !taken || rename(old, place).is_ok() {
                return error;
            }
            self.kept = true;
            Error::Failed(format!("{error}; what was there is now {old}"))
        })
    }
}

pub(super) fn write(changes: &Changes, root: &Utf8Path, files: &Files, staging: &Utf8Path) -> Result<(), Error> {
    let folder = staging.join(format!(".staging-{}", std::process::id()));
    let mut staging = Staging { folder, kept: false };
    create(&staging.folder)?;
    let (owned, single): (Vec<&Change>, Vec<&Change>) =
        changes.list.iter().partition(|change| changes.owner(&change.path).is_some());
    let mut folders = Vec::new();
    for (index, folder) in changes.owned.iter().enumerate() {
        if owned.iter().any(|change| change.path.starts_with(folder)) {
            let new = staging.folder.join(format!("new-{index}"));
            stage_folder(changes, root, files, (folder, &new))?;
            let old = staging.folder.join(format!("old-{index}"));
            folders.push((new, old, root.join(folder)));
        }
    }
    let mut staged = Vec::new();
    for (path, bytes) in single.iter().filter_map(|change| files.get_key_value(&change.path)) {
        let from = staging.folder.join(staged.len().to_string());
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
        staging.exchange(&new, &old, &place)?;
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

#[cfg(test)]
mod tests {
    use std::fs;

    use camino::Utf8PathBuf;

    use super::Staging;

    #[test]
    fn a_folder_that_cannot_be_exchanged_stays() {
        let folder = std::env::temp_dir().join(format!("toolwright-writing-{}", std::process::id()));
        let folder = Utf8PathBuf::from_path_buf(folder).expect("the path is UTF-8");
        let mut staging = Staging { folder: folder.clone(), kept: false };
        let (new, old, place) = (folder.join("new"), folder.join("old"), folder.join("place"));
        fs::create_dir_all(&place).expect("a folder can be made");
        fs::write(place.join("file"), "old").expect("a file can be written");
        staging.exchange(&new, &old, &place).expect_err("there is no new one");
        assert!(place.join("file").is_file() && !old.exists());
        fs::create_dir(&new).expect("a folder can be made");
        staging.exchange(&new, &old, &place).expect("it can be exchanged");
        assert!(place.is_dir() && old.join("file").is_file() && !new.exists());
        drop(staging);
        assert!(!folder.exists());
    }
}
