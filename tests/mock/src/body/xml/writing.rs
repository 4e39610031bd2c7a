//! A value as XML: the mock's own writer, by the hints of the schema. It knows nothing of reading.

use serde_json::Value;

use crate::document::{Node, View};
use crate::shape::Shape;

use super::INSTANCE;
use super::hints::{Hints, NodeType, names, root_names};
use crate::body::reading::declared;

/// Values deeper than this end there.
const DEPTH: usize = 48;

/// The document that stands for a value.
pub(in crate::body) fn written(view: &View, value: &Value, schema: Option<&Node<'_>>) -> String {
    let names = schema.map(|schema| root_names(view, schema)).unwrap_or_default();
    let name = names.into_iter().next().unwrap_or_else(|| "root".to_owned());
    Writer { view }.element(&name, value, schema, 0)
}

#[derive(Debug, Clone, Copy)]
struct Writer<'a> {
    view: &'a View,
}

/// What stands in a start tag, and what follows it.
#[derive(Debug, Default)]
struct Inside {
    attributes: String,
    content: String,
}

impl<'a> Writer<'a> {
    fn element(self, name: &str, value: &Value, schema: Option<&Node<'a>>, depth: usize) -> String {
        let hints = schema.map(|schema| Hints::new(self.view, schema)).unwrap_or_default();
        let (name, namespace) = match (&hints.prefix, &hints.namespace) {
            (Some(prefix), Some(namespace)) => (format!("{prefix}:{name}"), declaration(Some(prefix), namespace)),
            (None, Some(namespace)) => (name.to_owned(), declaration(None, namespace)),
            _ => (name.to_owned(), String::new()),
        };
        let mut inside = Inside::default();
        self.fill(&mut inside, (&name, value), schema, depth);
        let Inside { attributes, content } = inside;
        format!("<{name}{namespace}{attributes}>{content}</{name}>")
    }

    fn fill(self, inside: &mut Inside, (name, value): (&str, &Value), schema: Option<&Node<'a>>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match value {
            Value::Object(map) => {
                let shape = schema.map(|schema| Shape::new(self.view, schema)).unwrap_or_default();
                for (name, value) in map {
                    self.property(inside, (name, value), declared(&shape, name).first(), depth);
                }
            }
            Value::Array(items) => {
                let own = name.rsplit(':').next().unwrap_or(name);
                for item in items {
                    inside.content.push_str(&self.item(own, item, schema, depth));
                }
            }
            Value::Null => inside.attributes.push_str(&format!(" xmlns:xsi=\"{INSTANCE}\" xsi:nil=\"true\"")),
            Value::String(text) => inside.content.push_str(&escaped(text)),
            other => inside.content.push_str(&other.to_string()),
        }
    }

    fn property(self, inside: &mut Inside, (name, value): (&str, &Value), schema: Option<&Node<'a>>, depth: usize) {
        let hints = schema.map(|schema| Hints::new(self.view, schema)).unwrap_or_default();
        let own = schema.map(|schema| names(self.view, schema, name)).unwrap_or_default();
        let own = own.first().map_or(name, String::as_str);
        match (hints.node_type, value) {
            (Some(NodeType::Attribute), _) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let prefix = hints.prefix.as_deref().unwrap_or("a");
                match &hints.namespace {
                    Some(namespace) => {
                        let declaration = declaration(Some(prefix), namespace);
                        inside.attributes.push_str(&format!("{declaration} {prefix}:{own}=\"{}\"", escaped(&text)));
                    }
                    None => inside.attributes.push_str(&format!(" {own}=\"{}\"", escaped(&text))),
                }
            }
            (Some(NodeType::Text), Value::String(text)) => inside.content.push_str(&escaped(text)),
            (Some(NodeType::Text), _) => inside.content.push_str(&value.to_string()),
            (Some(NodeType::Nothing), Value::Object(_)) => self.fill(inside, (own, value), schema, depth + 1),
            (Some(NodeType::Element), Value::Array(_)) => {
                inside.content.push_str(&self.element(own, value, schema, depth + 1));
            }
            (_, Value::Array(items)) => {
                for item in items {
                    inside.content.push_str(&self.item(name, item, schema, depth));
                }
            }
            _ => inside.content.push_str(&self.element(own, value, schema, depth + 1)),
        }
    }

    fn item(self, name: &str, item: &Value, array: Option<&Node<'a>>, depth: usize) -> String {
        let shape = array.map(|array| Shape::new(self.view, array)).unwrap_or_default();
        let items = shape.array.and_then(|array| array.items);
        let own = items.as_ref().map(|items| names(self.view, items, name)).unwrap_or_default();
        self.element(own.first().map_or(name, String::as_str), item, items.as_ref(), depth + 1)
    }
}

fn declaration(prefix: Option<&str>, namespace: &str) -> String {
    let name = prefix.map(|prefix| format!(":{prefix}")).unwrap_or_default();
    format!(" xmlns{name}=\"{}\"", escaped(namespace))
}

/// XML 1.0 sections 2.4 and 2.11: characters that would be markup, or be normalised.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\r' | '\n' | '\t' => escaped.push_str(&format!("&#{};", u32::from(character))),
            other => escaped.push(other),
        }
    }
    escaped
}
