//! Discriminators (OpenAPI 3.1 section 4.8.25): which alternative a property's value stands for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Schemas, Spec};
use crate::pointer::Pointer;

/// Schemas that an alternative is made of, among which the property is sought.
const MAX_VISITS: usize = 200;

impl Schemas<'_> {
    /// Turns a discriminator's mapping into positions of the alternatives beside it: `{"cat": 0}`. An alternative that the
    /// mapping doesn't name goes by the values that it allows, and by the name of its schema where it allows any.
    /// Where the values of several are the same, there is nothing to tell them apart, and the discriminator is dropped.
    pub(super) fn discriminate(&self, schema: &mut Map<String, Value>, place: &Pointer) {
        let Some(discriminator) = schema.shift_remove("discriminator") else { return };
        let Some(name) = discriminator.get("propertyName").and_then(Value::as_str) else { return };
        let union = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array());
        let Some(alternatives) = union else { return };
        let target = |alternative: &Value| alternative.get("$ref").and_then(Value::as_str).map(str::to_owned);
        let targets: Vec<Option<String>> = alternatives.iter().map(target).collect();
        let mut mapping = Map::new();
        let mut mapped = vec![false; targets.len()];
        let declared = discriminator.get("mapping").and_then(Value::as_object);
        for (value, reference) in declared.into_iter().flatten() {
            let reference = reference.as_str().unwrap_or_default();
            let meant = self.spec().find(reference, place).ok().map(|target| format!("#{target}"));
            let position = targets.iter().position(|target| {
                let named =
                    |target: &str| meant.as_deref() == Some(target) || target.rsplit('/').next() == Some(reference);
                target.as_deref().is_some_and(named)
            });
            // Where the alternative only allows other values, those are what the API reads.
            let excluded = |position: &usize| {
                let pointer =
                    targets.get(*position).and_then(|target| Some(Pointer::new(target.as_deref()?.get(1..)?)));
                let values = pointer.map(|target| allowed(self.spec(), &target, name)).unwrap_or_default();
                !values.is_empty() && !values.contains(value)
            };
            if let Some(position) = position.filter(|position| !excluded(position)) {
                mapping.insert(value.clone(), json!(position));
                mapped.get_mut(position).into_iter().for_each(|flag| *flag = true);
            }
        }
        let open = targets.iter().enumerate().filter(|(position, _)| mapped.get(*position) == Some(&false));
        let open = open.filter_map(|(position, target)| Some((position, Pointer::new(target.as_deref()?.get(1..)?))));
        let open: Vec<(usize, Pointer, Vec<String>)> =
            open.map(|(position, target)| (position, target.clone(), allowed(self.spec(), &target, name))).collect();
        let mut holders: BTreeMap<&String, BTreeSet<usize>> = BTreeMap::new();
        for (position, _, values) in &open {
            values.iter().for_each(|value| {
                holders.entry(value).or_default().insert(*position);
            });
        }
        for (position, target, values) in &open {
            // A value that several alternatives allow tells nothing apart.
            let shared = |value: &&String| holders.get(value).is_some_and(|holders| holders.len() > 1);
            let telling: Vec<&String> = values.iter().filter(|value| !shared(value)).collect();
            if values.is_empty() {
                mapping.insert(target.last(), json!(position));
            } else if telling.is_empty() {
                // The property tells nothing; the alternatives have to be tried.
                return;
            }
            mapping.extend(telling.into_iter().map(|value| (value.clone(), json!(position))));
        }
        schema.insert("discriminator".to_owned(), json!({"propertyName": name, "mapping": mapping}));
    }
}

/// The values that a schema allows for a property, by the first of what it is made of that says so; empty where none does.
fn allowed(spec: &Spec, pointer: &Pointer, property: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![pointer.clone()];
    while let Some(pointer) = open.pop() {
        if seen.len() >= MAX_VISITS || !seen.insert(pointer.clone()) {
            continue;
        }
        let Some(schema) = pointer.find(spec.document()) else { continue };
        let referenced = |schema: &Value| spec.find(schema.get("$ref")?.as_str()?, &pointer).ok();
        if let Some(target) = referenced(schema) {
            open.push(target);
            continue;
        }
        let own = schema.get("properties").and_then(|properties| properties.get(property));
        let own = match own.and_then(referenced) {
            Some(target) => target.find(spec.document()),
            None => own,
        };
        let listed = own.and_then(|own| own.get("enum")).and_then(Value::as_array);
        let one = own.and_then(|own| own.get("const"));
        let values = one.into_iter().chain(listed.filter(|_| one.is_none()).into_iter().flatten());
        let values: Vec<String> = values.filter_map(Value::as_str).map(str::to_owned).collect();
        if !values.is_empty() {
            return values;
        }
        let parts = 0..schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        open.extend(parts.take(MAX_VISITS).rev().map(|index| pointer.join("allOf").at(index)));
    }
    Vec::new()
}
