//! Objects: properties as elements, attributes and text. It knows nothing of the document around them.

use roxmltree::{Node as Element, NodeId};
use serde_json::{Map, Value};

use crate::document::Node;
use crate::raw::Preference;
use crate::shape::Shape;

use super::hints::{Hints, NodeType, names};
use super::{Outcome, Xml, check_namespace, own_attributes, own_text, place};
use crate::body::one;
use crate::body::reading::declared;

/// A property's value, and the children that it stands in.
type Found = Option<(Value, Vec<NodeId>)>;

impl<'a> Xml<'a> {
    /// The object that an element stands for.
    pub(super) fn object(
        self,
        element: Element<'_, '_>,
        schema: &Node<'a>,
        depth: usize,
    ) -> Outcome<Map<String, Value>> {
        let shape = Shape::new(self.reading.view, schema);
        let (mut map, used) = self.members(element, &shape, depth)?;
        let additional = shape.object.as_ref().and_then(|object| object.additional.as_ref());
        let expected = |name: &str| self.expected(&shape, name);
        for child in element.children().filter(|child| child.is_element() && !used.contains(&child.id())) {
            let name = child.tag_name().name().to_owned();
            if let Some(expected) = expected(&name) {
                return Err(one(place(child), format!("is expected as {expected}")));
            }
            let value = self.element(child, additional, depth + 1)?;
            if map.insert(name, value).is_some() {
                return Err(one(place(child), "is there more than once, or as an attribute too"));
            }
        }
        let properties = || shape.object.iter().flat_map(|object| &object.properties);
        let of_type = |wanted: NodeType| {
            properties().filter(move |(_, node)| Hints::new(self.reading.view, node).node_type == Some(wanted))
        };
        for attribute in own_attributes(element) {
            let claims = |(name, node): &(String, Node<'a>)| {
                names(self.reading.view, node, name).iter().any(|name| name == attribute.name())
            };
            if of_type(NodeType::Attribute).any(claims) {
                continue;
            }
            let place = || format!("{}/@{}", place(element), attribute.name());
            if let Some(expected) = expected(attribute.name()) {
                return Err(one(place(), format!("is expected as {expected}")));
            }
            let text = self.reading.text(attribute.value(), additional);
            let value = text.map_err(|fault| one(place(), fault))?;
            if map.insert(attribute.name().to_owned(), value).is_some() {
                return Err(one(place(), "is there as an element too"));
            }
        }
        let has_text = of_type(NodeType::Text).next().is_some();
        if !has_text && !own_text(element).trim().is_empty() {
            return Err(one(place(element), "holds a text beside its elements"));
        }
        Ok(map)
    }

    /// What a declared property has to be instead of a node that is merely called like it.
    fn expected(self, shape: &Shape<'a>, name: &str) -> Option<String> {
        let schema = declared(shape, name).into_iter().next();
        let is_declared = shape.object.iter().any(|object| object.properties.iter().any(|(other, _)| other == name));
        let schema = schema.filter(|_| is_declared)?;
        let kind = match Hints::new(self.reading.view, &schema).node_type {
            Some(NodeType::Attribute) => "attribute",
            Some(NodeType::Text) => return Some("the text".to_owned()),
            Some(NodeType::Nothing | NodeType::Element) | None => "element",
        };
        Some(format!("{kind} {}", names(self.reading.view, &schema, name).join(" or ")))
    }

    /// The declared properties, and the children that they stand in.
    fn members(
        self,
        element: Element<'_, '_>,
        shape: &Shape<'a>,
        depth: usize,
    ) -> Outcome<(Map<String, Value>, Vec<NodeId>)> {
        let (mut map, mut used) = (Map::new(), Vec::new());
        for (name, _) in shape.object.iter().flat_map(|object| &object.properties) {
            if map.contains_key(name) {
                continue;
            }
            if let Some((value, nodes)) = self.any(element, name, &declared(shape, name), depth)? {
                map.insert(name.clone(), value);
                used.extend(nodes);
            }
        }
        Ok((map, used))
    }

