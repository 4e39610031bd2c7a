//! The tables of floors in ARCHITECTURE.md: the document is the check.
//!
//! A table is a fenced block. Its info string is `floors` for the crates, or `floors <crate>` for the modules of one. Each
//! line is a number and what stands on that floor, separated by commas or spaces; `#` begins a remark.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::{Finding, Tree};

/// Where the tables are.
pub(super) const DOCUMENT: &str = "ARCHITECTURE.md";

/// One table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The line that it begins at.
    pub(super) line: usize,
    /// Floor and line of each entry.
    pub(super) entries: BTreeMap<String, (u32, usize)>,
}

/// All tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tables {
    /// Of crates, by folder.
    pub(super) crates: Table,
    /// Of modules, by the crate's folder or name.
    pub(super) modules: BTreeMap<String, Table>,
}

impl Table {
    /// The floor of a crate or module.
    pub(super) fn floor(&self, name: &str) -> Option<u32> {
        self.entries.get(name).map(|(floor, _)| *floor)
    }
}

/// Reads the tables.
pub(super) fn read(tree: &Tree, findings: &mut Vec<Finding>) -> Tables {
    let path = Utf8Path::new(DOCUMENT);
    let Some(file) = tree.file(DOCUMENT) else {
        findings.push(Finding::new(path, 0, "there is no table of floors", "write one in a block ```floors"));
        return Tables::default();
    };
    let mut tables = Tables::default();
    let mut open: Option<(String, Table)> = None;
    for (index, line) in file.text.lines().enumerate() {
        let number = index + 1;
        let info = line.trim().strip_prefix("```");
        match (&mut open, info) {
            (None, Some(info)) if info.split_whitespace().next() == Some("floors") => {
                let subject = info.trim().trim_start_matches("floors").trim().to_owned();
                open = Some((subject, Table { line: number, ..Table::default() }));
            }
            (Some(_), Some(_)) => {
                let (subject, table) = open.take().unwrap_or_default();
                add(&mut tables, subject, table, findings);
            }
            (Some((_, table)), None) => entries(table, line, number, findings),
            (None, _) => {}
        }
    }
    if tables.crates.entries.is_empty() {
        findings.push(Finding::new(path, 0, "the crates have no floors", "write them in a block ```floors"));
    }
    tables
}

fn add(tables: &mut Tables, subject: String, table: Table, findings: &mut Vec<Finding>) {
    let line = table.line;
    let known = if subject.is_empty() {
        let known = !tables.crates.entries.is_empty();
        tables.crates = table;
        known
    } else {
        tables.modules.insert(subject, table).is_some()
    };
    if known {
        findings.push(Finding::new(Utf8Path::new(DOCUMENT), line, "a second table of the same floors", "keep one"));
    }
}

fn entries(table: &mut Table, line: &str, number: usize, findings: &mut Vec<Finding>) {
    let text = line.split('#').next().unwrap_or_default().trim();
    let mut words = text.split(|character: char| character == ',' || character.is_whitespace());
    let mut fault = |message: String, remedy: &str| {
        findings.push(Finding::new(Utf8Path::new(DOCUMENT), number, message, remedy));
    };
    let Some(floor) = words.next().filter(|word| !word.is_empty()) else { return };
    let Ok(floor) = floor.parse() else {
        fault(format!("{floor:?} is no floor"), "begin the line with a number");
        return;
    };
    for name in words.filter(|word| !word.is_empty()) {
        if table.entries.insert(name.to_owned(), (floor, number)).is_some() {
            fault(format!("{name} stands on two floors"), "keep one");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DOCUMENT, read};
    use crate::tidy::{File, Tree};

    #[test]
    fn tables_are_read() {
        let text = "# A\n```text\n9 no\n```\n```floors\n1  a, generated/<v>\n0 b/c # remark\n\n```\n```floors b/c\n0 x y\n0 x\nz q\n```\n";
        let tree = Tree { files: vec![File { path: DOCUMENT.into(), text: text.to_owned() }], ..Tree::default() };
        let mut findings = Vec::new();
        let tables = read(&tree, &mut findings);
        assert_eq!(tables.crates.line, 5);
        assert_eq!(tables.crates.floor("a"), Some(1));
        assert_eq!(tables.crates.floor("generated/<v>"), Some(1));
        assert_eq!(tables.crates.floor("b/c"), Some(0));
        assert_eq!(tables.crates.floor("remark"), None);
        assert_eq!(tables.modules.get("b/c").and_then(|table| table.floor("y")), Some(0));
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            findings,
            [
                "ARCHITECTURE.md:12: x stands on two floors; keep one",
                "ARCHITECTURE.md:13: \"z\" is no floor; begin the line with a number",
            ]
        );
    }

    #[test]
    fn a_missing_table_is_found() {
        let mut findings = Vec::new();
        read(&Tree::default(), &mut findings);
        assert_eq!(findings.len(), 1);
    }
}
