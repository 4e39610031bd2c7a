//! Envelopes typed by `openapiv3`. Foreign structs are taken apart in full: a field that a later version adds breaks the
//! build instead of being dropped.

mod encoding;
mod head;
mod parameter;
mod scheme;

use openapiv3 as oa;
use serde_json::{Map, Value, json};

use super::{Spec, Version};
use crate::api::{Encoding, Style};
use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

pub(crate) use parameter::{ParameterEnvelope, example};

/// What an entry of `parameters` turns out to be.
pub(crate) enum Declared {
    /// A parameter.
    Parameter(ParameterEnvelope),
    /// A part of the request body (Swagger 2.0, `in: body` and `in: formData`).
    Body(BodyPart),
    /// Nothing that can be read.
    Unread {
        /// Whether it says that a call must have it.
        required: bool,
    },
}

/// A part of the request body in Swagger 2.0.
#[derive(Clone)]
pub(crate) struct BodyPart {
    pub(crate) pointer: Pointer,
    pub(crate) name: String,
    /// How a list among the fields of a form is written.
    pub(crate) style: Option<(Style, bool)>,
    /// How the lists within it are written.
    pub(crate) inner: Vec<Style>,
    /// Whether it is a field of a form.
    pub(crate) is_form: bool,
    /// Whether it is a file.
    pub(crate) is_file: bool,
    pub(crate) required: bool,
    pub(crate) description: String,
}

/// A request body or a response, without schemas.
pub(crate) struct Envelope {
    pub(crate) pointer: Pointer,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) content: Vec<Content>,
    /// Names of declared headers, in lower case.
    pub(crate) headers: Vec<String>,
}

/// One media type of a body.
#[derive(Clone, Default)]
pub(crate) struct Content {
    pub(crate) media_type: String,
    /// Where its schema stands, if there is one: of the whole, or of an item of a stream (OpenAPI 3.2 section 4.14).
    pub(crate) schema: Option<Pointer>,
    /// Whether the schema is that of an item.
    pub(crate) of_items: bool,
    /// Fields of a form, where they are declared one by one (Swagger 2.0).
    pub(crate) fields: Vec<BodyPart>,
    /// How properties are written.
    pub(crate) encodings: Vec<Encoding>,
}

impl Spec {
    pub(crate) fn request_body(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Envelope> {
        let (members, place) = self.object(pointer, diagnostics)?;
        let content = self.content(members, &place, diagnostics);
        if content.is_empty() && members.get("content").is_some() && members.get("required") == Some(&Value::Bool(true))
        {
            return None;
        }
        let mut envelope = without_schemas(members, &["description", "required"], &content);
        self.settle_prose(&mut envelope, &place);
        envelope.entry("content").or_insert_with(|| json!({}));
        let mut typed = serde_json::from_value(Value::Object(envelope.clone()));
        if let Err(error) = &typed {
            let help = "give `content`, `required` and `description` as OpenAPI 3.1 section 4.8.13 wants";
            diagnostics.add(Code::InvalidMember, &place, format!("the body is not read as declared: {error}"), help);
            envelope.retain(|key, _| key == "content");
            typed = serde_json::from_value(Value::Object(envelope));
        }
        let oa::RequestBody { description, content: _, required, extensions: _ } = typed.ok()?;
        Some(Envelope {
            pointer: place,
            description: description.unwrap_or_default(),
            required,
            content,
            headers: Vec::new(),
        })
    }

    /// The response at a pointer; `operation` is where its operation stands.
    pub(crate) fn response(
        &self,
        pointer: &Pointer,
        operation: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Envelope> {
        let (members, place) = self.object(pointer, diagnostics)?;
        let content = match self.version() {
            Version::V20 => self.swagger_answer(members, &place, operation),
            Version::V30 | Version::V31 | Version::V32 => self.content(members, &place, diagnostics),
        };
        let mut envelope = without_schemas(members, &["description"], &content);
        self.settle_prose(&mut envelope, &place);
        // Vendors leave the required description out; its absence costs nothing.
        envelope.entry("description").or_insert_with(|| json!(""));
        match serde_json::from_value(Value::Object(envelope)) {
            Ok(oa::Response { description, headers: _, content: _, links: _, extensions: _ }) => {
                let declared = members.get("headers").and_then(Value::as_object);
                let headers = declared.into_iter().flat_map(Map::keys).map(|name| name.to_ascii_lowercase()).collect();
                Some(Envelope { pointer: place, description, required: false, content, headers })
            }
            Err(error) => {
                let help = "give `description` and `content` as OpenAPI 3.1 section 4.8.17 wants";
                diagnostics.add(Code::InvalidResponse, &place, format!("the response is not read: {error}"), help);
                None
            }
        }
    }

    /// The media types of `content`, in the document's order.
    fn content(&self, members: &Map<String, Value>, place: &Pointer, diagnostics: &mut Diagnostics) -> Vec<Content> {
        let mut found = Vec::new();
        if !members.get("content").is_some_and(Value::is_object) {
            return found;
        }
        for (media_type, at) in self.members(&place.join("content"), diagnostics) {
            if !media_type.contains('/') {
                if !media_type.starts_with("x-") {
                    let help = "write a media type: \"application/json\" (RFC 6838 section 4.2)";
                    let message = format!("`{media_type}` is no media type and is not read");
                    diagnostics.add(Code::InvalidMember, &at, message, help);
                }
                continue;
            }
            let at = self.follow(&at, diagnostics).map_or(at, |(_, found)| found);
            let (whole, item) = (at.join("schema"), at.join("itemSchema"));
            let of_items = !self.has(&whole) && self.has(&item);
            let schema = [whole, item].into_iter().find(|schema| self.has(schema));
            let encodings = self.encodings(&at, diagnostics);
            found.push(Content { media_type, schema, of_items, encodings, fields: Vec::new() });
        }
        found
    }

    /// Puts a description's text in place of a reference to it.
    fn settle_prose(&self, envelope: &mut Map<String, Value>, place: &Pointer) {
        if let Some(value) = envelope.get_mut("description").filter(|value| value.is_object()) {
            *value = json!(self.prose(value, place).unwrap_or_default());
        }
    }
}

fn without_schemas(members: &Map<String, Value>, fields: &[&str], content: &[Content]) -> Map<String, Value> {
    let kept = members.iter().filter(|(key, value)| fields.contains(&key.as_str()) && !value.is_null());
    let mut envelope: Map<String, Value> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
    if !content.is_empty() {
        let content = content.iter().map(|content| (content.media_type.clone(), json!({}))).collect();
        envelope.insert("content".to_owned(), Value::Object(content));
    }
    envelope
}
