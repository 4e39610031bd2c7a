//! Whether a JSON pointer of a decision can lead anywhere in a body.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{Definition, Operation};
use crate::pointer::Pointer;

/// Schemas looked at for one step.
const MAX_VISITS: usize = 2_000;

type Definitions<'d> = &'d BTreeMap<String, Definition>;

/// The names that the body of success declares where `pointer` (with `-` or a number for an item) leads to nothing; none
/// where it may lead somewhere, as it always does in a body that isn't declared.
pub(super) fn lost(operation: &Operation, pointer: &str, definitions: Definitions<'_>) -> Option<Vec<String>> {
    missed(operation.success()?.schema.as_ref()?, pointer, definitions)
}

/// The same in a schema.
pub(super) fn missed(schema: &Value, pointer: &str, definitions: Definitions<'_>) -> Option<Vec<String>> {
    let mut at = vec![schema];
    for key in Pointer::new(pointer).keys() {
        let mut names = Vec::new();
        let mut next = Vec::new();
        for part in parts(&at, definitions) {
            let properties = part.get("properties").and_then(Value::as_object);
            let items = part.get("items").filter(|_| key == "-" || key.bytes().all(|byte| byte.is_ascii_digit()));
            next.extend(properties.and_then(|properties| properties.get(&key)).into_iter().chain(items));
            names.extend(properties.into_iter().flat_map(|properties| properties.keys().cloned()));
        }
        if next.is_empty() {
            return (!names.is_empty()).then_some(names);
        }
        at = next;
    }
    None
}

/// Schemas with all that applies in the same place, each once.
fn parts<'d>(schemas: &[&'d Value], definitions: Definitions<'d>) -> Vec<&'d Value> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut open: Vec<&Value> = schemas.to_vec();
    while let Some(schema) = open.pop().filter(|_| found.len() < MAX_VISITS) {
        if !seen.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        found.push(schema);
        let referenced = schema.get("$ref").and_then(Value::as_str).and_then(|reference| definitions.get(reference));
        open.extend(referenced.map(|definition| &definition.schema));
        let composed = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
        open.extend(composed.flatten());
    }
    found
}
