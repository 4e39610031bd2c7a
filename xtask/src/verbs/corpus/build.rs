//! Compiles generated crates, all as members of one workspace.

use std::io;
use std::process::Stdio;

use camino::Utf8Path;
use serde_json::Value;

use super::documents::Document;
use super::one;
use super::row::{Ended, Row};
use crate::cargo::{self, cargo};
use crate::error::Error;
use crate::output;
use crate::project::Project;
use crate::workspace;

/// What came of compiling.
#[derive(Clone, Debug, Default)]
pub(super) struct Built {
    /// Crates that were compiled without a warning.
    pub(super) compiled: usize,
    /// Paths of documents whose crates were not, and what the compiler said first.
    pub(super) uncompilable: Vec<(String, String)>,
}

/// Compiles the crates of `most` documents, spread evenly over those that were generated.
pub(super) fn build(
    project: &Project,
    dir: &Utf8Path,
    documents: &[Document],
    rows: &[Row],
    most: usize,
) -> Result<Built, Error> {
    let generated: Vec<&Document> = documents
        .iter()
        .filter(|document| {
            let row = rows.iter().find(|row| row.path == document.path);
            row.is_some_and(|row| matches!(row.ended, Ended::Generated | Ended::Differs))
        })
        .collect();
    let most = most.min(generated.len());
    let chosen: Vec<&Document> = (0..generated.len())
        .filter(|index| {
            (index * most) / generated.len() != ((index + 1) * most) / generated.len() || most >= generated.len()
        })
        .filter_map(|index| generated.get(index).copied())
        .collect();
    if chosen.is_empty() {
        return Ok(Built::default());
    }
    let folder = project.target().join("corpus");
    workspace::prepare(project, &folder)?;
    let mut members = Vec::new();
    let mut built = Built::default();
    for (index, document) in chosen.iter().enumerate() {
        let name = format!("corpus_{index}");
        let out = folder.join(&name);
        let arguments = ["--name", &name, "--out", out.as_str()];
        let written = one::write(project.program(), dir, &document.path, &arguments);
        match written.and_then(|_| workspace::adopt(&out)) {
            Ok(()) => members.push((cargo::server_package(&name), document.path.to_string())),
            Err(error) => {
                // Half a crate would keep cargo from all the others.
                std::fs::remove_dir_all(&out).or_else(absent).map_err(Error::while_doing(format!("removing {out}")))?;
                built.uncompilable.push((document.path.to_string(), error.to_string()));
            }
        }
    }
    if !members.is_empty() {
        output::note(format!("compiling {} crates", members.len()));
        check(project, &folder, &members, &mut built)?;
    }
    Ok(built)
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn check(project: &Project, folder: &Utf8Path, members: &[(String, String)], built: &mut Built) -> Result<(), Error> {
    let mut command = cargo(project);
    command.current_dir(folder).env("CARGO_TARGET_DIR", project.target());
    command.args(["check", "--workspace", "--keep-going", "--offline", "--message-format=json"]);
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output();
    let output = output.map_err(Error::while_doing("starting cargo"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    for (package, path) in members {
        let of = |message: &&Value| {
            let id = message.get("package_id").and_then(Value::as_str).unwrap_or_default();
            cargo::package(id).is_some_and(|name| is_of(name, package))
        };
        let said = messages
            .iter()
            .filter(of)
            .filter(|message| message.get("reason").is_some_and(|it| it == "compiler-message"));
        let first = said.filter_map(|message| message.pointer("/message/rendered")?.as_str()).next();
        let finished =
            messages.iter().filter(of).any(|message| message.get("reason").is_some_and(|it| it == "compiler-artifact"));
        match (first, finished) {
            (None, true) => built.compiled += 1,
            (Some(first), _) => built.uncompilable.push((path.clone(), first.trim().to_owned())),
            (None, false) => {
                let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                built.uncompilable.push((path.clone(), format!("cargo did not get to it: {why}")));
            }
        }
    }
    Ok(())
}

/// Whether a package is a server's or, where it is too large for one, a part of it.
fn is_of(name: &str, server: &str) -> bool {
    name.strip_prefix(server).is_some_and(|rest| rest.is_empty() || rest.starts_with("-part-"))
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn parts_belong_to_their_server() {
        assert!(is_of("corpus-1-mcp", "corpus-1-mcp") && is_of("corpus-1-mcp-part-2", "corpus-1-mcp"));
        assert!(!is_of("corpus-11-mcp", "corpus-1-mcp") && !is_of("corpus-1-mcp", "corpus-11-mcp"));
    }
}
