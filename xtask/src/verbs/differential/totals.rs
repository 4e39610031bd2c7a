//! The account of a run: what the program counted, and what Prism did, in one table.

use std::fs;

use camino::Utf8Path;
use serde::Deserialize;

use crate::error::Error;
use crate::output;

/// What the program writes into `account.json`.
#[derive(Debug, Deserialize)]
struct Counted {
    documents: usize,
    operations: usize,
    untold: Vec<String>,
    sent: usize,
    accepted: usize,
    tried: usize,
    refused: usize,
    known: usize,
    unknown: usize,
}

/// What Prism's part writes into `prism.json`.
#[derive(Debug, Deserialize)]
struct Judged {
    documents: usize,
    loaded: usize,
    unloaded: Vec<Unloaded>,
    sent: usize,
    accepted: usize,
    known: usize,
    late: usize,
    undecided: usize,
    unknown: usize,
}

#[derive(Debug, Deserialize)]
struct Unloaded {
    document: String,
    why: String,
}

/// Prints the table, and below it the names of what was left out.
pub(super) fn tell(folder: &Utf8Path, prism: bool) -> Result<(), Error> {
    let counted: Counted = read(&folder.join("account.json"))?;
    let judged: Option<Judged> = prism.then(|| read(&folder.join("prism.json"))).transpose()?;
    let mut rows = vec![["what".to_owned(), "count".to_owned()]];
    rows.extend(counted.rows());
    rows.extend(judged.iter().flat_map(Judged::rows));
    output::line(format!("\n{}", output::table(&rows)));
    for one in judged.iter().flat_map(|judged| &judged.unloaded) {
        output::line(format!("not loaded by Prism: {}: {}", one.document, one.why));
    }
    Ok(())
}

impl Counted {
    fn rows(&self) -> Vec<[String; 2]> {
        vec![
            row("documents", self.documents),
            row("operations", self.operations),
            row("  for which the mock knows no valid arguments", self.untold.len()),
            row("valid sets sent", self.sent),
            row("  accepted by the mock as they were given", self.accepted),
            row("invalid sets tried", self.tried),
            row("  refused before the wire at the right path", self.refused),
            row("disagreements that are known (known.yaml)", self.known),
            row("disagreements that are not", self.unknown),
        ]
    }
}

impl Judged {
    fn rows(&self) -> Vec<[String; 2]> {
        vec![
            row("documents for Prism", self.documents),
            row("  loaded", self.loaded),
            row("valid sets for Prism", self.sent),
            row("  accepted", self.accepted),
            row("  refused for a known reason (prism/known.mjs)", self.known),
            row("  refused for another", self.unknown),
            row("  not judged, because Prism was too slow or did not load the document", self.late),
            row("  not judged, because Prism failed at them", self.undecided),
        ]
    }
}

fn row(what: &str, count: usize) -> [String; 2] {
    [what.to_owned(), count.to_string()]
}

fn read<T: for<'de> Deserialize<'de>>(file: &Utf8Path) -> Result<T, Error> {
    let text = fs::read_to_string(file).map_err(Error::while_doing(format!("reading {file}")))?;
    serde_json::from_str(&text).map_err(|error| Error::Failed(format!("{file} can't be read: {error}")))
}
