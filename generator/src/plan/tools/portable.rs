//! A schema in the words that every client of MCP accepts: one `type` everywhere, `properties`, `items`, `enum` and bounds.
//! No references, no unions, no boolean schemas. It tells a model what to send; the checking is done when a call comes.

use contract::lookup::{accepts, items};
use contract::{Keyword, Schema, card};
use serde_json::{Map, Number, Value, json};

use super::properties::{alternatives, certain, possible, properties, requires};
use crate::plan::text;

/// Nesting that is written out.
const MAX_DEPTH: usize = 4;
/// Schemas written for one tool.
const MAX_SCHEMAS: usize = 300;
/// Values of an enumeration; of longer ones the description says the type.
const MAX_VALUES: usize = 100;
/// Characters of the description of a property or of a type in it.
const MAX_DESCRIPTION: usize = 160;

/// JSON types, the one that holds the most first: of several that is the one which is kept.
const KINDS: [&str; 6] = ["object", "array", "string", "number", "integer", "boolean"];

/// Writes the schemas of one tool.
#[derive(Default)]
pub(super) struct Portable {
    written: usize,
    depth: usize,
    /// Objects that are being written, to find those that contain themselves.
    open: Vec<u32>,
    /// What can't be said: where, and what.
    pub(super) remarks: Vec<(String, &'static str)>,
}

impl Portable {
    /// The schema of an argument or of something in it, which `at` names: `filter/kind`.
    pub(super) fn schema(&mut self, schema: Option<Schema<'_>>, at: &str) -> Map<String, Value> {
        self.written += 1;
        let Some(schema) = schema else { return self.untyped(at) };
        let kinds = kinds(schema);
        let Some(kind) = kinds.first().copied() else { return self.untyped(at) };
        let mut members = object(&[("type", json!(kind))]);
        let mut notes = Vec::new();
        if kinds.len() > 1 {
            self.remarks.push((at.to_owned(), "it may be of several types"));
            notes.push(card::signature(schema, MAX_DESCRIPTION));
        }
        self.depth += 1;
        let identity = schema.resolved().node.identity();
        let again = self.open.contains(&identity);
        let bare = again || self.depth > MAX_DEPTH || self.written > MAX_SCHEMAS;
        self.open.push(identity);
        match kind {
            "object" if bare => {
                let what = if again { "it contains itself" } else { "it is nested deeper than is written out" };
                self.remarks.push((at.to_owned(), what));
                notes.push(card::signature(schema, MAX_DESCRIPTION));
            }
            "object" => self.object(schema, &mut members, at),
            "array" => self.array(schema, &mut members, at),
            "string" => bounds(schema, &[Keyword::MinLength, Keyword::MaxLength], &mut members),
            "number" | "integer" => bounds(schema, &[Keyword::Minimum, Keyword::Maximum], &mut members),
            _ => {}
        }
        self.open.pop();
        self.depth -= 1;
        match values(schema, kind) {
            Some(values) if values.len() <= MAX_VALUES => {
                members.insert("enum".to_owned(), Value::Array(values));
            }
            Some(_) => self.remarks.push((at.to_owned(), "it has more than 100 values")),
            None => {}
        }
        let format = certain(schema).into_iter().find_map(|part| part.text(Keyword::Format));
        notes.extend(format.filter(|_| kind == "string" && notes.is_empty()).map(str::to_owned));
        describe(schema, notes.first(), &mut members);
        members
    }

    /// What may be anything. An object is what most clients let through as it is.
    fn untyped(&mut self, at: &str) -> Map<String, Value> {
        self.remarks.push((at.to_owned(), "it may be of any type"));
        object(&[("type", json!("object")), ("description", json!("(any JSON value)"))])
    }

    fn object(&mut self, schema: Schema<'_>, members: &mut Map<String, Value>, at: &str) {
        let declared = properties(schema);
        if declared.is_empty() {
            let values = certain(schema).into_iter().find_map(|part| part.schema(Keyword::AdditionalProperties));
            if let Some(values) = values.filter(|values| values.node.as_bool().is_none() && !kinds(*values).is_empty())
            {
                let written = self.schema(Some(values), &format!("{at}/*"));
                members.insert("additionalProperties".to_owned(), Value::Object(written));
            }
            return;
        }
        let mut written = Map::new();
        for (name, property) in &declared {
            let mut one = self.schema(Some(*property), &format!("{at}/{name}"));
            widen(&mut one, &alike(schema, name));
            written.insert((*name).to_owned(), Value::Object(one));
        }
        members.insert("properties".to_owned(), Value::Object(written));
        let required: Vec<&str> =
            declared.iter().map(|(name, _)| *name).filter(|name| requires(schema, name)).collect();
        if !required.is_empty() {
            members.insert("required".to_owned(), json!(required));
        }
    }

    fn array(&mut self, schema: Schema<'_>, members: &mut Map<String, Value>, at: &str) {
        let item = items(schema);
        let written = match item {
            // Lists of lists without end stop here.
            Some(item) if self.depth > MAX_DEPTH && kinds(item).first() == Some(&"array") => self.untyped(at),
            item => self.schema(item, &format!("{at}/-")),
        };
        members.insert("items".to_owned(), Value::Object(written));
        bounds(schema, &[Keyword::MinItems, Keyword::MaxItems], members);
    }
}

/// The different schemas that alternatives of an object have for one property.
fn alike<'a>(schema: Schema<'a>, name: &str) -> Vec<Schema<'a>> {
    let mut found: Vec<Schema<'_>> = Vec::new();
    for property in possible(schema).into_iter().filter_map(|part| part.property(name)) {
        if !found.iter().any(|known| known.node.identity() == property.node.identity()) {
            found.push(property);
        }
    }
    found
}

