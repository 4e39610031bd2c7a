//! XML content as a value (OpenAPI 3.1.1 section 4.8.26, 3.2.0 section 4.26): well-formed, without a
//! document type, read back by the hints of the schema. It knows nothing of other formats.

mod document;
mod hints;
mod object;
mod writing;

use roxmltree::Node as Element;
use serde_json::{Map, Value};

use crate::document::Node;
use crate::shape::{Kind, Shape};

use super::reading::Reading;
use super::{Outcome, one};

pub(super) use writing::written;

use hints::{Hints, root_names};

/// Elements deeper than this are refused.
const DEPTH: usize = 64;
/// The namespace of `xsi:nil`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The value that a document stands for; without a schema it only has to be well-formed.
pub(super) fn value<'a>(reading: Reading<'a>, content: &[u8], schema: Option<&Node<'a>>) -> Outcome<Option<Value>> {
    let text = document::text(content).map_err(|fault| one("body", fault))?;
    let parsed = document::parsed(text).map_err(|fault| one("body", fault))?;
    let root = parsed.root_element();
    let Some(schema) = schema else {
        return Ok(None);
    };
    let shape = Shape::new(reading.view, schema);
    let holds_elements = root.children().any(|child| child.is_element());
    if shape.object.is_none() && shape.array.is_none() && holds_elements {
        // The schema speaks of a text: the document itself.
        return Ok(Some(Value::from(text)));
    }
    let names = root_names(reading.view, schema);
    if !names.is_empty() && !names.iter().any(|name| name == root.tag_name().name()) {
        let found = root.tag_name().name();
        return Err(one("body", format!("the root element is {found}, where {} is expected", names.join(" or "))));
    }
    check_namespace(root, &Hints::new(reading.view, schema))?;
    Xml { reading }.element(root, Some(schema), 0).map(Some)
}

/// Reads elements.
#[derive(Debug, Clone, Copy)]
struct Xml<'a> {
    reading: Reading<'a>,
}

impl<'a> Xml<'a> {
    fn element(self, element: Element<'_, '_>, schema: Option<&Node<'a>>, depth: usize) -> Outcome<Value> {
        if depth > DEPTH {
            return Err(one(place(element), format!("more than {DEPTH} elements in each other")));
        }
        let Some(schema) = schema else {
            return free(element, depth);
        };
        if element.attribute((INSTANCE, "nil")) == Some("true") {
            return Ok(Value::Null);
        }
        let shape = Shape::new(self.reading.view, schema);
        let is_compound =
            element.children().any(|child| child.is_element()) || own_attributes(element).next().is_some();
        let is_text = !shape.kinds.is_empty() && !is_compound;
        let is_anything = Kind::ALL.iter().all(|kind| shape.kinds.contains(kind));
        match (&shape.object, &shape.array) {
            (Some(_), _) if !is_text => self.object(element, schema, depth).map(Value::Object),
            (None, Some(_)) if !is_text => self.list(element, schema, depth),
            _ if is_compound && is_anything => free(element, depth),
            _ if is_compound => Err(one(place(element), "holds elements or attributes, where a text is expected")),
            _ => {
                let text = self.reading.text(&own_text(element), Some(schema));
                text.map_err(|fault| one(place(element), fault))
            }
        }
    }

    /// The items that are the children of an element.
    fn list(self, element: Element<'_, '_>, schema: &Node<'a>, depth: usize) -> Outcome<Value> {
        let shape = Shape::new(self.reading.view, schema);
        let items = shape.array.and_then(|array| array.items);
        let names = match &items {
            Some(items) => hints::names(self.reading.view, items, element.tag_name().name()),
            None => vec![element.tag_name().name().to_owned()],
        };
        if !own_text(element).trim().is_empty() {
            return Err(one(place(element), "holds a text, where items are expected"));
        }
        let children = element.children().filter(Element::is_element);
        let item = |child: Element<'_, '_>| {
            if !names.iter().any(|name| name == child.tag_name().name()) {
                return Err(one(place(child), format!("is no item: {} is expected", names.join(" or "))));
            }
            if let Some(items) = &items {
                check_namespace(child, &Hints::new(self.reading.view, items))?;
            }
            self.element(child, items.as_ref(), depth + 1)
        };
        children.map(item).collect()
    }
}

/// An element that no schema speaks of.
fn free(element: Element<'_, '_>, depth: usize) -> Outcome<Value> {
    if depth > DEPTH {
        return Err(one(place(element), format!("more than {DEPTH} elements in each other")));
    }
    let mut map = Map::new();
    for attribute in own_attributes(element) {
        map.insert(attribute.name().to_owned(), Value::from(attribute.value()));
    }
    for child in element.children().filter(Element::is_element) {
        let value = free(child, depth + 1)?;
        match map.get_mut(child.tag_name().name()) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => drop(map.insert(child.tag_name().name().to_owned(), value)),
        }
    }
    Ok(if map.is_empty() { Value::from(own_text(element)) } else { Value::Object(map) })
}

/// The text of an element without those of its children.
fn own_text(element: Element<'_, '_>) -> String {
    element.children().filter(Element::is_text).filter_map(|text| text.text()).collect()
}

/// Attributes that carry a part of the value.
fn own_attributes<'e, 'i>(element: Element<'e, 'i>) -> impl Iterator<Item = roxmltree::Attribute<'e, 'i>> {
    element
        .attributes()
        .filter(|attribute| !matches!(attribute.namespace(), Some(INSTANCE | "http://www.w3.org/XML/1998/namespace")))
}

/// The namespace has to be the declared one; where none is, none or that of the element around it. The
/// prefix has to be the declared one.
fn check_namespace(element: Element<'_, '_>, hints: &Hints) -> Outcome<()> {
    let found = element.tag_name().namespace().filter(|namespace| !namespace.is_empty());
    let inherited = element.parent_element().and_then(|parent| parent.tag_name().namespace());
    let fits = match &hints.namespace {
        Some(namespace) => found == Some(namespace.as_str()),
        None => found.is_none() || found == inherited,
    };
    if !fits {
        let expected = hints.namespace.as_deref().unwrap_or("none");
        let message = format!("has the namespace {:?}, where {expected} is expected", found.unwrap_or_default());
        return Err(one(place(element), message));
    }
    let source = element.document().input_text().get(element.range()).unwrap_or_default();
    match &hints.prefix {
        Some(prefix) if hints.namespace.is_some() && !source.starts_with(&format!("<{prefix}:")) => {
            Err(one(place(element), format!("has not the prefix {prefix}")))
        }
        _ => Ok(()),
    }
}

/// `body /order/item`
fn place(element: Element<'_, '_>) -> String {
    let names: Vec<&str> = element.ancestors().filter(Element::is_element).map(|one| one.tag_name().name()).collect();
    let names: Vec<&str> = names.into_iter().rev().take(DEPTH).collect();
    format!("body /{}", names.join("/"))
}
