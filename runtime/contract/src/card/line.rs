//! A type in one line: `{ name: string, mode?: "a" | "b", +4 more }`.

use super::shape::{Field, Shape, Side};
use super::text;
use super::value::{constant, default};
use crate::Schema;
use crate::blob::Node;

/// Characters of a definition's name.
const NAME: usize = 60;
/// Alternatives that are shown.
const ALTERNATIVES: usize = 6;
/// Optional properties shown with their types below the first level.
const INNER: usize = 5;
/// Formats of strings that say more than `string`.
const FORMATS: [&str; 18] = [
    "uuid",
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "uri",
    "url",
    "uri-reference",
    "hostname",
    "ipv4",
    "ipv6",
    "binary",
    "byte",
    "base64",
    "regex",
    "json-pointer",
    "password",
];

/// How much a line shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) side: Side,
    /// Levels of objects that are opened.
    pub(super) depth: usize,
    /// Levels opened below an optional property.
    pub(super) spare: usize,
    /// Properties shown with their types: the optional ones of a request, all of an answer.
    pub(super) typed: usize,
    /// Further ones shown by name.
    pub(super) named: usize,
    /// Required properties shown.
    pub(super) required: usize,
    /// Listed values shown.
    pub(super) constants: usize,
    /// Types written in all.
    pub(super) allowance: usize,
}

impl Detail {
    /// Everything a line of this many levels can show.
    pub(super) fn of(side: Side, depth: usize) -> Self {
        Self { side, depth, spare: depth, typed: 40, named: 40, required: 200, constants: 12, allowance: 250 }
    }
}

/// Writes types, one line each, within one allowance.
pub(super) struct Line {
    detail: Detail,
    open: Vec<u32>,
    path: String,
    /// Pointers of required objects that were not opened.
    pub(super) closed: Vec<String>,
}

/// A type's text, and whether it must be parenthesised before `[]`.
struct Written {
    text: String,
    joined: bool,
}

impl Written {
    fn one(text: impl Into<String>) -> Self {
        Self { text: text.into(), joined: false }
    }
}

impl Line {
    /// A writer for types at the pointer `path`. `open` are the definitions that are being written around it.
    pub(super) fn new(detail: Detail, path: &str, open: &[u32]) -> Self {
        Self { detail, open: open.to_vec(), path: path.to_owned(), closed: Vec::new() }
    }

    /// The type of one schema.
    pub(super) fn schema(&mut self, schema: Schema<'_>) -> String {
        self.write(schema, self.detail.depth).text
    }

