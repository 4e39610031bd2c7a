//! Golden documents (`tests/golden`): what is made of each (its cards and curated tools), and said of it, is in its `expected.txt`. Their crates are
//! compiled by `cargo xtask corpus --dir tests/golden`, which is a step of `cargo xtask ci`.

use camino::{Utf8Path, Utf8PathBuf};
use contract::card::Cards;
use generator::{Source, Vendor, compile};

use crate::support::said;

/// With this in the environment the expectations are written anew, to be reviewed.
const WRITE: &str = "TOOLWRIGHT_WRITE_GOLDEN";

#[test]
fn golden_documents_give_what_is_expected() {
    let root = Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let entries = root.read_dir_utf8().unwrap_or_else(|error| panic!("{root}: {error}"));
    let mut folders: Vec<Utf8PathBuf> =
        entries.flatten().map(|entry| entry.path().to_owned()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 90, "only {} golden documents", folders.len());
    let mut wrong = Vec::new();
    for folder in &folders {
        let found = account(folder);
        let path = folder.join("expected.txt");
        if std::env::var_os(WRITE).is_some() {
            std::fs::write(&path, &found).expect("the folder can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if expected != found {
            let place = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
            let line = place.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
            let (expected, found) = (expected.lines().nth(line), found.lines().nth(line));
            wrong.push(format!("{folder}: line {} is {found:?}, not {expected:?}", line + 1));
        }
    }
    assert!(wrong.is_empty(), "{}\nset {WRITE}=1 to write them anew, and review", wrong.join("\n"));
}

/// Diagnostics, coverage and cards of one document.
fn account(folder: &Utf8Path) -> String {
    let read = |path: &Utf8Path| std::fs::read_to_string(path).ok();
    let documents = ["openapi.yaml", "openapi.json"].map(|name| folder.join(name));
    let path = documents.into_iter().find(|path| path.is_file()).unwrap_or_default();
    let mut source = Source {
        name: path.file_name().unwrap_or_default().to_owned(),
        text: read(&path).unwrap_or_default(),
        overlay: read(&folder.join("overlay.yaml")).map(|text| ("overlay.yaml".to_owned(), text)),
        ..Source::default()
    };
    let vendor = match read(&folder.join("vendor.toml")) {
        Some(decisions) => crate::support::vendor(&decisions),
        None => Vendor::plain("cafe"),
    };
    let mut tried = Vec::new();
    while let Some(file) = generator::missing(&source, &vendor).into_iter().find(|file| !tried.contains(file)) {
        source.files.extend(read(&folder.join(&file)).map(|text| (file.clone(), text)));
        tried.push(file);
    }
    let (files, diagnostics) = compile(&source, &vendor);
    let mut lines: Vec<String> = Vec::new();
    for diagnostic in diagnostics.iter() {
        lines.push(format!("{}: {} {}", diagnostic.file, said(diagnostic), diagnostic.message));
    }
    let file = |name: &str| files.iter().find(|(path, _)| path.ends_with(name)).map(|(_, bytes)| bytes.as_slice());
    let coverage = String::from_utf8_lossy(file("COVERAGE.md").unwrap_or_default()).into_owned();
    lines.push(String::new());
    lines.extend(coverage.lines().skip(2).filter(|line| !line.is_empty()).map(str::to_owned));
    if let Some(cards) = file("data/cards.bin").and_then(Cards::open) {
        for ordinal in 0..cards.len() {
            lines.push(String::new());
            lines.push(cards.get(ordinal).unwrap_or_default().to_owned());
        }
    }
    let library = file("src/lib.rs").map(String::from_utf8_lossy).unwrap_or_default();
    lines.extend(tools(&library));
    lines.join("\n").trim().to_owned() + "\n"
}

/// The lines of the curated tools in lib.rs.
fn tools(library: &str) -> Vec<String> {
    let after = library.split_once("    tools: &[\n").map(|(_, after)| after).unwrap_or_default();
    let end = after.find("\n    ],\n").unwrap_or_default();
    let tools = after.get(..end).unwrap_or_default();
    if tools.is_empty() {
        Vec::new()
    } else {
        [String::new()].into_iter().chain(tools.lines().map(str::to_owned)).collect()
    }
}
