//! Every document of `tests/golden` and of the corpus: for each media type of each operation the generated
//! bodies are accepted, and what is made wrong is refused. Of large documents of the corpus some operations
//! are tried; `MOCK_SWEEP_ONLY=stripe` tries all of one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mock::{Credentials, Fill, Mock, Options, Summary};

/// How much was tried, and what went wrong.
#[derive(Debug, Default)]
struct Tally {
    documents: usize,
    unread: Vec<String>,
    /// Bodies for which the mock finds no value.
    unmade: BTreeSet<String>,
    /// Requests that are for another operation.
    others: usize,
    /// How many operations of a document that take JSON alone are tried, and how many of the others.
    sample: (usize, usize),
    accepted: usize,
    refused: usize,
    media_types: BTreeSet<String>,
    labels: BTreeSet<&'static str>,
    wrong: Vec<String>,
}

#[cfg(test)]
impl Tally {
    fn folder(&mut self, folder: &Path) {
        let names = ["openapi.yaml", "openapi.json", "openapi.yml"];
        let Some(name) = names.into_iter().find(|name| folder.join(name).is_file()) else { return };
        let mut files = BTreeMap::new();
        read(folder, folder, &mut files);
        let Some(document) = files.remove(name) else { return };
        self.documents += 1;
        let place = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match Mock::new(&document, Options { files, path: name.to_owned(), ..Options::default() }) {
            Ok(mock) => {
                let (mut json, mut others) = self.sample;
                for operation in mock.operations() {
                    let media_types = media_types(&mock, &operation);
                    let count = if media_types.iter().all(|name| is_json(name)) { &mut json } else { &mut others };
                    if !media_types.is_empty() && *count > 0 {
                        *count -= 1;
                        self.operation(&mock, &operation, &place);
                    }
                }
            }
            Err(error) => self.unread.push(format!("{place}: {error}")),
        }
    }

    fn operation(&mut self, mock: &Mock, operation: &Summary, place: &str) {
        let (method, path) = (&operation.method, &operation.path);
        let credentials = Credentials::default();
        for (fill, seed) in [(Fill::Required, 0), (Fill::All, 0), (Fill::All, 1)] {
            for arguments in mock.variants(method, path, fill, seed) {
                let media_type = arguments.media_type.clone().unwrap_or_default();
                let request = mock.request(method, path, &arguments, &credentials).unwrap();
                let checked = mock.check(&request);
                if checked.operation.as_ref() != Some(operation) {
                    // Templates that differ in nothing that a path shows.
                    self.others += 1;
                    continue;
                }
                if arguments.body.is_none() {
                    self.unmade.insert(format!("{place} {method} {path} {media_type}"));
                    continue;
                }
                let faults: Vec<_> = checked.violations.iter().filter(|one| is_of_body(&one.place)).collect();
                if faults.is_empty() {
                    self.accepted += 1;
                    self.media_types.insert(media_type);
                } else {
                    let body = String::from_utf8_lossy(&request.body).chars().take(300).collect::<String>();
                    self.wrong.push(format!("{place} {method} {path} {media_type} {fill:?} {seed}: {faults:?} {body}"));
                }
            }
        }
        for mutation in mock.body_mutations(method, path, &credentials) {
            let checked = mock.check(&mutation.request);
            // Some paths have several operations, told apart by their queries.
            if checked.refusal.is_some() || checked.operation.as_ref() != Some(operation) {
                self.refused += 1;
                self.labels.insert(mutation.label);
            } else {
                let body = String::from_utf8_lossy(&mutation.request.body).chars().take(300).collect::<String>();
                self.wrong.push(format!("{place} {method} {path} {} {}: {body}", mutation.label, mutation.change));
            }
        }
    }

    fn assert(&self) {
        println!("{} documents, {} bodies accepted, {} refused", self.documents, self.accepted, self.refused);
        println!("unmade: {:#?}, others: {}", self.unmade, self.others);
        println!("media types: {:?}\nmutations: {:?}\nunread: {:#?}", self.media_types, self.labels, self.unread);
        let first = self.wrong.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.wrong.is_empty(), "{} wrong:\n{first}", self.wrong.len());
    }
}

#[cfg(test)]
fn media_types(mock: &Mock, operation: &Summary) -> Vec<String> {
    mock.media_types(&operation.method, &operation.path)
}

#[cfg(test)]
fn is_json(media_type: &str) -> bool {
    media_type.contains("json")
}

#[cfg(test)]
fn is_of_body(place: &str) -> bool {
    place.starts_with("body") || place == "header Content-Type"
}

#[cfg(test)]
fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), text);
        }
    }
}

#[cfg(test)]
fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    folders
}

#[test]
fn golden_documents() {
    let mut tally = Tally { sample: (usize::MAX, usize::MAX), ..Tally::default() };
    for folder in folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden")) {
        tally.folder(&folder);
    }
    tally.assert();
    assert!(tally.accepted > 300 && tally.refused > 300, "{tally:?}");
    for label in ["missing", "wrong type", "wrong media type", "wrong part type", "broken boundary", "broken XML"] {
        assert!(tally.labels.contains(label), "{label} is covered");
    }
}

/// Folders that are no documents, and one whose blocks of the chain are too large to be made many times.
const SKIPPED: [&str; 3] = ["ethereum-beacon", "invalid", "oddities"];

#[test]
fn corpus() {
    let corpus = std::env::var_os("TOOLWRIGHT_CORPUS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let specs = corpus.join("specs");
    if !specs.is_dir() {
        println!("skipped: no corpus (set TOOLWRIGHT_CORPUS)");
        return;
    }
    let only = std::env::var("MOCK_SWEEP_ONLY").ok();
    let sample = if only.is_some() { (usize::MAX, usize::MAX) } else { (5, 40) };
    let mut tally = Tally { sample, ..Tally::default() };
    for folder in folders(&specs) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) || SKIPPED.contains(&name.as_str()) {
            continue;
        }
        tally.folder(&folder);
    }
    tally.assert();
}
