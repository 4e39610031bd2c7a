//! One parameter's value as text (OpenAPI 3.1 section 4.8.12.6, RFC 6570). It knows nothing of
//! requests.

use serde_json::Value;

use crate::operation::{Encoding, Parameter};
use crate::{form, percent};

/// The raw text of a path parameter.
pub(crate) fn path(parameter: &Parameter, value: &Value) -> String {
    let name = percent::encode(&parameter.name);
    match parameter.encoding {
        Encoding::Json => percent::encode(&value.to_string()),
        Encoding::Label { explode: true } => format!(".{}", exploded(value, ".", None)),
        Encoding::Label { explode: false } => format!(".{}", list(value, ",")),
        Encoding::Matrix { explode: true } => format!(";{}", exploded(value, ";", Some(&name))),
        Encoding::Matrix { explode: false } => format!(";{name}={}", list(value, ",")),
        Encoding::Simple { explode: true } => exploded(value, ",", None),
        _ => list(value, ","),
    }
}

/// Decoded keys and raw texts of a query or cookie parameter.
pub(crate) fn pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let one = |text: String| vec![(parameter.name.clone(), text)];
    match parameter.encoding {
        Encoding::Json => one(percent::encode(&value.to_string())),
        Encoding::Urlencoded if value.is_object() => one(percent::encode(&form::text(value, &parameter.separators))),
        Encoding::DeepObject => deep(&parameter.name, value),
        Encoding::Form { explode: true } => match value {
            Value::Array(items) => items.iter().flat_map(|item| one(percent::encode(&text(item)))).collect(),
            Value::Object(map) => {
                map.iter().map(|(name, value)| (name.clone(), percent::encode(&text(value)))).collect()
            }
            scalar => one(percent::encode(&text(scalar))),
        },
        Encoding::Delimited { separator } => one(list(value, &percent::encode(&separator.to_string()))),
        _ => one(list(value, ",")),
    }
}

/// The query that is the value of a parameter.
pub(crate) fn querystring(parameter: &Parameter, value: &Value) -> String {
    match parameter.encoding {
        Encoding::Urlencoded if value.is_object() => form::text(value, &parameter.separators),
        Encoding::Json => percent::encode(&value.to_string()),
        _ => percent::encode(&text(value)),
    }
}

/// The value of a header parameter, unescaped.
pub(crate) fn header(parameter: &Parameter, value: &Value) -> String {
    let explode = parameter.encoding == Encoding::Simple { explode: true };
    let pieces: Vec<String> = match value {
        _ if parameter.encoding == Encoding::Json => vec![value.to_string()],
        Value::Object(_) if parameter.encoding == Encoding::Urlencoded => {
            vec![form::text(value, &parameter.separators)]
        }
        Value::Array(items) => items.iter().map(text).collect(),
        Value::Object(map) if explode => map.iter().map(|(name, value)| format!("{name}={}", text(value))).collect(),
        Value::Object(map) => map.iter().flat_map(|(name, value)| [name.clone(), text(value)]).collect(),
        scalar => vec![text(scalar)],
    };
    pieces.join(",")
}

/// `a`, `a,b` or `name,value`.
fn list(value: &Value, separator: &str) -> String {
    let encode = |value: &Value| percent::encode(&text(value));
    let pieces: Vec<String> = match value {
        Value::Array(items) => items.iter().map(encode).collect(),
        Value::Object(map) => map.iter().flat_map(|(name, value)| [percent::encode(name), encode(value)]).collect(),
        scalar => vec![encode(scalar)],
    };
    pieces.join(separator)
}

/// `a`, `a.b` or `name=value.name=value`; with a name, as in style matrix, `name=a;name=b`.
fn exploded(value: &Value, separator: &str, name: Option<&str>) -> String {
    let encode = |value: &Value| {
        let text = percent::encode(&text(value));
        name.map_or_else(|| text.clone(), |name| format!("{name}={text}"))
    };
    let pieces: Vec<String> = match value {
        Value::Array(items) => items.iter().map(encode).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| format!("{}={}", percent::encode(name), percent::encode(&text(value))))
            .collect(),
        scalar => vec![encode(scalar)],
    };
    pieces.join(separator)
}

fn deep(key: &str, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Object(map) => map.iter().flat_map(|(name, value)| deep(&format!("{key}[{name}]"), value)).collect(),
        Value::Array(items) => items.iter().map(|item| (key.to_owned(), percent::encode(&text(item)))).collect(),
        scalar => vec![(key.to_owned(), percent::encode(&text(scalar)))],
    }
}

/// A string as it is, anything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
