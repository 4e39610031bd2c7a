//! Floors of crates: a crate depends on lower ones only. The compiler sees to it that no other crate is imported.

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use super::floors::{DOCUMENT, Tables};
use super::{Finding, Tree};

/// What the tables call the crates of all vendors.
const GENERATED: &str = "generated/<v>";
/// The crate that must not know any other: what agrees with it would prove nothing.
const INDEPENDENT: &str = "tests/mock";

/// A package of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    /// Its folder, relative to the root.
    pub(crate) folder: Utf8PathBuf,
    /// What Rust code calls its library; the package's name without one.
    pub(crate) library: String,
    /// Folders of the workspace's packages that it depends on, in tests and builds too.
    pub(crate) dependencies: Vec<Utf8PathBuf>,
}

impl Package {
    /// The packages of `cargo metadata`.
    pub(crate) fn all(metadata: &Value, root: &Utf8Path) -> Vec<Self> {
        let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let members = list(metadata, "workspace_members");
        let packages = list(metadata, "packages");
        let ours = packages.iter().filter(|package| package.get("id").is_some_and(|id| members.contains(id)));
        let package = |package: &Value| {
            let manifest = package.get("manifest_path").and_then(Value::as_str)?;
            let folder = Utf8Path::new(manifest).parent()?.strip_prefix(root).ok()?.to_owned();
            let path = |dependency: &Value| {
                let path = Utf8Path::new(dependency.get("path").and_then(Value::as_str)?);
                path.strip_prefix(root).ok().map(Utf8Path::to_owned)
            };
            let targets = list(package, "targets");
            let is_library = |target: &&Value| list(target, "kind").iter().any(|kind| kind == "lib");
            let name = targets.iter().find(is_library).unwrap_or(package).get("name").and_then(Value::as_str)?;
            let dependencies = list(package, "dependencies").iter().filter_map(path).collect();
            Some(Self { folder, library: name.replace('-', "_"), dependencies })
        };
        ours.filter_map(package).collect()
    }

    /// Its name in a table of crates.
    fn entry(&self) -> &str {
        if super::is_generated(&self.folder) { GENERATED } else { self.folder.as_str() }
    }
}

pub(super) fn check(tree: &Tree, tables: &Tables, findings: &mut Vec<Finding>) {
    if tables.crates.entries.is_empty() {
        return;
    }
    for package in &tree.packages {
        package_floors(package, tree, tables, findings);
    }
    for (entry, (_, line)) in &tables.crates.entries {
        let exists = tree.packages.iter().any(|package| package.entry() == entry || package.folder == *entry);
        let is_folder = tree.folders.contains(entry);
        if !exists && !is_folder && entry != GENERATED {
            let message = format!("{entry} has a floor but does not exist");
            findings.push(Finding::new(Utf8Path::new(DOCUMENT), *line, message, "remove it from the table"));
        }
    }
}

fn package_floors(package: &Package, tree: &Tree, tables: &Tables, findings: &mut Vec<Finding>) {
    let manifest = package.folder.join("Cargo.toml");
    let Some(floor) = tables.crates.floor(package.entry()) else {
        let message = format!("the crate {} has no floor", package.folder);
        let remedy = "give it one in the block ```floors";
        findings.push(Finding::new(Utf8Path::new(DOCUMENT), tables.crates.line, message, remedy));
        return;
    };
    for dependency in tree.packages.iter().filter(|other| package.dependencies.contains(&other.folder)) {
        if package.folder == INDEPENDENT {
            let message = format!("{INDEPENDENT} depends on {}", dependency.folder);
            findings.push(Finding::new(&manifest, 0, message, "it has to stay independent of what it tests"));
        }
        let Some(other) = tables.crates.floor(dependency.entry()) else { continue };
        if other >= floor {
            let (own, its) = (&package.folder, &dependency.folder);
            let message = format!("{own} (floor {floor}) depends on {its} (floor {other})");
            findings.push(Finding::new(&manifest, 0, message, "a crate depends on lower floors only"));
        }
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;
    use serde_json::json;

    use super::{Package, check};
    use crate::tidy::floors::{self, DOCUMENT};
    use crate::tidy::{File, Tree};

    #[test]
    fn packages_are_read_from_metadata() {
        let metadata = json!({
            "workspace_members": ["a", "b"],
            "packages": [
                { "id": "a", "name": "x-a", "manifest_path": "/p/a/Cargo.toml", "targets": [{ "kind": ["lib"], "name": "a" }],
                  "dependencies": [{ "name": "b", "path": "/p/b" }, { "name": "serde" }] },
                { "id": "b", "name": "b-mcp", "manifest_path": "/p/b/Cargo.toml", "targets": [{ "kind": ["bin"], "name": "q" }] },
                { "id": "serde", "name": "serde", "manifest_path": "/q/Cargo.toml" },
            ],
        });
        let package = |folder: &str, library: &str, dependencies: &[&str]| Package {
            folder: folder.into(),
            library: library.to_owned(),
            dependencies: dependencies.iter().map(|folder| (*folder).into()).collect(),
        };
        let expected = [package("a", "a", &["b"]), package("b", "b_mcp", &[])];
        assert_eq!(Package::all(&metadata, Utf8Path::new("/p")), expected);
    }

    #[test]
    fn crates_depend_downward() {
        let package = |folder: &str, dependencies: &[&str]| Package {
            folder: folder.into(),
            library: folder.replace('/', "_"),
            dependencies: dependencies.iter().map(|folder| (*folder).into()).collect(),
        };
        let table = "```floors\n3 xtask\n2 generated/<v>\n1 generator runtime\n0 tests/mock gone specs\n```\n";
        let tree = Tree {
            files: vec![File { path: DOCUMENT.into(), text: table.to_owned() }],
            folders: vec!["specs".to_owned()],
            packages: vec![
                package("xtask", &["generator", "tests/mock"]),
                package("generated/cafe", &["runtime"]),
                package("generator", &["runtime"]),
                package("runtime", &[]),
                package("tests/mock", &["generator"]),
                package("lost", &[]),
            ],
            ..Tree::default()
        };
        let mut findings = Vec::new();
        let tables = floors::read(&tree, &mut findings);
        check(&tree, &tables, &mut findings);
        findings.sort();
        let found: Vec<String> = findings.iter().map(|finding| finding.message.clone()).collect();
        assert_eq!(
            found,
            [
                "the crate lost has no floor",
                "gone has a floor but does not exist",
                "generator (floor 1) depends on runtime (floor 1)",
                "tests/mock (floor 0) depends on generator (floor 1)",
                "tests/mock depends on generator",
            ]
        );
    }
}