    /// An object type with these fields.
    pub(super) fn fields(&mut self, fields: &[Field<'_>]) -> String {
        self.object(fields, None, self.detail.depth)
    }

    fn write(&mut self, schema: Schema<'_>, depth: usize) -> Written {
        if self.detail.allowance == 0 {
            return Written::one("…");
        }
        let shape = Shape::of(schema, self.detail.side);
        self.detail.allowance = self.detail.allowance.saturating_sub(shape.cost());
        let recursive = shape.definition.is_some_and(|definition| self.open.contains(&definition));
        let closed = self.detail.side == Side::Answer && self.detail.depth == 0 && shape.is_object();
        let mut written = match shape.name.filter(|_| recursive || closed) {
            Some(name) => Written::one(text::cut(&text::line(name), NAME)),
            None if recursive => Written::one("…"),
            None => {
                let outside = self.open.len();
                self.open.extend(shape.definition);
                let written = self.shape(&shape, depth);
                self.open.truncate(outside);
                written
            }
        };
        if shape.nullable && shape.constants.is_empty() {
            let only = written.text == "any";
            let text = if only { "null".to_owned() } else { format!("{} | null", written.text) };
            written = Written { text, joined: !only };
        }
        written
    }

    fn shape(&mut self, shape: &Shape<'_>, depth: usize) -> Written {
        if shape.never {
            return Written::one("never");
        }
        if !shape.constants.is_empty() {
            return self.constants(&shape.constants);
        }
        let mut parts = Vec::new();
        if !shape.alternatives.is_empty() {
            let union = self.alternatives(&shape.alternatives, depth);
            if shape.fields.is_empty() {
                return union;
            }
            parts.push(if union.joined { format!("({})", union.text) } else { union.text });
            parts.insert(0, self.object(&shape.fields, shape.values, depth));
            return Written { text: parts.join(" & "), joined: true };
        }
        for one in &shape.types {
            parts.push(self.named_type(one, shape, depth));
        }
        if parts.is_empty() {
            parts.push(self.untyped(shape, depth));
        }
        parts.dedup();
        Written { joined: parts.len() > 1, text: parts.join(" | ") }
    }

    fn named_type(&mut self, one: &str, shape: &Shape<'_>, depth: usize) -> String {
        match one {
            "string" => shape
                .format
                .and_then(|format| FORMATS.into_iter().find(|known| *known == format))
                .unwrap_or("string")
                .to_owned(),
            "array" => self.array(shape, depth),
            "object" => self.object(&shape.fields, shape.values, depth),
            "integer" | "number" | "boolean" => one.to_owned(),
            _ => "any".to_owned(),
        }
    }

    fn untyped(&mut self, shape: &Shape<'_>, depth: usize) -> String {
        if !shape.fields.is_empty() || shape.values.is_some() {
            self.object(&shape.fields, shape.values, depth)
        } else if shape.items.is_some() || !shape.positions.is_empty() {
            self.array(shape, depth)
        } else {
            "any".to_owned()
        }
    }

    fn constants(&mut self, constants: &[Node<'_>]) -> Written {
        let most = self.detail.constants;
        let mut parts: Vec<_> = constants.iter().take(most).map(|one| constant(*one)).collect();
        if let Some(more) = constants.len().checked_sub(most).filter(|more| *more > 0) {
            parts.push(format!("+{more} more"));
        }
        Written { joined: parts.len() > 1, text: parts.join(" | ") }
    }

    fn alternatives(&mut self, alternatives: &[Schema<'_>], depth: usize) -> Written {
        let mut parts: Vec<String> = Vec::new();
        for one in alternatives.iter().take(ALTERNATIVES) {
            let text = self.write(*one, depth).text;
            if !parts.contains(&text) {
                parts.push(text);
            }
        }
        if let Some(more) = alternatives.len().checked_sub(ALTERNATIVES).filter(|more| *more > 0) {
            parts.push(format!("+{more} more"));
        }
        Written { joined: parts.len() > 1, text: parts.join(" | ") }
    }

    fn array(&mut self, shape: &Shape<'_>, depth: usize) -> String {
        if !shape.positions.is_empty() {
            let parts: Vec<_> =
                shape.positions.iter().take(ALTERNATIVES).map(|one| self.write(*one, depth).text).collect();
            return format!("[{}]", parts.join(", "));
        }
        let Some(items) = shape.items else { return "any[]".to_owned() };
        let item = self.below("items", |line| line.write(items, depth));
        if item.joined { format!("({})[]", item.text) } else { format!("{}[]", item.text) }
    }

    fn object(&mut self, fields: &[Field<'_>], values: Option<Schema<'_>>, depth: usize) -> String {
        let Some(inside) = depth.checked_sub(1) else {
            return match (fields.is_empty(), values) {
                (true, None) => "object".to_owned(),
                (true, Some(_)) => "{[key]: …}".to_owned(),
                (false, _) => {
                    self.closed.push(self.path.clone());
                    "{…}".to_owned()
                }
            };
        };
        let mut parts = self.members(fields, depth);
        if let Some(values) = values {
            let value = self.write(values, inside).text;
            if parts.is_empty() {
                return format!("{{[key]: {value}}}");
            }
            parts.push(format!("[key]: {value}"));
        }
        if parts.is_empty() { "object".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
    }

    fn members(&mut self, fields: &[Field<'_>], depth: usize) -> Vec<String> {
        let detail = self.detail;
        let top = depth == detail.depth;
        let must = match detail.side {
            Side::Request => fields.iter().filter(|field| field.required).count(),
            Side::Answer => 0,
        };
        let typed = must.min(detail.required) + if top { detail.typed } else { detail.typed.min(INNER) };
        let named = if top && must <= detail.required { detail.named } else { 0 };
        let mut parts = Vec::new();
        for (position, field) in fields.iter().take(typed + named).enumerate() {
            parts.push(if position < typed { self.typed(field, depth) } else { self.label(field) });
        }
        if let Some(more) = fields.len().checked_sub(parts.len()).filter(|more| *more > 0) {
            parts.push(format!("+{more} more"));
        }
        parts
    }

    fn typed(&mut self, field: &Field<'_>, depth: usize) -> String {
        let inside = depth.saturating_sub(1);
        let optional = self.detail.side == Side::Request && !field.required;
        let inside = if optional { inside.min(self.detail.spare) } else { inside };
        let label = self.label(field);
        let Some(schema) = field.schema else { return format!("{label}: any") };
        let closed = self.closed.len();
        let value = self.below(field.name, |line| line.write(schema, inside).text);
        if optional {
            self.closed.truncate(closed);
        }
        let default = if optional { default(schema) } else { None };
        match default {
            Some(default) => format!("{label}: {value} ={default}"),
            None => format!("{label}: {value}"),
        }
    }

    fn label(&self, field: &Field<'_>) -> String {
        let optional = self.detail.side == Side::Request && !field.required;
        format!("{}{}", text::name(field.name), if optional { "?" } else { "" })
    }

    /// Runs `inside` with the path of a child.
    fn below<T>(&mut self, key: &str, inside: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&super::place::escaped(key));
        let out = inside(self);
        self.path.truncate(length);
        out
    }
}
