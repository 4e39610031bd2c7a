//! Rules for single files.

use super::tokens::{Code, Token};
use super::{File, Finding, is_generated};

/// Longest file written by hand, in lines.
const LONGEST: usize = 450;
/// Beginnings of paths that exist on one machine. Written in pieces, so that this file passes.
const MACHINE: [&str; 6] = [
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("C:", "\\"),
    concat!("/mn", "t/"),
];

pub(super) fn check(file: &File, vendors: &[String], findings: &mut Vec<Finding>) {
    let by_hand = !is_generated(&file.path);
    if by_hand {
        machine_paths(file, findings);
    }
    if file.path.extension() != Some("rs") {
        return;
    }
    let code = Code::new(&file.text);
    let tokens = code.tokens();
    head(file, findings);
    tokens_of(file, &tokens, findings);
    if by_hand {
        length(file, findings);
        if !file.path.components().any(|part| part.as_str() == "tests") {
            vendor_names(file, vendors, findings);
        }
    }
}

/// The file's name and its first lines.
fn head(file: &File, findings: &mut Vec<Finding>) {
    if file.path.file_name() == Some("mod.rs") {
        let remedy = "name it after the module, beside the module's folder";
        findings.push(Finding::new(&file.path, 0, "a file mod.rs", remedy));
    }
    let mut lines = file.text.lines().map(str::trim).filter(|line| !line.is_empty());
    if !lines.by_ref().take_while(|line| line.starts_with("//")).any(|line| line.starts_with("//!")) {
        findings.push(Finding::new(&file.path, 1, "the module says nothing about itself", "begin it with //!"));
    }
}

fn length(file: &File, findings: &mut Vec<Finding>) {
    let lines = file.text.lines().count();
    if lines > LONGEST {
        let message = format!("{lines} lines are more than {LONGEST}");
        findings.push(Finding::new(&file.path, LONGEST + 1, message, "split it by noun"));
    }
}

/// What must not stand in the code.
fn tokens_of(file: &File, tokens: &[Token<'_>], findings: &mut Vec<Finding>) {
    let mut depth = 0_usize;
    let mut tests_end: Option<usize> = None;
    for (index, token) in tokens.iter().enumerate() {
        let from_here =
            |count: usize| -> String { tokens.iter().skip(index).take(count).map(|token| token.text).collect() };
        let mut fault = |message: &str, remedy: &str| {
            findings.push(Finding::new(&file.path, token.line, message, remedy));
        };
        match token.text {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                tests_end = tests_end.filter(|end| depth > *end);
            }
            "mod" if from_here(3) == "modtests{" => tests_end = tests_end.or(Some(depth)),
            "use" if from_here(4) == "usesuper::*" && tests_end.is_none() => {
                fault("`use super::*`", "name what is used");
            }
            "#" => {
                let attribute = from_here(4);
                if ["#[allow", "#![allow", "#[expect", "#![expect"].iter().any(|start| attribute.starts_with(start)) {
                    fault("a lint is silenced", "change what it complains about");
                }
            }
            "todo" | "unimplemented" if from_here(2).ends_with('!') => {
                fault(&format!("`{}!`", token.text), "write what is missing");
            }
            _ => {}
        }
    }
}

fn machine_paths(file: &File, findings: &mut Vec<Finding>) {
    for (index, line) in file.text.lines().enumerate() {
        let begins = |start: usize| {
            let before = line.get(..start).and_then(|before| before.chars().next_back());
            !before.is_some_and(|before| before.is_alphanumeric() || "._-~}>/".contains(before))
        };
        let found = MACHINE.iter().find(|path| line.match_indices(**path).any(|(start, _)| begins(start)));
        if let Some(found) = found {
            let message = format!("a path of one machine: {found}…");
            findings.push(Finding::new(&file.path, index + 1, message, "make it relative"));
        }
    }
}

