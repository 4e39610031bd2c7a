//! Schemas, lifted out and upgraded to JSON Schema 2020-12. `$ref`s are collected as definitions.

mod dialect;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Spec;
use crate::api::Definition;
use crate::pointer::Pointer;
use crate::source::FILES;
use crate::{Code, Diagnostics};

/// Keywords whose value is a schema.
const ONE: [&str; 8] = ["items", "additionalProperties", "not", "if", "then", "else", "propertyNames", "contains"];
/// Keywords whose value is a list of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value is an object of schemas.
const MAP: [&str; 2] = ["properties", "patternProperties"];
/// Keywords kept as they are.
const PLAIN: [&str; 26] = [
    "type",
    "enum",
    "const",
    "default",
    "title",
    "description",
    "format",
    "contentEncoding",
    "contentMediaType",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
    "readOnly",
    "writeOnly",
];

/// Lifts schemas and remembers what they refer to.
pub(crate) struct Schemas<'s> {
    spec: &'s Spec,
    found: BTreeMap<String, Option<Definition>>,
    open: Vec<Pointer>,
}

impl<'s> Schemas<'s> {
    pub(crate) fn new(spec: &'s Spec) -> Self {
        Self { spec, found: BTreeMap::new(), open: Vec::new() }
    }

    /// The schema at a pointer; where there is none, the one that allows everything.
    pub(crate) fn lift(&mut self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Value {
        let Some(value) = pointer.find(self.spec.document()) else { return json!({}) };
        let lifted = self.schema(value, pointer, diagnostics);
        while let Some(pointer) = self.open.pop() {
            let Some(value) = pointer.find(self.spec.document()) else { continue };
            let schema = self.schema(value, &pointer, diagnostics);
            let definition = Definition { name: name(&pointer), schema };
            self.found.insert(format!("#{pointer}"), Some(definition));
        }
        lifted
    }

    pub(super) fn spec(&self) -> &'s Spec {
        self.spec
    }

    /// Reads the schema at a pointer for what there is to say about it, unless something referred to it already.
    pub(crate) fn visit(&mut self, pointer: &Pointer, diagnostics: &mut Diagnostics) {
        if !self.found.contains_key(&format!("#{pointer}")) {
            self.lift(pointer, diagnostics);
        }
    }

    /// Everything that lifted schemas refer to.
    pub(crate) fn definitions(self) -> BTreeMap<String, Definition> {
        self.found.into_iter().filter_map(|(key, definition)| Some((key, definition?))).collect()
    }

    fn schema(&mut self, value: &Value, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Value {
        match value {
            Value::Bool(_) => value.clone(),
            Value::Object(members) => self.members(members, pointer, diagnostics),
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                let help = "a schema is an object or a boolean";
                diagnostics.add(Code::InvalidSchema, pointer, "this is no schema; anything is allowed here", help);
                json!({})
            }
        }
    }

    fn members(&mut self, members: &Map<String, Value>, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Value {
        let mut schema = Map::new();
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            self.refer(reference, &pointer.join("$ref"), &mut schema, diagnostics);
            if self.spec.version().replaces_siblings() {
                return Value::Object(beside_reference(members, schema));
            }
        } else if let Some(reference) = members.get("$dynamicRef").and_then(Value::as_str) {
            let help = "the reference leads to the schema of that anchor here, whatever extends it";
            let place = pointer.join("$dynamicRef");
            diagnostics.add(Code::DynamicReference, &place, "`$dynamicRef` is read as `$ref`", help);
            self.refer(reference, &place, &mut schema, diagnostics);
        }
        for (key, value) in members {
            let place = || pointer.join(key);
            let name = key.as_str();
            if let ("items", Value::Array(list)) = (name, value) {
                // Before JSON Schema 2020-12 a list of schemas was what `prefixItems` is now.
                let place = place();
                let parts = list.iter().enumerate();
                let parts: Vec<Value> =
                    parts.map(|(index, part)| self.schema(part, &place.at(index), diagnostics)).collect();
                schema.insert("prefixItems".to_owned(), Value::Array(parts));
            } else if ONE.contains(&name) {
                schema.insert(key.clone(), self.schema(value, &place(), diagnostics));
            } else if let (true, Value::Array(list)) = (LIST.contains(&name), value) {
                let place = place();
                let parts =
                    list.iter().enumerate().map(|(index, part)| self.schema(part, &place.at(index), diagnostics));
                let parts: Vec<Value> = parts.collect();
                if !parts.is_empty() {
                    schema.insert(key.clone(), Value::Array(parts));
                }
            } else if let (true, Value::Object(parts)) = (MAP.contains(&name), value) {
                let place = place();
                let parts = parts.iter().map(|(name, part)| {
                    let lifted = self.schema(part, &place.join(name), diagnostics);
                    (name.clone(), lifted)
                });
                schema.insert(key.clone(), Value::Object(parts.collect()));
            } else if PLAIN.contains(&name) {
                keep(&mut schema, key, value, &place(), diagnostics);
            } else if name == "discriminator" {
                schema.insert(key.clone(), value.clone());
            } else if let ("xml", Value::Object(hints)) = (name, value) {
                schema.insert(key.clone(), xml(hints));
            } else if name == "example" {
                schema.insert("examples".to_owned(), json!([value]));
            } else if name == "examples" && value.is_array() {
                schema.insert(key.clone(), value.clone());
            }
        }
        dialect::settle(members, &mut schema, pointer, diagnostics);
        self.discriminate(&mut schema, pointer);
        Value::Object(schema)
    }

