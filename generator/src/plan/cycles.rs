//! Breaks schemas that contain themselves in place, without a property or an item between: no value could ever be checked
//! against them to the end.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::Definition;
use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

/// Keywords that apply to the same value.
const IN_PLACE: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/// Replaces every reference that closes such a cycle by the schema that allows everything.
pub(super) fn break_cycles(definitions: &mut BTreeMap<String, Definition>, diagnostics: &mut Diagnostics) {
    for (from, to) in closing_references(definitions) {
        let Some(definition) = definitions.get_mut(&from) else { continue };
        let alias = definition.schema.get("$ref").is_some();
        cut(&mut definition.schema, &to);
        let place = Pointer::new(from.trim_start_matches('#'));
        let message = format!("{from} contains itself through {to}, with no property or item between");
        let (code, help) = if alias {
            (Code::CyclicReference, "let one of them hold the schema itself")
        } else {
            (
                Code::RecursiveComposition,
                "refer to the common part by allOf from one side only; the reference back is not followed",
            )
        };
        diagnostics.add(code, &place, message, help);
    }
}

/// The references that lead back to a definition that is being entered, found depth first.
fn closing_references(definitions: &BTreeMap<String, Definition>) -> Vec<(String, String)> {
    let edges: BTreeMap<&str, Vec<&str>> =
        definitions.iter().map(|(key, definition)| (key.as_str(), references(&definition.schema))).collect();
    let mut closing = Vec::new();
    let mut done = std::collections::BTreeSet::new();
    for start in edges.keys() {
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((key, next)) = path.last_mut() {
            let target = edges.get(key).and_then(|targets| targets.get(*next)).copied();
            *next += 1;
            let key = *key;
            match target {
                None => {
                    done.insert(key);
                    path.pop();
                }
                Some(target) if path.iter().any(|(open, _)| *open == target) => {
                    closing.push((key.to_owned(), target.to_owned()));
                }
                Some(target) if !done.contains(target) => path.push((target, 0)),
                Some(_) => {}
            }
        }
    }
    closing
}

fn references(schema: &Value) -> Vec<&str> {
    let own = schema.get("$ref").and_then(Value::as_str);
    own.into_iter().chain(parts(schema).flat_map(references)).collect()
}

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    IN_PLACE.iter().filter_map(|key| schema.get(*key)).flat_map(|value| match value {
        Value::Array(list) => list.iter().collect::<Vec<_>>(),
        other => vec![other],
    })
}

fn cut(schema: &mut Value, target: &str) {
    let Some(members) = schema.as_object_mut() else { return };
    if members.get("$ref").and_then(Value::as_str) == Some(target) {
        members.shift_remove("$ref");
    }
    for key in IN_PLACE {
        match members.get_mut(key) {
            Some(Value::Array(list)) => list.iter_mut().for_each(|part| cut(part, target)),
            Some(part) => cut(part, target),
            None => {}
        }
    }
}
