//! What is told of one vendor after generating or checking it, for people and as JSON.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use generator::{Code, Diagnostic, Diagnostics, Severity, Stage};
use serde_json::{Value, json};

use crate::compilation::Compilation;
use crate::coverage::Coverage;
use crate::error::Outcome;
use crate::files::{Change, Changes, Kind};
use crate::vendor::Texts;
use crate::{output, render};

/// Diagnostics of one code that are shown one by one.
const MOST_ALIKE: usize = 20;

/// The account of one vendor.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// The vendor, or what else was generated.
    pub(crate) name: String,
    /// Everything there is to say about its document and decisions.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether something must be corrected; of a vendor nothing is written then.
    pub(crate) has_errors: bool,
    /// How long each stage took.
    pub(crate) timings: Vec<(Stage, Duration)>,
    /// How much of the document is offered.
    pub(crate) coverage: Coverage,
    /// What was written, or would have to be.
    pub(crate) changes: Changes,
    /// Whether the changes were only looked for.
    pub(crate) checked: bool,
}

impl Account {
    /// Of a compilation, nothing written so far.
    pub(crate) fn new(name: &str, compilation: &Compilation) -> Self {
        Self {
            name: name.to_owned(),
            diagnostics: compilation.diagnostics.clone(),
            has_errors: compilation.has_errors,
            timings: compilation.timings.clone(),
            coverage: compilation.coverage(),
            ..Self::default()
        }
    }

    /// Of decisions that can't be read.
    pub(crate) fn undecided(name: &str, diagnostics: &Diagnostics) -> Self {
        let diagnostics = diagnostics.iter().cloned().collect();
        Self { name: name.to_owned(), diagnostics, has_errors: true, ..Self::default() }
    }

    /// How it ended.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self { has_errors: true, .. } => Outcome::Failed,
            Self { checked: true, changes, .. } if !changes.list.is_empty() => Outcome::Stale,
            _ => Outcome::Fine,
        }
    }

    /// The decision that would do, where all errors are of a kind that a vendor may accept.
    pub(crate) fn acceptable(&self) -> Option<String> {
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let codes: BTreeSet<Code> = errors.map(|diagnostic| diagnostic.code).collect();
        let all = !codes.is_empty() && codes.iter().all(|code| Code::ACCEPTABLE.contains(code));
        let codes: Vec<String> = codes.iter().map(|code| format!("{:?}", code.as_str())).collect();
        all.then(|| format!("accept = [{}]", codes.join(", ")))
    }

    /// Tells it: diagnostics on standard error, the rest on standard output.
    pub(crate) fn tell(&self, texts: &Texts) {
        self.tell_diagnostics(|file| texts.text(file));
        output::line(self.line());
        if let Some(accept) = self.acceptable() {
            let name = &self.name;
            output::line(format!("  correct it in specs/{name}/overlay.yaml, or do without what is wrong:"));
            output::line(format!("  {accept} in specs/{name}/vendor.toml"));
        }
        if self.checked {
            self.changes.list.iter().for_each(|change| output::line(format!("  {}", stale(change))));
            if !self.changes.list.is_empty() {
                output::line(format!("  `cargo xtask generate {}` repairs it", self.name));
            }
        }
    }

    /// Renders errors and warnings at their places. Notes are counted in [`Account::line`] and listed by `--json`.
    pub(crate) fn tell_diagnostics<'t>(&self, text: impl Fn(&str) -> Option<Cow<'t, str>>) {
        let mut told: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in self.diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note) {
            let alike = told.entry(diagnostic.code).or_default();
            *alike += 1;
            if *alike <= MOST_ALIKE {
                output::note(render::diagnostic(diagnostic, text(&diagnostic.file).as_deref()));
                output::note("");
            }
        }
        for (code, count) in told.into_iter().filter(|(_, count)| *count > MOST_ALIKE) {
            output::note(format!("{} more {}; --json lists all\n", count - MOST_ALIKE, code.as_str()));
        }
    }

    /// One line: operations, files, timings, tally.
    pub(crate) fn line(&self) -> String {
        let mut parts = Vec::new();
        if self.has_errors && self.changes.is_untouched() {
            parts.push("nothing written".to_owned());
        } else {
            parts.push(format!("{} operations offered, {} left out", self.coverage.offered, self.coverage.left_out));
            parts.push(self.files());
        }
        if !self.timings.is_empty() {
            let stage = |(stage, took): &(Stage, Duration)| format!("{stage} {}", took.as_millis());
            let stages: Vec<String> = self.timings.iter().map(stage).collect();
            parts.push(format!("{} ms ({})", self.milliseconds(), stages.join(", ")));
        }
        parts.push(render::tally(&self.diagnostics));
        parts.retain(|part| !part.is_empty());
        format!("{}: {}", self.name, parts.join("; "))
    }

    /// The same for machines.
    pub(crate) fn json(&self) -> Value {
        let change = |change: &Change| match &change.kind {
            Kind::Missing => json!({ "path": change.path.as_str(), "kind": "missing" }),
            Kind::Orphan => json!({ "path": change.path.as_str(), "kind": "orphan" }),
            Kind::Differs(difference) => {
                json!({ "path": change.path.as_str(), "kind": "differs", "difference": difference.to_string() })
            }
        };
        let timing = |(stage, took): &(Stage, Duration)| (stage.to_string(), json!(took.as_millis()));
        json!({
            "name": self.name,
            "outcome": outcome_word(self.outcome()),
            "operations": { "offered": self.coverage.offered, "left_out": self.coverage.left_out },
            "files": {
                "written": self.changes.written(),
                "unchanged": self.changes.unchanged,
                "removed": self.changes.removed(),
            },
            "changes": self.changes.list.iter().map(change).collect::<Vec<_>>(),
            "milliseconds": self.timings.iter().map(timing).collect::<serde_json::Map<_, _>>(),
            "diagnostics": self.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        })
    }

    fn files(&self) -> String {
        let Changes { list, unchanged, owned: _ } = &self.changes;
        let (written, removed) = (self.changes.written(), self.changes.removed());
        match (self.checked, list.is_empty()) {
            (true, true) => format!("{unchanged} files up to date"),
            (true, false) => format!("{} files stale, {unchanged} up to date", list.len()),
            (false, _) => format!("{written} files written, {unchanged} unchanged, {removed} removed"),
        }
    }

    fn milliseconds(&self) -> u128 {
        self.timings.iter().map(|(_, took)| took).sum::<Duration>().as_millis()
    }
}

