//! Many generated libraries behind one program, so that there is one thing to link: which API it serves is said by an
//! environment variable.

use std::fs;
use std::path::{Path, PathBuf};

use generator::{Diagnostics, Source, Vendor};

use crate::{Error, build, root, scratch};

/// The environment variable that names the API to serve.
pub const CHOSEN: &str = "LINKED_API";

/// A document to generate from.
pub struct Document {
    /// The vendor's name: `[a-z][a-z0-9_]*`.
    pub name: String,
    /// The document, its files and decisions.
    pub source: Source,
    /// Decisions.
    pub vendor: Vendor,
}

/// Libraries generated into one workspace, and the program that serves them.
pub struct Linked {
    /// The program.
    pub program: PathBuf,
    /// names.lock of each document, in their order.
    pub locks: Vec<String>,
}

/// Generates every document into a workspace called `name` below the target folder, and builds the program.
///
/// # Errors
/// A document that offers nothing, a file that can't be written, a build that fails.
pub fn link(name: &str, documents: &[Document]) -> Result<Linked, Error> {
    let folder = scratch(name).map_err(|error| Error::new("making a folder", error))?;
    let write = |path: &Path, bytes: &[u8]| {
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(path, bytes)).map_err(|error| Error::new("writing a file", error))
    };
    let mut locks = Vec::new();
    for document in documents {
        let (files, diagnostics) = generator::compile(&document.source, &document.vendor);
        if files.is_empty() {
            return Err(Error::new(&document.name, first(&diagnostics)));
        }
        let prefix = format!("generated/{}", document.name);
        for (path, bytes) in &files {
            match path.strip_prefix(&prefix) {
                Ok(path) => write(&folder.join(&document.name).join(path), bytes)?,
                Err(_) => locks.push(String::from_utf8_lossy(bytes).into_owned()),
            }
        }
    }
    let packages: Vec<String> =
        documents.iter().map(|document| format!("{}-mcp", document.name.replace('_', "-"))).collect();
    write(&folder.join("Cargo.toml"), manifest(documents)?.as_bytes())?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| Error::new("copying", error))?;
    let package = format!("{name}-linked");
    let dependencies = documents.iter().zip(&packages);
    let dependencies =
        dependencies.map(|(document, package)| format!("{package} = {{ path = \"../{}\" }}\n", document.name));
    // The project's other crates go along, so that dependencies have the features that they have there.
    let more =
        "toolwright-generator.workspace = true\ntoolwright-mock.workspace = true\ntoolwright-runtime.workspace = true";
    let text = format!(
        "[package]\nname = \"{package}\"\nedition = \"2024\"\n\n[dependencies]\n{more}\n{}",
        dependencies.collect::<String>()
    );
    write(&folder.join("linked/Cargo.toml"), text.as_bytes())?;
    write(&folder.join("linked/src/main.rs"), program(documents, &packages).as_bytes())?;
    Ok(Linked { program: build(&folder, &[&package])?, locks })
}

/// The workspace's manifest: the project's, with other members.
fn manifest(documents: &[Document]) -> Result<String, Error> {
    let text = fs::read_to_string(root().join("Cargo.toml")).map_err(|error| Error::new("reading", error))?;
    let kept = text.lines().filter(|line| !line.starts_with("members") && !line.starts_with("default-members"));
    let text = kept.collect::<Vec<_>>().join("\n");
    let members = documents.iter().map(|document| format!("{:?}, ", document.name)).collect::<String>();
    let text = text.replacen("[workspace]", &format!("[workspace]\nmembers = [{members}\"linked\"]"), 1);
    Ok(text.replace("path = \"", &format!("path = \"{}/", root().display())))
}

fn program(documents: &[Document], packages: &[String]) -> String {
    let arms = documents.iter().zip(packages);
    let arms = arms.map(|(document, package)| {
        format!("        {:?} => runtime::main(&{}::API),\n", document.name, package.replace('-', "_"))
    });
    // A worker for jq has no environment, and serves none of them.
    let any = packages
        .first()
        .map(|package| format!("        \"\" => runtime::main(&{}::API),\n", package.replace('-', "_")));
    let any = any.unwrap_or_default();
    format!(
        "fn main() -> std::process::ExitCode {{\n    match std::env::var({CHOSEN:?}).unwrap_or_default().as_str() {{\n{}{any}        \
         other => panic!(\"no API is called {{other}}\"),\n    }}\n}}\n",
        arms.collect::<String>()
    )
}

fn first(diagnostics: &Diagnostics) -> String {
    diagnostics.iter().next().map_or_else(|| "nothing is offered".to_owned(), |first| first.message.clone())
}
