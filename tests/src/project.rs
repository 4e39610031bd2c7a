//! Where things lie.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The project's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder that cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The corpus of real documents: `TOOLWRIGHT_CORPUS`, by default `shared` beside the checkout. None, with a printed line,
/// where it is absent.
pub fn corpus() -> Option<PathBuf> {
    let place = std::env::var_os("TOOLWRIGHT_CORPUS").map_or_else(|| root().join("../shared"), PathBuf::from);
    if place.join("specs").is_dir() {
        return Some(place);
    }
    println!("skipped: no corpus here (set TOOLWRIGHT_CORPUS)");
    None
}

/// An empty folder below the target folder for one test.
///
/// # Errors
/// A folder that can't be made.
pub fn scratch(name: &str) -> io::Result<PathBuf> {
    let folder = target().join("scratch").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Copies a folder with everything in it.
///
/// # Errors
/// A file that can't be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for (path, bytes) in files(from)? {
        let place = to.join(path);
        fs::create_dir_all(place.parent().unwrap_or(to))?;
        fs::write(place, bytes)?;
    }
    Ok(())
}

/// Every file below a folder, by its path from there.
///
/// # Errors
/// A file that can't be read.
pub fn files(folder: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let relative = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
                found.insert(relative, fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
