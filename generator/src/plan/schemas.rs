//! The schema blob: definitions, and an entry per operation with an example call that was checked.

use std::collections::BTreeMap;

use contract::blob::{Blob, Writer};
use contract::{Entry, entries};
use serde_json::{Map, Value, json};

use super::{PlannedOperation, example, idempotency, text};
use crate::api::{Api, Definition, Encoding, Pagination, PaginationKind, RequestBody, Response};
use crate::pointer::Pointer;
use crate::{Code, Diagnostics, Vendor};

/// Characters of a description that are kept.
const MAX_DESCRIPTION: usize = 4_000;

/// The blob, and how many operations have no example. It is written twice: examples are made by reading the first,
/// and idempotency keys found.
pub(super) fn encode(
    operations: Vec<PlannedOperation>,
    api: &Api,
    vendor: &Vendor,
    diagnostics: &mut Diagnostics,
) -> (Vec<PlannedOperation>, Vec<u8>, usize) {
    let definitions = Definitions::reachable(&operations, &api.definitions);
    let bare: Vec<Value> = operations.iter().map(|operation| entry(operation, &definitions)).collect();
    let first = bytes(&definitions, &bare);
    let keys = Blob::open(&first).map(|blob| idempotency::keys(blob, vendor, diagnostics)).unwrap_or_default();
    let example = |(entry, key): (Entry<'_>, &Option<Value>)| {
        let example = example::example(entry)?;
        Some(match key {
            Some(key) => idempotency::without(example, entry, key),
            None => example,
        })
    };
    let examples: Vec<Option<Value>> = match Blob::open(&first) {
        Some(blob) => entries(blob).zip(&keys).map(example).collect(),
        None => Vec::new(),
    };
    let mut complete = bare;
    for (members, key) in complete.iter_mut().filter_map(Value::as_object_mut).zip(keys) {
        members.extend(key.map(|key| ("idempotency".to_owned(), key)));
    }
    let mut without = 0;
    for ((entry, example), planned) in complete.iter_mut().zip(examples).zip(&operations) {
        match (example, entry.as_object_mut()) {
            (Some(example), Some(members)) => {
                members.insert("example".to_owned(), example);
            }
            _ => {
                without += 1;
                let help = "give the schema an `example` that is valid";
                let message = format!("no example call of {} could be made that its schemas allow", planned.name.text);
                diagnostics.add(Code::NoExample, &planned.operation.pointer, message, help);
            }
        }
    }
    let blob = bytes(&definitions, &complete);
    (operations, blob, without)
}

fn bytes(definitions: &Definitions<'_>, operations: &[Value]) -> Vec<u8> {
    let mut writer = Writer::default();
    let list: Vec<Value> = definitions.list();
    let root = writer.value(&json!({"definitions": list, "operations": operations}));
    writer.finish(root)
}

/// Definitions in the order of their pointers, with their ordinals.
struct Definitions<'d> {
    ordinals: BTreeMap<&'d str, usize>,
    all: &'d BTreeMap<String, Definition>,
    /// Whether anything is sent as XML: hints for it are kept only then.
    xml: bool,
}

impl<'d> Definitions<'d> {
    fn reachable(operations: &[PlannedOperation], all: &'d BTreeMap<String, Definition>) -> Self {
        let mut open: Vec<&Value> = Vec::new();
        let mut xml = false;
        for PlannedOperation { operation, .. } in operations {
            open.extend(operation.parameters.iter().map(|parameter| &parameter.schema));
            open.extend(operation.body.iter().flat_map(|body| &body.contents).map(|content| &content.schema));
            let mut contents = operation.body.iter().flat_map(|body| &body.contents);
            let mut parameters = operation.parameters.iter().filter_map(|parameter| parameter.content.as_ref());
            xml = xml || contents.any(|content| has_xml(&content.media_type, &content.encodings));
            xml = xml || parameters.any(|(media_type, encodings)| has_xml(media_type, encodings));
            open.extend(operation.responses.iter().filter_map(|response| response.schema.as_ref()));
        }
        let mut found = std::collections::BTreeSet::new();
        let mut pending: Vec<String> = open.into_iter().flat_map(references).collect();
        while let Some(reference) = pending.pop() {
            let Some((key, definition)) = all.get_key_value(&reference) else { continue };
            if found.insert(key.as_str()) {
                pending.extend(references(&definition.schema));
            }
        }
        let ordinals = found.into_iter().enumerate().map(|(ordinal, key)| (key, ordinal)).collect();
        Self { ordinals, all, xml }
    }

