//! How a parameter's value becomes text: style and explode, with the documented rule for what
//! OpenAPI leaves undefined. It knows nothing of operations.

use crate::Error;
use crate::document::{Node, View};
use crate::shape::Shape;

use super::Location;

/// How the value of a parameter is spelt (OpenAPI 3.1 section 4.8.12.6, RFC 6570).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// One JSON text: `content`, and what `form` can't express.
    Json,
    /// One plain text: `content` of another media type.
    Plain,
    Simple {
        explode: bool,
    },
    Label {
        explode: bool,
    },
    Matrix {
        explode: bool,
    },
    Form {
        explode: bool,
    },
    /// `spaceDelimited` or `pipeDelimited`, not exploded; exploded they are `Form`.
    Delimited {
        separator: char,
    },
    DeepObject,
}

/// The encoding that a parameter object's `style` and `explode` stand for.
pub(crate) fn declared(parameter: &Node<'_>, location: Location) -> Result<Encoding, Error> {
    let style = parameter.text("style").unwrap_or(match location {
        Location::Path | Location::Header => "simple",
        Location::Query | Location::Cookie => "form",
    });
    let explode = match parameter.value.get("explode") {
        Some(value) => value == &serde_json::Value::Bool(true),
        None => style == "form",
    };
    match (style, location) {
        ("simple", Location::Path | Location::Header) => Ok(Encoding::Simple { explode }),
        ("label", Location::Path) => Ok(Encoding::Label { explode }),
        ("matrix", Location::Path) => Ok(Encoding::Matrix { explode }),
        ("form", Location::Query | Location::Cookie) => Ok(Encoding::Form { explode }),
        ("spaceDelimited" | "pipeDelimited", Location::Query) if explode => Ok(Encoding::Form { explode }),
        ("spaceDelimited", Location::Query) => Ok(Encoding::Delimited { separator: ' ' }),
        ("pipeDelimited", Location::Query) => Ok(Encoding::Delimited { separator: '|' }),
        ("deepObject", Location::Query) => Ok(Encoding::DeepObject),
        (style, location) => {
            Err(Error::at(&parameter.pointer, format!("style {style} doesn't exist in {}", location.name())))
        }
    }
}

/// The encoding in force. A `form` query parameter whose value nests, or that explodes an object
/// without declared properties, travels as one JSON text unless `chosen` says otherwise.
pub(crate) fn in_force(
    declared: Encoding,
    location: Location,
    schema: &Node<'_>,
    view: &View,
    chosen: Option<&str>,
) -> Result<Encoding, Error> {
    let (Encoding::Form { explode }, Location::Query) = (declared, location) else {
        return Ok(declared);
    };
    let shape = Shape::new(view, schema);
    let free = shape.object.as_ref().is_some_and(|object| object.properties.is_empty());
    if !(shape.nests(view) || (free && explode)) {
        return Ok(declared);
    }
    match chosen {
        None | Some("json") => Ok(Encoding::Json),
        Some("form") => Ok(declared),
        Some("deepObject") => Ok(Encoding::DeepObject),
        Some(style) => Err(Error::Option(format!("style {style} is none of json, form, deepObject"))),
    }
}