fn vendor_names(file: &File, vendors: &[String], findings: &mut Vec<Finding>) {
    for (index, line) in file.text.lines().enumerate() {
        let line = line.to_ascii_lowercase();
        let part = |character: char| character.is_ascii_alphanumeric();
        let stands_in = |vendor: &&String| {
            line.match_indices(vendor.as_str()).any(|(start, found)| {
                let before = line.get(..start).and_then(|before| before.chars().next_back());
                let after = line.get(start + found.len()..).and_then(|after| after.chars().next());
                !before.is_some_and(part) && !after.is_some_and(part)
            })
        };
        if let Some(vendor) = vendors.iter().find(stands_in) {
            let message = format!("the vendor {vendor} is named");
            let remedy = "vendors are data: move it to specs/ or say it generally";
            findings.push(Finding::new(&file.path, index + 1, message, remedy));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::File;

    fn tidied(path: &str, text: &str, expected: &[&str]) {
        let mut findings = Vec::new();
        let file = File { path: path.into(), text: text.to_owned() };
        check(&file, &["cafe".to_owned(), "box_office".to_owned()], &mut findings);
        let found: Vec<String> =
            findings.iter().map(|finding| format!("{}: {}", finding.line, finding.message)).collect();
        assert_eq!(found, expected, "{path}\n{text}");
    }

    #[test]
    fn files_begin_with_what_they_are_for() {
        let missing = "1: the module says nothing about itself";
        tidied("x/src/a.rs", "//! A.\nfn a() {}", &[]);
        tidied("generated/cafe/src/a.rs", "// @generated\n\n//! A.\n", &[]);
        tidied("x/src/a.rs", "fn a() {}\n//! late", &[missing]);
        tidied("x/src/a.rs", "", &[missing]);
        tidied("x/src/mod.rs", "//! A.", &["0: a file mod.rs"]);
    }

    #[test]
    fn forbidden_code_is_found_and_its_mention_is_not() {
        tidied("x/src/a.rs", "//! A.\nuse super::*;", &["2: `use super::*`"]);
        tidied("x/src/a.rs", "//! A.\nmod tests {\n    use super::*;\n}\nuse super::*;", &["5: `use super::*`"]);
        tidied("x/src/a.rs", "//! A.\n#[allow(dead_code)]\nfn a() {}", &["2: a lint is silenced"]);
        tidied("x/src/a.rs", "//! A.\n#![expect(dead_code)]", &["2: a lint is silenced"]);
        tidied("generated/cafe/src/a.rs", "//! A.\n#[allow(x)]", &["2: a lint is silenced"]);
        tidied("x/src/a.rs", concat!("//! A.\nfn a() { to", "do!() }"), &[concat!("2: `to", "do!`")]);
        tidied("x/src/a.rs", "//! A.\n// use super::*; #[allow(x)]\nconst A: &str = \"#[allow\";", &[]);
    }

    #[test]
    fn long_files_are_found() {
        let text = format!("//! A.\n{}", "\n".repeat(450));
        tidied("x/src/a.rs", &text, &["451: 451 lines are more than 450"]);
        tidied("generated/cafe/src/a.rs", &text, &[]);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let path = concat!("/ho", "me/me");
        tidied("README.md", &format!("see {path}"), &[concat!("1: a path of one machine: /ho", "me/…")]);
        tidied("x.sh", &format!("A=\"{path}\""), &[concat!("1: a path of one machine: /ho", "me/…")]);
        tidied("README.md", &format!("see https://example.com{path} and ~{path} and a{path}"), &[]);
    }

    #[test]
    fn vendors_are_not_named_by_hand() {
        let named = "2: the vendor cafe is named";
        tidied("x/src/a.rs", "//! A.\nuse cafe_mcp::API;", &[named]);
        tidied("x/src/a.rs", "//! A.\n/// Like Cafe.", &[named]);
        tidied("x/src/a.rs", "//! A.\nconst BOX_OFFICE: u8 = 1;", &["2: the vendor box_office is named"]);
        tidied("x/src/a.rs", "//! A.\n// decafe, cafes", &[]);
        tidied("tests/src/a.rs", "//! A.\nuse cafe_mcp::API;", &[]);
        tidied("x/tests/a.rs", "//! A.\nuse cafe_mcp::API;", &[]);
        tidied("x/src/tests.rs", "//! A.\nuse cafe_mcp::API;", &[named]);
        tidied("generated/cafe/src/a.rs", "//! A.\nuse cafe_mcp::API;", &[]);
        tidied("README.md", "cafe", &[]);
    }
}
