//! Makes one document of several files: what references lead to in other files is moved to the
//! components, and the references follow. It knows where schemas stand and nothing of what they say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::files::Files;
use super::place::{self, Place};
use super::walk::{self, Kind, SchemaObject};
use crate::{Error, Options};

/// Objects of which vendors keep all members in one file, though OpenAPI knows no references there.
const WHOLE: [&str; 5] = ["paths", "components", "definitions", "parameters", "responses"];

/// The document without references to other files; those that lead nowhere stay.
pub(super) fn bundled(document: Value, options: &Options) -> Result<Value, Error> {
    let is_swagger = document.get("swagger").is_some();
    let files = Files::new(document, options);
    let mut bundle = Bundle { files, is_swagger, names: BTreeMap::new(), used: BTreeSet::new(), queue: Vec::new() };
    let mut document = bundle.files.document();
    for name in WHOLE {
        bundle.spread(document.get_mut(name))?;
    }
    for (_, kind) in document.get_mut("components").and_then(Value::as_object_mut).into_iter().flatten() {
        bundle.spread(Some(kind))?;
    }
    bundle.files.replace_document(document.clone());
    for kind in [Kind::Schema, Kind::Part] {
        let names = bundle.shelf(&mut document, kind).map(|shelf| shelf.keys().cloned().collect::<Vec<_>>());
        bundle.used.extend(names.into_iter().flatten());
    }
    let root = bundle.files.root.clone();
    bundle.rewrite(&root, |visit| walk::each_object(&mut document, visit))?;
    while let Some(Moved { kind, place, name, mut value }) = bundle.queue.pop() {
        bundle.rewrite(&place.file, |visit| walk::each_below(kind, &mut value, visit))?;
        if let Some(shelf) = bundle.shelf(&mut document, kind) {
            shelf.insert(name, value);
        }
    }
    Ok(document)
}

/// Something that gets a place among the components.
struct Moved {
    kind: Kind,
    place: Place,
    name: String,
    value: Value,
}

struct Bundle<'a> {
    files: Files<'a>,
    is_swagger: bool,
    /// What the moved places are called.
    names: BTreeMap<(Kind, Place), String>,
    used: BTreeSet<String>,
    queue: Vec<Moved>,
}

impl Bundle<'_> {
    /// Replaces an object that is a reference by references to each of its members.
    fn spread(&mut self, object: Option<&mut Value>) -> Result<(), Error> {
        let Some(map) = object.and_then(Value::as_object_mut) else {
            return Ok(());
        };
        let Some(reference) = map.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
            return Ok(());
        };
        let base = self.files.root.clone();
        if let Some((place, Value::Object(members))) = self.files.find(&reference, &base)? {
            map.shift_remove("$ref");
            for name in members.keys() {
                let member = place.clone().below(&format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                map.entry(name.clone()).or_insert_with(|| json!({ "$ref": member.reference() }));
            }
        }
        Ok(())
    }

    /// Rewrites the references of every object that `walk` visits; they stand in the file `base`.
    fn rewrite(&mut self, base: &str, walk: impl FnOnce(&mut dyn FnMut(Kind, &mut SchemaObject))) -> Result<(), Error> {
        let mut outcome = Ok(());
        walk(&mut |kind, map| {
            if outcome.is_ok() {
                outcome = self.object(kind, map, base);
            }
        });
        outcome
    }

    fn object(&mut self, kind: Kind, map: &mut SchemaObject, base: &str) -> Result<(), Error> {
        for name in ["description", "summary"] {
            self.text(map, name, base)?;
        }
        if kind == Kind::Schema && base != self.files.root {
            // They would give the schema another base, to which its references aren't relative any more.
            map.shift_remove("$id");
            map.shift_remove("$schema");
        }
        if let Some(Value::String(reference)) = map.get_mut("$ref") {
            *reference = self.moved(kind, reference, base)?;
        }
        let mapping = map.get_mut("discriminator").and_then(|discriminator| discriminator.get_mut("mapping"));
        for (_, target) in mapping.and_then(Value::as_object_mut).into_iter().flatten() {
            if let Value::String(reference) = target {
                *reference = self.moved(Kind::Schema, reference, base)?;
            }
        }
        Ok(())
    }

    /// A text that is a reference becomes the text of that file.
    fn text(&mut self, map: &mut SchemaObject, name: &str, base: &str) -> Result<(), Error> {
        let reference = map.get(name).and_then(|text| text.get("$ref")).and_then(Value::as_str);
        if let Some(reference) = reference.map(str::to_owned)
            && let Some((_, text @ Value::String(_))) = self.files.find(&reference, base)?
        {
            map.insert(name.to_owned(), text);
        }
        Ok(())
    }

    /// The reference that stands for one in the file `base`.
    fn moved(&mut self, kind: Kind, reference: &str, base: &str) -> Result<String, Error> {
        let Some((place, value)) = self.files.find(reference, base)? else {
            let is_stranded = reference.starts_with('#') && base != self.files.root;
            return Ok(if is_stranded { format!("{base}{reference}") } else { reference.to_owned() });
        };
        if place.file == self.files.root && self.stays(kind, &place.pointer) {
            return Ok(place::local(&place.pointer));
        }
        let key = (kind, place);
        if let Some(name) = self.names.get(&key) {
            return Ok(self.reference(kind, name));
        }
        let name = self.unused(&key.1.name());
        self.queue.push(Moved { kind, place: key.1.clone(), name: name.clone(), value });
        let reference = self.reference(kind, &name);
        self.names.insert(key, name);
        Ok(reference)
    }

    /// Whether what stands in the document itself is found there later on. Of OpenAPI 2.0 nothing but
    /// the definitions keeps its shape.
    fn stays(&self, kind: Kind, pointer: &str) -> bool {
        !self.is_swagger || kind == Kind::Part || pointer.starts_with("/definitions/")
    }

    fn reference(&self, kind: Kind, name: &str) -> String {
        let shelf = match (self.is_swagger, kind) {
            (true, Kind::Schema) => "definitions",
            (true, Kind::Part) => "parts",
            (false, Kind::Schema) => "components/schemas",
            (false, Kind::Part) => "components/parts",
        };
        format!("#/{shelf}/{name}")
    }

    /// Where moved objects go.
    fn shelf<'b>(&self, document: &'b mut Value, kind: Kind) -> Option<&'b mut Map<String, Value>> {
        let shelf = self.reference(kind, "");
        let names = shelf.split('/').filter(|name| !matches!(*name, "" | "#"));
        names.fold(document.as_object_mut(), |map, name| {
            map?.entry(name.to_owned()).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
        })
    }

    fn unused(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 1;
        while !self.used.insert(name.clone()) {
            number += 1;
            name = format!("{wanted}_{number}");
        }
        name
    }
}