    fn refer(
        &mut self,
        reference: &str,
        pointer: &Pointer,
        schema: &mut Map<String, Value>,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(target) = self.spec.target(reference, pointer, diagnostics) {
            let key = format!("#{target}");
            if !self.found.contains_key(&key) {
                self.found.insert(key.clone(), None);
                self.open.push(target);
            }
            schema.insert("$ref".to_owned(), Value::String(key));
        }
    }
}

/// Keeps a keyword if its value has the type that JSON Schema gives it.
fn keep(schema: &mut Map<String, Value>, key: &str, value: &Value, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let strings = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_string));
    let fits = match key {
        "type" => value.is_string() || strings(value),
        "enum" => value.is_array(),
        "const" | "default" => true,
        "title" | "description" | "format" | "contentEncoding" | "contentMediaType" | "pattern" => value.is_string(),
        "required" => strings(value),
        "dependentRequired" => value.as_object().is_some_and(|lists| lists.values().all(strings)),
        "uniqueItems" | "readOnly" | "writeOnly" => value.is_boolean(),
        // OpenAPI 3.0 has these as flags beside the bound; `upgrade` reads them.
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number() || value.is_boolean(),
        "minimum" | "maximum" | "multipleOf" => value.is_number(),
        _ => value.is_u64(),
    };
    if !fits {
        if !value.is_null() && key != "required" {
            let help = "give the keyword the type that JSON Schema wants, or leave it out";
            diagnostics.add(Code::InvalidSchema, pointer, format!("`{key}` has the wrong type and is not read"), help);
        }
        return;
    }
    if key == "enum" && value.as_array().is_some_and(Vec::is_empty)
        || value.is_boolean() && key.starts_with("exclusive")
    {
        return;
    }
    schema.insert(key.to_owned(), value.clone());
}

/// The hints of an XML Object that have the type they should (OpenAPI 3.1 section 4.8.26, 3.2 for `nodeType`).
fn xml(hints: &Map<String, Value>) -> Value {
    let fits = |(key, value): &(&String, &Value)| match key.as_str() {
        "name" | "namespace" | "prefix" | "nodeType" => value.is_string(),
        "attribute" | "wrapped" => value.is_boolean(),
        _ => false,
    };
    hints.iter().filter(fits).map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>().into()
}

/// What a definition is called: the last key of its place, or the file that it is all of.
fn name(place: &Pointer) -> String {
    let last = place.last();
    if place.keys().next().as_deref() != Some(FILES) || place.keys().count() > 2 {
        return last;
    }
    let file = last.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

/// What stands beside a reference and still counts where references replace their siblings (OpenAPI 3.0.4 section 4.7.23):
/// words, and what vendors mean by it all the same.
fn beside_reference(members: &Map<String, Value>, mut schema: Map<String, Value>) -> Map<String, Value> {
    if ["nullable", "x-nullable"].iter().any(|key| members.get(*key) == Some(&Value::Bool(true))) && !schema.is_empty()
    {
        let referenced = Value::Object(std::mem::take(&mut schema));
        schema.insert("anyOf".to_owned(), json!([referenced, {"type": "null"}]));
    }
    for key in ["description", "readOnly", "writeOnly"] {
        let fits = |value: &&Value| if key == "description" { value.is_string() } else { value.is_boolean() };
        if let Some(value) = members.get(key).filter(fits) {
            schema.insert(key.to_owned(), value.clone());
        }
    }
    schema
}
