//! One program out of the crates of many documents.

use std::fs;
use std::process::Stdio;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};

use super::Linked;
use crate::cargo::{self, cargo};
use crate::error::Error;
use crate::output;
use crate::project::Project;
use crate::verbs::corpus::one;
use crate::workspace;

/// The package of the program.
const PACKAGE: &str = "corpus-linked";

/// What judges is optimised, what is judged is not: compiling the crates takes longest.
const PROFILE: &str =
    "\n[profile.dev.package.toolwright-mock]\nopt-level = 2\n[profile.dev.package.jsonschema]\nopt-level = 2\n";

/// Where the program is.
pub(super) fn program(project: &Project) -> Utf8PathBuf {
    project.target().join("debug").join(PACKAGE)
}

/// Generates every document below `folder` and builds the program.
pub(super) fn link(
    project: &Project,
    dir: &Utf8Path,
    folder: &Utf8Path,
    documents: &[Utf8PathBuf],
) -> Result<Utf8PathBuf, Error> {
    workspace::prepare(project, folder)?;
    let sources = folder.join("sources");
    fs::create_dir_all(&sources).map_err(Error::while_doing(format!("creating {sources}")))?;
    let linked = generate(project, dir, folder, documents);
    if linked.is_empty() {
        return Err(Error::Failed("no document could be generated".to_owned()));
    }
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(Error::while_doing(format!("reading {manifest}")))?;
    let text = text.replacen("debug = \"line-tables-only\"", "debug = false\nincremental = false", 1);
    let text = text.replacen(
        "[workspace.dependencies]",
        &format!("[workspace.dependencies]\ntoolwright-e2e = {{ path = \"{}/tests\" }}", project.root()),
        1,
    );
    write(&manifest, &format!("{text}{PROFILE}"))?;
    let names = linked
        .iter()
        .map(|linked| format!("{} = {{ path = \"../{}\" }}\n", cargo::server_package(&linked.name), linked.name));
    let manifest = format!(
        "[package]\nname = \"{PACKAGE}\"\nedition = \"2024\"\n\n[dependencies]\ntoolwright-e2e.workspace = true\n\
         toolwright-generator.workspace = true\ntoolwright-mock.workspace = true\ntoolwright-runtime.workspace = true\n{}",
        names.collect::<String>()
    );
    let place = folder.join("corpus_linked");
    fs::create_dir_all(place.join("src")).map_err(Error::while_doing(format!("creating {place}")))?;
    write(&place.join("Cargo.toml"), &manifest)?;
    write(&place.join("src/main.rs"), &main(&linked))?;
    output::note(format!("compiling {} crates", linked.len()));
    let mut command = cargo(project);
    command.current_dir(folder).env("CARGO_TARGET_DIR", project.target());
    command.args(["build", "--quiet", "--package", PACKAGE]).stdin(Stdio::null());
    let status = command.status().map_err(Error::while_doing("starting cargo"))?;
    if status.success() { Ok(program(project)) } else { Err(Error::Failed("the crates could not be built".to_owned())) }
}

/// The crates of the documents, and beside them what their mocks are made of. What offers nothing is named and left out.
fn generate(project: &Project, dir: &Utf8Path, folder: &Utf8Path, documents: &[Utf8PathBuf]) -> Vec<Linked> {
    let waiting = Mutex::new(documents.iter().enumerate());
    let done: Mutex<Vec<(usize, Linked)>> = Mutex::default();
    let work = || {
        let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
        while let Some((index, document)) = next() {
            let name = format!("corpus_{index}");
            let (out, mocked) = (folder.join(&name), folder.join(format!("sources/{name}.json")));
            let arguments = ["--name", &name, "--out", out.as_str(), "--mocked", mocked.as_str()];
            let written = one::write(project.program(), dir, document, &arguments);
            match (written.and_then(|_| workspace::adopt(&out)), done.lock()) {
                (Ok(()), Ok(mut done)) => done.push((index, Linked { path: document.to_string(), name })),
                (Err(error), _) => {
                    output::line(format!("left out: {error}"));
                    // Half a crate would keep cargo from all the others; there may be none.
                    let _ = fs::remove_dir_all(&out);
                }
                (Ok(()), Err(_)) => {}
            }
        }
    };
    std::thread::scope(|scope| {
        (0..std::thread::available_parallelism().map_or(1, usize::from)).for_each(|_| {
            scope.spawn(work);
        });
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, linked)| linked).collect()
}

fn main(linked: &[Linked]) -> String {
    let row = |linked: &Linked| {
        let library = cargo::server_package(&linked.name).replace('-', "_");
        format!("        ({:?}, {:?}, &{library}::API),\n", linked.path, linked.name)
    };
    format!(
        "fn main() -> std::process::ExitCode {{\n    e2e::differential::main(&[\n{}    ])\n}}\n",
        linked.iter().map(row).collect::<String>()
    )
}

fn write(path: &Utf8Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(Error::while_doing(format!("writing {path}")))
}
