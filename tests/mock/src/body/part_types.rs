//! Which media types a part may have, where the document doesn't say (OpenAPI 3.1.1 section 4.8.15.1,
//! 3.0.4 section 4.7.15.1). It knows nothing of what parts hold.

use crate::content_type::ContentType;
use crate::document::{Node, View};
use crate::operation::PartEncoding;
use crate::shape::{Kind, Shape};

/// Nested subschemas beyond this are not looked at.
const DEPTH: usize = 8;

/// The media types and ranges that a part of a schema may have; the first is the mock's own choice.
pub(crate) fn allowed(view: &View, schema: Option<&Node<'_>>, encoding: Option<&PartEncoding>) -> Vec<ContentType> {
    if let Some(encoding) = encoding.filter(|encoding| !encoding.content_types.is_empty()) {
        return encoding.content_types.clone();
    }
    defaults(view, schema).into_iter().map(ContentType::declared).collect()
}

fn defaults(view: &View, schema: Option<&Node<'_>>) -> Vec<&'static str> {
    let Some(schema) = schema else {
        return vec!["text/plain", "*/*"];
    };
    let shape = Shape::new(view, schema);
    let is_anything = Kind::ALL.iter().all(|kind| shape.kinds.contains(kind));
    if is_anything || is_binary(view, schema) {
        return vec!["application/octet-stream", "*/*"];
    }
    let json = shape.object.is_some() || shape.array.is_some();
    let text = !shape.kinds.is_empty();
    let json = json.then_some("application/json");
    json.into_iter().chain(text.then_some("text/plain")).collect()
}

/// Whether a schema is that of bytes: by `format` of 3.0, or the content keywords of 3.1.
pub(super) fn is_binary(view: &View, schema: &Node<'_>) -> bool {
    binary(view, schema, 0)
}

fn binary(view: &View, schema: &Node<'_>, depth: usize) -> bool {
    let Ok(schema) = view.resolve(schema.clone()) else {
        return false;
    };
    let named = matches!(schema.text("format"), Some("binary" | "byte" | "base64"));
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| schema.elements(keyword));
    let encoded = ["contentEncoding", "contentMediaType"].iter().any(|keyword| schema.member(keyword).is_some());
    named || encoded || (depth < DEPTH && parts.into_iter().any(|part| binary(view, &part, depth + 1)))
}
