//! What a schema amounts to once references and `allOf` are read together: the facts a type is written from.

use std::collections::HashSet;

use crate::blob::Node;
use crate::media::Kind;
use crate::{Keyword, Parameter, Schema};

/// Schemas read together as one at most.
const PARTS: usize = 48;
/// References and compositions followed inside each other at most.
const NESTING: usize = 24;
/// Properties of one object that are looked at.
const FIELDS: usize = 4_000;

/// The direction a value travels: `readOnly` properties are not asked for, `writeOnly` ones are not answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Side {
    Request,
    Answer,
}

impl Side {
    fn hidden(self) -> Keyword {
        match self {
            Self::Request => Keyword::ReadOnly,
            Self::Answer => Keyword::WriteOnly,
        }
    }
}

/// A property or an argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    /// None for a property that is required and never declared.
    pub(super) schema: Option<Schema<'a>>,
    pub(super) required: bool,
    /// The description of a parameter, which is not in its schema.
    described: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// An argument.
    pub(super) fn of(parameter: Parameter<'a>) -> Self {
        Self {
            name: parameter.argument(),
            schema: Some(parameter.schema()),
            required: parameter.required(),
            described: Some(parameter.description()),
        }
    }

    /// What it is for.
    pub(super) fn description(&self) -> &'a str {
        self.described.or_else(|| self.schema.map(description)).unwrap_or_default()
    }
}

/// The facts of one schema.
#[derive(Default)]
pub(super) struct Shape<'a> {
    /// Schemas that were read together.
    parts: usize,
    /// The definition it was reached through, to name it.
    pub(super) name: Option<&'a str>,
    /// The same, to recognise it.
    pub(super) definition: Option<u32>,
    /// JSON types but null; none where any is allowed.
    pub(super) types: Vec<&'a str>,
    pub(super) nullable: bool,
    pub(super) never: bool,
    pub(super) format: Option<&'a str>,
    /// The only allowed values, if they are listed.
    pub(super) constants: Vec<Node<'a>>,
    /// Properties, required ones first.
    pub(super) fields: Vec<Field<'a>>,
    /// The values of a map.
    pub(super) values: Option<Schema<'a>>,
    pub(super) items: Option<Schema<'a>>,
    pub(super) positions: Vec<Schema<'a>>,
    /// `oneOf` or `anyOf`, without null.
    pub(super) alternatives: Vec<Schema<'a>>,
}

impl<'a> Shape<'a> {
    /// Reads a schema for one direction.
    pub(super) fn of(schema: Schema<'a>, side: Side) -> Self {
        let mut reader =
            Reader { shape: Shape::default(), side, parts: PARTS, names: HashSet::new(), required: Vec::new() };
        reader.read(schema, NESTING);
        reader.finish()
    }

    /// What reading it has cost, in types written.
    pub(super) fn cost(&self) -> usize {
        1 + self.fields.len() / 40 + self.parts / 8
    }

    /// Whether it has properties, its own or those of alternatives.
    pub(super) fn is_object(&self) -> bool {
        !self.fields.is_empty() || (self.types.contains(&"object") && !self.alternatives.is_empty())
    }
}

/// A description: the schema's own, else that of what it refers to.
pub(super) fn description(schema: Schema<'_>) -> &str {
    let own = schema.text(Keyword::Description).or_else(|| schema.text(Keyword::Title));
    own.or_else(|| schema.resolved().text(Keyword::Description)).unwrap_or_default()
}

