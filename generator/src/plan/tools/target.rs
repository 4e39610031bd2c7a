//! What an argument of a curated tool is in the operation: a parameter, the request body or a field of it.

use contract::lookup::{declares, member};
use contract::{Entry, Parameter, Schema};

use super::properties::{properties, requires};
use crate::pointer::Pointer;

/// Nesting of fields.
const MAX_DEPTH: usize = 8;

/// An argument of an operation.
#[derive(Clone, Debug)]
pub(super) struct Target<'a> {
    /// Where it stands in the arguments of `execute`: `/params/limit`, `/body/name`.
    pub(super) pointer: Pointer,
    /// None for a field that the document allows and doesn't describe.
    pub(super) schema: Option<Schema<'a>>,
    pub(super) description: &'a str,
    /// Whether what holds it has to have it.
    pub(super) required: bool,
}

impl<'a> Target<'a> {
    pub(super) fn parameter(parameter: Parameter<'a>) -> Self {
        Self {
            pointer: Pointer::new("/params").join(parameter.argument()),
            schema: Some(parameter.schema()),
            description: parameter.description(),
            required: parameter.required(),
        }
    }

    /// The whole request body.
    pub(super) fn body(entry: Entry<'a>) -> Option<Self> {
        let body = entry.body()?;
        Some(Self {
            pointer: Pointer::new("/body"),
            schema: Some(body.schema()),
            description: body.description(),
            required: body.required(),
        })
    }

    /// A member; Err: the names that there are.
    pub(super) fn field(&self, key: &str) -> Result<Self, Vec<String>> {
        let pointer = self.pointer.join(key);
        let Some(schema) = self.schema else {
            return Ok(Self { pointer, schema: None, description: "", required: false });
        };
        let names = || properties(schema).into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
        let found = member(schema, key).filter(|found| found.node.as_bool() != Some(false));
        if found.is_none() && (!names().is_empty() || !contract::lookup::accepts(schema, "object")) {
            return Err(names());
        }
        Ok(Self {
            pointer,
            schema: found,
            description: "",
            required: self.required && declares(schema, key) && requires(schema, key),
        })
    }
}

/// The argument that a text of vendor.toml names; Err: the names that there are.
pub(super) fn target<'a>(entry: Entry<'a>, text: &str) -> Result<Target<'a>, Vec<String>> {
    let named = |name: &str| entry.parameters().find(|parameter| parameter.argument() == name);
    let located = |text: &str| {
        let (location, name) = text.split_once('.')?;
        entry.parameters().find(|parameter| parameter.location().as_str() == location && parameter.name() == name)
    };
    if let Some(parameter) = named(text).or_else(|| located(text)) {
        return Ok(Target::parameter(parameter));
    }
    let keys: Vec<String> = if text.starts_with('/') {
        Pointer::new(text).keys().collect()
    } else {
        text.split('.').map(str::to_owned).collect()
    };
    match keys.split_first() {
        Some((first, [name])) if first == "params" && text.starts_with('/') => {
            named(name).map(Target::parameter).ok_or_else(|| names(entry))
        }
        Some((first, fields)) if first == "body" && fields.len() <= MAX_DEPTH => {
            let mut target = Target::body(entry).ok_or_else(|| names(entry))?;
            // Of a field it is said whether a body that is sent has to have it.
            target.required |= !fields.is_empty();
            for key in fields {
                let parent = target.pointer.clone();
                let known = |names: Vec<String>| -> Vec<String> {
                    names.iter().map(|name| spelled(&parent.join(name))).collect()
                };
                target = target.field(key).map_err(known)?;
            }
            Ok(target)
        }
        _ => Err(names(entry)),
    }
}

/// What can be named: parameters, and the fields of the body.
fn names(entry: Entry<'_>) -> Vec<String> {
    let parameters = entry.parameters().map(|parameter| parameter.argument().to_owned());
    let fields = entry.body().map(|body| properties(body.schema())).unwrap_or_default();
    let fields = fields.into_iter().map(|(name, _)| spelled(&Pointer::new("/body").join(name)));
    parameters.chain(fields).chain(entry.body().map(|_| "body".to_owned())).collect()
}

/// `body.name`, where that can be read back; the pointer otherwise.
pub(super) fn spelled(pointer: &Pointer) -> String {
    let keys: Vec<String> = pointer.keys().collect();
    if keys.iter().any(|key| key.contains('.') || key.is_empty()) {
        return pointer.as_str().to_owned();
    }
    keys.join(".")
}
