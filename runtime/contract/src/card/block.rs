//! A type on several lines, with the descriptions as comments.

use super::line::{Detail, Line};
use super::place::escaped;
use super::shape::{Field, Shape, Side, description};
use super::text;
use super::value::default;
use crate::Schema;

/// Spaces of one level.
const INDENT: usize = 2;
/// Required properties written in all.
const REQUIRED: usize = 150;

/// How much a block shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Levels of objects that are opened.
    pub(super) depth: usize,
    /// Optional properties per object.
    pub(super) optional: usize,
    /// Further ones that are named.
    pub(super) named: usize,
    /// Characters of a comment; at 0 there is none.
    pub(super) comment: usize,
    /// Listed values.
    pub(super) constants: usize,
    /// Types written in all.
    pub(super) allowance: usize,
}

/// Writes types below each other.
pub(super) struct Block {
    extent: Extent,
    side: Side,
    open: Vec<u32>,
    path: String,
    lines: Vec<String>,
}

/// One type with what stands around it.
struct Item<'a> {
    /// `name?: `
    prefix: String,
    schema: Schema<'a>,
    /// `[]`, ` | null`, ` =10`
    suffix: String,
    comment: String,
}

/// Where an item stands.
#[derive(Clone, Copy)]
struct Level {
    indent: usize,
    depth: usize,
}

impl Level {
    fn next(self) -> Self {
        Self { indent: self.indent + INDENT, depth: self.depth.saturating_sub(1) }
    }
}

impl Block {
    /// A writer for types at the pointer `path`.
    pub(super) fn new(extent: Extent, side: Side, path: &str) -> Self {
        Self { extent, side, open: Vec::new(), path: path.to_owned(), lines: Vec::new() }
    }

    /// `prefix` and the type of a schema after it, with a comment.
    pub(super) fn schema(mut self, prefix: &str, schema: Schema<'_>, comment: &str) -> String {
        let item = Item { prefix: prefix.to_owned(), schema, suffix: String::new(), comment: self.comment(comment) };
        self.write(item, Level { indent: 0, depth: self.extent.depth });
        self.lines.join("\n")
    }

