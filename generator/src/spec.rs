//! A document in which every reference can be followed, every version alike. The only code that names `openapiv3`, whose
//! types cover OpenAPI 3.0: envelopes (operation, parameter, request body, response, security scheme) are typed with it,
//! one at a time, after every schema was lifted out, so that what later versions allow in schemas never meets it.

mod discriminator;
mod envelope;
mod identifiers;
mod reference;
mod schema;
mod swagger;

use std::cell::OnceCell;
use std::fmt;

use serde_json::{Map, Value};

use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

pub(crate) use envelope::{BodyPart, Content, Declared, ParameterEnvelope};
use identifiers::Identifiers;
pub(crate) use schema::Schemas;

/// The versions that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0
    V20,
    V30,
    V31,
    V32,
}

impl Version {
    /// The version that the member `openapi` or `swagger` names.
    pub(crate) fn parse(key: &str, text: &str) -> Option<Self> {
        let minor = text.split('.').take(2).collect::<Vec<_>>().join(".");
        match (key, minor.as_str()) {
            ("swagger", "2.0" | "2") => Some(Self::V20),
            ("openapi", "3.0" | "3") => Some(Self::V30),
            ("openapi", "3.1") => Some(Self::V31),
            ("openapi", "3.2") => Some(Self::V32),
            _ => None,
        }
    }

    /// Where security schemes are declared.
    pub(crate) fn schemes(self) -> Pointer {
        Pointer::new(if self == Self::V20 { "/securityDefinitions" } else { "/components/securitySchemes" })
    }

    /// Where schemas are declared.
    pub(crate) fn schemas(self) -> Pointer {
        Pointer::new(if self == Self::V20 { "/definitions" } else { "/components/schemas" })
    }

    /// Whether a reference replaces everything beside it, as before OpenAPI 3.1.
    fn replaces_siblings(self) -> bool {
        self < Self::V31
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V20 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V32 => "3.2",
        })
    }
}

/// One document.
#[derive(Debug)]
pub(crate) struct Spec {
    document: Value,
    version: Version,
    /// The path of the document's own file.
    path: String,
    identifiers: OnceCell<Identifiers>,
}

impl Spec {
    pub(crate) fn new(document: Value, version: Version, path: &str, diagnostics: &mut Diagnostics) -> Self {
        let root = Pointer::default();
        for (key, help) in [("info", "add `info` with `title` and `version`"), ("paths", "add `paths`")] {
            if document.get(key).is_some_and(|member| !member.is_object() && !member.is_null()) {
                diagnostics.add(Code::NotOpenApi, &root.join(key), format!("`{key}` is not an object"), help);
            }
        }
        Self { document, version, path: path.to_owned(), identifiers: OnceCell::new() }
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

    /// A string member of an object, empty if it isn't there. Where a text stands in a file of its own, it is that.
    pub(crate) fn text(&self, pointer: &Pointer, key: &str) -> String {
        let value = pointer.find(&self.document).and_then(|value| value.get(key));
        value.and_then(|value| self.prose(value, pointer)).unwrap_or_default().to_owned()
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, pointer: &Pointer) -> Vec<String> {
        let list = pointer.find(&self.document).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// A text, or the one that `{"$ref": "intro.md"}` at `place` stands for.
    fn prose<'v>(&'v self, value: &'v Value, place: &Pointer) -> Option<&'v str> {
        let reference = value.as_object().and_then(|members| members.get("$ref")?.as_str());
        match reference {
            Some(reference) => self.find(reference, place).ok()?.find(&self.document)?.as_str(),
            None => value.as_str(),
        }
    }

    /// Whether a member of an object is true.
    pub(crate) fn flag(&self, pointer: &Pointer, key: &str) -> bool {
        pointer.find(&self.document).and_then(|value| value.get(key)) == Some(&Value::Bool(true))
    }

    /// The members of the object at a pointer, references followed.
    pub(crate) fn members(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Vec<(String, Pointer)> {
        match self.follow(pointer, diagnostics) {
            Some((Value::Object(members), place)) => members.keys().map(|key| (key.clone(), place.join(key))).collect(),
            _ => Vec::new(),
        }
    }

    /// The members of the object that stands at a pointer itself.
    pub(crate) fn own_members(&self, pointer: &Pointer) -> Vec<(String, Pointer)> {
        let members = pointer.find(&self.document).and_then(Value::as_object);
        members.into_iter().flat_map(Map::keys).map(|key| (key.clone(), pointer.join(key))).collect()
    }

    /// Where the value at a pointer really stands, references followed.
    pub(crate) fn place(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        self.follow(pointer, diagnostics).map(|(_, place)| place)
    }

    /// The items of the list at a pointer.
    pub(crate) fn items(&self, pointer: &Pointer) -> Vec<Pointer> {
        let length = pointer.find(&self.document).and_then(Value::as_array).map_or(0, Vec::len);
        (0..length).map(|index| pointer.at(index)).collect()
    }

    /// The object at a pointer, references followed, and where it really stands.
    pub(crate) fn object(
        &self,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&Map<String, Value>, Pointer)> {
        let (value, place) = self.follow(pointer, diagnostics)?;
        Some((value.as_object()?, place))
    }
}
