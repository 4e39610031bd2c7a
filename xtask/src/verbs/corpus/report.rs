//! The account of a corpus: a table for people, and JSON.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

use super::build::Built;
use super::row::{Ended, Row};
use crate::output;

/// Everything that was found.
pub(super) struct Report {
    rows: Vec<Row>,
    built: Built,
    /// What a validator said, by path.
    verdicts: BTreeMap<Utf8PathBuf, String>,
}

impl Report {
    pub(super) fn new(rows: Vec<Row>, built: Built, verdicts: BTreeMap<Utf8PathBuf, String>) -> Self {
        Self { rows, built, verdicts }
    }

    /// Whether nothing panicked, differed or could not be compiled.
    pub(super) fn is_clean(&self) -> bool {
        self.ended(Ended::Panicked) == 0 && self.ended(Ended::Differs) == 0 && self.built.uncompilable.is_empty()
    }

    /// A row per document, what went wrong, and the sums.
    pub(super) fn text(&self) -> String {
        let head = [
            "document",
            "version",
            "operations",
            "offered",
            "seconds",
            "MB",
            "kB out",
            "errors",
            "warnings",
            "skipped",
        ];
        let mut cells = vec![head.map(str::to_owned)];
        cells.extend(self.rows.iter().map(|row| {
            let skipped: Vec<String> = row.skipped.iter().map(|(code, count)| format!("{code} {count}")).collect();
            let count = |severity: &str| row.diagnostics.get(severity).copied().unwrap_or_default().to_string();
            let skipped = match &row.error {
                Some(error) => error.chars().take(100).collect(),
                None => skipped.join(", "),
            };
            [
                row.path.clone(),
                row.version.clone(),
                row.operations.to_string(),
                row.offered.to_string(),
                format!("{:.2}", row.seconds),
                format!("{:.0}", row.peak_mb),
                (row.output_bytes / 1000).to_string(),
                count("error"),
                count("warning"),
                skipped,
            ]
        }));
        let mut lines = vec![output::table(&cells), String::new()];
        for (path, said) in &self.built.uncompilable {
            lines.push(format!("{path} can't be compiled: {said}"));
        }
        for (group, rows) in self.groups() {
            let (operations, offered) = counted(rows.iter().copied());
            lines.push(format!(
                "{group}: {} documents, {offered} of {operations} operations offered{}",
                rows.len(),
                percent(offered, operations)
            ));
        }
        let (operations, offered) = counted(self.rows.iter());
        lines.push(format!(
            "all: {} documents, {} loaded, {offered} of {operations} operations offered{}; {} panics, {} not deterministic, {} compiled, {} uncompilable",
            self.rows.len(),
            self.loaded(),
            percent(offered, operations),
            self.ended(Ended::Panicked),
            self.ended(Ended::Differs),
            self.built.compiled,
            self.built.uncompilable.len(),
        ));
        let skipped: Vec<String> = self.skipped().iter().map(|(code, count)| format!("{code} {count}")).collect();
        lines.push(format!("skipped: {}", skipped.join(", ")));
        lines.join("\n")
    }

    /// The account for machines.
    pub(super) fn json(&self) -> Value {
        let row = |row: &Row| {
            json!({
                "path": row.path,
                "version": row.version,
                "operations": row.operations,
                "offered": row.offered,
                "skipped": row.skipped,
                "seconds": (row.seconds * 1e4).round() / 1e4,
                "peak_mb": (row.peak_mb * 10.0).round() / 10.0,
                "output_bytes": row.output_bytes,
                "diagnostics": row.diagnostics,
                "error": row.error,
            })
        };
        let groups = self.groups();
        let group = |(name, rows): (&&str, &Vec<&Row>)| {
            let (operations, offered) = counted(rows.iter().copied());
            ((*name).to_owned(), json!({"documents": rows.len(), "operations": operations, "offered": offered}))
        };
        json!({
            "documents": self.rows.len(),
            "loaded": self.loaded(),
            "panics": self.ended(Ended::Panicked),
            "nondeterministic": self.ended(Ended::Differs),
            "compiled": self.built.compiled,
            "uncompilable": self.built.uncompilable.len(),
            "operations": self.rows.iter().map(|row| row.operations).sum::<usize>(),
            "offered": self.rows.iter().map(|row| row.offered).sum::<usize>(),
            "skipped": self.skipped(),
            "groups": groups.iter().map(group).collect::<serde_json::Map<_, _>>(),
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
        })
    }

    fn ended(&self, ended: Ended) -> usize {
        self.rows.iter().filter(|row| row.ended == ended).count()
    }

    /// Documents whose version is known: the text could be read.
    fn loaded(&self) -> usize {
        self.rows.iter().filter(|row| !row.version.is_empty()).count()
    }

    fn skipped(&self) -> BTreeMap<&str, usize> {
        let mut skipped = BTreeMap::new();
        for (code, count) in self.rows.iter().flat_map(|row| &row.skipped) {
            *skipped.entry(code.as_str()).or_default() += count;
        }
        skipped
    }

    /// Rows by the validator's verdict, where there is one.
    fn groups(&self) -> BTreeMap<&str, Vec<&Row>> {
        let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &self.rows {
            if let Some(verdict) = self.verdicts.get(Utf8Path::new(&row.path)) {
                groups.entry(verdict).or_default().push(row);
            }
        }
        groups
    }
}

/// Operations, and those offered.
fn counted<'r>(rows: impl Iterator<Item = &'r Row>) -> (usize, usize) {
    rows.fold((0, 0), |(operations, offered), row| (operations + row.operations, offered + row.offered))
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return String::new();
    }
    let thousandths = part * 100_000 / whole;
    format!(" ({}.{:03} %)", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::{Built, Ended, Report, Row, percent};

    #[test]
    fn sums_are_told_by_verdict() {
        let skipped = [("invalid-operation".to_owned(), 2), ("no-example".to_owned(), 1)];
        let row = Row {
            path: "a".to_owned(),
            version: "3.1".to_owned(),
            operations: 10,
            offered: 7,
            skipped: skipped.into(),
            ..Row::default()
        };
        let lost = Row { path: "b".to_owned(), ended: Ended::Panicked, error: Some("x".to_owned()), ..Row::default() };
        let verdicts = [("a".into(), "valid".to_owned())].into();
        let report = Report::new(vec![row, lost], Built::default(), verdicts);
        assert!(!report.is_clean());
        let json = report.json();
        assert_eq!((&json["operations"], &json["panics"], &json["loaded"]), (&10.into(), &1.into(), &1.into()));
        assert_eq!((&json["groups"]["valid"]["operations"], &json["skipped"]["no-example"]), (&10.into(), &1.into()));
        assert!(
            report.text().contains("valid: 1 documents, 7 of 10 operations offered (70.000 %)"),
            "{}",
            report.text()
        );
        assert_eq!(percent(1, 3), " (33.333 %)");
    }
}
