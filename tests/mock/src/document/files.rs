//! The files of a document, parsed when first needed, and what references between them lead to. It
//! knows nothing of what the files say.

use std::collections::BTreeMap;

use serde_json::Value;

use super::place::Place;
use super::{syntax, url};
use crate::{Error, Options};

/// References that lead through more references than this lead nowhere.
const STEPS: usize = 16;

/// All files of a document.
#[derive(Debug)]
pub(super) struct Files<'a> {
    texts: &'a BTreeMap<String, String>,
    parsed: BTreeMap<String, Value>,
    /// The path of the document itself.
    pub(super) root: String,
    /// Its own URI (OpenAPI 3.2 section 4.1.1, `$self`).
    uri: Option<String>,
}

impl<'a> Files<'a> {
    /// The files that the options name, and the document itself.
    pub(super) fn new(document: Value, options: &'a Options) -> Files<'a> {
        let path = if options.path.is_empty() { "openapi.yaml" } else { options.path.as_str() };
        let root = path.trim_start_matches("./").to_owned();
        let uri = document.get("$self").and_then(Value::as_str).map(str::to_owned);
        Files { texts: &options.files, parsed: BTreeMap::from([(root.clone(), document)]), root, uri }
    }

    /// The document itself.
    pub(super) fn document(&self) -> Value {
        self.parsed.get(&self.root).cloned().unwrap_or_default()
    }

    /// Puts another value in the place of the document.
    pub(super) fn replace_document(&mut self, document: Value) {
        self.parsed.insert(self.root.clone(), document);
    }

    /// What a reference in a file leads to, and where that stands: behind all references on the way,
    /// but it may be a reference itself. `None` if there is no such place.
    pub(super) fn find(&mut self, reference: &str, base: &str) -> Result<Option<(Place, Value)>, Error> {
        let mut next = self.place(reference, base);
        for _ in 0..STEPS {
            let Some(place) = next else {
                return Ok(None);
            };
            let Some(file) = self.file(&place.file)? else {
                return Ok(None);
            };
            match place.value(file) {
                Ok(value) => return Ok(Some((place.clone(), value.clone()))),
                Err(Some((reference, rest))) => {
                    next = self.place(&reference, &place.file);
                    next = next.map(|place| place.below(&rest));
                }
                Err(None) => return Ok(None),
            }
        }
        Ok(None)
    }

    fn place(&self, reference: &str, base: &str) -> Option<Place> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let place = Place::behind(path, fragment, base);
        // In a file of the network a name is one of its neighbours.
        let named = place.as_ref().filter(|_| url::is_url(base)).map_or(path, |place| place.file.as_str());
        let own = self.uri.as_deref().is_some_and(|uri| !path.is_empty() && is_same(named, uri));
        if own { Place::new(&self.root, fragment) } else { place }
    }

    fn file(&mut self, path: &str) -> Result<Option<&Value>, Error> {
        if !self.parsed.contains_key(path) {
            let Some(text) = self.texts.get(path) else {
                return Ok(None);
            };
            let text_only = [".md", ".txt"].iter().any(|ending| path.ends_with(ending));
            let value = if text_only { Ok(Value::from(text.as_str())) } else { syntax::parse(text) };
            let value = value.map_err(|error| Error::Syntax(format!("{path}: {error}")))?;
            self.parsed.insert(path.to_owned(), value);
        }
        Ok(self.parsed.get(path))
    }
}

/// Whether a reference without its fragment names the URI: as a whole, by its path, or by its last
/// segment.
fn is_same(path: &str, uri: &str) -> bool {
    let after_scheme = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let absolute = after_scheme.find('/').and_then(|start| after_scheme.get(start..));
    path == uri || Some(path) == absolute || Some(path.trim_start_matches("./")) == uri.rsplit('/').next()
}