/// Lets a property have what any of its schemas allows: the values of all, if all list some, and no bounds.
fn widen(written: &mut Map<String, Value>, alike: &[Schema<'_>]) {
    let (Some(kind), [_, _, ..]) = (written.get("type").and_then(Value::as_str).map(str::to_owned), alike) else {
        return;
    };
    let listed: Option<Vec<Vec<Value>>> = alike.iter().map(|schema| values(*schema, &kind)).collect();
    written.retain(|key, _| !key.starts_with("min") && !key.starts_with("max") && key != "enum");
    if let Some(listed) = listed {
        let mut all: Vec<Value> = Vec::new();
        for value in listed.into_iter().flatten() {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        written.insert("enum".to_owned(), Value::Array(all));
    }
}

/// The types that a value can have, without null; none where nothing says so. `integer` is left out beside `number`.
fn kinds(schema: Schema<'_>) -> Vec<&'static str> {
    let accepted: Vec<&str> = KINDS.into_iter().filter(|kind| accepts(schema, kind)).collect();
    if accepted.len() == KINDS.len() {
        return implied(schema).into_iter().collect();
    }
    let has_number = accepted.contains(&"number");
    accepted.into_iter().filter(|kind| !(has_number && *kind == "integer")).collect()
}

/// The type that keywords are about, where none is named.
fn implied(schema: Schema<'_>) -> Option<&'static str> {
    let has = |keywords: &[Keyword]| {
        possible(schema).into_iter().any(|part| keywords.iter().any(|keyword| part.node.get(*keyword).is_some()))
    };
    if let Some(kind) =
        ["string", "integer", "number", "boolean"].into_iter().find(|kind| values(schema, kind).is_some())
    {
        return Some(kind);
    }
    let typed = possible(schema).into_iter().any(|part| part.types().next().is_some());
    match () {
        () if typed => None,
        () if has(&[Keyword::Properties, Keyword::Required, Keyword::AdditionalProperties]) => Some("object"),
        () if has(&[Keyword::Items, Keyword::PrefixItems]) => Some("array"),
        () if has(&[Keyword::Pattern, Keyword::Format, Keyword::MinLength, Keyword::MaxLength]) => Some("string"),
        () if has(&[Keyword::Minimum, Keyword::Maximum, Keyword::MultipleOf]) => Some("number"),
        () => None,
    }
}

/// The values of an enumeration that are of the type: its own, or those of alternatives that all have some.
fn values(schema: Schema<'_>, kind: &str) -> Option<Vec<Value>> {
    for part in certain(schema) {
        if let Some(values) = listed(part) {
            return Some(values.into_iter().filter(|value| is(value, kind)).collect())
                .filter(|list: &Vec<_>| !list.is_empty());
        }
        for keyword in [Keyword::AnyOf, Keyword::OneOf] {
            let branches = alternatives(part, keyword);
            let all: Option<Vec<Vec<Value>>> =
                branches.iter().map(|branch| certain(*branch).into_iter().find_map(listed)).collect();
            let all: Vec<Value> = all.into_iter().flatten().flatten().filter(|value| is(value, kind)).collect();
            if !all.is_empty() {
                return Some(all);
            }
        }
    }
    None
}

fn listed(schema: Schema<'_>) -> Option<Vec<Value>> {
    let listed = schema.node.get(Keyword::Enum);
    let listed = listed.map(|list| list.items().map(contract::blob::Node::to_value).collect());
    listed.or_else(|| schema.node.get(Keyword::Const).map(|value| vec![value.to_value()]))
}

fn is(value: &Value, kind: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => kind == "number" || kind == "integer" && !number.is_f64(),
        Value::String(_) => kind == "string",
        // Clients take enumerations of plain values alone.
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// Bounds that hold in any case, each once.
fn bounds(schema: Schema<'_>, keywords: &[Keyword], members: &mut Map<String, Value>) {
    for keyword in keywords {
        let bound = certain(schema).into_iter().find_map(|part| part.node.get(*keyword)?.as_number());
        let name = Keyword::ALL.iter().find(|(known, _)| known == keyword).map(|(_, name)| *name);
        if let (Some(bound), Some(name)) = (bound.filter(is_exact), name) {
            members.insert(name.to_owned(), Value::Number(bound));
        }
    }
}

/// Whether every client reads the number as it is written.
fn is_exact(number: &Number) -> bool {
    number.as_f64().is_some_and(|bound| bound.abs() < 9e15)
}

fn describe(schema: Schema<'_>, note: Option<&String>, members: &mut Map<String, Value>) {
    let said = certain(schema).into_iter().find_map(|part| part.text(Keyword::Description));
    let said: String = text::short_line(said.unwrap_or_default()).chars().take(MAX_DESCRIPTION).collect();
    let note = note.map(|note| format!("({})", text::short_line(note)));
    let parts: Vec<String> = [said, note.unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        members.insert("description".to_owned(), Value::String(parts.join(" ")));
    }
}

fn object(members: &[(&str, Value)]) -> Map<String, Value> {
    members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}
