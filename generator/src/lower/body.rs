//! Request bodies: the media types that one may be sent in, preferred first, each with what it must be.

use contract::Method;
use contract::media::{Kind, essence};
use serde_json::{Map, Value, json};

use super::Lowering;
use crate::Code;
use crate::api::{BodyContent, Encoding, RequestBody};
use crate::pointer::Pointer;
use crate::spec::{BodyPart, Content};
use crate::words::is_media_type;

/// Media types of one body that are offered.
const MAX_CONTENTS: usize = 16;

pub(super) fn body(
    method: Method,
    pointer: &Pointer,
    parts: &[BodyPart],
    lowering: &mut Lowering<'_, '_>,
) -> Result<Option<RequestBody>, (Code, String)> {
    let mut place = pointer.join("requestBody");
    let envelope = match lowering.spec.swagger_body(parts, pointer) {
        Some(envelope) => {
            place = envelope.pointer.clone();
            envelope
        }
        None if !lowering.spec.has(&place) => return Ok(None),
        None => {
            let unread = || (Code::InvalidOperation, "its request body can't be read".to_owned());
            lowering.spec.request_body(&place, lowering.diagnostics).ok_or_else(unread)?
        }
    };
    let (mut contents, unsendable): (Vec<&Content>, Vec<&Content>) =
        envelope.content.iter().partition(|content| is_media_type(&content.media_type));
    for content in unsendable {
        let help = "write a media type: \"application/json\" (RFC 6838 section 4.2)";
        let message = format!("{:?} is no media type and is not offered", content.media_type);
        lowering.diagnostics.add(Code::InvalidMember, &place, message, help);
    }
    if contents.is_empty() {
        return Ok(None);
    }
    let is_second = |content: &&Content| Kind::of(&content.media_type) == Kind::Form && has_file(content, lowering);
    let second: Vec<String> = contents.iter().copied().filter(is_second).map(|form| form.media_type.clone()).collect();
    contents.sort_by_key(|content| match rank(&content.media_type) {
        // A form can't carry a file; where parts are offered too, they do.
        _ if second.contains(&content.media_type) => (rank("multipart/form-data"), true),
        rank => (rank, false),
    });
    // With these methods a body has no meaning (RFC 9110 sections 9.3.1, 9.3.2 and 9.3.5).
    let meaningless = matches!(method, Method::Get | Method::Head | Method::Delete);
    let may_be_json = |content: &&Content| is_json(&content.media_type) || is_any(&content.media_type);
    if meaningless && !envelope.required && !contents.iter().any(may_be_json) {
        let help = "remove the request body; with this method it has no meaning";
        let message = format!("the optional body of a {method} is not JSON and is not offered");
        lowering.diagnostics.add(Code::IgnoredBody, &place, message, help);
        return Ok(None);
    }
    let contents = contents.into_iter().take(MAX_CONTENTS).map(|content| lifted(content, lowering)).collect();
    Ok(Some(RequestBody { description: envelope.description, required: envelope.required, contents }))
}

/// The media type that an answer is shown in.
pub(super) fn preferred(contents: &[Content]) -> Option<&Content> {
    let json = contents.iter().filter(|content| is_json(&content.media_type) || is_any(&content.media_type));
    json.min_by_key(|content| (rank(&content.media_type), &content.media_type)).or(contents.first())
}

