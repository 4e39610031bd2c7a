//! What schemas and documents are called besides their place: `$self`, `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema
//! 2020-12 sections 8.2.1 and 8.2.2, OpenAPI 3.2 section 4.1).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::source::FILES;

/// Every identifier of a document and its files.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// Places by `$self` or `$id`.
    names: BTreeMap<String, Pointer>,
    /// Places by file and anchor.
    anchors: BTreeMap<(String, String), Pointer>,
}

impl Identifiers {
    /// Those of a document; `path` is where its own file lies.
    pub(super) fn of(document: &Value, path: &str) -> Self {
        let mut found = Self::default();
        found.add(document, &Pointer::default(), path);
        let files = document.get(FILES).and_then(Value::as_object);
        for (file, value) in files.into_iter().flatten() {
            found.add(value, &Pointer::default().join(FILES).join(file), file);
        }
        found
    }

    /// The place that has this `$self` or `$id`.
    pub(super) fn named(&self, name: &str) -> Option<&Pointer> {
        self.names.get(name)
    }

    /// The place in a file that has this anchor.
    pub(super) fn anchored(&self, file: &str, anchor: &str) -> Option<&Pointer> {
        self.anchors.get(&(file.to_owned(), anchor.to_owned()))
    }

    fn add(&mut self, value: &Value, place: &Pointer, file: &str) {
        let mut open = vec![(value, place.clone())];
        while let Some((value, place)) = open.pop() {
            match value {
                Value::Array(items) => {
                    open.extend(items.iter().enumerate().filter(|(_, item)| !is_scalar(item)).map(|(index, item)| (item, place.at(index))));
                }
                Value::Object(members) => {
                    for (key, value) in members {
                        match (key.as_str(), value) {
                            ("$self" | "$id", Value::String(name)) => {
                                self.names.entry(name.trim_end_matches('#').to_owned()).or_insert_with(|| place.clone());
                            }
                            ("$anchor" | "$dynamicAnchor", Value::String(name)) => {
                                let key = (file.to_owned(), name.clone());
                                self.anchors.entry(key).or_insert_with(|| place.clone());
                            }
                            ("example" | "examples" | "default" | "enum" | "const", _) => {}
                            (FILES, _) => {}
                            _ if is_scalar(value) => {}
                            _ => open.push((value, place.join(key))),
                        }
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
