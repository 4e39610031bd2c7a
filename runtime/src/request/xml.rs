//! XML from a value and its schema's hints (OpenAPI 3.1 section 4.8.26; `nodeType` of 3.2).
//!
//! What both leave open: the root without a name of its own is called like its definition, else `root`; `null` is an empty
//! element; members keep their order. No declaration is written: the text is UTF-8, XML's default.

use contract::blob::Node;
use contract::{Keyword, Schema, lookup};
use serde_json::Value;

use super::shape::plain;

/// Nesting that is written.
const MAX_DEPTH: usize = 128;

/// The document for a body.
pub(super) fn document(value: &Value, schema: Option<Schema<'_>>) -> String {
    let name = schema.and_then(Schema::reference_name).unwrap_or("root");
    element(name, value, schema)
}

/// The element of a value: several for a list that isn't wrapped.
pub(super) fn element(name: &str, value: &Value, schema: Option<Schema<'_>>) -> String {
    let mut text = String::new();
    write(name, value, schema, (&mut text, MAX_DEPTH));
    text
}

fn write(name: &str, value: &Value, schema: Option<Schema<'_>>, (text, depth): (&mut String, usize)) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let hints = Hints::of(schema);
    match value {
        Value::Array(items) => {
            let inner = schema.and_then(lookup::items);
            // The name beside `type: array` is that of a wrapper, and holds for what is in it.
            let item_name = Hints::of(inner).name.or(hints.name.filter(|_| hints.wrapped)).unwrap_or(name);
            let mut list = String::new();
            items.iter().for_each(|item| write(item_name, item, inner, (&mut list, depth)));
            if hints.wrapped {
                let (tag, namespace) = hints.tag(name);
                text.push_str(&format!("<{tag}{namespace}>{list}</{tag}>"));
            } else {
                text.push_str(&list);
            }
        }
        Value::Object(members) => {
            let (tag, mut head) = hints.tag(name);
            let mut inner = String::new();
            for (key, member) in members {
                let schema = schema.and_then(|schema| lookup::member(schema, key));
                let own = Hints::of(schema);
                match own.node {
                    // OpenAPI 3.2 section 4.26, "Handling null Values".
                    NodeKind::Attribute if member.is_null() => {}
                    NodeKind::Attribute => {
                        let (name, namespace) = own.tag(key);
                        head.push_str(&format!("{namespace} {name}=\"{}\"", attribute(&plain(member))));
                    }
                    NodeKind::Text => inner.push_str(&escaped(&plain(member))),
                    NodeKind::Cdata => inner.push_str(&cdata(&plain(member))),
                    NodeKind::Element | NodeKind::None => write(key, member, schema, (&mut inner, depth)),
                }
            }
            match hints.node {
                NodeKind::None => text.push_str(&inner),
                _ => text.push_str(&closed(&tag, &head, &inner)),
            }
        }
        scalar => {
            let (tag, head) = hints.tag(name);
            let inner = if hints.node == NodeKind::Cdata { cdata(&plain(scalar)) } else { escaped(&plain(scalar)) };
            text.push_str(&closed(&tag, &head, &inner));
        }
    }
}

fn closed(tag: &str, head: &str, inner: &str) -> String {
    if inner.is_empty() { format!("<{tag}{head}/>") } else { format!("<{tag}{head}>{inner}</{tag}>") }
}

/// What a value becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NodeKind {
    Element,
    Attribute,
    Text,
    Cdata,
    /// Nothing; its members are the parent's.
    None,
}

/// The XML Object of a schema, or of what it refers to.
struct Hints<'a> {
    name: Option<&'a str>,
    prefix: Option<&'a str>,
    namespace: Option<&'a str>,
    node: NodeKind,
    wrapped: bool,
}

impl<'a> Hints<'a> {
    fn of(schema: Option<Schema<'a>>) -> Self {
        let own = schema.and_then(|schema| schema.node.get(Keyword::Xml));
        let node = own.or_else(|| schema?.resolved().node.get(Keyword::Xml));
        let text = |keyword| node.and_then(|node: Node<'a>| node.text(keyword)).filter(|text| !text.is_empty());
        let flag = |keyword| node.is_some_and(|node| node.flag(keyword));
        let kind = text(Keyword::NodeType);
        Self {
            name: text(Keyword::Name).filter(|name| is_name(name)),
            prefix: text(Keyword::Prefix).filter(|prefix| is_name(prefix)),
            namespace: text(Keyword::Namespace),
            node: match kind {
                Some("attribute") => NodeKind::Attribute,
                Some("text") => NodeKind::Text,
                Some("cdata") => NodeKind::Cdata,
                Some("none") => NodeKind::None,
                None if flag(Keyword::Attribute) => NodeKind::Attribute,
                _ => NodeKind::Element,
            },
            wrapped: flag(Keyword::Wrapped) || kind == Some("element"),
        }
    }

    /// `p:name`, and the declaration of its namespace with a blank before it.
    fn tag(&self, name: &str) -> (String, String) {
        let name = self.name.map_or_else(|| sound(name), str::to_owned);
        let tag = self.prefix.map_or_else(|| name.clone(), |prefix| format!("{prefix}:{name}"));
        let namespace = self.namespace.map(|namespace| match self.prefix {
            Some(prefix) => format!(" xmlns:{prefix}=\"{}\"", attribute(namespace)),
            None => format!(" xmlns=\"{}\"", attribute(namespace)),
        });
        (tag, namespace.unwrap_or_default())
    }
}

/// What XML can't carry in a value (XML 1.0 sections 2.2 and 2.3): where it is, as a JSON pointer's parts, and why.
pub(crate) fn unwritable(value: &Value) -> Option<(Vec<String>, &'static str)> {
    unwritable_within(value, MAX_DEPTH)
}

fn unwritable_within(value: &Value, depth: usize) -> Option<(Vec<String>, &'static str)> {
    let Some(depth) = depth.checked_sub(1) else { return Some((Vec::new(), "XML this deep can't be written")) };
    let below = |key: String, value: &Value| {
        let (mut place, why) = unwritable_within(value, depth)?;
        place.insert(0, key);
        Some((place, why))
    };
    match value {
        Value::String(text) if text.chars().any(is_forbidden) => {
            Some((Vec::new(), "XML can't carry control characters"))
        }
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| below(index.to_string(), item)),
        Value::Object(members) => members.iter().find_map(|(key, value)| {
            if is_name(key) {
                below(key.clone(), value)
            } else {
                Some((vec![key.clone()], "this can't be the name of an XML element"))
            }
        }),
        _ => None,
    }
}

fn is_forbidden(character: char) -> bool {
    matches!(character, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A name without a colon (Namespaces in XML 1.0 section 3), of letters and digits of any script.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    first && characters.all(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '.'))
}

/// The name, or a text like it that can be one: parts of a form are written without a check of their names.
fn sound(name: &str) -> String {
    if is_name(name) {
        return name.to_owned();
    }
    let fits = |letter: char| if is_name(&format!("_{letter}")) { letter } else { '_' };
    format!("_{}", name.chars().map(fits).collect::<String>())
}

/// The value of an attribute, in which a reader makes line breaks and tabs blanks (XML 1.0 section 3.3.3).
fn attribute(text: &str) -> String {
    escaped(text).replace('\t', "&#x9;").replace('\n', "&#xA;")
}

/// Text between tags (XML 1.0 section 2.4).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // A reader would make it a line feed (XML 1.0 section 2.11).
            '\r' => escaped.push_str("&#xD;"),
            forbidden if is_forbidden(forbidden) => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    escaped
}

fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}
