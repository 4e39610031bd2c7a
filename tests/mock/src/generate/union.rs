//! `allOf`, `oneOf` and `anyOf`. It knows nothing of single types.

use serde_json::{Map, Value};

use crate::document::Node;
use crate::seed::Seed;
use crate::shape::types;

use super::object::required;
use super::{Fill, Generator, Path, Run};

impl<'a> Run<'a> {
    /// A value for a schema that has subschemas for the same instance: what the schema says itself
    /// and all of `allOf`, with each branch of `oneOf` and `anyOf` in turn until one fits.
    pub(super) fn combined(&self, schema: &Node<'a>, seed: Seed, path: &Path) -> Option<Value> {
        let path = &path.part(schema);
        let mut parts = Vec::new();
        if !types(schema.value).is_empty() {
            parts.extend(self.plain(schema, seed, path));
        }
        for member in schema.elements("allOf") {
            if !is_annotation(member.value) {
                parts.push(self.value(&member, seed, path)?);
            }
        }
        let branches = [schema.elements("oneOf"), schema.elements("anyOf")].concat();
        if branches.is_empty() {
            return self.fitting(schema, &parts);
        }
        let start = if self.generator.varied { seed.below(branches.len()) } else { 0 };
        let (before, from) = branches.split_at(start);
        from.iter().chain(before).find_map(|branch| {
            let value = self.value(branch, seed, path)?;
            let mut parts = parts.clone();
            parts.insert(0, discriminated(schema, branch, value));
            let value = self.fitting(schema, &parts)?;
            let value = Some(value).filter(|value| self.fits(schema, value));
            value.or_else(|| self.requiring(schema, branch, seed, path))
        })
    }

    /// The object that the schema itself describes, with what it requires and what a branch does that says nothing else.
    fn requiring(&self, schema: &Node<'a>, branch: &Node<'a>, seed: Seed, path: &Path) -> Option<Value> {
        let names = required(branch.value);
        if names.is_empty() || branch.value.get("properties").is_some() {
            return None;
        }
        let mut path = path.clone();
        path.required.extend(names.into_iter().map(str::to_owned));
        let generator = Generator { fill: Fill::Required, ..self.generator.clone() };
        let run = Run { generator, budget: self.budget.clone(), ..*self };
        let value = run.object(schema, seed, &path).map(Value::Object)?;
        self.generator.view.accepts(schema, &value).then_some(value)
    }

    /// One value out of several: objects are merged, the first or else the last to name a property
    /// wins; of other values the first that the schema accepts.
    fn fitting(&self, schema: &Node<'a>, parts: &[Value]) -> Option<Value> {
        let accepted = |value: &&Value| self.fits(schema, value);
        if parts.is_empty() || !parts.iter().all(Value::is_object) {
            return parts.iter().find(accepted).or(parts.first()).cloned();
        }
        let merged = [merged(parts.iter()), merged(parts.iter().rev())];
        merged.iter().find(accepted).or(merged.first()).cloned()
    }
}

/// All members of some objects; the first to name one wins.
fn merged<'a>(parts: impl Iterator<Item = &'a Value>) -> Value {
    let mut map = Map::new();
    for (name, value) in parts.filter_map(Value::as_object).flatten() {
        map.entry(name.clone()).or_insert_with(|| value.clone());
    }
    Value::Object(map)
}

/// A member of `allOf` that says nothing about values.
fn is_annotation(schema: &Value) -> bool {
    const ANNOTATIONS: [&str; 7] =
        ["default", "deprecated", "description", "example", "readOnly", "title", "writeOnly"];
    schema.as_object().is_some_and(|schema| schema.keys().all(|key| ANNOTATIONS.contains(&key.as_str())))
}

/// The value with the discriminator's property set to the branch's name (OpenAPI 3.1 section
/// 4.8.25).
fn discriminated(schema: &Node<'_>, branch: &Node<'_>, mut value: Value) -> Value {
    let discriminator = schema.member("discriminator");
    let property = discriminator.as_ref().and_then(|node| node.text("propertyName"));
    let (Some(node), Some(property), Some(reference), Some(map)) =
        (&discriminator, property, branch.text("$ref"), value.as_object_mut())
    else {
        return value;
    };
    let mapping = node.named("mapping").into_iter();
    let mapped = mapping.filter(|(_, target)| target.value.as_str() == Some(reference));
    let name = mapped.map(|(name, _)| name).next();
    let name = name.or_else(|| reference.rsplit('/').next().map(str::to_owned));
    if let (Some(name), Some(entry)) = (name, map.get_mut(property)) {
        *entry = Value::from(name);
    }
    value
}
