//! `tidy`: reads the project's files for [`crate::tidy`] and tells what it finds.

use camino::Utf8Path;

use crate::cargo;
use crate::error::{Error, Outcome};
use crate::output;
use crate::project::{self, Project};
use crate::tidy::{self, File, Package, Tree};

/// Kinds of files that are looked at.
const EXTENSIONS: [&str; 8] = ["rs", "toml", "md", "sh", "txt", "html", "yml", "yaml"];
/// Folders that are not, at whatever depth. Documents in specs/ are the vendors' own.
const SKIPPED: [&str; 5] = ["target", "node_modules", ".git", ".tools", "specs"];

/// Checks everything.
pub(crate) fn tidy(project: &Project) -> Result<Outcome, Error> {
    let metadata = cargo::metadata(project)?;
    let mut tree = Tree {
        packages: Package::all(&metadata, project.root()),
        folders: folders(project)?,
        vendors: project.vendors()?,
        metadata,
        ..Tree::default()
    };
    collect(project, project.root(), &mut tree)?;
    let findings = tidy::findings(&tree);
    findings.iter().for_each(output::line);
    output::line(match findings.len() {
        0 => format!("tidy: {} files, nothing to put right", tree.files.len()),
        1 => "tidy: 1 thing to put right".to_owned(),
        several => format!("tidy: {several} things to put right"),
    });
    Ok(Outcome::of(findings.is_empty()))
}

fn folders(project: &Project) -> Result<Vec<String>, Error> {
    let entries = project::entries(project.root())?;
    let names = entries.iter().filter(|entry| entry.is_dir()).filter_map(|entry| entry.file_name());
    Ok(names.map(str::to_owned).collect())
}

fn collect(project: &Project, folder: &Utf8Path, tree: &mut Tree) -> Result<(), Error> {
    for entry in project::entries(folder)? {
        let name = entry.file_name().unwrap_or_default();
        if SKIPPED.contains(&name) || entry.is_symlink() {
            continue;
        }
        if entry.is_dir() {
            collect(project, &entry, tree)?;
        } else if entry.extension().is_some_and(|extension| EXTENSIONS.contains(&extension)) || name == "run" {
            let bytes = std::fs::read(&entry).map_err(Error::while_doing(format!("reading {entry}")))?;
            let path = entry.strip_prefix(project.root()).unwrap_or(&entry).to_owned();
            tree.files.push(File { path, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
    Ok(())
}
