//! `bench`: what servers, generation and builds cost, measured on the real programs and held against bars. It informs: a
//! figure over its bar fails nothing, a figure that can't be measured does.

mod calls;
pub(crate) mod document;
mod figure;
mod generation;
mod load;
mod rebuild;
mod server;
mod start;

use camino::Utf8PathBuf;
use generator::Vendor;
use serde_json::{Value, json};

use crate::error::{Error, Outcome};
use crate::project::Project;
use crate::vendor::Texts;
use crate::verbs::wait_for;
use crate::{account, cargo, output};

pub(crate) use load::upstream::serve as upstream;

use figure::{Figure, Kind, Measured};

/// What a vendor's measurements need.
struct Subject<'p> {
    project: &'p Project,
    texts: Texts,
    vendor: Vendor,
    /// The server in the release profile.
    program: Utf8PathBuf,
}

/// Measures the vendors asked for, all of them by default, and what a server costs under load, whatever it serves.
pub(crate) fn bench(project: &Project, vendors: &[String], json: bool) -> Result<Outcome, Error> {
    let names = project.chosen(vendors)?;
    let mut outcome = Outcome::Fine;
    let mut accounts = Vec::new();
    for name in &names {
        let figures = figures(&subject(project, name)?);
        outcome = outcome.max(Outcome::of(!figures.iter().any(Figure::failed)));
        if json {
            accounts.push(account(name, &figures));
        } else {
            output::line(format!("{name}\n{}\n", figure::table(&figures)));
        }
    }
    let load = load::figures(project);
    Ok(told(outcome, (&accounts, &load), json))
}

/// Measures what a server costs under load alone.
pub(crate) fn under_load(project: &Project, json: bool) -> Result<Outcome, Error> {
    Ok(told(Outcome::Fine, (&[], &load::figures(project)), json))
}

/// Prints the figures under load, as JSON along with the accounts of vendors.
fn told(outcome: Outcome, (accounts, load): (&[Value], &[Figure]), json: bool) -> Outcome {
    let outcome = outcome.max(Outcome::of(!load.iter().any(Figure::failed)));
    if json {
        let load: Vec<Value> = load.iter().map(Figure::json).collect();
        output::line(json!({ "outcome": account::outcome_word(outcome), "vendors": accounts, "load": load }));
    } else {
        output::line(format!("any server under load\n{}", figure::table(load)));
    }
    outcome
}

/// Reads a vendor's folder and builds its server.
fn subject<'p>(project: &'p Project, name: &str) -> Result<Subject<'p>, Error> {
    let texts = Texts::read(project, name)?;
    let vendor = texts.vendor().map_err(|_| {
        Error::Failed(format!("{} can't be read: `cargo xtask generate {name}` says why", texts.decisions_name))
    })?;
    let package = cargo::server_package(name);
    output::note(format!("{name}: building {package} in the release profile"));
    let built = cargo::build_release(project, std::slice::from_ref(&package))?;
    let program = built.executables.into_iter().next();
    let program = program.ok_or_else(|| Error::Failed(format!("{package} has no program")))?;
    Ok(Subject { project, texts, vendor, program })
}

/// Every figure of a vendor. One that fails costs only itself and those measured along with it.
fn figures(subject: &Subject<'_>) -> Vec<Figure> {
    type Measurement = fn(&Subject<'_>) -> Result<Vec<Measured>, Error>;
    let measurements: [(&[Kind], Measurement); 4] = [
        (&[Kind::Start, Kind::Memory, Kind::Tools], |subject| wait_for(start::measure(subject))),
        (&[Kind::Generate], generation::measure),
        (&[Kind::Execute, Kind::Search], |subject| wait_for(calls::measure(subject))),
        (&[Kind::Build], rebuild::measure),
    ];
    let mut figures = Vec::new();
    for (kinds, measure) in measurements {
        let labels: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        output::note(format!("{}: measuring {}", subject.texts.name, labels.join(", ")));
        match measure(subject) {
            Ok(measured) => {
                let pairs = kinds.iter().zip(measured);
                figures.extend(pairs.map(|(kind, measured)| Figure { kind: *kind, measured }));
            }
            Err(error) => {
                output::note(format!("{}: {error}", subject.texts.name));
                let failed = || Measured::Failed(error.to_string());
                figures.extend(kinds.iter().map(|kind| Figure { kind: *kind, measured: failed() }));
            }
        }
    }
    figures
}

fn account(name: &str, figures: &[Figure]) -> Value {
    json!({ "name": name, "figures": figures.iter().map(Figure::json).collect::<Vec<_>>() })
}
