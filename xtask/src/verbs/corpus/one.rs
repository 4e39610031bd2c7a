//! One document, in a process of its own.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use generator::{Diagnostic, Files, Severity, Source, Vendor};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Options;
use super::documents::Document;
use super::row::{Ended, Row};
use crate::compilation::Compilation;
use crate::error::{Error, Outcome};
use crate::files::Changes;
use crate::project::Project;
use crate::{location, output, siblings};

/// How long one document may take.
const LONGEST: Duration = Duration::from_secs(300);
/// How often it is looked whether it is done.
const PAUSE: Duration = Duration::from_millis(5);

/// Generates a document twice and holds the results against each other.
pub(super) fn twice(program: &Utf8Path, dir: &Utf8Path, document: &Document) -> Row {
    let first = run(program, dir, document);
    if first.ended == Ended::Panicked {
        return first;
    }
    let second = run(program, dir, document);
    if second.digest == first.digest {
        return first;
    }
    let error = "two runs gave different files".to_owned();
    Row { ended: Ended::Differs, error: Some(error), ..first }
}

/// Starts this program for one document and reads the row that it prints.
fn run(program: &Utf8Path, dir: &Utf8Path, document: &Document) -> Row {
    let failed = |error: String| Row {
        path: document.path.to_string(),
        ended: Ended::Panicked,
        error: Some(error),
        ..Row::default()
    };
    let mut command = Command::new(program);
    command.args(["corpus", "--dir", dir.as_str(), "--one", document.path.as_str()]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return failed(format!("the process can't be started: {error}")),
    };
    // Both pipes are read while it runs: a full one would stop it.
    let reader = |pipe: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            pipe.map(|mut pipe| pipe.read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        })
    };
    let printed = reader(child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>));
    let said = reader(child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>));
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if begun.elapsed() > LONGEST => {
                // It may have ended meanwhile.
                let _ = child.kill();
                let _ = child.wait();
                break Err(format!("not done after {} s", LONGEST.as_secs()));
            }
            Ok(None) => std::thread::sleep(PAUSE),
            Err(error) => break Err(error.to_string()),
        }
    };
    let (printed, said) = (printed.join().unwrap_or_default(), said.join().unwrap_or_default());
    match status {
        Ok(status) => serde_json::from_str(printed.trim()).unwrap_or_else(|_| {
            let panic = said.lines().find(|line| line.contains("panicked")).or(said.lines().last()).unwrap_or_default();
            failed(format!("{status}: {panic}"))
        }),
        Err(error) => failed(error),
    }
}

/// Generates a document in a process of its own into a stand-alone crate, and gives its row. The arguments are those of
/// `corpus --one`.
pub(crate) fn write(program: &Utf8Path, dir: &Utf8Path, document: &Utf8Path, arguments: &[&str]) -> Result<Row, Error> {
    let doing = || Error::while_doing(format!("generating {document}"));
    let mut command = Command::new(program);
    command.args(["corpus", "--dir", dir.as_str(), "--one", document.as_str()]).args(arguments);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(doing())?;
    let row: Option<Row> = serde_json::from_slice(&output.stdout).ok().filter(|_| output.status.success());
    let why = match row {
        Some(Row { ended: Ended::Refused, error, .. }) => error.unwrap_or_default(),
        Some(row) => return Ok(row),
        None => output.status.to_string(),
    };
    Err(Error::Failed(format!("{document} could not be generated: {why}")))
}