fn lifted(content: &Content, lowering: &mut Lowering<'_, '_>) -> BodyContent {
    let schema = match &content.schema {
        Some(place) => lowering.schemas.lift(place, lowering.diagnostics),
        None if !content.fields.is_empty() => form(&content.fields, lowering),
        None => json!({}),
    };
    // Before OpenAPI 3.2 there was no way to say what an item of a stream is; vendors give its schema as that of the whole.
    let of_items = content.of_items
        || matches!(Kind::of(&content.media_type), Kind::Lines | Kind::Sequence) && !is_list(content, lowering);
    let schema = if of_items { json!({"type": "array", "items": schema}) } else { schema };
    let styled = |field: &BodyPart| {
        let style = Some(field.style?);
        Some(Encoding { property: field.name.clone(), style, inner: field.inner.clone(), ..Encoding::default() })
    };
    let media_type = if is_any(&content.media_type) { "application/json" } else { &content.media_type };
    BodyContent {
        schema: if Kind::of(media_type) == Kind::Bytes { opaque(schema) } else { schema },
        media_type: media_type.to_owned(),
        place: content.schema.clone().unwrap_or_default(),
        encodings: content.fields.iter().filter_map(styled).chain(content.encodings.iter().cloned()).collect(),
    }
}

/// Whether the schema of a body says that it is a list.
fn is_list(content: &Content, lowering: &mut Lowering<'_, '_>) -> bool {
    let found = content.schema.as_ref().and_then(|place| lowering.spec.object(place, lowering.diagnostics));
    found.is_some_and(|(members, _)| {
        members.get("type").is_some_and(|kind| kind == "array") || members.contains_key("items")
    })
}

/// Whether a member of the body is declared as bytes, or as a list of them.
fn has_file(content: &Content, lowering: &mut Lowering<'_, '_>) -> bool {
    let (spec, diagnostics) = (lowering.spec, &mut *lowering.diagnostics);
    let Some((members, place)) = content.schema.as_ref().and_then(|place| spec.object(place, diagnostics)) else {
        return content.fields.iter().any(|field| field.is_file);
    };
    let names = members.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let properties = place.join("properties");
    let mut is_bytes = |place: &Pointer| {
        let (members, place) = spec.object(place, diagnostics)?;
        let (_, bytes) = match members.get("type").is_some_and(|kind| kind == "array") {
            true => spec.object(&place.join("items"), diagnostics)?,
            false => (members, place.clone()),
        };
        let format = bytes.find(spec.document()).and_then(|schema| schema.get("format"));
        Some(format.is_some_and(|format| format == "binary"))
    };
    names.map(|name| properties.join(name)).any(|place| is_bytes(&place).unwrap_or_default())
}

/// The schema of a form whose fields are declared one by one (Swagger 2.0, `in: formData`).
fn form(fields: &[BodyPart], lowering: &mut Lowering<'_, '_>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields.iter().filter(|field| field.is_form) {
        let mut schema = lowering.schemas.lift(&field.pointer, lowering.diagnostics);
        if let Some(members) = schema.as_object_mut() {
            // Whether the field is required is said in its place.
            members.shift_remove("required");
        }
        properties.insert(field.name.clone(), schema);
        if field.required && !required.contains(&field.name) {
            required.push(field.name.clone());
        }
    }
    json!({"type": "object", "properties": properties, "required": required})
}

/// What isn't text to anyone: a string that stands for bytes, unless the document says more.
fn opaque(schema: Value) -> Value {
    let says_type = schema.as_object().is_some_and(|members| !members.is_empty());
    if says_type { schema } else { json!({"type": "string", "format": "binary"}) }
}

/// JSON first, since its values travel as they are; then what carries named values, text, bytes. XML, whose form depends on
/// hints that documents seldom give, is last.
fn rank(media_type: &str) -> usize {
    match Kind::of(media_type) {
        Kind::Json if essence(media_type) == "application/json" => 0,
        Kind::Json => 1,
        Kind::Form => 2,
        Kind::FormData => 3,
        Kind::Parts => 4,
        Kind::Lines | Kind::Sequence => 5,
        Kind::Text | Kind::Events => 6,
        Kind::Bytes => 7,
        Kind::Xml => 8,
        Kind::Any => 9,
    }
}

fn is_json(media_type: &str) -> bool {
    Kind::of(media_type) == Kind::Json
}

/// A range that JSON is in.
fn is_any(media_type: &str) -> bool {
    Kind::of(media_type) == Kind::Any
}
