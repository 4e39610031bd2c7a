//! The document as one direction of travel sees it: references, values, validity. It knows nothing
//! of operations.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Registry, Validator};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use super::node::Node;
use crate::Error;

/// Validators that are kept; each holds all that its schema refers to.
const KEPT: usize = 256;
const BASE: &str = "mock:///document";
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// One upgraded document and the validators of its schemas, compiled when first needed.
pub(crate) struct View {
    root: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Result<Arc<Validator>, String>>>,
}

impl fmt::Debug for View {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("View").finish_non_exhaustive()
    }
}

impl View {
    /// A view of an upgraded document.
    pub(crate) fn new(root: Value) -> Result<View, Error> {
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(BASE, root.clone())
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| Error::at("", error.to_string()))?;
        Ok(View { root, registry, validators: Mutex::default() })
    }

    /// The whole document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { pointer: String::new(), value: &self.root }
    }

    /// What stands at a JSON pointer.
    pub(crate) fn at(&self, pointer: &str) -> Option<Node<'_>> {
        self.root.pointer(pointer).map(|value| Node { pointer: pointer.to_owned(), value })
    }

    /// What a chain of local references ends at.
    pub(crate) fn resolve<'a>(&'a self, node: Node<'a>) -> Result<Node<'a>, Error> {
        let mut seen = Vec::new();
        let mut node = node;
        while let Some(target) = node.text("$ref") {
            if seen.contains(&node.pointer) {
                return Err(Error::at(&node.pointer, "the reference leads to itself"));
            }
            let next =
                self.follow(target).ok_or_else(|| Error::at(&node.pointer, format!("nothing stands at {target}")))?;
            seen.push(std::mem::replace(&mut node, next).pointer);
        }
        Ok(node)
    }

    /// One step of a local reference (`#/components/...`, RFC 6901 section 6).
    pub(crate) fn follow(&self, target: &str) -> Option<Node<'_>> {
        let pointer = percent_decode_str(target.strip_prefix('#')?).decode_utf8().ok()?;
        self.at(&pointer)
    }

    /// Everything that a schema finds wrong with a value: (JSON pointer into the value, message).
    pub(crate) fn faults(&self, schema: &Node<'_>, value: &Value) -> Vec<(String, String)> {
        match self.validator(&schema.pointer) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| (error.instance_path().to_string(), error.to_string()))
                .collect(),
            Err(message) => vec![(String::new(), message)],
        }
    }

    /// The same for programs: (JSON pointer into the value, keyword). That several alternatives of a `oneOf` fit
    /// is `oneOf several`.
    pub(crate) fn objections(&self, schema: &Node<'_>, value: &Value) -> Vec<(String, String)> {
        let Ok(validator) = self.validator(&schema.pointer) else { return Vec::new() };
        let keyword = |kind: &ValidationErrorKind| match kind {
            ValidationErrorKind::OneOfMultipleValid { .. } => "oneOf several".to_owned(),
            kind => kind.keyword().to_owned(),
        };
        let errors = validator.iter_errors(value);
        errors.map(|error| (error.instance_path().to_string(), keyword(error.kind()))).collect()
    }

    /// Whether a schema accepts a value.
    pub(crate) fn accepts(&self, schema: &Node<'_>, value: &Value) -> bool {
        self.validator(&schema.pointer).is_ok_and(|validator| validator.is_valid(value))
    }

    fn validator(&self, pointer: &str) -> Result<Arc<Validator>, String> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if validators.len() >= KEPT {
            validators.clear();
        }
        validators.entry(pointer.to_owned()).or_insert_with(|| self.compile(pointer)).clone()
    }

    fn compile(&self, pointer: &str) -> Result<Arc<Validator>, String> {
        let fragment = utf8_percent_encode(pointer, FRAGMENT);
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&json!({ "$ref": format!("{BASE}#{fragment}") }))
            .map(Arc::new)
            .map_err(|error| format!("the schema at #{pointer} can't be used: {error}"))
    }
}
