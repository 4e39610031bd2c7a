//! A value as the content of a body: the mock's own writer. It knows nothing of reading.

use serde_json::Value;

use crate::content_type::ContentType;
use crate::document::{Direction, Node, View};
use crate::generate::{Fill, Generator, Words};
use crate::operation::{MediaType, PartEncoding};
use crate::seed::Seed;
use crate::shape::Shape;
use crate::{percent, spell};

use super::format::Format;
use super::reading::declared;
use super::{form, part_types, xml};

/// Content and its media type, as they are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) content_type: String,
    pub(crate) content: Vec<u8>,
}

/// A value in a declared media type or range.
pub(crate) fn written(view: &View, media_type: &MediaType, value: &Value) -> Written {
    let schema = media_type.schema.as_deref().and_then(|pointer| view.at(pointer));
    let is_binary = schema.as_ref().is_some_and(|schema| part_types::is_binary(view, schema));
    let essence = concrete(&media_type.name, is_binary || value.is_string());
    let parameters = media_type.declared.parameters.clone();
    let mut content_type = ContentType { essence: essence.clone(), parameters }.to_string();
    let content = match Format::of(&essence) {
        Format::Json => value.to_string().into_bytes(),
        Format::Lines => lines(value, "", "\n"),
        Format::Sequence => lines(value, "\u{1e}", "\n"),
        Format::Form => form_text(view, media_type, schema.as_ref(), value).into_bytes(),
        Format::Parts => {
            let parts = parts(view, media_type, schema.as_ref(), value);
            let boundary = boundary(&parts);
            if media_type.declared.parameter("boundary").is_none() {
                content_type = format!("{content_type}; boundary={boundary}");
            }
            joined(&parts, &boundary)
        }
        Format::Xml => xml::written(view, value, schema.as_ref()).into_bytes(),
        Format::Text | Format::Bytes => text(value).into_bytes(),
    };
    Written { content_type, content }
}

/// A media type of a range.
fn concrete(range: &str, is_text: bool) -> String {
    match range.split_once('/') {
        Some(("*", _)) if is_text => "application/octet-stream".to_owned(),
        Some(("*", _)) => "application/json".to_owned(),
        Some(("application", "*")) => concrete("*/*", is_text),
        Some(("text", "*")) => "text/plain".to_owned(),
        Some(("multipart", "*")) => "multipart/form-data".to_owned(),
        Some(("image", "*")) => "image/png".to_owned(),
        Some((kind, "*")) => format!("{kind}/vnd.mock"),
        Some((kind, name)) => match name.strip_prefix('*') {
            Some(suffix) => format!("{kind}/vnd.mock{suffix}"),
            None => range.to_owned(),
        },
        None => range.to_owned(),
    }
}

fn lines(value: &Value, before: &str, behind: &str) -> Vec<u8> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().map(|item| format!("{before}{item}{behind}")).collect::<String>().into_bytes()
}

fn form_text(view: &View, media_type: &MediaType, schema: Option<&Node<'_>>, value: &Value) -> String {
    let shape = schema.map(|schema| Shape::new(view, schema)).unwrap_or_default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let encoding = media_type.encodings.named.get(name);
        let parameter = encoding.zip(declared(&shape, name).first().cloned());
        let parameter = parameter.and_then(|(encoding, schema)| form::as_parameter(name, encoding, &schema));
        let one = |value: &Value| {
            let text = if is_json(encoding) { value.to_string() } else { text(value) };
            (name.clone(), percent::encode(&text))
        };
        match (parameter, value) {
            (Some(parameter), value) => pairs.extend(spell::pairs(&parameter, value)),
            (None, Value::Array(items)) => pairs.extend(items.iter().map(one)),
            (None, value) => pairs.push(one(value)),
        }
    }
    let pairs: Vec<String> = pairs.iter().map(|(name, text)| format!("{}={text}", percent::encode(name))).collect();
    pairs.join("&")
}

fn is_json(encoding: Option<&PartEncoding>) -> bool {
    let first = encoding.and_then(|encoding| encoding.content_types.first());
    first.is_some_and(|first| Format::of(&first.essence) == Format::Json)
}

