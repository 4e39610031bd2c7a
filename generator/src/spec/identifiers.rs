//! What schemas and documents are called besides their place: `$self`, `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema
//! 2020-12 sections 8.2.1 and 8.2.2, OpenAPI 3.2 section 4.1). What has an identifier of its own is the base of the
//! references in it (RFC 3986 section 5.1).

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use crate::pointer::Pointer;
use crate::source::FILES;

/// Every identifier of a document and its files.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// Absolute identifiers by the place that has them.
    bases: BTreeMap<Pointer, Url>,
    /// Places by identifier as it is written, and as it is absolute.
    names: BTreeMap<String, Pointer>,
    /// Places by anchor and what it belongs to: a file, or what has an identifier.
    anchors: BTreeMap<(Pointer, String), Pointer>,
}

impl Identifiers {
    /// Those of a document and its files.
    pub(super) fn of(document: &Value) -> Self {
        let mut found = Self::default();
        found.add(document, Pointer::default());
        let files = document.get(FILES).and_then(Value::as_object);
        for (file, value) in files.into_iter().flatten() {
            found.add(value, Pointer::default().join(FILES).join(file));
        }
        found
    }

    /// The place that a reference without its fragment names, seen from `place`; none where it names a file, if anything.
    pub(super) fn named(&self, reference: &str, place: &Pointer) -> Option<&Pointer> {
        if self.names.is_empty() || reference.is_empty() {
            return None;
        }
        let absolute = self.base(place).and_then(|(_, base)| base.join(reference).ok());
        let known = absolute.and_then(|url| self.names.get(url.as_str()));
        known.or_else(|| self.names.get(reference))
    }

    /// What `place` lies in that has an identifier of its own.
    pub(super) fn resource(&self, place: &Pointer) -> Option<&Pointer> {
        self.base(place).map(|(pointer, _)| pointer)
    }

    /// The place that has an anchor in a file or in what has an identifier.
    pub(super) fn anchored(&self, resource: &Pointer, anchor: &str) -> Option<&Pointer> {
        self.anchors.get(&(resource.clone(), anchor.to_owned()))
    }

    fn base(&self, place: &Pointer) -> Option<(&Pointer, &Url)> {
        if self.bases.is_empty() {
            return None;
        }
        let mut at = place.clone();
        loop {
            if let Some(found) = self.bases.get_key_value(&at) {
                return Some(found);
            }
            at = Pointer::new(at.as_str().rsplit_once('/')?.0);
        }
    }

    /// Adds those of one file, which begins at `root`.
    fn add(&mut self, value: &Value, root: Pointer) {
        let mut open = vec![(value, root.clone(), root)];
        while let Some((value, place, mut resource)) = open.pop() {
            match value {
                Value::Array(items) => {
                    let items = items.iter().enumerate().filter(|(_, item)| !is_scalar(item));
                    open.extend(items.map(|(index, item)| (item, place.at(index), resource.clone())));
                }
                Value::Object(members) => {
                    let own = ["$self", "$id"].into_iter().find_map(|key| members.get(key)?.as_str());
                    if let Some(name) = own {
                        self.name(name.trim_end_matches('#'), &place);
                        resource.clone_from(&place);
                    }
                    let anchors =
                        ["$anchor", "$dynamicAnchor"].into_iter().filter_map(|key| members.get(key)?.as_str());
                    for name in anchors {
                        let key = (resource.clone(), name.to_owned());
                        self.anchors.entry(key).or_insert_with(|| place.clone());
                    }
                    for (key, value) in members.iter().filter(|(_, value)| !is_scalar(value)) {
                        if !matches!(key.as_str(), "example" | "examples" | "default" | "enum" | "const" | FILES) {
                            open.push((value, place.join(key), resource.clone()));
                        }
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }

    fn name(&mut self, name: &str, place: &Pointer) {
        let outer = self.base(place).map(|(_, base)| base.clone());
        let absolute = match outer {
            Some(base) => base.join(name),
            None => Url::parse(name),
        };
        if let Ok(url) = absolute {
            self.names.entry(url.to_string()).or_insert_with(|| place.clone());
            self.bases.insert(place.clone(), url);
        }
        self.names.entry(name.to_owned()).or_insert_with(|| place.clone());
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