    /// One line or more for each field.
    pub(super) fn fields(mut self, fields: &[Field<'_>]) -> String {
        self.members(fields, Level { indent: INDENT, depth: self.extent.depth });
        self.lines.join("\n")
    }

    fn write(&mut self, item: Item<'_>, level: Level) {
        if self.extent.allowance == 0 {
            return self.line(level, &format!("{}…{}", item.prefix, item.suffix), "");
        }
        let shape = Shape::of(item.schema, self.side);
        self.extent.allowance = self.extent.allowance.saturating_sub(shape.cost());
        if shape.definition.is_some_and(|definition| self.open.contains(&definition)) {
            return self.inline(&item, level);
        }
        let outside = self.open.len();
        self.open.extend(shape.definition);
        self.opened(item, &shape, level);
        self.open.truncate(outside);
    }

    fn opened(&mut self, item: Item<'_>, shape: &Shape<'_>, level: Level) {
        let null = if shape.nullable { " | null" } else { "" };
        let suffix = format!("{null}{}", item.suffix);
        let openable = shape.constants.is_empty() && shape.types.iter().all(|one| matches!(*one, "object" | "array"));
        let objects = self.has_objects(&shape.alternatives);
        if !openable || level.depth == 0 {
            self.closed(item, shape, level);
        } else if objects {
            if shape.fields.is_empty() {
                self.line(level, &format!("{}one of{suffix}", item.prefix), &item.comment);
            } else {
                self.object(&Item { suffix: format!("{suffix} & one of"), ..item }, shape, level);
            }
            self.alternatives(&shape.alternatives, level);
        } else if !shape.fields.is_empty() {
            self.object(&Item { suffix, ..item }, shape, level);
        } else if let Some(items) = shape.items.filter(|_| shape.positions.is_empty()) {
            let inner = Item { schema: items, suffix: format!("[]{suffix}"), ..item };
            self.below("items", |block| block.write(inner, level));
        } else if let Some(values) = shape.values {
            let prefix = format!("{}{{[key]: ", item.prefix);
            self.write(Item { prefix, schema: values, suffix: format!("}}{suffix}"), ..item }, level);
        } else {
            self.closed(item, shape, level);
        }
    }

    /// A type that is not opened here: one line, which names the pointer that opens it.
    fn closed(&mut self, mut item: Item<'_>, shape: &Shape<'_>, level: Level) {
        if shape.is_object() || self.has_objects(shape.items.as_slice()) || self.has_objects(&shape.alternatives) {
            let opens = format!("at {}", text::quoted(&self.path));
            item.comment = if item.comment.is_empty() { opens } else { format!("{opens}; {}", item.comment) };
        }
        self.open.truncate(self.open.len() - usize::from(shape.definition.is_some()));
        self.inline(&item, level);
        self.open.extend(shape.definition);
    }

    /// Whether some of these are objects with properties.
    fn has_objects(&self, schemas: &[Schema<'_>]) -> bool {
        const LOOKED_AT: usize = 8;
        schemas.iter().take(LOOKED_AT).any(|one| Shape::of(*one, self.side).is_object())
    }

    fn inline(&mut self, item: &Item<'_>, level: Level) {
        let detail = Detail { constants: self.extent.constants, allowance: 24, ..Detail::of(self.side, 0) };
        let mut line = Line::new(detail, &self.path, &self.open);
        let written = line.schema(item.schema);
        let joined = item.suffix.starts_with("[]") && written.contains(" | ");
        let written = if joined { format!("({written})") } else { written };
        self.line(level, &format!("{}{written}{}", item.prefix, item.suffix), &item.comment);
    }

    fn object(&mut self, item: &Item<'_>, shape: &Shape<'_>, level: Level) {
        self.line(level, &format!("{}{{", item.prefix), &item.comment);
        self.members(&shape.fields, level.next());
        if let Some(values) = shape.values {
            let prefix = "[key]: ".to_owned();
            self.write(Item { prefix, schema: values, suffix: String::new(), comment: String::new() }, level.next());
        }
        self.line(level, &format!("}}{}", item.suffix), "");
    }

    fn alternatives(&mut self, alternatives: &[Schema<'_>], level: Level) {
        let most = 2 + self.extent.optional;
        for (index, schema) in alternatives.iter().take(most).enumerate() {
            let comment = self.comment(description(*schema));
            let item = Item { prefix: "| ".to_owned(), schema: *schema, suffix: String::new(), comment };
            self.below(&index.to_string(), |block| block.write(item, level.next()));
        }
        if let Some(more) = alternatives.len().checked_sub(most).filter(|more| *more > 0) {
            let next = text::quoted(&format!("{}/{most}", self.path));
            self.line(level.next(), &format!("+{more} more"), &format!("at {next}"));
        }
    }

    fn members(&mut self, fields: &[Field<'_>], level: Level) {
        let must = match self.side {
            Side::Request => fields.iter().filter(|field| field.required).count(),
            Side::Answer => 0,
        };
        let most = must.min(REQUIRED) + self.extent.optional;
        for field in fields.iter().take(most) {
            self.member(field, level);
        }
        let more = fields.len().saturating_sub(most);
        if more > 0 {
            let named = fields.iter().skip(most).take(self.extent.named);
            let mut names: Vec<_> = named.map(|field| text::name(field.name)).collect();
            if names.len() < more && !names.is_empty() {
                names.push("…".to_owned());
            }
            let colon = if names.is_empty() { "" } else { ": " };
            self.line(level, &format!("+{more} more{colon}{}", names.join(", ")), "");
        }
    }

    fn member(&mut self, field: &Field<'_>, level: Level) {
        let optional = self.side == Side::Request && !field.required;
        let prefix = format!("{}{}: ", text::name(field.name), if optional { "?" } else { "" });
        let comment = self.comment(field.description());
        let Some(schema) = field.schema else {
            return self.line(level, &format!("{prefix}any"), &comment);
        };
        let default = if optional { default(schema) } else { None };
        let suffix = default.map(|default| format!(" ={default}")).unwrap_or_default();
        self.below(field.name, |block| block.write(Item { prefix, schema, suffix, comment }, level));
    }

    fn comment(&self, description: &str) -> String {
        match self.extent.comment {
            0 => String::new(),
            most => text::summary(description, most),
        }
    }

    fn line(&mut self, level: Level, text: &str, comment: &str) {
        let comment = if comment.is_empty() { String::new() } else { format!("  // {comment}") };
        self.lines.push(format!("{}{text}{comment}", " ".repeat(level.indent)));
    }

    /// Runs `inside` with the path of a child.
    fn below(&mut self, key: &str, inside: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&escaped(key));
        inside(self);
        self.path.truncate(length);
    }
}
