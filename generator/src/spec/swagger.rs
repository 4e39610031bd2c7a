//! What Swagger 2.0 says otherwise than OpenAPI 3: bodies among the parameters, media types beside the operation, schemas
//! without a member of their own. It is read where it stands, so that places stay those of the document.

use serde_json::{Map, Value};

use super::envelope::{BodyPart, Content, Declared, Envelope, ParameterEnvelope, example};
use super::{Spec, Version};
use crate::api::{Location, Server, Style};
use crate::base_url::base_url;
use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Lists within lists within a list that are written as lists.
const MAX_INNER: usize = 4;

impl Spec {
    /// A parameter (Swagger 2.0, "Parameter Object").
    pub(super) fn swagger_parameter(
        &self,
        members: &Map<String, Value>,
        place: Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Declared> {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        let required = members.get("required") == Some(&Value::Bool(true));
        let description = members.get("description").and_then(|value| self.prose(value, &place)).unwrap_or_default();
        let location = match text("in") {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some(place_in @ ("body" | "formData")) => {
                let (name, format) = (text("name").unwrap_or("body"), text("collectionFormat"));
                return Some(Declared::Body(BodyPart {
                    style: collection(format).or(Some((Style::Form, false)).filter(|_| text("type") == Some("array"))),
                    inner: inner(members),
                    name: name.to_owned(),
                    pointer: place,
                    is_form: place_in == "formData",
                    is_file: text("type") == Some("file"),
                    required,
                    description: description.to_owned(),
                }));
            }
            other => {
                let help = "`in` is query, header, path, formData or body (Swagger 2.0, Parameter Object)";
                let message = format!("the parameter is not read: it is in {:?}", other.unwrap_or_default());
                diagnostics.add(Code::InvalidParameter, &place, message, help);
                return None;
            }
        };
        let Some(name) = text("name") else {
            diagnostics.add(Code::InvalidParameter, &place, "the parameter has no name", "give it a `name`");
            return None;
        };
        let (style, explode) = match location {
            Location::Query => collection(text("collectionFormat")).unwrap_or((Style::Form, false)),
            Location::Cookie => (Style::Form, false),
            Location::Path | Location::Header => match collection(text("collectionFormat")) {
                Some((Style::Form, _)) | None => (Style::Simple, false),
                Some(delimited) => delimited,
            },
        };
        // Vendors write `schema` here as in OpenAPI 3.
        let own = place.join("schema");
        Some(Declared::Parameter(ParameterEnvelope {
            name: name.to_owned(),
            location,
            description: description.to_owned(),
            required: required || location == Location::Path,
            style,
            explode,
            inner: inner(members),
            allow_reserved: false,
            querystring: None,
            content: None,
            schema: if self.is_object(&own) { own } else { place.clone() },
            example: example(members),
            pointer: place,
        }))
    }

    /// The request body that parts among the parameters make; `operation` is where their operation stands.
    pub(crate) fn swagger_body(&self, parts: &[BodyPart], operation: &Pointer) -> Option<Envelope> {
        let first = parts.first()?;
        let declared = self.media_types("consumes", operation);
        let content = if let Some(body) = parts.iter().find(|part| !part.is_form) {
            let schema = body.pointer.join("schema");
            let types = if declared.is_empty() { vec!["application/json".to_owned()] } else { declared };
            let schema = |media_type| Content { media_type, schema: Some(schema.clone()), ..Content::default() };
            types.into_iter().map(schema).collect()
        } else {
            let usual = if parts.iter().any(|part| part.is_file) { MULTIPART } else { FORM };
            let forms = declared.into_iter().filter(|media_type| media_type == FORM || media_type == MULTIPART);
            let mut forms: Vec<String> = forms.collect();
            if forms.is_empty() {
                forms.push(usual.to_owned());
            }
            let fields = |media_type| Content { media_type, fields: parts.to_vec(), ..Content::default() };
            forms.into_iter().map(fields).collect()
        };
        Some(Envelope {
            pointer: first.pointer.clone(),
            description: parts
                .iter()
                .find(|part| !part.is_form)
                .map(|body| body.description.clone())
                .unwrap_or_default(),
            required: parts.iter().any(|part| part.required),
            content,
            headers: Vec::new(),
        })
    }

    /// The content of a response: its one schema in every media type that the operation produces.
    pub(super) fn swagger_answer(
        &self,
        members: &Map<String, Value>,
        place: &Pointer,
        operation: &Pointer,
    ) -> Vec<Content> {
        if !members.contains_key("schema") {
            return Vec::new();
        }
        let is_file = members.get("schema").and_then(|schema| schema.get("type")).is_some_and(|kind| kind == "file");
        let mut types = self.media_types("produces", operation);
        if types.is_empty() {
            types.push(if is_file { "application/octet-stream" } else { "application/json" }.to_owned());
        }
        let schema = (!is_file).then(|| place.join("schema"));
        let content = |media_type| Content { media_type, schema: schema.clone(), ..Content::default() };
        types.into_iter().map(content).collect()
    }

    /// The server of a document: scheme, host and base path.
    pub(crate) fn swagger_server(&self) -> Option<Server> {
        let text = |key: &str| self.document().get(key).and_then(Value::as_str).unwrap_or_default();
        let schemes = self.document().get("schemes").and_then(Value::as_array);
        let offers = |scheme: &str| schemes.is_some_and(|schemes| schemes.iter().any(|one| one == scheme));
        let scheme = if offers("http") && !offers("https") { "http" } else { "https" };
        let host = text("host").trim_end_matches('/');
        let slash = if text("basePath").starts_with('/') { "" } else { "/" };
        if self.version() != Version::V20 || host.is_empty() {
            return None;
        }
        let url = base_url(&format!("{scheme}://{host}{slash}{}", text("basePath")))?;
        Some(Server { template: url.clone(), url, variables: Vec::new() })
    }

    /// `consumes` or `produces` of an operation, or of the document.
    fn media_types(&self, key: &str, operation: &Pointer) -> Vec<String> {
        let own = operation.find(self.document()).and_then(|operation| operation.get(key)).and_then(Value::as_array);
        let list = own.or_else(|| self.document().get(key)?.as_array());
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// How the items of a list are put together (Swagger 2.0, Parameter Object, `collectionFormat`); none where it doesn't say.
fn collection(format: Option<&str>) -> Option<(Style, bool)> {
    match format? {
        "multi" => Some((Style::Form, true)),
        "ssv" => Some((Style::SpaceDelimited, false)),
        "pipes" => Some((Style::PipeDelimited, false)),
        "tsv" => Some((Style::TabDelimited, false)),
        _ => Some((Style::Form, false)),
    }
}

/// How the lists within a list are put together (Swagger 2.0, Items Object, `collectionFormat`): with commas unless they say
/// otherwise, and never as `multi`.
fn inner(list: &Map<String, Value>) -> Vec<Style> {
    let items = |list: &&'_ Map<String, Value>| list.get("type").is_some_and(|kind| kind == "array");
    let within = std::iter::successors(Some(list).filter(items), |list| list.get("items")?.as_object().filter(items));
    let format = |list: &Map<String, Value>| collection(list.get("collectionFormat").and_then(Value::as_str));
    let styles = within.skip(1).take(MAX_INNER).map(|list| format(list).map_or(Style::Form, |(style, _)| style));
    styles.collect()
}
