//! Licences of everything that is compiled in, against the list in deny.toml.

use std::collections::BTreeSet;

use camino::Utf8Path;
use serde_json::Value;

use super::{Finding, Tree, deny};

pub(super) fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    let path = Utf8Path::new(deny::FILE);
    let mut fault = |message: String, remedy: &str| findings.push(Finding::new(path, 0, message, remedy));
    let list = match deny::read(tree) {
        Some(Ok(list)) => list,
        Some(Err(error)) => {
            fault(format!("it is not TOML: {error}"), "correct it");
            return;
        }
        None => {
            fault("there is no list of licences".to_owned(), "write one: [licenses] allow = [\"MIT\"]");
            return;
        }
    };
    let policy = Policy::new(&list);
    let packages = tree.metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    for package in packages.filter(|package| package.get("source").is_some_and(Value::is_string)) {
        let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
        let (name, expression) = (text("name"), policy.expression(text("name"), text("license")));
        if expression.is_empty() {
            let remedy = "say what its licence file says under [[licenses.clarify]]";
            fault(format!("{name} {} names no licence", text("version")), remedy);
        } else if !allows(&policy.allowed(name), &expression) {
            let remedy = "allow the licence, or do without the package";
            fault(format!("{name} {} is under {expression}", text("version")), remedy);
        }
    }
}

/// The part of deny.toml that is read: allow, exceptions and clarify.
struct Policy<'d> {
    allow: BTreeSet<&'d str>,
    exceptions: Vec<(&'d str, BTreeSet<&'d str>)>,
    clarifications: Vec<(&'d str, &'d str)>,
}

impl<'d> Policy<'d> {
    fn new(list: &'d toml::Table) -> Self {
        let licences = list.get("licenses").and_then(toml::Value::as_table);
        let entries = |key: &str| {
            let entries = licences.and_then(|licences| licences.get(key)).and_then(toml::Value::as_array);
            entries.into_iter().flatten().filter_map(toml::Value::as_table)
        };
        let allow = licences.map(allowed).unwrap_or_default();
        let exceptions = entries("exceptions").filter_map(|entry| Some((subject(entry)?, allowed(entry))));
        let clarifications =
            entries("clarify").filter_map(|entry| Some((subject(entry)?, entry.get("expression")?.as_str()?)));
        Self { allow, exceptions: exceptions.collect(), clarifications: clarifications.collect() }
    }

    fn expression(&self, package: &str, declared: &str) -> String {
        let clarified = self.clarifications.iter().find(|(name, _)| *name == package);
        clarified.map_or(declared, |(_, expression)| expression).to_owned()
    }

    fn allowed(&self, package: &str) -> BTreeSet<&'d str> {
        let exceptions = self.exceptions.iter().filter(|(name, _)| *name == package);
        exceptions.flat_map(|(_, licences)| licences).chain(&self.allow).copied().collect()
    }
}

fn allowed(table: &toml::Table) -> BTreeSet<&str> {
    let list = table.get("allow").and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

/// The package that an entry is about: `crate`, or `name` in older files; a version may follow an `@`.
fn subject(entry: &toml::Table) -> Option<&str> {
    entry.get("crate").or_else(|| entry.get("name"))?.as_str()?.split('@').next()
}

/// Whether the allowed licences satisfy an SPDX expression (SPDX 2.3 annex D; `/` is the crate registry's old OR).
fn allows(allowed: &BTreeSet<&str>, expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, allowed };
    parser.any() && parser.words.is_empty()
}

struct Parser<'w> {
    words: &'w [&'w str],
    allowed: &'w BTreeSet<&'w str>,
}

impl Parser<'_> {
    /// `a OR b`
    fn any(&mut self) -> bool {
        let mut fits = self.all();
        while self.took("OR") {
            // Both sides are read, whatever the first says.
            fits |= self.all();
        }
        fits
    }

    /// `a AND b`
    fn all(&mut self) -> bool {
        let mut fits = self.one();
        while self.took("AND") {
            fits &= self.one();
        }
        fits
    }

    /// `a`, `a WITH b`, `(a)`
    fn one(&mut self) -> bool {
        if self.took("(") {
            let fits = self.any();
            return self.took(")") && fits;
        }
        let Some((licence, rest)) = self.words.split_first() else { return false };
        self.words = rest;
        if !self.took("WITH") {
            return self.allowed.contains(licence);
        }
        let Some((exception, rest)) = self.words.split_first() else { return false };
        self.words = rest;
        self.allowed.contains(format!("{licence} WITH {exception}").as_str())
    }

    fn took(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::{allows, check};
    use crate::tidy::{File, Tree, deny};

    #[test]
    fn expressions_are_satisfied_or_not() {
        let allowed = BTreeSet::from(["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]);
        for expression in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0 OR MIT",
            "MIT/Apache-2.0",
            "(MIT OR GPL-3.0) AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(allows(&allowed, expression), "{expression}");
        }
        for expression in ["GPL-3.0", "MIT AND GPL-3.0", "MIT WITH x", "(MIT", "MIT)", "MIT MIT", "", "AND"] {
            assert!(!allows(&allowed, expression), "{expression}");
        }
    }

    #[test]
    fn packages_are_held_against_the_list() {
        let list = "[licenses]\nallow = ['MIT']\nexceptions = [{ allow = ['ISC'], crate = 'b@1.0.0' }]\n\
            [[licenses.clarify]]\ncrate = 'c'\nexpression = 'MIT'\n";
        let package = |name: &str, licence: Option<&str>| json!({ "name": name, "version": "1.0.0", "license": licence, "source": "registry" });
        let metadata = json!({ "packages": [
            package("a", Some("MIT")), package("b", Some("ISC")), package("c", None), package("d", Some("ISC")), package("e", None),
            { "name": "ours", "version": "1.0.0", "license": null, "source": null },
        ] });
        let files = vec![File { path: deny::FILE.into(), text: list.to_owned() }];
        let mut findings = Vec::new();
        check(&Tree { files, metadata, ..Tree::default() }, &mut findings);
        let found: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(found, ["d 1.0.0 is under ISC", "e 1.0.0 names no licence"]);
    }
}
