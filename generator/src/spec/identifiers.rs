//! What schemas and documents are called besides their place: `$self`, `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema
//! 2020-12 sections 8.2.1 and 8.2.2, OpenAPI 3.2 section 4.1). What has an identifier of its own is the base of the
//! references in it (RFC 3986 section 5.1).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use url::Url;

use crate::members::{Keys, meaningful};
use crate::pointer::Pointer;
use crate::source::FILES;

/// Every identifier of a document and its files.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// Places that have an identifier, and so are a document of their own.
    resources: BTreeSet<Pointer>,
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
        let absolute = self.base(place).and_then(|base| base.join(reference).ok());
        let known = absolute.and_then(|url| self.names.get(url.as_str()));
        known.or_else(|| self.names.get(reference))
    }

    /// What `place` lies in that has an identifier of its own.
    pub(super) fn resource(&self, place: &Pointer) -> Option<&Pointer> {
        self.resources.first()?;
        around(place).find_map(|place| self.resources.get(&place))
    }

    /// The place that has an anchor in a file or in what has an identifier.
    pub(super) fn anchored(&self, resource: &Pointer, anchor: &str) -> Option<&Pointer> {
        self.anchors.get(&(resource.clone(), anchor.to_owned()))
    }

    fn base(&self, place: &Pointer) -> Option<&Url> {
        self.bases.first_key_value()?;
        around(place).find_map(|place| self.bases.get(&place))
    }

    /// Adds those of one file, which begins at `root`.
    fn add(&mut self, value: &Value, root: Pointer) {
        let mut open = vec![(value, root.clone(), root, Keys::Keywords)];
        while let Some((value, place, mut resource, keys)) = open.pop() {
            match value {
                Value::Array(items) => {
                    let items = items.iter().enumerate().filter(|(_, item)| !is_scalar(item));
                    open.extend(items.map(|(index, item)| (item, place.at(index), resource.clone(), Keys::Keywords)));
                }
                Value::Object(members) => {
                    let texts = |keys: [&'static str; 2]| keys.into_iter().filter_map(|key| members.get(key)?.as_str());
                    if let Some(name) = texts(["$self", "$id"]).next() {
                        self.name(name.trim_end_matches('#'), &place);
                        resource.clone_from(&place);
                    }
                    for name in texts(["$anchor", "$dynamicAnchor"]) {
                        let key = (resource.clone(), name.to_owned());
                        self.anchors.entry(key).or_insert_with(|| place.clone());
                    }
                    let inner = meaningful(members, keys).filter(|(_, value, _)| !is_scalar(value));
                    open.extend(inner.map(|(key, value, keys)| (value, place.join(key), resource.clone(), keys)));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }

    fn name(&mut self, name: &str, place: &Pointer) {
        let outer = self.base(place).cloned();
        let absolute = match outer {
            Some(base) => base.join(name),
            None => Url::parse(name),
        };
        if let Ok(url) = absolute {
            self.names.entry(url.to_string()).or_insert_with(|| place.clone());
            self.bases.insert(place.clone(), url);
        }
        self.names.entry(name.to_owned()).or_insert_with(|| place.clone());
        self.resources.insert(place.clone());
    }
}

/// A place and all that it lies in, from the inside.
fn around(place: &Pointer) -> impl Iterator<Item = Pointer> {
    let outer = |place: &Pointer| Some(Pointer::new(place.as_str().rsplit_once('/')?.0));
    std::iter::successors(Some(place.clone()), outer)
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
