//! Where a path lies, seen from another folder.

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::Error;

/// The path without symbolic links, though its last parts may not exist yet.
pub(crate) fn absolute(path: &Utf8Path) -> Result<Utf8PathBuf, Error> {
    let failed = || Error::while_doing(format!("looking for {path}"));
    let full = camino::absolute_utf8(path).map_err(failed())?;
    let mut missing = Vec::new();
    let mut at = full.as_path();
    while !at.exists() {
        missing.push(at.file_name().unwrap_or_default());
        at = at.parent().unwrap_or(Utf8Path::new("/"));
    }
    let found = at.canonicalize_utf8().map_err(failed())?;
    Ok(missing.iter().rev().fold(found, |path, part| path.join(part)))
}

/// The folder that a file lies in.
pub(crate) fn folder_of(file: &Utf8Path) -> &Utf8Path {
    file.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."))
}

/// `../../runtime`: `to` as seen from the folder `from`. Both are absolute.
pub(crate) fn relative(from: &Utf8Path, to: &Utf8Path) -> Utf8PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    let up = from.components().skip(shared).map(|_| "..");
    let down = to.components().skip(shared).map(|component| component.as_str());
    up.chain(down).collect()
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::relative;

    #[test]
    fn paths_lead_from_one_folder_to_another() {
        for (from, to, expected) in [
            ("/a/b/out", "/a/runtime", "../../runtime"),
            ("/out", "/a/runtime", "../a/runtime"),
            ("/a", "/a/runtime", "runtime"),
            ("/a/b", "/a/bc", "../bc"),
        ] {
            assert_eq!(relative(Utf8Path::new(from), Utf8Path::new(to)), expected);
        }
    }
}
