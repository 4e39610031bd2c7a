//! Counts of one document, or of all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Error;

use super::disagreement::{Disagreement, Known};

/// Disagreements of a kind that are shown; all of them are in the report.
const SHOWN: usize = 5;
/// Characters of a line.
const LINE: usize = 400;

/// What was counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) documents: usize,
    pub(super) operations: usize,
    /// Operations for which the mock itself finds no valid arguments that a request can carry.
    pub(super) untold: Vec<String>,
    /// Valid sets sent, and those that arrived as they were.
    pub(super) sent: usize,
    pub(super) accepted: usize,
    /// Invalid sets tried, and those refused at the right place.
    pub(super) tried: usize,
    pub(super) refused: usize,
    pub(super) disagreements: Vec<Disagreement>,
}

impl Tally {
    /// That of a document which could not be tested.
    pub(super) fn failed(path: &str, error: &Error) -> Self {
        let disagreement = Disagreement {
            document: path.to_owned(),
            operation: String::new(),
            kind: "not tested",
            detail: error.to_string(),
            call: Value::Null,
            reason: None,
        };
        Self { documents: 1, disagreements: vec![disagreement], ..Self::default() }
    }

    /// The same with the reasons of what is known.
    pub(super) fn judged(mut self, known: &Known) -> Self {
        self.disagreements.iter_mut().for_each(|one| one.reason = known.reason(one));
        self
    }

    pub(super) fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.operations += other.operations;
        self.untold.extend(other.untold);
        self.sent += other.sent;
        self.accepted += other.accepted;
        self.tried += other.tried;
        self.refused += other.refused;
        self.disagreements.extend(other.disagreements);
    }

    /// Disagreements that aren't known.
    pub(super) fn unknown(&self) -> usize {
        self.disagreements.iter().filter(|one| one.reason.is_none()).count()
    }

    pub(super) fn line(&self, path: &str, took: Duration) -> String {
        format!(
            "{path}: {} operations, {} of {} valid accepted, {} of {} invalid refused, {} unknown disagreements, {:.1} s",
            self.operations,
            self.accepted,
            self.sent,
            self.refused,
            self.tried,
            self.unknown(),
            took.as_secs_f64()
        )
    }

    /// Prints what there is to tell of all.
    pub(super) fn tell(&self, known: &Known, took: Duration) {
        let mut kinds: BTreeMap<&str, Vec<&Disagreement>> = BTreeMap::new();
        for one in self.disagreements.iter().filter(|one| one.reason.is_none()) {
            kinds.entry(one.kind).or_default().push(one);
        }
        for (kind, all) in kinds {
            println!("\n{kind}: {}", all.len());
            for one in all.iter().take(SHOWN) {
                let text = format!("  {} {}: {} in {}", one.document, one.operation, one.detail, one.call);
                println!("{}", text.chars().take(LINE).collect::<String>());
            }
        }
        if !self.untold.is_empty() {
            println!(
                "\nno valid arguments are known for {} operations:\n  {}",
                self.untold.len(),
                self.untold.join("\n  ")
            );
        }
        for (met, reason) in known.met() {
            println!("known, {met} times: {reason}");
        }
        println!("\n{} documents, {}", self.documents, self.line("all", took));
    }

    /// The counts, for what else there is to count beside them.
    fn account(&self) -> Value {
        json!({"documents": self.documents, "operations": self.operations, "untold": self.untold, "sent": self.sent,
            "accepted": self.accepted, "tried": self.tried, "refused": self.refused,
            "known": self.disagreements.len() - self.unknown(), "unknown": self.unknown()})
    }

    /// Writes the counts.
    pub(super) fn count(&self, file: &Path) -> Result<(), Error> {
        fs::write(file, self.account().to_string()).map_err(|error| Error::new("writing the account", error))
    }

    /// Writes every disagreement, a line of JSON each.
    pub(super) fn write(&self, file: &Path) -> Result<(), Error> {
        let lines: String = self.disagreements.iter().map(|one| format!("{}\n", one.json())).collect();
        fs::write(file, lines).map_err(|error| Error::new("writing the report", error))
    }
}
