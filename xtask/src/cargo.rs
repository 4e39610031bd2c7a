//! Cargo as a tool: builds of generated crates and the workspace's metadata.

use std::process::{Command, Stdio};

use camino::Utf8PathBuf;
use serde_json::Value;

use crate::error::Error;
use crate::project::Project;

/// What `cargo run` tells a program of its own package begins so.
const PACKAGE_VARIABLES: [&str; 2] = ["CARGO_MANIFEST_", "CARGO_PKG_"];

/// Cargo, run in the project's root as if from a shell. Build scripts that watch the variables of their package would run
/// again, and all that depends on them be built again, whenever this program and a shell take turns.
pub(crate) fn cargo(project: &Project) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project.root());
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let ours = |name: &String| PACKAGE_VARIABLES.iter().any(|prefix| name.starts_with(prefix));
    variables.filter(ours).for_each(|name| {
        command.env_remove(name);
    });
    command
}

/// What a build made.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// The programs.
    pub(crate) executables: Vec<Utf8PathBuf>,
    /// Warnings about the packages built, as the compiler renders them.
    pub(crate) warnings: Vec<String>,
}

/// Builds packages in the dev profile, xtask along with them: it makes the features of all dependencies the same in every
/// build, so that each is built once. Progress and errors go to standard error.
pub(crate) fn build(project: &Project, packages: &[String]) -> Result<Built, Error> {
    build_profile(project, "dev", packages)
}

/// The same in the release profile.
pub(crate) fn build_release(project: &Project, packages: &[String]) -> Result<Built, Error> {
    build_profile(project, "release", packages)
}

fn build_profile(project: &Project, profile: &str, packages: &[String]) -> Result<Built, Error> {
    let mut command = cargo(project);
    command.args(["build", "--profile", profile, "--message-format=json-render-diagnostics", "--package", "xtask"]);
    packages.iter().for_each(|package| {
        command.args(["--package", package]);
    });
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(Error::while_doing("starting cargo"))?;
    if !output.status.success() {
        return Err(Error::Failed(format!("cargo build of {} failed; see above", packages.join(", "))));
    }
    Ok(built(&String::from_utf8_lossy(&output.stdout), packages))
}

/// The package of a vendor's server.
pub(crate) fn server_package(vendor: &str) -> String {
    format!("{}-mcp", vendor.replace('_', "-"))
}

/// `cargo metadata` of the workspace and everything that it depends on.
pub(crate) fn metadata(project: &Project) -> Result<Value, Error> {
    let mut command = cargo(project);
    let output = command.args(["metadata", "--format-version=1", "--locked"]).stdin(Stdio::null()).output();
    let output = output.map_err(Error::while_doing("starting cargo"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Failed(format!("cargo metadata --locked failed: {}", said.trim())));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| Error::Failed(format!("cargo metadata: {error}")))
}

fn built(messages: &str, packages: &[String]) -> Built {
    let mut built = Built::default();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let ours = package(text("/package_id")).is_some_and(|name| packages.iter().any(|package| package == name));
        match text("/reason") {
            "compiler-artifact" if ours => {
                let executable = message.get("executable").and_then(Value::as_str);
                built.executables.extend(executable.map(Utf8PathBuf::from));
            }
            "compiler-message" if ours && text("/message/level") == "warning" => {
                built.warnings.push(text("/message/rendered").to_owned());
            }
            _ => {}
        }
    }
    built
}

/// The name of a package by its id: `path+file:///…/cafe#cafe-mcp@0.1.0`, or `…/cafe-mcp#0.1.0`.
pub(crate) fn package(id: &str) -> Option<&str> {
    let (folder, fragment) = id.rsplit_once('#')?;
    match fragment.split_once('@') {
        Some((name, _)) => Some(name),
        None => folder.rsplit('/').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::built;

    #[test]
    fn programs_and_warnings_of_the_packages_are_found() {
        let messages = r#"{"reason":"compiler-artifact","package_id":"path+file:///p/cafe#cafe-mcp@0.1.0","executable":null}
{"reason":"compiler-artifact","package_id":"path+file:///p/cafe#cafe-mcp@0.1.0","executable":"/t/debug/cafe-mcp"}
{"reason":"compiler-artifact","package_id":"path+file:///p/cafe-mcp#0.1.0","executable":"/t/debug/other"}
{"reason":"compiler-artifact","package_id":"path+file:///p/x#x@0.1.0","executable":"/t/debug/x"}
{"reason":"compiler-message","package_id":"path+file:///p/cafe#cafe-mcp@0.1.0","message":{"level":"warning","rendered":"unused"}}
{"reason":"compiler-message","package_id":"path+file:///p/x#x@0.1.0","message":{"level":"warning","rendered":"other"}}
not json"#;
        let built = built(messages, &["cafe-mcp".to_owned()]);
        assert_eq!(built.executables, ["/t/debug/cafe-mcp", "/t/debug/other"]);
        assert_eq!(built.warnings, ["unused"]);
    }
}