/// Generates the document and prints its row; writes the crate where one is wanted.
pub(super) fn generate(
    project: &Project,
    dir: &Utf8Path,
    document: &Utf8Path,
    options: &Options,
) -> Result<Outcome, Error> {
    let place = dir.join(document);
    let bytes = std::fs::read(&place).map_err(Error::while_doing(format!("reading {place}")))?;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    drop(bytes);
    if options.changed {
        text = changed(&text).ok_or_else(|| Error::Failed(format!("{place} has no operation to change")))?;
    }
    let home = Document::home(dir, document);
    let beside = |file: &str| {
        let path = place.with_file_name(file);
        path.is_file().then(|| std::fs::read_to_string(path).ok()).flatten()
    };
    let mut source = Source {
        name: document.to_string(),
        path: place.strip_prefix(&home).unwrap_or(document).to_string(),
        text,
        overlay: beside("overlay.yaml").map(|text| (document.with_file_name("overlay.yaml").to_string(), text)),
        lock: beside("names.lock"),
        ..Source::default()
    };
    let name = options.name.as_deref().unwrap_or("corpus");
    let vendor = match beside("vendor.toml") {
        Some(decisions) => Vendor::parse(name, "vendor.toml", &decisions),
        None => Ok(Vendor::plain(name)),
    };
    let mut vendor = match vendor {
        Ok(vendor) => vendor,
        Err(diagnostics) => {
            let first = diagnostics.iter().next().map(first_line);
            let row = Row { path: document.to_string(), ended: Ended::Refused, error: first, ..Row::default() };
            return print(&row);
        }
    };
    siblings::complete(&mut source, &vendor, &home);
    if let Some(file) = &options.mocked {
        let text = mocked(&source, &vendor).to_string();
        std::fs::write(file, text).map_err(Error::while_doing(format!("writing {file}")))?;
    }
    if let Some(out) = &options.out {
        let runtime = location::absolute(&project.root().join("runtime"))?;
        vendor.runtime_path = Some(location::relative(&location::absolute(out)?, &runtime).into_string());
    }
    let begun = Instant::now();
    let compilation = Compilation::run(&source, &vendor, &mut |_| {});
    let seconds = begun.elapsed().as_secs_f64();
    let row = row(document, &compilation, seconds);
    if let Some(out) = &options.out {
        let prefix = format!("generated/{name}");
        let inside = |(path, bytes): (camino::Utf8PathBuf, Vec<u8>)| {
            let path = path.strip_prefix(&prefix).map(Utf8Path::to_owned).ok()?;
            Some((path, bytes))
        };
        let files: Files = compilation.files.into_iter().filter_map(inside).collect();
        Changes::plan(out, &files, &[])?.apply(out, &files, out)?;
    }
    print(&row)
}

/// What a mock is made of: the document and its files, and the decisions that change what is valid.
fn mocked(source: &Source, vendor: &Vendor) -> Value {
    json!({
        "document": generator::corrected(source),
        "path": source.path,
        "files": source.files,
        "security": vendor.security_default(),
        "operation_security": vendor.operation_security(),
        "constant_headers": vendor.constant_headers(),
        "styles": vendor.parameter_styles(),
    })
}

/// The document with one parameter more in its first operation.
fn changed(text: &str) -> Option<String> {
    let json = serde_json::from_str(text).ok();
    let mut document: Value = json.or_else(|| serde_norway::from_str(text).ok())?;
    let items = document.get_mut("paths")?.as_object_mut()?;
    let methods = ["get", "post", "put", "delete", "patch"];
    let mut operations = items.iter_mut().flat_map(|(_, item)| item.as_object_mut().into_iter().flatten());
    let operation = operations.find(|(method, _)| methods.contains(&method.as_str()))?.1.as_object_mut()?;
    // As 2.0 and 3 write it; each reads what it knows.
    let more = json!({"name": "measured_change", "in": "query", "type": "string", "schema": {"type": "string"}});
    operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?.push(more);
    Some(document.to_string())
}

fn print(row: &Row) -> Result<Outcome, Error> {
    let text = serde_json::to_string(row).map_err(|error| Error::Failed(format!("printing a row: {error}")))?;
    output::line(text);
    Ok(Outcome::Fine)
}

fn row(document: &Utf8Path, compilation: &Compilation, seconds: f64) -> Row {
    let Compilation { files, diagnostics, summary, .. } = compilation;
    let mut digest = Sha256::new();
    for (path, bytes) in files {
        digest.update(path.as_str());
        digest.update(bytes.len().to_le_bytes());
        digest.update(bytes);
    }
    let count = |severity: Severity| {
        let alike = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (severity.as_str().to_owned(), alike)
    };
    let serious = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    Row {
        path: document.to_string(),
        version: summary.version.clone(),
        operations: summary.operations,
        offered: summary.offered,
        skipped: summary.skipped.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect(),
        seconds,
        peak_mb: peak().unwrap_or_default(),
        output_bytes: files.values().map(Vec::len).sum(),
        diagnostics: [Severity::Error, Severity::Warning, Severity::Note].map(count).into(),
        digest: digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        error: files.is_empty().then(|| serious.map_or_else(|| "nothing was generated".to_owned(), first_line)),
        ended: if files.is_empty() { Ended::Refused } else { Ended::Generated },
    }
}

fn first_line(diagnostic: &Diagnostic) -> String {
    format!("{}: {}", diagnostic.code.as_str(), diagnostic.message.lines().next().unwrap_or_default())
}

/// The largest that this process was so far in MB, where the system tells (proc_pid_status(5)).
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let size = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u32 = size.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(f64::from(kibibytes) * 1024.0 / 1e6)
}
