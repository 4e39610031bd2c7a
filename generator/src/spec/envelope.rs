//! Envelopes typed by `openapiv3`. Foreign structs are taken apart in full: a field that a later version adds breaks the
//! build instead of being dropped.

use openapiv3 as oa;
use serde_json::{Map, Value, json};

use super::Spec;
use crate::api::{Location, SecurityRequirement, SecurityScheme, Style};
use crate::pointer::Pointer;
use crate::words::is_token;
use crate::{Code, Diagnostics};

/// What an operation says of itself, without parameters, body and responses.
pub(crate) struct Head {
    pub(crate) tags: Vec<String>,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) operation_id: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) security: Option<Vec<SecurityRequirement>>,
}

/// A parameter without its schema.
pub(crate) struct ParameterEnvelope {
    pub(crate) pointer: Pointer,
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    /// Where its schema stands.
    pub(crate) schema: Pointer,
    /// A value that it takes, where the document gives a short one.
    pub(crate) example: Option<Value>,
}

/// A response, or a request body, without schemas.
pub(crate) struct ResponseEnvelope {
    pub(crate) pointer: Pointer,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) media_types: Vec<String>,
    pub(crate) headers: Vec<String>,
}

impl Spec {
    pub(crate) fn head(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Head> {
        const FIELDS: [&str; 6] = ["tags", "summary", "description", "operationId", "deprecated", "security"];
        let (members, place) = self.object(pointer, diagnostics)?;
        let mut envelope = Map::from_iter([("responses".to_owned(), json!({}))]);
        for field in FIELDS {
            let Some(value) = members.get(field).filter(|value| !value.is_null()) else { continue };
            let alone = json!({"responses": {}, field: value});
            if let Err(error) = serde_json::from_value::<oa::Operation>(alone) {
                let help = "give the member the type that OpenAPI 3.1 section 4.8.10 wants";
                let message = format!("`{field}` is not read: {error}");
                diagnostics.add(Code::InvalidMember, &place.join(field), message, help);
                continue;
            }
            envelope.insert(field.to_owned(), value.clone());
        }
        let oa::Operation {
            tags,
            summary,
            description,
            external_docs: _,
            operation_id,
            parameters: _,
            request_body: _,
            responses: _,
            callbacks: _,
            deprecated,
            security,
            servers: _,
            extensions: _,
        } = serde_json::from_value(Value::Object(envelope)).ok()?;
        Some(Head {
            tags,
            summary: summary.unwrap_or_default(),
            description: description.unwrap_or_default(),
            operation_id: operation_id.filter(|id| !id.trim().is_empty()),
            deprecated,
            security: security.map(|list| list.into_iter().map(|one| one.into_keys().collect()).collect()),
        })
    }

    /// The document's own security requirement.
    pub(crate) fn security(&self, diagnostics: &mut Diagnostics) -> Option<Vec<SecurityRequirement>> {
        let value = self.document().get("security").filter(|value| !value.is_null())?;
        match serde_json::from_value::<Vec<oa::SecurityRequirement>>(value.clone()) {
            Ok(list) => Some(list.into_iter().map(|one| one.into_keys().collect()).collect()),
            Err(error) => {
                let place = Pointer::new("/security");
                let help = "give a list of objects that name schemes (OpenAPI 3.1 section 4.8.30)";
                diagnostics.add(Code::InvalidSecurity, &place, format!("`security` is not read: {error}"), help);
                None
            }
        }
    }

    pub(crate) fn scheme(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<SecurityScheme> {
        let (members, place) = self.object(pointer, diagnostics)?;
        match serde_json::from_value(Value::Object(members.clone())) {
            Ok(oa::SecurityScheme::APIKey { location, name, description: _, extensions: _ }) => {
                let location = match location {
                    oa::APIKeyLocation::Query => Location::Query,
                    oa::APIKeyLocation::Header => Location::Header,
                    oa::APIKeyLocation::Cookie => Location::Cookie,
                };
                if location != Location::Query && !is_token(&name) {
                    let help = "a header's name has letters, digits and `-` (RFC 9110 section 5.6.2)";
                    let message = format!("{name:?} can't be the name of a {location}");
                    diagnostics.add(Code::InvalidSecurity, &place.join("name"), message, help);
                    return Some(SecurityScheme::Other);
                }
                Some(SecurityScheme::ApiKey { location, name })
            }
            Ok(oa::SecurityScheme::HTTP { scheme, bearer_format: _, description: _, extensions: _ }) => {
                Some(match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => SecurityScheme::Bearer,
                    "basic" => SecurityScheme::Basic,
                    _ => SecurityScheme::Other,
                })
            }
            Ok(oa::SecurityScheme::OAuth2 { .. } | oa::SecurityScheme::OpenIDConnect { .. }) => {
                Some(SecurityScheme::Bearer)
            }
            // `mutualTLS` came with OpenAPI 3.1, and flows are often incomplete; the kind alone says how a token travels.
            Err(error) => match members.get("type").and_then(Value::as_str) {
                Some("oauth2" | "openIdConnect") => Some(SecurityScheme::Bearer),
                Some("mutualTLS") => Some(SecurityScheme::Other),
                _ => {
                    let help = "give `type` and its members as OpenAPI 3.1 section 4.8.27 wants";
                    let message = format!("the security scheme is not read: {error}");
                    diagnostics.add(Code::InvalidSecurity, &place, message, help);
                    None
                }
            },
        }
    }

    pub(crate) fn parameter(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<ParameterEnvelope> {
        let (members, place) = self.object(pointer, diagnostics)?;
        let mut envelope: Map<String, Value> = Map::new();
        for field in ["name", "in", "description", "required", "deprecated", "style", "explode", "allowReserved"] {
            if let Some(value) = members.get(field).filter(|value| !value.is_null()) {
                envelope.insert(field.to_owned(), value.clone());
            }
        }
        let content = members.get("content").and_then(Value::as_object).and_then(|content| content.keys().next());
        let schema = match content {
            Some(media_type) => {
                envelope.insert("content".to_owned(), json!({media_type: {}}));
                place.join("content").join(media_type).join("schema")
            }
            None => {
                envelope.insert("schema".to_owned(), json!({}));
                place.join("schema")
            }
        };
        let mut typed = serde_json::from_value::<oa::Parameter>(Value::Object(envelope.clone()));
        if let Err(error) = &typed {
            let help = "give `name`, `in` and the rest as OpenAPI 3.1 section 4.8.12 wants";
            let message = format!("the parameter is not read as declared: {error}");
            diagnostics.add(Code::InvalidParameter, &place, message, help);
            envelope.retain(|key, _| matches!(key.as_str(), "name" | "in" | "schema" | "content"));
            typed = serde_json::from_value(Value::Object(envelope));
        }
        let (location, data, style, allow_reserved) = match typed.ok()? {
            oa::Parameter::Query { parameter_data, allow_reserved, style, allow_empty_value: _ } => {
                let style = match style {
                    oa::QueryStyle::Form => Style::Form,
                    oa::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                    oa::QueryStyle::PipeDelimited => Style::PipeDelimited,
                    oa::QueryStyle::DeepObject => Style::DeepObject,
                };
                (Location::Query, parameter_data, style, allow_reserved)
            }
            oa::Parameter::Header { parameter_data, style: oa::HeaderStyle::Simple } => {
                (Location::Header, parameter_data, Style::Simple, false)
            }
            oa::Parameter::Path { parameter_data, style } => {
                let style = match style {
                    oa::PathStyle::Simple => Style::Simple,
                    oa::PathStyle::Label => Style::Label,
                    oa::PathStyle::Matrix => Style::Matrix,
                };
                (Location::Path, parameter_data, style, false)
            }
            oa::Parameter::Cookie { parameter_data, style: oa::CookieStyle::Form } => {
                (Location::Cookie, parameter_data, Style::Form, false)
            }
        };
        let oa::ParameterData {
            name,
            description,
            required,
            deprecated: _,
            format: _,
            example: _,
            examples: _,
            explode,
            extensions: _,
        } = data;
        let style = if content.is_some() { Style::Json } else { style };
        Some(ParameterEnvelope {
            pointer: place,
            name,
            location,
            description: description.unwrap_or_default(),
            required: required || location == Location::Path,
            style,
            // deepObject is only defined exploded; form explodes by default (OpenAPI 3.1 section 4.8.12.2).
            explode: explode.unwrap_or(style == Style::Form) || style == Style::DeepObject,
            allow_reserved,
            schema,
            example: example(members),
        })
    }

    pub(crate) fn request_body(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<ResponseEnvelope> {
        let (members, place) = self.object(pointer, diagnostics)?;
        let media_types = media_types(members);
        let mut envelope = without_schemas(members, &["description", "required"], &media_types);
        if !envelope.contains_key("content") {
            envelope.insert("content".to_owned(), json!({}));
        }
        match serde_json::from_value(Value::Object(envelope)) {
            Ok(oa::RequestBody { description, content: _, required, extensions: _ }) => Some(ResponseEnvelope {
                pointer: place,
                description: description.unwrap_or_default(),
                required,
                media_types,
                headers: Vec::new(),
            }),
            Err(error) => {
                let help = "give `content`, `required` and `description` as OpenAPI 3.1 section 4.8.13 wants";
                diagnostics.add(Code::InvalidOperation, &place, format!("the body is not read: {error}"), help);
                None
            }
        }
    }

    pub(crate) fn response(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<ResponseEnvelope> {
        let (members, place) = self.object(pointer, diagnostics)?;
        let media_types = media_types(members);
        let mut envelope = without_schemas(members, &["description"], &media_types);
        // Vendors leave the required description out; its absence costs nothing.
        envelope.entry("description").or_insert_with(|| json!(""));
        match serde_json::from_value(Value::Object(envelope)) {
            Ok(oa::Response { description, headers: _, content: _, links: _, extensions: _ }) => {
                let declared = members.get("headers").and_then(Value::as_object);
                let headers = declared.into_iter().flat_map(Map::keys).map(|name| name.to_ascii_lowercase()).collect();
                Some(ResponseEnvelope { pointer: place, description, required: false, media_types, headers })
            }
            Err(error) => {
                let help = "give `description` and `content` as OpenAPI 3.1 section 4.8.17 wants";
                diagnostics.add(Code::InvalidResponse, &place, format!("the response is not read: {error}"), help);
                None
            }
        }
    }
}

/// The value of `example`, or of the first of `examples` (OpenAPI 3.1 section 4.8.12.2), if it is short.
fn example(members: &Map<String, Value>) -> Option<Value> {
    const LONGEST: usize = 200;
    let named = || members.get("examples")?.as_object()?.values().find_map(|example| example.get("value"));
    let example = members.get("example").or_else(named)?;
    (example.to_string().len() <= LONGEST).then(|| example.clone())
}

fn media_types(members: &Map<String, Value>) -> Vec<String> {
    let content = members.get("content").and_then(Value::as_object);
    content.into_iter().flat_map(Map::keys).cloned().collect()
}

fn without_schemas(members: &Map<String, Value>, fields: &[&str], media_types: &[String]) -> Map<String, Value> {
    let kept = members.iter().filter(|(key, value)| fields.contains(&key.as_str()) && !value.is_null());
    let mut envelope: Map<String, Value> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
    if !media_types.is_empty() {
        let content = media_types.iter().map(|media_type| (media_type.clone(), json!({}))).collect();
        envelope.insert("content".to_owned(), Value::Object(content));
    }
    envelope
}
