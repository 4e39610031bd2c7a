//! Floors of modules: no import goes up, and none closes a cycle.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use super::cycles::{self, Edge};
use super::floors::{DOCUMENT, Table, Tables};
use super::imports::{self, Exports};
use super::{File, Finding, Package, Tree};

pub(super) fn check(tree: &Tree, tables: &Tables, findings: &mut Vec<Finding>) {
    let mut used = BTreeSet::new();
    for package in tree.packages.iter().filter(|package| !super::is_generated(&package.folder)) {
        let sources = Sources::new(package, tree);
        let names = [package.folder.as_str(), package.library.as_str()];
        let table = names.into_iter().find_map(|name| tables.modules.get_key_value(name));
        match table {
            Some((name, table)) => {
                used.insert(name.as_str());
                sources.check(table, findings);
            }
            // A single module has nothing to import.
            None if sources.modules.len() < 2 => {}
            None => {
                let message = format!("the modules of {} have no floors", package.folder);
                let remedy = format!("write them in a block ```floors {}", package.folder);
                findings.push(Finding::new(Utf8Path::new(DOCUMENT), 0, message, remedy));
            }
        }
    }
    for (name, table) in tables.modules.iter().filter(|(name, _)| !used.contains(name.as_str())) {
        let message = format!("there are floors of {name}, which is no crate written by hand");
        findings.push(Finding::new(Utf8Path::new(DOCUMENT), table.line, message, "remove the block"));
    }
}

/// The Rust files of a crate.
struct Sources<'t> {
    /// Files with their module paths; the root's is empty.
    files: Vec<(&'t File, Vec<String>)>,
    /// Top-level modules.
    modules: BTreeSet<String>,
    exports: Exports,
}

impl<'t> Sources<'t> {
    fn new(package: &Package, tree: &'t Tree) -> Self {
        let source = package.folder.join("src");
        let module = |file: &'t File| {
            let path = file.path.strip_prefix(&source).ok()?;
            Some((file, module_path(path)?))
        };
        let files: Vec<(&File, Vec<String>)> = tree.files.iter().filter_map(module).collect();
        let modules = files.iter().filter_map(|(_, path)| path.first().cloned()).collect();
        let roots = files.iter().filter(|(_, path)| path.is_empty());
        let exports = roots.flat_map(|(root, _)| imports::exports(&root.text)).collect();
        Self { files, modules, exports }
    }

    fn check(&self, table: &Table, findings: &mut Vec<Finding>) {
        let document = Utf8Path::new(DOCUMENT);
        for module in self.modules.iter().filter(|module| table.floor(module).is_none()) {
            let message = format!("the module {module} has no floor");
            findings.push(Finding::new(document, table.line, message, "give it one in this block"));
        }
        for (module, (_, line)) in table.entries.iter().filter(|(module, _)| !self.modules.contains(*module)) {
            let message = format!("{module} has a floor but does not exist");
            findings.push(Finding::new(document, *line, message, "remove it from the table"));
        }
        let mut level: BTreeMap<(&str, String), Edge<'_>> = BTreeMap::new();
        for (file, from, to, line) in self.edges() {
            let (Some(own), Some(other)) = (table.floor(from), table.floor(&to)) else { continue };
            if other > own {
                let message = format!("{from} (floor {own}) imports {to} (floor {other})");
                findings.push(Finding::new(&file.path, line, message, "a module imports its own floor and lower ones"));
            } else if other == own {
                let key = (from, to.clone());
                level.entry(key).or_insert(Edge { from, to, path: &file.path, line });
            }
        }
        cycles::check(&level.into_values().collect::<Vec<_>>(), findings);
    }

    /// File, module, imported module and line of every import between top-level modules.
    fn edges(&self) -> Vec<(&'t File, &str, String, usize)> {
        let mut edges = Vec::new();
        for (file, path) in self.files.iter().filter(|(_, path)| !path.iter().any(|part| part == "tests")) {
            let Some(from) = path.first() else { continue };
            for import in imports::imports(&file.text, path) {
                let Some(first) = import.path.first() else { continue };
                let to = if self.modules.contains(first) { Some(first) } else { self.exports.get(first) };
                if let Some(to) = to.filter(|to| *to != from) {
                    edges.push((*file, from.as_str(), to.clone(), import.line));
                }
            }
        }
        edges
    }
}

/// `["request", "style"]` for request/style.rs; nothing for programs beside the crate's root.
fn module_path(path: &Utf8Path) -> Option<Vec<String>> {
    if path.extension() != Some("rs") || path.starts_with("bin") {
        return None;
    }
    let path = path.with_extension("");
    if path == "lib" || path == "main" {
        return Some(Vec::new());
    }
    Some(path.components().map(|part| part.as_str().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::floors::{self, DOCUMENT};
    use crate::tidy::{File, Package, Tree};

    fn tidied(table: &str, files: &[(&str, &str)]) -> Vec<String> {
        let file = |(path, text): (&str, &str)| File { path: path.into(), text: text.to_owned() };
        let document = format!("```floors\n0 a\n```\n```floors a\n{table}\n```\n");
        let mut tree = Tree { files: files.iter().copied().map(file).collect(), ..Tree::default() };
        tree.files.push(file((DOCUMENT, &document)));
        tree.packages.push(Package { folder: "a".into(), library: "a".to_owned(), dependencies: Vec::new() });
        let mut findings = Vec::new();
        let tables = floors::read(&tree, &mut findings);
        check(&tree, &tables, &mut findings);
        findings.sort();
        findings.iter().map(|finding| format!("{}:{}: {}", finding.path, finding.line, finding.message)).collect()
    }

    const ROOT: (&str, &str) = ("a/src/lib.rs", "pub use low::{Low, Other as Renamed};\npub use high::High;");

    #[test]
    fn downward_imports_are_fine() {
        let files = [ROOT, ("a/src/low.rs", "pub struct Low;"), ("a/src/high.rs", "use crate::{Low, Renamed, low};")];
        assert_eq!(tidied("0 low\n1 high", &files), [""; 0]);
    }

    #[test]
    fn upward_imports_are_found_by_any_spelling() {
        let low = "use crate::high;\nuse crate::High;\nuse super::high::X;\nfn f() { crate::high::g() }\n#[cfg(test)]\nmod tests { use crate::high; }";
        let files =
            [ROOT, ("a/src/low.rs", low), ("a/src/low/inner.rs", "use super::super::high;"), ("a/src/high.rs", "")];
        let message = "low (floor 0) imports high (floor 1)";
        let expected: Vec<String> = ["low/inner.rs:1", "low.rs:1", "low.rs:2", "low.rs:3", "low.rs:4"]
            .map(|place| format!("a/src/{place}: {message}"))
            .to_vec();
        assert_eq!(tidied("0 low\n1 high", &files), expected);
    }

    #[test]
    fn cycles_on_one_floor_are_found_once() {
        let files = [
            ROOT,
            ("a/src/low.rs", "\nuse crate::high;"),
            ("a/src/high.rs", "use crate::third;"),
            ("a/src/third.rs", "use crate::Low;"),
        ];
        assert_eq!(tidied("0 low high third", &files), ["a/src/high.rs:1: high -> third -> low -> high is a cycle"]);
    }

    #[test]
    fn tables_and_modules_agree() {
        let files = [ROOT, ("a/src/low.rs", ""), ("a/src/high.rs", ""), ("a/src/bin/x.rs", "")];
        assert_eq!(
            tidied("0 low gone", &files),
            [
                "ARCHITECTURE.md:4: the module high has no floor",
                "ARCHITECTURE.md:5: gone has a floor but does not exist",
            ]
        );
    }
}
