//! Objects that are closed (`additionalProperties: false`) beside `allOf` or in it. Strictly read
//! they refuse the properties that the other parts declare, which nobody means; here the closure is
//! that of the whole. It knows nothing of directions.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::place;
use super::walk::{self, SchemaObject};

/// Schemas whose parts nest deeper than this are left as they are.
const DEPTH: usize = 16;
/// Moves every closure to the outermost schema (`unevaluatedProperties: false`). A closed component
/// that is a part of another schema stays; the other schema refers to an open copy.
pub(super) fn reopen(root: &mut Value) {
    let original = root.clone();
    let mut copies = Copies { original: &original, wanted: Vec::new(), made: BTreeSet::new() };
    walk::each_schema(root, &mut |schema| copies.settle(schema));
    while let Some(pointer) = copies.wanted.pop() {
        let Some(mut copy) = original.pointer(&pointer).cloned() else {
            continue;
        };
        if let Some(schema) = copy.as_object_mut() {
            copies.open(schema, 0);
        }
        walk::each_below(walk::Kind::Schema, &mut copy, &mut |kind, schema| {
            if kind == walk::Kind::Schema {
                copies.settle(schema);
            }
        });
        let names = ["components", "schemas"];
        let shelf = names.iter().fold(root.as_object_mut(), |map, name| {
            map?.entry(*name).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
        });
        shelf.map(|shelf| shelf.insert(name(&pointer), copy));
    }
}

/// Copies of closed components that have lost their closure.
struct Copies<'a> {
    original: &'a Value,
    /// Pointers to what is still to be copied.
    wanted: Vec<String>,
    made: BTreeSet<String>,
}

impl Copies<'_> {
    /// Closes a schema as a whole if one of its parts is closed and there is more than that part.
    fn settle(&mut self, schema: &mut SchemaObject) {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let parts = parts.map_or(&[][..], Vec::as_slice);
        let is_alone = parts.len() == 1 && !schema.contains_key("properties") && !is_closed(schema);
        let closed =
            !parts.is_empty() && !is_alone && (is_closed(schema) || parts.iter().any(|part| self.closes(part, 0)));
        if closed {
            self.open(schema, 0);
            schema.insert("unevaluatedProperties".to_owned(), json!(false));
        }
    }

    /// Takes the closures away from a schema and its parts.
    fn open(&mut self, schema: &mut SchemaObject, depth: usize) {
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            if schema.get(keyword) == Some(&Value::Bool(false)) {
                schema.shift_remove(keyword);
            }
        }
        if let Some(Value::String(reference)) = schema.get("$ref") {
            let reference = reference.clone();
            let target = place::followed(self.original, &reference);
            if target.is_some_and(|target| self.closes(target, depth))
                && let Some(open) = self.copy(&reference)
            {
                schema.insert("$ref".to_owned(), Value::from(open));
            }
        }
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut).filter(|_| depth < DEPTH);
        for part in parts.into_iter().flatten().filter_map(Value::as_object_mut) {
            self.open(part, depth + 1);
        }
    }

    /// Whether a schema, something behind its reference, or one of its parts is closed.
    fn closes(&self, schema: &Value, depth: usize) -> bool {
        let Some(map) = schema.as_object().filter(|_| depth < DEPTH) else {
            return false;
        };
        let target = map.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| place::followed(self.original, target));
        let parts = map.get("allOf").and_then(Value::as_array).into_iter().flatten();
        is_closed(map) || target.into_iter().chain(parts).any(|part| self.closes(part, depth + 1))
    }

    /// The reference to the open copy of what a reference leads to.
    fn copy(&mut self, reference: &str) -> Option<String> {
        let pointer = crate::percent::decode(reference.strip_prefix('#')?).ok()?;
        let name = name(&pointer);
        if self.made.insert(pointer.clone()) {
            self.wanted.push(pointer);
        }
        Some(place::local(&format!("/components/schemas/{name}")))
    }
}

fn is_closed(schema: &SchemaObject) -> bool {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|keyword| schema.get(*keyword) == Some(&Value::Bool(false)))
}

/// What the open copy is called: `Pet (open)` for `/components/schemas/Pet`; for what stands elsewhere, a
/// name made of its pointer.
fn name(pointer: &str) -> String {
    let name = pointer.strip_prefix("/components/schemas/").unwrap_or(pointer);
    let name = name.replace("~1", ".").replace("~0", ".").replace('/', ".");
    format!("{name} (open)")
}
