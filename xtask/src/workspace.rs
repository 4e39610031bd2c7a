//! A workspace of stand-alone generated crates, built with the versions, features and target folder of the project, so that
//! dependencies are compiled once.

use std::fs;

use camino::Utf8Path;

use crate::error::Error;
use crate::project::Project;

/// Makes an empty workspace, whose members are the folders that begin with `corpus_`.
pub(crate) fn prepare(project: &Project, folder: &Utf8Path) -> Result<(), Error> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::while_doing(format!("removing {folder}")))?;
    }
    fs::create_dir_all(folder).map_err(Error::while_doing(format!("creating {folder}")))?;
    let root = project.root();
    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(Error::while_doing(format!("reading {manifest}")))?;
    let kept = text.lines().filter(|line| !line.starts_with("members") && !line.starts_with("default-members"));
    let text = kept.collect::<Vec<_>>().join("\n");
    let text = text.replacen("[workspace]", "[workspace]\nmembers = [\"corpus_*\"]", 1);
    // What the project's crates are called by stays theirs.
    let text = text.replace("path = \"", &format!("path = \"{root}/"));
    let write = |file: &str, bytes: &[u8]| {
        let path = folder.join(file);
        fs::write(&path, bytes).map_err(Error::while_doing(format!("writing {path}")))
    };
    write("Cargo.toml", text.as_bytes())?;
    if let Ok(lock) = fs::read(root.join("Cargo.lock")) {
        write("Cargo.lock", &lock)?;
    }
    Ok(())
}

/// Makes a stand-alone crate a member of the workspace. The project's other crates go along, so that dependencies have the
/// features that they have there.
pub(crate) fn adopt(out: &Utf8Path) -> Result<(), Error> {
    let path = out.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(Error::while_doing(format!("reading {path}")))?;
    let text = text.replace("[profile.release]\nstrip = true\n", "").replace("\n[workspace]\n", "\n");
    let more = "[dependencies]\ntoolwright-generator.workspace = true\ntoolwright-mock.workspace = true";
    let text = text.replacen("[dependencies]", more, 1);
    fs::write(&path, text).map_err(Error::while_doing(format!("writing {path}")))
}
