//! Where dependencies come from, and how exactly they are named: `[sources]` and `[bans]` of deny.toml.

use camino::Utf8Path;
use serde_json::Value;

use super::{Finding, Tree, deny};

pub(super) fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    let path = Utf8Path::new(deny::FILE);
    // Without a list that can be read the check of licences says so.
    let Some(Ok(list)) = deny::read(tree) else { return };
    let section = |name: &str| list.get(name).and_then(toml::Value::as_table);
    let denies = |table: &str, key: &str| {
        section(table).and_then(|table| table.get(key)).and_then(toml::Value::as_str) == Some("deny")
    };
    let registries = section("sources").and_then(|sources| sources.get("allow-registry"));
    let registries: Vec<&str> =
        registries.and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str).collect();
    let mut fault = |message: String, remedy: &str| findings.push(Finding::new(path, 0, message, remedy));
    for package in tree.metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| package.get(key).and_then(Value::as_str);
        let name = text("name").unwrap_or_default();
        let Some(source) = text("source") else {
            if denies("bans", "wildcards") {
                for wild in wildcards(package) {
                    fault(format!("{name} takes any version of {wild}"), "name a version");
                }
            }
            continue;
        };
        let registry = source.strip_prefix("registry+").or_else(|| source.strip_prefix("sparse+"));
        match registry {
            Some(registry) if denies("sources", "unknown-registry") && !registries.contains(&registry) => {
                fault(format!("{name} comes from another registry"), "add it to sources.allow-registry, or replace it");
            }
            None if denies("sources", "unknown-git") => {
                fault(format!("{name} comes from {source}"), "take a release from the registry");
            }
            _ => {}
        }
    }
}

/// Dependencies from a registry whose version is left open.
fn wildcards(package: &Value) -> impl Iterator<Item = &str> {
    let dependencies = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    let open = dependencies.filter(|dependency| {
        let is_path = dependency.get("path").is_some_and(Value::is_string);
        !is_path && dependency.get("req").is_some_and(|requirement| requirement == "*")
    });
    open.filter_map(|dependency| dependency.get("name")?.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;
    use crate::tidy::{File, Tree, deny};

    #[test]
    fn sources_and_wildcards_are_held_against_the_list() {
        let list = "[sources]\nunknown-registry = 'deny'\nunknown-git = 'deny'\nallow-registry = ['r']\n[bans]\nwildcards = 'deny'\n";
        let metadata = json!({ "packages": [
            { "name": "a", "source": "registry+r" },
            { "name": "b", "source": "registry+other" },
            { "name": "c", "source": "git+there" },
            { "name": "ours", "source": null, "dependencies": [
                { "name": "near", "req": "*", "path": "x" }, { "name": "wild", "req": "*" }, { "name": "a", "req": "^1" },
            ] },
        ] });
        let files = vec![File { path: deny::FILE.into(), text: list.to_owned() }];
        let mut findings = Vec::new();
        check(&Tree { files, metadata, ..Tree::default() }, &mut findings);
        let found: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            found,
            ["b comes from another registry", "c comes from git+there", "ours takes any version of wild"]
        );
    }
}
