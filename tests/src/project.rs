//! Where things lie.

use std::path::{Path, PathBuf};

/// The project's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
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
