//! Compiles generated crates, all as members of one workspace.

use std::process::Stdio;

use camino::Utf8Path;
use serde_json::Value;

use super::documents::Document;
use super::one;
use super::row::{Ended, Row};
use crate::cargo::cargo;
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
    for (index, document) in chosen.iter().enumerate() {
        let name = format!("corpus_{index}");
        let out = folder.join(&name);
        one::write(project.program(), dir, &document.path, &name, &out)?;
        workspace::adopt(&out)?;
        members.push((format!("corpus-{index}-mcp"), document.path.to_string()));
    }
    output::note(format!("compiling {} crates", members.len()));
    check(project, &folder, &members)
}

fn check(project: &Project, folder: &Utf8Path, members: &[(String, String)]) -> Result<Built, Error> {
    let mut command = cargo(project);
    command.current_dir(folder).env("CARGO_TARGET_DIR", project.target());
    command.args(["check", "--workspace", "--keep-going", "--offline", "--message-format=json"]);
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output();
    let output = output.map_err(Error::while_doing("starting cargo"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut built = Built::default();
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    for (package, path) in members {
        let of = |message: &&Value| {
            let id = message.get("package_id").and_then(Value::as_str).unwrap_or_default();
            id.contains(&format!("#{package}@")) || id.contains(&format!("/{package}#"))
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
    Ok(built)
}
