//! Values of a document in a type: what is listed, and defaults.

use super::text;
use crate::blob::{Kind, Node};
use crate::{Keyword, Schema};

/// Characters of one listed value.
const CONSTANT: usize = 60;
/// Characters of a default that is shown.
const DEFAULT: usize = 20;

/// A short default, as JSON text.
pub(super) fn default(schema: Schema<'_>) -> Option<String> {
    let node = schema.node.get(Keyword::Default).or_else(|| schema.resolved().node.get(Keyword::Default))?;
    let text = match node.kind() {
        Kind::Array | Kind::Object | Kind::Null => return None,
        Kind::String => text::quoted(text::head(node.as_str().unwrap_or_default(), DEFAULT)),
        Kind::Bool | Kind::Number => node.to_value().to_string(),
    };
    (text.chars().count() <= DEFAULT).then_some(text)
}

/// A listed value, as JSON text.
pub(super) fn constant(node: Node<'_>) -> String {
    match node.kind() {
        Kind::String => text::quoted(&text::cut(node.as_str().unwrap_or_default(), CONSTANT)),
        Kind::Array => "[…]".to_owned(),
        Kind::Object => "{…}".to_owned(),
        Kind::Null | Kind::Bool | Kind::Number => text::cut(&node.to_value().to_string(), CONSTANT),
    }
}