/// `fine`, `failed` or `stale`.
pub(crate) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fine => "fine",
        Outcome::Failed => "failed",
        Outcome::Stale => "stale",
    }
}

/// A change in words, when it was only looked for.
pub(crate) fn stale(change: &Change) -> String {
    match &change.kind {
        Kind::Missing => format!("{} is missing", change.path),
        Kind::Orphan => format!("{} belongs to nothing that is generated", change.path),
        Kind::Differs(difference) => format!("{}: {difference}", change.path),
    }
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let Diagnostic { code, severity, file, pointer, line, column, message, help } = diagnostic;
    json!({
        "code": code.as_str(),
        "severity": severity.as_str(),
        "file": file,
        "pointer": pointer,
        "line": line,
        "column": column,
        "message": message,
        "help": help,
    })
}

#[cfg(test)]
mod tests {
    use crate::coverage::Coverage;
    use crate::error::Outcome;
    use crate::files::{Change, Changes, Kind};

    use super::Account;

    fn account(checked: bool, kinds: &[Kind]) -> Account {
        let change = |kind: &Kind| Change { path: "generated/cafe/x".into(), kind: kind.clone() };
        let coverage = Coverage { offered: 3, left_out: 0 };
        let changes = Changes { list: kinds.iter().map(change).collect(), unchanged: 7, ..Changes::default() };
        Account { name: "cafe".to_owned(), coverage, changes, checked, ..Account::default() }
    }

    #[test]
    fn lines_say_what_happened_or_would() {
        let changed = [Kind::Missing, Kind::Orphan];
        for (account, line, outcome) in [
            (account(false, &changed), "1 files written, 7 unchanged, 1 removed", Outcome::Fine),
            (account(true, &changed), "2 files stale, 7 up to date", Outcome::Stale),
            (account(true, &[]), "7 files up to date", Outcome::Fine),
        ] {
            assert_eq!(account.line(), format!("cafe: 3 operations offered, 0 left out; {line}"));
            assert_eq!(account.outcome(), outcome);
        }
    }
}
