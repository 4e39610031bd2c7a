//! A parameter's value between text and JSON: cut by its style, percent-decoded, not yet typed.
//! It knows nothing of styles.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::{Node, View};
use crate::shape::{Kind, ObjectShape, Shape};

/// The structure that a style found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Raw {
    /// One JSON text.
    Json(String),
    /// One text.
    Text(String),
    /// Elements of an array.
    List(Vec<String>),
    /// Names and values of an object.
    Pairs(Vec<(String, String)>),
    /// Names of an object's properties, each with the texts that it was given.
    Fields(Vec<(String, Vec<String>)>),
    /// A nested object.
    Tree(Tree),
}

/// What `deepObject` spells: texts at leaves, several where an array is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree {
    Leaf(Vec<String>),
    Branch(BTreeMap<String, Tree>),
}

/// Which reading of a text is tried first, where a schema allows a string and something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preference {
    /// `12` is a number.
    Typed,
    /// `12` is a string.
    Text,
}

/// Turns raw values into JSON.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Typing<'a> {
    pub(crate) view: &'a View,
    pub(crate) preference: Preference,
}

impl<'a> Typing<'a> {
    /// The JSON value of a raw value of the given shape, or why there is none.
    pub(crate) fn value(self, raw: &Raw, shape: &Shape<'a>) -> Result<Value, String> {
        match raw {
            Raw::Json(text) => json(text),
            Raw::Text(text) => self.scalar(text, shape),
            Raw::List(texts) => {
                let items = shape.array.as_ref().and_then(|array| array.items.as_ref());
                let values = texts.iter().map(|text| self.element(text, items));
                Ok(Value::Array(values.collect::<Result<_, _>>()?))
            }
            Raw::Pairs(pairs) => {
                let mut map = Map::new();
                for (name, text) in pairs {
                    let property = property(shape.object.as_ref(), name);
                    if map.insert(name.clone(), self.element(text, property)?).is_some() {
                        return Err(format!("the property {name} is there twice"));
                    }
                }
                Ok(Value::Object(map))
            }
            Raw::Fields(fields) => {
                let values = fields.iter().map(|(name, texts)| {
                    let property = property(shape.object.as_ref(), name);
                    Ok((name.clone(), self.field(name, texts, property)?))
                });
                Ok(Value::Object(values.collect::<Result<_, String>>()?))
            }
            Raw::Tree(tree) => self.tree(tree, shape),
        }
    }

    /// A property of a form: an array repeats its name.
    fn field(self, name: &str, texts: &[String], schema: Option<&Node<'a>>) -> Result<Value, String> {
        let shape = schema.map(|schema| Shape::new(self.view, schema)).unwrap_or_else(anything);
        match texts {
            [text] if shape.array.is_none() || !shape.kinds.is_empty() => self.element(text, schema),
            _ if shape.array.is_some() => self.value(&Raw::List(texts.to_vec()), &shape),
            _ => Err(format!("{name} is repeated and is no array")),
        }
    }

    fn tree(self, tree: &Tree, shape: &Shape<'a>) -> Result<Value, String> {
        match tree {
            Tree::Branch(branches) => {
                let mut map = Map::new();
                for (name, branch) in branches {
                    let shape = match property(shape.object.as_ref(), name) {
                        Some(property) => Shape::new(self.view, property),
                        None => anything(),
                    };
                    map.insert(name.clone(), self.tree(branch, &shape)?);
                }
                Ok(Value::Object(map))
            }
            Tree::Leaf(texts) if shape.array.is_some() => self.value(&Raw::List(texts.clone()), shape),
            Tree::Leaf(texts) => match texts.as_slice() {
                [text] => self.scalar(text, shape),
                _ => Err("a key is repeated whose value is no array".to_owned()),
            },
        }
    }

    /// An element or property; what nests in it is a JSON text.
    pub(crate) fn element(self, text: &str, schema: Option<&Node<'a>>) -> Result<Value, String> {
        let Some(schema) = schema else {
            return self.scalar(text, &anything());
        };
        let shape = Shape::new(self.view, schema);
        if shape.kinds.is_empty() && (shape.array.is_some() || shape.object.is_some()) {
            return json(text);
        }
        self.scalar(text, &shape)
    }

    fn scalar(self, text: &str, shape: &Shape<'_>) -> Result<Value, String> {
        let allows = |kind: Kind| shape.kinds.contains(&kind);
        if self.preference == Preference::Text && allows(Kind::String) {
            return Ok(Value::from(text));
        }
        let typed = match serde_json::from_str::<Value>(text) {
            Ok(Value::Null) if allows(Kind::Null) => Some(Value::Null),
            Ok(Value::Bool(value)) if allows(Kind::Boolean) => Some(Value::Bool(value)),
            Ok(Value::Number(number)) if allows(Kind::Number) || (allows(Kind::Integer) && is_integer(text)) => {
                Some(Value::Number(number))
            }
            _ => None,
        };
        // JSON allows blanks around a value; a parameter has none to spare.
        match typed.filter(|_| text.trim() == text) {
            Some(value) => Ok(value),
            None if allows(Kind::String) => Ok(Value::from(text)),
            None => Err(format!("{text:?} is no {}", kinds(shape))),
        }
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.chars().all(|character| character.is_ascii_digit())
}

fn kinds(shape: &Shape<'_>) -> String {
    let names: Vec<&str> = shape.kinds.iter().map(|kind| kind.name()).collect();
    if names.is_empty() {
        return "scalar that the schema allows".to_owned();
    }
    names.join(" or ")
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("no JSON text: {error}"))
}

fn property<'a, 'b>(object: Option<&'b ObjectShape<'a>>, name: &str) -> Option<&'b Node<'a>> {
    let object = object?;
    let declared = object.properties.iter().find(|(other, _)| other == name);
    declared.map(|(_, schema)| schema).or(object.additional.as_ref())
}

/// The shape of a value about which the schema says nothing.
fn anything<'a>() -> Shape<'a> {
    Shape { kinds: Kind::ALL.into_iter().collect(), ..Shape::default() }
}
