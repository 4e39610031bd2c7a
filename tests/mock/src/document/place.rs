//! A place in one of the files of a document (RFC 3986 section 5.2, RFC 6901). It knows nothing of
//! what stands there.

use serde_json::Value;

use super::url;
use crate::percent;

/// A file and a JSON pointer into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Path relative to the folder of all files, or URL.
    pub(super) file: String,
    /// RFC 6901; empty for the whole file.
    pub(super) pointer: String,
}

impl Place {
    /// The place that a fragment, still percent-encoded, names in a file.
    pub(super) fn new(file: &str, fragment: &str) -> Option<Place> {
        let pointer = percent::decode(fragment).unwrap_or_else(|_| fragment.to_owned());
        let pointer = if pointer == "/" { String::new() } else { pointer };
        let valid = pointer.is_empty() || pointer.starts_with('/');
        valid.then(|| Place { file: file.to_owned(), pointer })
    }

    /// The place that a reference in the file `base` leads to. In the folder of all files a path that
    /// begins with a slash begins at that folder; `None` if it leads out of it.
    pub(super) fn behind(path: &str, fragment: &str, base: &str) -> Option<Place> {
        if path.is_empty() {
            return Place::new(base, fragment);
        }
        if url::is_url(path) || url::is_url(base) {
            return Place::new(&url::resolved(path, base), fragment);
        }
        let path = percent::decode(path).unwrap_or_else(|_| path.to_owned());
        let mut segments: Vec<&str> = base.split('/').collect();
        segments.pop();
        if path.starts_with('/') {
            segments.clear();
        }
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop()?;
                }
                name => segments.push(name),
            }
        }
        Place::new(&segments.join("/"), fragment)
    }

    /// The place below this one.
    pub(super) fn below(self, pointer: &str) -> Place {
        Place { pointer: format!("{}{pointer}", self.pointer), ..self }
    }

    /// What stands there; else the reference that is in the way and the rest of the pointer.
    pub(super) fn value<'a>(&self, file: &'a Value) -> Result<&'a Value, Option<(String, String)>> {
        if let Some(value) = file.pointer(&self.pointer) {
            return Ok(value);
        }
        let ends = self.pointer.match_indices('/').map(|(end, _)| self.pointer.split_at(end));
        let mut references = ends.rev().filter_map(|(head, rest)| {
            let reference = file.pointer(head)?.get("$ref")?.as_str()?;
            Some((reference.to_owned(), rest.to_owned()))
        });
        Err(references.next())
    }

    /// A reference to the place from any file.
    pub(super) fn reference(&self) -> String {
        let slash = if url::is_url(&self.file) { "" } else { "/" };
        format!("{slash}{}{}", self.file, local(&self.pointer))
    }

    /// What the place may be called: the last name of the pointer, or of the file without its
    /// ending. Letters, digits, dots, hyphens and underscores (OpenAPI 3.1 section 4.8.7).
    pub(super) fn name(&self) -> String {
        let name = match self.pointer.rsplit_once('/') {
            Some((_, name)) => name,
            None => {
                let name = self.file.rsplit('/').next().unwrap_or_default();
                name.rsplit_once('.').map_or(name, |(stem, _)| stem)
            }
        };
        let allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
        name.chars().map(|character| if allowed(character) { character } else { '_' }).collect()
    }
}

/// The reference to a JSON pointer of the same document.
pub(super) fn local(pointer: &str) -> String {
    let segments: Vec<String> = pointer.split('/').map(percent::encode).collect();
    format!("#{}", segments.join("/"))
}

/// What a reference to the same document (`#/components/…`) leads to.
pub(super) fn followed<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    root.pointer(&percent::decode(reference.strip_prefix('#')?).ok()?)
}
