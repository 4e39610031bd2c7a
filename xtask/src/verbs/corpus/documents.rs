//! Which files below a folder are documents.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::Error;
use crate::project;

/// Folders that hold no documents.
const SKIPPED: [&str; 3] = ["node_modules", "target", "external"];
/// Bytes of the largest document.
const LARGEST: u64 = 256 << 20;

/// A document of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// Relative to the folder.
    pub(crate) path: Utf8PathBuf,
}

impl Document {
    /// The folder out of which none of its references may lead: the outermost, as a checkout of a vendor's repository has
    /// one, unless it only gathers others.
    pub(super) fn home(dir: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
        let folders: Vec<&str> =
            path.parent().into_iter().flat_map(Utf8Path::components).map(|part| part.as_str()).collect();
        let gathers = |folder: &Utf8Path| {
            let inside = project::entries(folder).unwrap_or_default();
            let with_document = inside
                .iter()
                .filter(|entry| entry.is_dir() && entry.join(path.file_name().unwrap_or_default()).is_file());
            with_document.count() > 1
        };
        let mut home = dir.to_owned();
        for folder in folders {
            home.push(folder);
            if !gathers(&home) {
                break;
            }
        }
        home
    }
}

/// Every document below a folder, sorted by path.
pub(crate) fn find(dir: &Utf8Path, filter: Option<&str>) -> Result<Vec<Document>, Error> {
    let pattern = filter.map(glob::Pattern::new).transpose();
    let pattern = pattern.map_err(|error| Error::Usage(format!("--filter: {error}")))?;
    let mut found = Vec::new();
    if !dir.is_dir() {
        return Err(Error::Usage(format!("{dir} is no folder")));
    }
    walk(dir, dir, &mut found)?;
    found.retain(|document| pattern.as_ref().is_none_or(|pattern| pattern.matches(document.path.as_str())));
    Ok(found)
}

fn walk(dir: &Utf8Path, folder: &Utf8Path, found: &mut Vec<Document>) -> Result<(), Error> {
    for entry in project::entries(folder)? {
        let name = entry.file_name().unwrap_or_default();
        if name.starts_with('.') || SKIPPED.contains(&name) || entry.is_symlink() {
            continue;
        }
        if entry.is_dir() {
            walk(dir, &entry, found)?;
        } else if is_document(&entry) {
            found.push(Document { path: entry.strip_prefix(dir).unwrap_or(&entry).to_owned() });
        }
    }
    Ok(())
}

/// Whether a file says that it is an OpenAPI document, well or badly formed: it has the member `openapi` or `swagger`, or
/// the name of one.
fn is_document(path: &Utf8Path) -> bool {
    if !matches!(path.extension(), Some("json" | "yaml" | "yml")) {
        return false;
    }
    if path.metadata().map_or(true, |metadata| metadata.len() > LARGEST) {
        return false;
    }
    let named = matches!(path.file_stem(), Some("openapi" | "swagger"));
    let text = || std::fs::read_to_string(path).unwrap_or_default();
    named || declares(&text())
}

fn declares(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let words = ["openapi", "swagger"];
    if text.trim_start().starts_with('{') {
        let follows = |word: &str| {
            let quoted = format!("\"{word}\"");
            text.match_indices(&quoted).any(|(at, _)| {
                let rest = text.get(at + quoted.len()..).unwrap_or_default().trim_start();
                let value = rest.strip_prefix(':').unwrap_or_default().trim_start().trim_start_matches('"');
                value.starts_with(|first: char| first.is_ascii_digit())
            })
        };
        return words.into_iter().any(follows);
    }
    let key = |line: &str, word: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        line.strip_prefix(word).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    text.lines().any(|line| words.into_iter().any(|word| key(line, word)))
}

/// What a validator said of documents, by path, where the folder has an `index.tsv` with the columns `path` and `valid_osv`.
pub(crate) fn verdicts(dir: &Utf8Path) -> BTreeMap<Utf8PathBuf, String> {
    let text = std::fs::read_to_string(dir.join("index.tsv")).unwrap_or_default();
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|column| *column == name);
    let Some((path, verdict)) = column("path").zip(column("valid_osv")) else { return BTreeMap::new() };
    let row = |cells: Vec<&str>| Some((Utf8PathBuf::from(*cells.get(path)?), (*cells.get(verdict)?).to_owned()));
    lines.filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::declares;

    #[test]
    fn documents_say_what_they_are() {
        for text in [
            "openapi: 3.1.0\n",
            "# words\n'swagger' : '2.0'\n",
            "{\"info\": {}, \"openapi\" : \"3.0.0\"}",
            "\u{feff}{\"swagger\":2.0}",
        ] {
            assert!(declares(text), "{text}");
        }
        for text in ["", "  openapi: 3.1.0\n", "{\"openapi\": {}}", "a: openapi\n", "openapis: 1\n"] {
            assert!(!declares(text), "{text}");
        }
    }
}
