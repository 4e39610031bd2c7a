//! Questions to a schema that checking doesn't answer: which JSON types it wants, and what holds for a member.

use crate::blob::{Kind, Node};
use crate::{Keyword, Schema};

/// Compositions within compositions that are followed.
const MAX_DEPTH: usize = 16;

/// Whether a value of that JSON type can satisfy the schema, as far as `type`, enumerations and compositions tell.
pub fn accepts(schema: Schema<'_>, kind: &str) -> bool {
    accepts_within(schema, kind, MAX_DEPTH)
}

fn accepts_within(schema: Schema<'_>, kind: &str, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let schema = schema.resolved();
    if schema.types().next().is_some() {
        return schema.types().any(|known| known == kind || (known == "number" && kind == "integer"));
    }
    if let Some(list) = schema.schema(Keyword::Enum) {
        return list.node.items().any(|item| is(item, kind));
    }
    let branches = || schema.schemas(Keyword::AnyOf).chain(schema.schemas(Keyword::OneOf));
    let any = branches().next().is_none() || branches().any(|branch| accepts_within(branch, kind, depth));
    any && schema.schemas(Keyword::AllOf).all(|branch| accepts_within(branch, kind, depth))
}

fn is(node: Node<'_>, kind: &str) -> bool {
    match node.kind() {
        Kind::Null => kind == "null",
        Kind::Bool => kind == "boolean",
        Kind::Number => matches!(kind, "number" | "integer"),
        Kind::String => kind == "string",
        Kind::Array => kind == "array",
        Kind::Object => kind == "object",
    }
}

/// The schema of an object's member.
pub fn member<'a>(schema: Schema<'a>, name: &str) -> Option<Schema<'a>> {
    let declared = declared(schema, name, MAX_DEPTH);
    declared.or_else(|| schema.resolved().schema(Keyword::AdditionalProperties))
}

/// Whether `properties` of the schema or of a branch of it has the name.
pub fn declares(schema: Schema<'_>, name: &str) -> bool {
    declared(schema, name, MAX_DEPTH).is_some()
}

fn declared<'a>(schema: Schema<'a>, name: &str, depth: usize) -> Option<Schema<'a>> {
    let depth = depth.checked_sub(1)?;
    let schema = schema.resolved();
    let mut branches =
        schema.schemas(Keyword::AllOf).chain(schema.schemas(Keyword::AnyOf)).chain(schema.schemas(Keyword::OneOf));
    schema.property(name).or_else(|| branches.find_map(|branch| declared(branch, name, depth)))
}

/// Whether a string stands for bytes: JSON Schema 2020-12 section 8.4 says so by a media type, OpenAPI 3.0 by the format.
pub fn is_binary(schema: Schema<'_>) -> bool {
    is_binary_within(schema, MAX_DEPTH)
}

fn is_binary_within(schema: Schema<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let schema = schema.resolved();
    let bytes = schema.text(Keyword::ContentMediaType).is_some();
    let mut branches =
        schema.schemas(Keyword::AllOf).chain(schema.schemas(Keyword::AnyOf)).chain(schema.schemas(Keyword::OneOf));
    schema.text(Keyword::Format) == Some("binary") || bytes || branches.any(|branch| is_binary_within(branch, depth))
}

/// Whether a string holds bytes in base64: JSON Schema 2020-12 section 8.3 says so by the encoding, OpenAPI 3.0 by the
/// format.
pub fn is_base64(schema: Schema<'_>) -> bool {
    is_base64_within(schema, MAX_DEPTH)
}

fn is_base64_within(schema: Schema<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let schema = schema.resolved();
    let says = matches!(schema.text(Keyword::Format), Some("byte" | "base64"));
    let mut branches =
        schema.schemas(Keyword::AllOf).chain(schema.schemas(Keyword::AnyOf)).chain(schema.schemas(Keyword::OneOf));
    let encoded = schema.text(Keyword::ContentEncoding) == Some("base64");
    says || encoded || branches.any(|branch| is_base64_within(branch, depth))
}

/// The schema of an array's item at a position: of `prefixItems`, or of all further items.
pub fn item(schema: Schema<'_>, index: usize) -> Option<Schema<'_>> {
    schema.resolved().schemas(Keyword::PrefixItems).nth(index).or_else(|| items(schema))
}

/// The schema of an array's items.
pub fn items(schema: Schema<'_>) -> Option<Schema<'_>> {
    items_within(schema, MAX_DEPTH)
}

fn items_within(schema: Schema<'_>, depth: usize) -> Option<Schema<'_>> {
    let depth = depth.checked_sub(1)?;
    let schema = schema.resolved();
    let mut branches =
        schema.schemas(Keyword::AllOf).chain(schema.schemas(Keyword::AnyOf)).chain(schema.schemas(Keyword::OneOf));
    schema.schema(Keyword::Items).or_else(|| branches.find_map(|branch| items_within(branch, depth)))
}