    fn list(&self) -> Vec<Value> {
        let defined = self.ordinals.keys().filter_map(|key| self.all.get(*key));
        defined.map(|definition| json!({"name": definition.name, "schema": self.encoded(&definition.schema)})).collect()
    }

    /// The schema with ordinals for references, and without what only examples need.
    fn encoded(&self, schema: &Value) -> Value {
        let Value::Object(members) = schema else { return schema.clone() };
        let mut encoded = Map::new();
        for (key, value) in members {
            let value = match key.as_str() {
                "$ref" => match value.as_str().and_then(|reference| self.ordinals.get(reference)) {
                    Some(ordinal) => json!(ordinal),
                    None => continue,
                },
                "title" => continue,
                "xml" if !self.xml => continue,
                "description" => json!(cut(value.as_str().unwrap_or_default())),
                "properties" | "patternProperties" => match value {
                    Value::Object(parts) => parts
                        .iter()
                        .map(|(name, part)| (name.clone(), self.encoded(part)))
                        .collect::<Map<_, _>>()
                        .into(),
                    other => other.clone(),
                },
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => match value {
                    Value::Array(parts) => parts.iter().map(|part| self.encoded(part)).collect::<Vec<_>>().into(),
                    other => other.clone(),
                },
                "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "propertyNames" => {
                    self.encoded(value)
                }
                _ => value.clone(),
            };
            encoded.insert(key.clone(), value);
        }
        Value::Object(encoded)
    }
}

/// Whether content or a part of it is XML.
fn has_xml(media_type: &str, encodings: &[Encoding]) -> bool {
    let parts = encodings.iter().filter_map(|encoding| encoding.content_type.as_deref());
    parts.chain([media_type]).any(|media_type| media_type.to_ascii_lowercase().contains("xml"))
}

/// Every `$ref` within a schema; values under `default`, `enum`, `const` and `examples` are data.
fn references(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        let Value::Object(members) = schema else { continue };
        for (key, value) in members {
            match (key.as_str(), value) {
                ("$ref", Value::String(reference)) => found.push(reference.clone()),
                ("properties" | "patternProperties", Value::Object(parts)) => open.extend(parts.values()),
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(parts)) => open.extend(parts),
                ("items" | "additionalProperties" | "not" | "if" | "then" | "else" | "propertyNames", part) => {
                    open.push(part);
                }
                _ => {}
            }
        }
    }
    found
}