/// The parts, each with its header.
fn parts(view: &View, media_type: &MediaType, schema: Option<&Node<'_>>, value: &Value) -> Vec<Vec<u8>> {
    let encodings = &media_type.encodings;
    if let Value::Array(items) = value {
        let resolved = schema.and_then(|schema| view.resolve(schema.clone()).ok());
        let first = resolved.as_ref().map(|schema| schema.elements("prefixItems")).unwrap_or_default();
        let of_item = media_type.item_schema.as_deref().and_then(|pointer| view.at(pointer));
        let of_item = of_item.or_else(|| resolved.as_ref().and_then(|schema| schema.member("items")));
        let part = |(index, item)| {
            let schema = first.get(index).or(of_item.as_ref());
            part(view, encodings.prefix.get(index).or(encodings.items.as_ref()), schema, ("", item))
        };
        return items.iter().enumerate().map(part).collect();
    }
    let shape = schema.map(|schema| Shape::new(view, schema)).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let encoding = encodings.named.get(name);
        let schema = declared(&shape, name).into_iter().next();
        let parameter = encoding.zip(schema.as_ref());
        if let Some(parameter) = parameter.and_then(|(encoding, schema)| form::as_parameter(name, encoding, schema)) {
            for (name, text) in spell::pairs(&parameter, value) {
                let text = Value::from(percent::decode(&text).unwrap_or(text));
                parts.push(part(view, None, None, (&name, &text)));
            }
            continue;
        }
        let array = schema.as_ref().and_then(|schema| Shape::new(view, schema).array);
        match (value, array) {
            (Value::Array(items), Some(array)) => {
                let schema = array.items.as_ref();
                parts.extend(items.iter().map(|item| part(view, encoding, schema, (name, item))));
            }
            _ => parts.push(part(view, encoding, schema.as_ref(), (name, value))),
        }
    }
    parts
}

/// A part: header, blank line, content. Without a name there is no disposition.
fn part(
    view: &View,
    encoding: Option<&PartEncoding>,
    schema: Option<&Node<'_>>,
    (name, value): (&str, &Value),
) -> Vec<u8> {
    let allowed = part_types::allowed(view, schema, encoding);
    let fitting = |kind: &&ContentType| matches!(value, Value::Object(_) | Value::Array(_)) == holds_json(kind);
    let chosen = allowed.iter().find(fitting).or(allowed.first());
    let is_binary = schema.is_some_and(|schema| part_types::is_binary(view, schema));
    let content_type = chosen.map_or("text/plain".to_owned(), |chosen| concrete(&chosen.essence, is_binary));
    let mut header = String::new();
    if !name.is_empty() {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let file = if is_binary { "; filename=\"file.bin\"" } else { "" };
        header.push_str(&format!("Content-Disposition: form-data; name=\"{name}\"{file}\r\n"));
    }
    header.push_str(&format!("Content-Type: {content_type}\r\n"));
    for declared in encoding.into_iter().flat_map(|encoding| &encoding.headers) {
        let schema = declared.schema.as_deref().and_then(|pointer| view.at(pointer));
        let value = schema.and_then(|schema| generator(view).value(&schema, Seed::new(&declared.name), &declared.name));
        let value = spell::header(declared, &value.unwrap_or_else(|| Value::from("amber")));
        header.push_str(&format!("{}: {value}\r\n", declared.name));
    }
    let content = match Format::of(&content_type) {
        Format::Json => value.to_string(),
        Format::Xml => xml::written(view, value, schema),
        _ => text(value),
    };
    format!("{header}\r\n{content}").into_bytes()
}

fn holds_json(kind: &ContentType) -> bool {
    Format::of(&kind.essence) == Format::Json
}

fn generator(view: &View) -> Generator<'_> {
    Generator { view, direction: Direction::Request, fill: Fill::All, words: Words::Plain, varied: false }
}

/// A boundary that occurs in none of the parts.
fn boundary(parts: &[Vec<u8>]) -> String {
    let occurs = |boundary: &str| {
        let bytes = boundary.as_bytes();
        parts.iter().any(|part| part.windows(bytes.len()).any(|window| window == bytes))
    };
    let mut boundary = "mock-boundary".to_owned();
    while occurs(&boundary) && boundary.len() < 70 {
        boundary.push('x');
    }
    boundary
}

fn joined(parts: &[Vec<u8>], boundary: &str) -> Vec<u8> {
    let mut content = Vec::new();
    for part in parts {
        content.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        content.extend_from_slice(part);
        content.extend_from_slice(b"\r\n");
    }
    content.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    content
}

/// A string as it is, anything else as JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
