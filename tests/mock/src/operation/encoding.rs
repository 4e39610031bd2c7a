//! How a parameter's value becomes text: style and explode, with the documented rule for what
//! OpenAPI leaves undefined. It knows nothing of operations.

use crate::Error;
use crate::document::{Node, View};
use crate::form::Separators;
use crate::shape::Shape;

use super::Location;

/// How the value of a parameter is spelt (OpenAPI 3.1 section 4.8.12.6, RFC 6570).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// One JSON text: `content`, and what `form` can't express.
    Json,
    /// One plain text: `content` of another media type.
    Plain,
    /// `content` of `application/x-www-form-urlencoded`.
    Urlencoded,
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
    /// `spaceDelimited`, `pipeDelimited` or `tabDelimited` (`tsv` of OpenAPI 2.0, for which 3.0 has no
    /// style), not exploded; exploded they are `Form`.
    Delimited {
        separator: char,
    },
    DeepObject,
}

/// The encoding that a parameter object's `style` and `explode` stand for.
pub(crate) fn declared(parameter: &Node<'_>, location: Location) -> Result<Encoding, Error> {
    let style = parameter.text("style").unwrap_or(match location {
        Location::Path | Location::Header => "simple",
        Location::Query | Location::Querystring | Location::Cookie => "form",
    });
    let explode = match parameter.value.get("explode") {
        Some(value) => value == &serde_json::Value::Bool(true),
        None => matches!(style, "form" | "cookie"),
    };
    match (style, location) {
        ("simple", Location::Path | Location::Header) => Ok(Encoding::Simple { explode }),
        ("label", Location::Path) => Ok(Encoding::Label { explode }),
        ("matrix", Location::Path) => Ok(Encoding::Matrix { explode }),
        ("form", Location::Query | Location::Cookie) => Ok(Encoding::Form { explode }),
        ("cookie", Location::Cookie) => Ok(Encoding::Form { explode }),
        ("spaceDelimited" | "pipeDelimited", Location::Query) if explode => Ok(Encoding::Form { explode }),
        ("spaceDelimited", Location::Query) => Ok(Encoding::Delimited { separator: ' ' }),
        ("pipeDelimited", Location::Query) => Ok(Encoding::Delimited { separator: '|' }),
        ("tabDelimited", Location::Query) => Ok(Encoding::Delimited { separator: '\t' }),
        ("deepObject", Location::Query) => Ok(Encoding::DeepObject),
        (style, location) => {
            Err(Error::at(&parameter.pointer, format!("style {style} doesn't exist in {}", location.name())))
        }
    }
}

/// How the arrays of a form are spelt (OpenAPI 3.1 section 4.8.15.1.1): by the media type's `encoding`.
/// `None` if it has a style that the mock can't read.
pub(super) fn separators(media_type: &Node<'_>) -> Option<Separators> {
    let mut separators = Separators::new();
    for (name, encoding) in media_type.named("encoding") {
        match declared(&encoding, Location::Query).ok()? {
            Encoding::Form { explode: false } => separators.insert(name, ','),
            Encoding::Delimited { separator } => separators.insert(name, separator),
            Encoding::Form { explode: true } => None,
            _ => return None,
        };
    }
    Some(separators)
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
