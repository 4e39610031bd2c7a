//! What kinds of values a schema speaks of, so that text can be read. It decides nothing about
//! validity and knows nothing of styles.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Node, View};

/// A scalar type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
}

impl Kind {
    /// Every scalar type.
    pub(crate) const ALL: [Kind; 5] = [Kind::Null, Kind::Boolean, Kind::Integer, Kind::Number, Kind::String];

    /// The word that JSON Schema has for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::String => "string",
        }
    }
}

/// The union of all that a schema and its subschemas for the same instance allow.
#[derive(Debug, Default)]
pub(crate) struct Shape<'a> {
    /// Scalars.
    pub(crate) kinds: BTreeSet<Kind>,
    /// Arrays.
    pub(crate) array: Option<ArrayShape<'a>>,
    /// Objects.
    pub(crate) object: Option<ObjectShape<'a>>,
}

/// What an array holds.
#[derive(Debug, Default)]
pub(crate) struct ArrayShape<'a> {
    /// Schema of the elements; without one, anything.
    pub(crate) items: Option<Node<'a>>,
}

/// What an object holds.
#[derive(Debug, Default)]
pub(crate) struct ObjectShape<'a> {
    /// Declared properties.
    pub(crate) properties: Vec<(String, Node<'a>)>,
    /// Schema of the others.
    pub(crate) additional: Option<Node<'a>>,
}

impl<'a> Shape<'a> {
    /// The shape that a schema describes; every scalar if it names no type.
    pub(crate) fn new(view: &'a View, schema: &Node<'a>) -> Shape<'a> {
        let mut shape = Shape::default();
        if !shape.collect(view, schema, 0) {
            shape.kinds.extend(Kind::ALL);
        }
        shape
    }

    /// The shape of a parameter that has no schema.
    pub(crate) fn text() -> Shape<'a> {
        Shape { kinds: BTreeSet::from([Kind::String]), ..Shape::default() }
    }

    /// Whether an element or property is itself an array or object.
    pub(crate) fn nests(&self, view: &'a View) -> bool {
        let compound = |schema: &Node<'a>| {
            let shape = Shape::new(view, schema);
            shape.array.is_some() || shape.object.is_some()
        };
        let array = self.array.as_ref().and_then(|array| array.items.as_ref());
        let object = self.object.iter().flat_map(|object| {
            let properties = object.properties.iter().map(|(_, property)| property);
            properties.chain(&object.additional)
        });
        array.into_iter().chain(object).any(compound)
    }

    /// Adds what a schema says; whether it said anything about types.
    fn collect(&mut self, view: &'a View, schema: &Node<'a>, depth: usize) -> bool {
        if depth > 16 {
            return false;
        }
        let mut typed = self.own(schema);
        if schema.text("$ref").is_some()
            && let Ok(target) = view.resolve(schema.clone())
        {
            typed |= self.collect(view, &target, depth + 1);
        }
        for member in schema.elements("allOf") {
            typed |= self.collect(view, &member, depth + 1);
        }
        for keyword in ["anyOf", "oneOf"] {
            for member in schema.elements(keyword) {
                if !self.collect(view, &member, depth + 1) && !typed {
                    self.kinds.extend(Kind::ALL);
                }
                typed = true;
            }
        }
        typed
    }

    fn own(&mut self, schema: &Node<'a>) -> bool {
        let types = types(schema.value);
        for name in &types {
            match name.as_str() {
                "array" => {
                    let array = self.array.get_or_insert_default();
                    array.items = array.items.take().or_else(|| schema.member("items"));
                }
                "object" => self.object(schema),
                scalar => {
                    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == scalar);
                    self.kinds.extend(kind);
                }
            }
        }
        !types.is_empty()
    }

    fn object(&mut self, schema: &Node<'a>) {
        let object = self.object.get_or_insert_default();
        object.properties.extend(schema.named("properties"));
        if object.additional.is_none() {
            object.additional = schema.member("additionalProperties").filter(|additional| additional.value.is_object());
        }
    }
}

/// The types that a schema object names, or that its other keywords only make sense for.
pub(crate) fn types(schema: &Value) -> Vec<String> {
    let has = |keyword: &str| schema.get(keyword).is_some();
    match schema.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        }
        _ if has("const") || has("enum") => {
            let listed = schema.get("enum").and_then(Value::as_array);
            let values = listed.into_iter().flatten().chain(schema.get("const"));
            let names: BTreeSet<&str> = values.map(type_name).collect();
            names.into_iter().map(str::to_owned).collect()
        }
        _ if has("properties") || has("additionalProperties") || has("required") => vec!["object".to_owned()],
        _ if has("items") || has("prefixItems") => vec!["array".to_owned()],
        _ if has("pattern") || has("minLength") || has("maxLength") || has("format") => {
            vec!["string".to_owned()]
        }
        _ if has("minimum") || has("maximum") || has("multipleOf") => vec!["number".to_owned()],
        _ => Vec::new(),
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