fn entry(planned: &PlannedOperation, definitions: &Definitions<'_>) -> Value {
    let operation = &planned.operation;
    let parameters: Vec<Value> = planned
        .fields
        .iter()
        .map(|field| {
            let parameter = &field.parameter;
            let mut value = json!({
                "argument": field.argument,
                "name": parameter.name,
                "in": parameter.location.as_str(),
                "style": parameter.style.as_str(),
                "schema": definitions.encoded(&parameter.schema),
            });
            flag(&mut value, "required", parameter.required);
            flag(&mut value, "explode", parameter.explode);
            prose(&mut value, &parameter.description);
            value
        })
        .collect();
    let mut value = json!({
        "name": planned.name.text,
        "method": operation.method.as_str(),
        "path": operation.path,
        "tag": planned.name.group,
        "effect": operation.effect.as_str(),
        "summary": text::short_line(&operation.summary),
        "parameters": parameters,
        "answers": operation.responses.iter().map(|response| answer(response, definitions)).collect::<Vec<_>>(),
        "security": planned.security.iter().filter(|names| !names.is_empty()).map(|names| names.join(" + ")).collect::<Vec<_>>(),
    });
    flag(&mut value, "deprecated", operation.deprecated);
    prose(&mut value, &operation.description);
    let Some(members) = value.as_object_mut() else { return value };
    if let Some(body) = &operation.body {
        members.insert("body".to_owned(), encoded_body(body, definitions));
    }
    if let Some(server) = &operation.server {
        members.insert("server".to_owned(), json!(server.template));
    }
    if let Some(pagination) = &operation.pagination {
        members.insert("pagination".to_owned(), json!(phrase(pagination)));
    }
    if !operation.scopes.is_empty() {
        members.insert("scopes".to_owned(), json!(operation.scopes));
    }
    if !planned.name.former.is_empty() {
        members.insert("formerNames".to_owned(), json!(planned.name.former));
    }
    value
}

/// The preferred media type with what holds for the body in any, and the others.
fn encoded_body(body: &RequestBody, definitions: &Definitions<'_>) -> Value {
    let mut contents = body
        .contents
        .iter()
        .map(|content| json!({"mediaType": content.media_type, "schema": definitions.encoded(&content.schema)}));
    let mut encoded = contents.next().unwrap_or_default();
    let others: Vec<Value> = contents.collect();
    flag(&mut encoded, "required", body.required);
    prose(&mut encoded, &body.description);
    if let (false, Some(members)) = (others.is_empty(), encoded.as_object_mut()) {
        members.insert("others".to_owned(), Value::Array(others));
    }
    encoded
}

fn answer(response: &Response, definitions: &Definitions<'_>) -> Value {
    let mut value = json!({"status": response.status});
    prose(&mut value, &response.description);
    let Some(members) = value.as_object_mut() else { return value };
    if let Some(media_type) = &response.media_type {
        members.insert("mediaType".to_owned(), json!(media_type));
    }
    if let Some(schema) = &response.schema {
        members.insert("schema".to_owned(), definitions.encoded(schema));
    }
    value
}

/// How to page, as cards say it.
fn phrase(pagination: &Pagination) -> String {
    let Pagination { kind, parameter, next, items, evidence: _ } = pagination;
    let parameter = spoken(parameter.as_deref().unwrap_or_default());
    let next = next.as_deref().unwrap_or_default();
    let items = if items.is_empty() { "the body".to_owned() } else { items.clone() };
    match kind {
        PaginationKind::Cursor => format!("cursor — items in {items}; pass {next} as {parameter} until it is empty"),
        PaginationKind::Offset => {
            format!("offset — items in {items}; raise {parameter} by the number of items received")
        }
        PaginationKind::PageNumber => {
            format!("page number — items in {items}; raise {parameter} by 1 until no items come")
        }
        PaginationKind::LinkHeader => format!("Link header — items in {items}; follow rel=\"next\""),
        PaginationKind::NextUrl => format!("next URL — items in {items}; {next} holds the next page's URL"),
    }
}

/// A member of the body as `body.after`.
fn spoken(parameter: &str) -> String {
    match contract::Pagination::within_body(parameter) {
        Some(_) => Pointer::new(parameter).keys().collect::<Vec<_>>().join("."),
        None => parameter.to_owned(),
    }
}

fn flag(value: &mut Value, key: &str, set: bool) {
    if let (true, Some(members)) = (set, value.as_object_mut()) {
        members.insert(key.to_owned(), Value::Bool(true));
    }
}

fn prose(value: &mut Value, described: &str) {
    let described = cut(described.trim());
    if let (false, Some(members)) = (described.is_empty(), value.as_object_mut()) {
        members.insert("description".to_owned(), Value::String(described));
    }
}

fn cut(described: &str) -> String {
    described.chars().take(MAX_DESCRIPTION).collect()
}