    /// A property by each schema that declares it: the first that accepts what it finds.
    fn any(self, element: Element<'_, '_>, name: &str, schemas: &[Node<'a>], depth: usize) -> Outcome<Found> {
        let mut readings: Vec<(&Node<'a>, Outcome<Found>)> =
            schemas.iter().map(|schema| (schema, self.property(element, (name, schema), depth))).collect();
        if self.reading.preference == Preference::Text {
            readings.reverse();
        }
        let fits = |(schema, reading): &(&Node<'a>, Outcome<Found>)| match reading {
            Ok(Some((value, _))) => self.reading.view.accepts(schema, value),
            _ => false,
        };
        let position = readings.iter().position(fits).unwrap_or(0);
        if readings.is_empty() { Ok(None) } else { readings.swap_remove(position).1 }
    }

    fn property(self, element: Element<'_, '_>, (name, schema): (&str, &Node<'a>), depth: usize) -> Outcome<Found> {
        let view = self.reading.view;
        let hints = Hints::new(view, schema);
        let shape = Shape::new(view, schema);
        let is_array = shape.array.is_some() && shape.object.is_none() && shape.kinds.len() <= 1;
        match hints.node_type {
            Some(NodeType::Attribute) => self.attribute(element, (name, schema), &hints),
            Some(NodeType::Text) => {
                let text = own_text(element);
                if text.is_empty() {
                    return Ok(None);
                }
                let value = self.reading.text(&text, Some(schema)).map_err(|fault| one(place(element), fault))?;
                Ok(Some((value, Vec::new())))
            }
            Some(NodeType::Nothing) if shape.object.is_some() => {
                let (map, used) = self.members(element, &shape, depth + 1)?;
                Ok((!map.is_empty()).then_some((Value::Object(map), used)))
            }
            Some(NodeType::Element) if is_array => {
                let wrapper = self.single(element, &names(view, schema, name), &hints)?;
                let Some(wrapper) = wrapper else { return Ok(None) };
                Ok(Some((self.list(wrapper, schema, depth + 1)?, vec![wrapper.id()])))
            }
            _ if is_array => {
                let items = shape.array.and_then(|array| array.items);
                self.bare_items(element, (name, items.as_ref()), depth)
            }
            _ => {
                let Some(child) = self.single(element, &names(view, schema, name), &hints)? else { return Ok(None) };
                Ok(Some((self.element(child, Some(schema), depth + 1)?, vec![child.id()])))
            }
        }
    }

    fn attribute(self, element: Element<'_, '_>, (name, schema): (&str, &Node<'a>), hints: &Hints) -> Outcome<Found> {
        let names = names(self.reading.view, schema, name);
        let mut attributes = own_attributes(element);
        let Some(found) = attributes.find(|one| names.iter().any(|name| name == one.name())) else {
            return Ok(None);
        };
        if found.namespace() != hints.namespace.as_deref() {
            return Err(one(place(element), format!("the attribute {} has another namespace", found.name())));
        }
        let text = self.reading.text(found.value(), Some(schema));
        let value = text.map_err(|fault| one(format!("{}/@{}", place(element), found.name()), fault))?;
        Ok(Some((value, Vec::new())))
    }

    /// Items of an array without an element around them.
    fn bare_items(
        self,
        element: Element<'_, '_>,
        (name, items): (&str, Option<&Node<'a>>),
        depth: usize,
    ) -> Outcome<Found> {
        let names = match items {
            Some(items) => names(self.reading.view, items, name),
            None => vec![name.to_owned()],
        };
        let children: Vec<Element<'_, '_>> = called(element, &names).collect();
        let hints = items.map(|items| Hints::new(self.reading.view, items)).unwrap_or_default();
        let value = |child: &Element<'_, '_>| {
            check_namespace(*child, &hints)?;
            self.element(*child, items, depth + 1)
        };
        let values: Value = children.iter().map(value).collect::<Outcome<_>>()?;
        Ok((!children.is_empty()).then(|| (values, children.iter().map(Element::id).collect())))
    }

    /// The only child of a name.
    fn single<'e, 'i>(
        self,
        element: Element<'e, 'i>,
        names: &[String],
        hints: &Hints,
    ) -> Outcome<Option<Element<'e, 'i>>> {
        let mut children = called(element, names);
        let Some(child) = children.next() else {
            return Ok(None);
        };
        if children.next().is_some() {
            return Err(one(place(child), "is there more than once"));
        }
        check_namespace(child, hints)?;
        Ok(Some(child))
    }
}

fn called<'e, 'i>(element: Element<'e, 'i>, names: &[String]) -> impl Iterator<Item = Element<'e, 'i>> {
    element.children().filter(|child| child.is_element() && names.iter().any(|name| name == child.tag_name().name()))
}
