//! Bodies of every media type that the mock can read: whether they are what the document declares, and
//! the mock's own writing of them. It knows nothing of operations as a whole.

mod form;
mod format;
mod lines;
mod multipart;
mod part_types;
mod parts;
mod reading;
mod text;
mod writing;
mod xml;

use serde_json::Value;

use crate::Violation;
use crate::content_type::ContentType;
use crate::document::{Node, View, lasting};
use crate::operation::MediaType;
use crate::raw::Preference;

pub(crate) use format::Format;
pub(crate) use part_types::allowed as allowed_part_types;
pub(crate) use writing::written;

use reading::Reading;

/// A value, nothing where the schema can't speak of the content, or what is wrong.
pub(crate) type Outcome<T> = Result<T, Vec<Violation>>;

/// Everything wrong with the content of a body that was sent as `sent`, for which the operation
/// declares `media_type`.
pub(crate) fn faults(view: &View, media_type: &MediaType, sent: &ContentType, content: &[u8]) -> Vec<Violation> {
    read(view, media_type, sent, content).err().unwrap_or_default()
}

/// What the content of a body says, where its schema can speak of it, or everything wrong with it.
pub(crate) fn read(view: &View, media_type: &MediaType, sent: &ContentType, content: &[u8]) -> Outcome<Option<Value>> {
    let schema = media_type.schema.as_deref().and_then(|pointer| view.at(pointer));
    let format = Format::of(&sent.essence);
    let value = |preference| {
        let reading = Reading { view, preference };
        match format {
            Format::Json => json(content).map(Some),
            Format::Form => form::value(reading, media_type, content),
            Format::Parts => parts::value(reading, media_type, (sent, content)),
            Format::Xml => xml::value(reading, content, schema.as_ref()),
            Format::Text => text::value(reading, sent, content, schema.as_ref()),
            Format::Bytes => Ok(text::opaque(reading, content, schema.as_ref())),
            Format::Lines | Format::Sequence => lines::value(reading, media_type, format, content),
        }
    };
    let read = |preference| match (value(preference)?, &schema) {
        (Some(value), Some(schema)) => match judged(view, schema, &lasting(&sent.essence, &value, (view, schema))) {
            violations if violations.is_empty() => Ok(Some(value)),
            violations => Err(violations),
        },
        (value, _) => Ok(value),
    };
    // A text may be a string or something else; both readings are tried.
    read(Preference::Typed).or_else(|violations| read(Preference::Text).map_err(|_| violations))
}

fn judged(view: &View, schema: &Node<'_>, value: &Value) -> Vec<Violation> {
    let faults = view.faults(schema, value).into_iter();
    faults.map(|(pointer, message)| Violation::new(format!("body {pointer}"), message)).collect()
}

fn json(content: &[u8]) -> Outcome<Value> {
    serde_json::from_slice(content).map_err(|error| one("body", format!("no JSON: {error}")))
}

/// A single violation.
fn one(place: impl Into<String>, message: impl Into<String>) -> Vec<Violation> {
    vec![Violation::new(place, message)]
}
