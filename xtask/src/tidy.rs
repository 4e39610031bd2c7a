//! What a machine can check of the architecture and the style. Texts in, findings out; reading files is the verb's part.

mod crates;
mod cycles;
mod deny;
mod floors;
mod imports;
mod licences;
mod modules;
mod rules;
mod sources;
mod tokens;
mod visible;

use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

pub(crate) use crates::Package;

/// A text file of the project.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Relative to the root.
    pub(crate) path: Utf8PathBuf,
    /// Its content.
    pub(crate) text: String,
}

/// Everything that is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// Files written by hand and generated Rust.
    pub(crate) files: Vec<File>,
    /// Folders at the root.
    pub(crate) folders: Vec<String>,
    /// The workspace's packages.
    pub(crate) packages: Vec<Package>,
    /// Names of vendors.
    pub(crate) vendors: Vec<String>,
    /// `cargo metadata`.
    pub(crate) metadata: Value,
}

/// Something to be put right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file.
    pub(crate) path: Utf8PathBuf,
    /// The line, from 1; 0 stands for the whole file.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) remedy: String,
}

impl Finding {
    fn new(path: &Utf8Path, line: usize, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, message, remedy } = self;
        match line {
            0 => write!(f, "{path}: {message}; {remedy}"),
            line => write!(f, "{path}:{line}: {message}; {remedy}"),
        }
    }
}

impl Tree {
    /// The file at a path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// Everything to be put right, sorted by place.
pub(crate) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        rules::check(file, &tree.vendors, &mut findings);
    }
    let tables = floors::read(tree, &mut findings);
    crates::check(tree, &tables, &mut findings);
    modules::check(tree, &tables, &mut findings);
    licences::check(tree, &mut findings);
    sources::check(tree, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

/// Whether a file was made by the generator.
fn is_generated(path: &Utf8Path) -> bool {
    path.starts_with("generated")
}
