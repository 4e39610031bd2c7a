//! A document in which every reference can be followed. The only code that names `openapiv3`, whose types cover OpenAPI
//! 3.0: envelopes (operation, parameter, request body, response, security scheme) are typed with it, one at a time, after
//! every schema was lifted out, so that what 3.1 allows in schemas never meets it.

mod discriminator;
mod envelope;
mod reference;
mod schema;

use serde_json::{Map, Value};

use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

pub(crate) use envelope::ParameterEnvelope;
pub(crate) use schema::Schemas;

/// The versions that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V30,
    V31,
}

/// One document.
#[derive(Debug)]
pub(crate) struct Spec {
    document: Value,
    version: Version,
}

impl Spec {
    pub(crate) fn new(document: Value, version: Version, diagnostics: &mut Diagnostics) -> Self {
        let root = Pointer::default();
        for (key, help) in [("info", "add `info` with `title` and `version`"), ("paths", "add `paths`")] {
            if document.get(key).is_some_and(|member| !member.is_object() && !member.is_null()) {
                diagnostics.add(Code::NotOpenApi, &root.join(key), format!("`{key}` is not an object"), help);
            }
        }
        Self { document, version }
    }

    /// The whole document, for showing.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    /// Whether anything but null stands at a pointer.
    pub(crate) fn has(&self, pointer: &Pointer) -> bool {
        pointer.find(&self.document).is_some_and(|value| !value.is_null())
    }

    /// Whether an object stands at a pointer.
    pub(crate) fn is_object(&self, pointer: &Pointer) -> bool {
        pointer.find(&self.document).is_some_and(Value::is_object)
    }

    /// Whether a list stands at a pointer.
    pub(crate) fn is_list(&self, pointer: &Pointer) -> bool {
        pointer.find(&self.document).is_some_and(Value::is_array)
    }

    /// A string member of an object, empty if it isn't there.
    pub(crate) fn text(&self, pointer: &Pointer, key: &str) -> String {
        let value = pointer.find(&self.document).and_then(|value| value.get(key));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The members of the object at a pointer, references followed.
    pub(crate) fn members(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Vec<(String, Pointer)> {
        match self.follow(pointer, diagnostics) {
            Some((Value::Object(members), place)) => members.keys().map(|key| (key.clone(), place.join(key))).collect(),
            _ => Vec::new(),
        }
    }

    /// The items of the list at a pointer.
    pub(crate) fn items(&self, pointer: &Pointer) -> Vec<Pointer> {
        let length = pointer.find(&self.document).and_then(Value::as_array).map_or(0, Vec::len);
        (0..length).map(|index| pointer.at(index)).collect()
    }

    /// The object at a pointer, references followed, and where it really stands.
    fn object(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<(&Map<String, Value>, Pointer)> {
        let (value, place) = self.follow(pointer, diagnostics)?;
        Some((value.as_object()?, place))
    }
}