struct Reader<'a> {
    shape: Shape<'a>,
    side: Side,
    parts: usize,
    names: HashSet<&'a str>,
    required: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    /// Adds what a schema says. What was said before, further outside, stays.
    fn read(&mut self, schema: Schema<'a>, nesting: usize) {
        let (Some(parts), Some(nesting)) = (self.parts.checked_sub(1), nesting.checked_sub(1)) else { return };
        self.parts = parts;
        self.shape.never |= schema.node.as_bool() == Some(false);
        self.values(schema);
        self.object(schema);
        if let Some(target) = schema.referenced() {
            if self.shape.definition.is_none() {
                self.shape.name = schema.reference_name();
                self.shape.definition = Some(target.node.identity());
            }
            self.read(target, nesting);
        }
        for part in schema.schemas(Keyword::AllOf) {
            let before = (self.shape.name, self.shape.definition);
            self.read(part, nesting);
            if before.0.is_none() && schema.schemas(Keyword::AllOf).len() > 1 {
                (self.shape.name, self.shape.definition) = before;
            }
        }
        self.alternatives(schema, nesting);
    }

    fn values(&mut self, schema: Schema<'a>) {
        let shape = &mut self.shape;
        if shape.types.is_empty() {
            shape.types = schema.types().filter(|one| *one != "null").collect();
            shape.nullable |= schema.types().any(|one| one == "null");
        }
        shape.format = shape.format.or_else(|| schema.text(Keyword::Format)).or_else(|| bytes(schema));
        if shape.constants.is_empty() {
            let listed = schema.node.get(Keyword::Enum).into_iter().flat_map(|list| list.items().take(FIELDS));
            shape.constants = schema.node.get(Keyword::Const).into_iter().chain(listed).collect();
        }
        shape.items = shape.items.or_else(|| schema.schema(Keyword::Items));
        if shape.positions.is_empty() {
            shape.positions = schema.schemas(Keyword::PrefixItems).collect();
        }
    }

    fn object(&mut self, schema: Schema<'a>) {
        let room = FIELDS.saturating_sub(self.shape.fields.len());
        self.required.extend(schema.required().take(FIELDS));
        for (name, schema) in schema.properties().take(room) {
            let hidden = self.side.hidden();
            let shown = !schema.flag(hidden) && !schema.resolved().flag(hidden);
            if self.names.insert(name) && shown {
                self.shape.fields.push(Field { name, schema: Some(schema), required: false, described: None });
            }
        }
        let pattern = schema.node.get(Keyword::PatternProperties);
        let pattern = pattern.and_then(|patterns| patterns.entries().next()).map(|(_, value)| Schema::new(value));
        let additional = schema.schema(Keyword::AdditionalProperties);
        let values = additional.or(pattern).filter(|values| values.node.entries().len() > 0);
        self.shape.values = self.shape.values.or(values);
    }

    fn alternatives(&mut self, schema: Schema<'a>, nesting: usize) {
        let listed = schema.schemas(Keyword::OneOf).chain(schema.schemas(Keyword::AnyOf)).take(FIELDS);
        let (nulls, others): (Vec<_>, Vec<_>) = listed.filter(|one| is_telling(*one)).partition(|one| is_null(*one));
        self.shape.nullable |= !nulls.is_empty();
        match others.as_slice() {
            [] => {}
            [one] => self.read(*one, nesting),
            _ if self.shape.alternatives.is_empty() => self.shape.alternatives = others,
            _ => {}
        }
    }

    fn finish(self) -> Shape<'a> {
        let mut shape = self.shape;
        shape.parts = PARTS - self.parts;
        let required: HashSet<&str> = self.required.iter().copied().collect();
        for field in &mut shape.fields {
            field.required = required.contains(field.name);
        }
        if shape.alternatives.is_empty() {
            let mut names = self.names;
            for name in self.required.into_iter().take(FIELDS) {
                if names.insert(name) {
                    shape.fields.push(Field { name, schema: None, required: true, described: None });
                }
            }
        }
        shape.fields.sort_by_key(|field| !field.required);
        shape
    }
}

/// Whether an alternative says what a value is, and not only which properties go together.
fn is_telling(schema: Schema<'_>) -> bool {
    const TELLING: [Keyword; 10] = [
        Keyword::Ref,
        Keyword::Type,
        Keyword::Properties,
        Keyword::Enum,
        Keyword::Const,
        Keyword::Items,
        Keyword::AllOf,
        Keyword::AnyOf,
        Keyword::OneOf,
        Keyword::AdditionalProperties,
    ];
    TELLING.iter().any(|keyword| schema.node.get(*keyword).is_some())
}

fn is_null(schema: Schema<'_>) -> bool {
    let mut types = schema.types();
    types.next() == Some("null") && types.next().is_none()
}

/// The format that bytes in a string would have (JSON Schema 2020-12 section 8, which has no formats for them).
fn bytes(schema: Schema<'_>) -> Option<&'static str> {
    match (schema.text(Keyword::ContentEncoding), schema.text(Keyword::ContentMediaType)) {
        (Some("base64"), _) => Some("base64"),
        (None, Some(media_type)) if Kind::of(media_type) == Kind::Bytes => Some("binary"),
        _ => None,
    }
}
