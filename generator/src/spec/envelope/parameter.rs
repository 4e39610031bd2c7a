//! Parameters, of OpenAPI 3.

use contract::media::Kind;
use openapiv3 as oa;
use serde_json::{Map, Value, json};

use super::Declared;
use crate::api::{Encoding, Location, Style};
use crate::pointer::Pointer;
use crate::spec::{Spec, Version};
use crate::{Code, Diagnostics};

/// How a whole query string is written that doesn't say.
const FORM: &str = "application/x-www-form-urlencoded";

/// A parameter without its schema.
pub(crate) struct ParameterEnvelope {
    pub(crate) pointer: Pointer,
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    /// Styles of the lists within a list.
    pub(crate) inner: Vec<Style>,
    pub(crate) allow_reserved: bool,
    /// The media type that it is written as and how its properties are, where it is the whole query string.
    pub(crate) querystring: Option<(String, Vec<Encoding>)>,
    /// The same where it is a part of the request by that media type.
    pub(crate) content: Option<(String, Vec<Encoding>)>,
    /// Where its schema stands.
    pub(crate) schema: Pointer,
    /// A value that it takes, where the document gives a short one.
    pub(crate) example: Option<Value>,
}

impl Spec {
    /// The parameter at a pointer; what can't be read leaves a diagnostic.
    pub(crate) fn parameter(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Declared {
        let Some((members, place)) = self.object(pointer, diagnostics) else {
            return Declared::Unread { required: false };
        };
        let declared = match self.version() {
            Version::V20 => self.swagger_parameter(members, place, diagnostics),
            _ => self.typed_parameter(members, place, diagnostics).map(Declared::Parameter),
        };
        let required = members.get("required") == Some(&Value::Bool(true));
        declared.unwrap_or(Declared::Unread { required })
    }

    fn typed_parameter(
        &self,
        members: &Map<String, Value>,
        place: Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<ParameterEnvelope> {
        let content = members.get("content").and_then(Value::as_object).and_then(|content| content.keys().next());
        let (schema_key, schema_stub, schema) = match content {
            Some(media_type) => {
                let schema = place.join("content").join(media_type).join("schema");
                ("content", json!({media_type: {}}), schema)
            }
            // Vendors leave the member out and write the schema's keywords beside `name`, as in Swagger 2.0.
            None if !members.contains_key("schema") && members.contains_key("type") => {
                ("schema", json!({}), place.clone())
            }
            None => ("schema", json!({}), place.join("schema")),
        };
        // One value that is the whole query string (OpenAPI 3.2, Parameter Object).
        let is_whole = members.get("in").is_some_and(|place_in| place_in == "querystring");
        let value = |field: &'static str| {
            let value = members.get(field).filter(|value| !value.is_null())?;
            Some(match (field, value) {
                ("in", _) if is_whole => (field, json!("query")),
                ("in", Value::String(text)) => (field, json!(text.to_ascii_lowercase())),
                ("style", Value::String(text)) if text == "cookie" => (field, json!("form")),
                ("description", Value::Object(_)) => (field, json!(self.prose(value, &place).unwrap_or_default())),
                _ => (field, value.clone()),
            })
        };
        let fixed = ["name", "in"].into_iter().filter_map(value).chain([(schema_key, schema_stub)]);
        let base: Map<String, Value> = fixed.map(|(key, value)| (key.to_owned(), value)).collect();
        let typed = self.settled_parameter(base, value, &place, diagnostics)?;
        let (location, data, style, allow_reserved) = match typed {
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
        let is_cookie = members.get("style").is_some_and(|style| style == "cookie") && location == Location::Cookie;
        let style = match content {
            Some(media_type) if is_json(media_type) => Style::Json,
            Some(media_type) if is_structured(media_type) && location != Location::Path => Style::Content,
            Some(_) => Style::Text,
            None if is_cookie => Style::Cookie,
            None => style,
        };
        // Before OpenAPI 3.2 only a query could have it.
        let reserved = members.get("allowReserved") == Some(&Value::Bool(true));
        let encoded = matches!(location, Location::Path | Location::Cookie);
        let allow_reserved = allow_reserved || reserved && encoded && self.version() == Version::V32;
        let mut media = |media_type: &str| {
            (media_type.to_owned(), self.encodings(&place.join("content").join(media_type), diagnostics))
        };
        let querystring = is_whole.then(|| media(content.map_or(FORM, String::as_str)));
        let written = content.filter(|_| !is_whole && style == Style::Content).map(|media_type| media(media_type));
        Some(ParameterEnvelope {
            pointer: place,
            name,
            location,
            description: description.unwrap_or_default(),
            required: required || location == Location::Path,
            style,
            // deepObject is only defined exploded; form explodes by default (OpenAPI 3.1 section 4.8.12.2).
            explode: explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)) || style == Style::DeepObject,
            inner: Vec::new(),
            allow_reserved,
            querystring,
            content: written,
            schema,
            example: example(members),
        })
    }

    /// A parameter with all its members, or with those that have the type they should.
    fn settled_parameter(
        &self,
        base: Map<String, Value>,
        value: impl Fn(&'static str) -> Option<(&'static str, Value)>,
        place: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<oa::Parameter> {
        const OPTIONAL: [&str; 6] = ["description", "required", "deprecated", "style", "explode", "allowReserved"];
        let typed = |envelope: &Map<String, Value>| serde_json::from_value(Value::Object(envelope.clone()));
        let mut envelope = base.clone();
        envelope.extend(OPTIONAL.into_iter().filter_map(&value).map(|(key, value)| (key.to_owned(), value)));
        let mut found: Result<oa::Parameter, serde_json::Error> = typed(&envelope);
        let Err(error) = &found else { return found.ok() };
        let help = "give `name`, `in` and the rest as OpenAPI 3.1 section 4.8.12 wants";
        let message = format!("the parameter is not read as declared: {error}");
        diagnostics.add(Code::InvalidParameter, place, message, help);
        envelope = base;
        found = typed(&envelope);
        for (field, value) in OPTIONAL.into_iter().filter_map(value) {
            let mut more = envelope.clone();
            more.insert(field.to_owned(), value);
            if let Ok(parameter) = typed(&more) {
                (envelope, found) = (more, Ok(parameter));
            }
        }
        found.ok()
    }
}

/// Whether a parameter's value is written as JSON; vendors who write ranges mean it.
fn is_json(media_type: &str) -> bool {
    matches!(Kind::of(media_type), Kind::Json | Kind::Any)
}

/// Whether a media type other than JSON has a way to write lists or objects. In a path its text could be empty.
fn is_structured(media_type: &str) -> bool {
    matches!(Kind::of(media_type), Kind::Form | Kind::Xml | Kind::Lines | Kind::Sequence)
}

/// The value of `example`, or of the first of `examples` (OpenAPI 3.1 section 4.8.12.2), if it is short.
pub(crate) fn example(members: &Map<String, Value>) -> Option<Value> {
    const LONGEST: usize = 200;
    let named = || members.get("examples")?.as_object()?.values().find_map(|example| example.get("value"));
    let example = members.get("example").or_else(named)?;
    (example.to_string().len() <= LONGEST).then(|| example.clone())
}
