//! Objects: properties, required names, additional properties. It knows nothing of unions.

use serde_json::{Map, Value};

use crate::document::Node;
use crate::seed::Seed;

use super::{Fill, Path, Run, Words, text};

impl<'a> Run<'a> {
    /// An object of what is required and, as the fill says, optional.
    pub(super) fn object(&self, schema: &Node<'a>, seed: Seed, path: &Path) -> Option<Map<String, Value>> {
        let mut map = Map::new();
        let required = required(schema.value);
        for (name, property) in schema.named("properties") {
            let needed = required.contains(&name.as_str()) || path.required.contains(&name);
            let wanted =
                self.generator.fill == Fill::All && self.is_affordable(&property, path) && !self.is_omitted(&property);
            if !(needed || wanted) {
                continue;
            }
            match self.value(&property, seed.name(&name), &path.child(&name)) {
                Some(value) => {
                    map.insert(name, value);
                }
                None if needed => return None,
                None => {}
            }
        }
        for name in required {
            if !map.contains_key(name) {
                map.insert(name.to_owned(), self.other(schema, seed.name(name), path, name)?);
            }
        }
        self.extra(schema, seed, path, &mut map);
        Some(map)
    }

    /// One property that isn't declared, where none is; more if `minProperties` asks for them.
    fn extra(&self, schema: &Node<'a>, seed: Seed, path: &Path, map: &mut Map<String, Value>) {
        let least = schema.value.get("minProperties").and_then(Value::as_u64);
        let free = schema.value.get("properties").is_none() && least != Some(0);
        let closed = path.closed || schema.value.get("additionalProperties") == Some(&Value::Bool(false));
        let wanted = u64::from(free && !closed && self.generator.fill == Fill::All);
        for index in 0..least.unwrap_or(0).max(wanted) {
            let name = format!("key_{}", index + 1);
            if map.len() as u64 >= least.unwrap_or(0).max(wanted) {
                return;
            }
            if let Some(value) = self.other(schema, seed.index(index), path, &name) {
                map.insert(name, value);
            }
        }
    }

    fn other(&self, schema: &Node<'a>, seed: Seed, path: &Path, name: &str) -> Option<Value> {
        match schema.member("additionalProperties") {
            Some(node) if node.value.is_object() => {
                if !self.is_affordable(&node, path) {
                    return None;
                }
                self.value(&node, seed, &path.child(name))
            }
            Some(node) if node.value == &Value::Bool(false) => None,
            _ => Some(Value::from(text::text(&Value::Null, seed, name, Words::Plain))),
        }
    }
}

/// Names of the properties that a schema requires itself.
pub(super) fn required(schema: &Value) -> Vec<&str> {
    let required = schema.get("required").and_then(Value::as_array);
    let names = required.into_iter().flatten();
    names.filter_map(Value::as_str).collect()
}
