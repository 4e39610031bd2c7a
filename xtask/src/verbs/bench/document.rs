//! `bench --spec FILE`: what a document of any size costs: to generate, and to compile what comes of it. Bars belong to
//! documents, so none stand here.

use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;

use super::rebuild::priced;
use crate::cargo::cargo;
use crate::error::{Error, Outcome};
use crate::project::Project;
use crate::verbs::corpus::one;
use crate::verbs::corpus::row::Row;
use crate::{location, output, workspace};

/// What the crate is called.
const NAME: &str = "corpus_document";
const PACKAGE: &str = "corpus-document-mcp";
/// A document of one operation, for what a server weighs without an API.
const EMPTY: &str = "openapi: 3.1.0\ninfo: {title: Empty, version: '1'}\nservers: [{url: https://empty.example}]\n\
    paths: {/nothing: {get: {responses: {'200': {description: Nothing}}}}}\n";

/// Measures a document.
pub(crate) fn bench(project: &Project, spec: &Utf8Path, json: bool) -> Result<Outcome, Error> {
    let folder = project.target().join("bench");
    workspace::prepare(project, &folder)?;
    let subject = Subject { project, crate_folder: folder.join(NAME), folder };
    let mut figures: Vec<(&str, f64, &str)> = Vec::new();
    let place = location::folder_of(spec);
    let file = Utf8Path::new(spec.file_name().unwrap_or_default());

    // An empty server first: it builds the dependencies in every profile.
    let empty = subject.folder.join("empty");
    std::fs::create_dir_all(&empty).map_err(Error::while_doing("creating a folder"))?;
    std::fs::write(empty.join("openapi.yaml"), EMPTY).map_err(Error::while_doing("writing a document"))?;
    subject.generate(&empty, Utf8Path::new("openapi.yaml"), &[])?;
    for arguments in [&["check"][..], &["build"], &["build", "--release"]] {
        output::note(format!("building what the crate depends on: cargo {}", arguments.join(" ")));
        subject.cargo(arguments)?;
    }
    let without = subject.binary()?;

    let row = subject.generate(place, file, &[])?;
    figures.push(("generate, load to place", row.seconds, "s"));
    figures.push(("generate, peak memory", row.peak_mb, "MB"));
    figures.push(("operations offered", number(row.offered), ""));
    let builds = [
        ("check", &["check", "--lib"][..]),
        ("dev build", &["build", "--lib"]),
        ("release", &["build", "--release", "--lib"]),
    ];
    for (label, arguments) in builds {
        output::note(format!("measuring cargo {}", arguments.join(" ")));
        let (seconds, megabytes) = subject.cargo(arguments)?;
        figures.push((label, seconds, "s CPU"));
        figures.push(("  largest rustc", megabytes, "MB"));
    }
    subject.cargo(&["build", "--release"])?;
    let data = |name: &str| {
        let path = subject.crate_folder.join("data").join(name);
        path.metadata().map(|data| data.len()).map_err(Error::while_doing(format!("reading {path}")))
    };
    let (index, cards) = (data("index.bin")?, data("cards.bin")?);
    let growth = subject.binary()?.saturating_sub(without).saturating_sub(index + cards);
    figures.push(("binary growth without index and cards", megabytes(growth), "MB"));
    figures.push(("index", megabytes(index), "MB"));
    figures.push(("cards and prose per operation", megabytes(cards) * 1e6 / number(row.offered.max(1)), "bytes"));

    subject.generate(place, file, &["--changed"])?;
    for (label, arguments) in [
        ("one operation changed: check", &["check", "--lib"][..]),
        ("one operation changed: dev build", &["build", "--lib"]),
    ] {
        figures.push((label, subject.cargo(arguments)?.0, "s CPU"));
    }
    if json {
        let figure =
            |(label, value, unit): &(&str, f64, &str)| json!({"figure": label.trim(), "value": value, "unit": unit});
        output::line(json!({"spec": spec.as_str(), "figures": figures.iter().map(figure).collect::<Vec<_>>()}));
    } else {
        let head = ["figure", "measured", "unit"].map(str::to_owned);
        let cells =
            |(label, value, unit): &(&str, f64, &str)| [(*label).to_owned(), format!("{value:.2}"), (*unit).to_owned()];
        let rows: Vec<[String; 3]> = std::iter::once(head).chain(figures.iter().map(cells)).collect();
        output::line(output::table(&rows));
    }
    Ok(Outcome::Fine)
}

struct Subject<'p> {
    project: &'p Project,
    folder: Utf8PathBuf,
    crate_folder: Utf8PathBuf,
}

impl Subject<'_> {
    fn generate(&self, folder: &Utf8Path, document: &Utf8Path, more: &[&str]) -> Result<Row, Error> {
        let arguments = [&["--name", NAME, "--out", self.crate_folder.as_str()], more].concat();
        let row = one::write(self.project.program(), folder, document, &arguments)?;
        workspace::adopt(&self.crate_folder)?;
        Ok(row)
    }

    /// Runs cargo on the crate. What it costs is that of the crate alone, once its dependencies are built.
    fn cargo(&self, arguments: &[&str]) -> Result<(f64, f64), Error> {
        let mut command: Command = cargo(self.project);
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", self.project.target());
        command.args(arguments).args(["--offline", "--package", PACKAGE]).arg("--quiet").stdout(Stdio::null());
        priced(&command)
    }

    /// Bytes of the release binary without symbols.
    fn binary(&self) -> Result<u64, Error> {
        let program = self.project.target().join("release").join(PACKAGE);
        let stripped = self.folder.join("stripped");
        let status = Command::new("strip").args(["-o", stripped.as_str(), program.as_str()]).status();
        if !status.map_err(Error::while_doing("starting strip"))?.success() {
            return Err(Error::Failed(format!("strip of {program} failed")));
        }
        stripped.metadata().map(|file| file.len()).map_err(Error::while_doing("reading the program"))
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn megabytes(bytes: u64) -> f64 {
    u32::try_from(bytes).map_or(f64::from(u32::MAX), f64::from) / 1e6
}
