//! Reads the operations out of a document. It knows nothing of requests.

use crate::content_type::ContentType;
use crate::document::{Document, Node, View};
use crate::form::{Separators, URLENCODED};
use crate::route::Template;
use crate::security::requirement;
use crate::{Error, Options};

use super::{Body, Encoding, Location, Operation, Parameter, Response, Summary};
use super::{encoding, servers};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// OpenAPI 3.1 section 4.8.12.1: parameter definitions of these names are ignored. So are those further down.
const IGNORED_HEADERS: [&str; 14] = [
    "accept",
    "content-type",
    "authorization",
    // Fields of the connection are its client's (RFC 9110 sections 7.2, 7.6.1, 8.6, 10.1.1; RFC 9112 section 6.1).
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Every operation, in document order.
pub(crate) fn operations(document: &Document, options: &Options) -> Result<Vec<Operation>, Error> {
    let view = &document.request;
    // The method `query` and additional operations came with OpenAPI 3.2 (section 4.9.1).
    let is_newest = view.root().text("openapi").is_some_and(|version| version.starts_with("3.2"));
    let mut operations = Vec::new();
    for (path, item) in view.root().named("paths") {
        if path.starts_with("x-") {
            continue;
        }
        let item = view.resolve(item)?;
        for (key, node) in item.entries() {
            let reader = Reader { view, options, path: &path, item: &item };
            if METHODS.contains(&key.as_str()) || (is_newest && key == "query") {
                operations.push(reader.operation(&key.to_ascii_uppercase(), &node)?);
            } else if is_newest && key == "additionalOperations" {
                for (method, node) in node.entries() {
                    operations.push(reader.operation(&method, &node)?);
                }
            }
        }
    }
    Ok(operations)
}

/// Reads the operations of one path item.
pub(super) struct Reader<'a> {
    pub(super) view: &'a View,
    options: &'a Options,
    path: &'a str,
    item: &'a Node<'a>,
}

impl Reader<'_> {
    fn operation(&self, method: &str, node: &Node<'_>) -> Result<Operation, Error> {
        let template = Template::new(self.path);
        let summary = Summary {
            method: method.to_owned(),
            path: self.path.to_owned(),
            operation_id: node.text("operationId").map(str::to_owned),
        };
        let served = servers::paths(node, self.item).into_iter();
        let served = served.map(|base| Template::new(&format!("{base}{}", self.path)));
        Ok(Operation {
            parameters: self.parameters(node, &template)?,
            body: self.body(node)?,
            requirement: requirement(self.view, self.options, node, &summary)?,
            answer: self.answer(node)?,
            served: served.collect(),
            hidden: None,
            summary,
            template,
        })
    }

    fn parameters(&self, node: &Node<'_>, template: &Template) -> Result<Vec<Parameter>, Error> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let own = node.elements("parameters");
        for node in self.item.elements("parameters").into_iter().chain(own) {
            let parameter = self.parameter(&self.view.resolve(node)?)?;
            let parameter = carried_in_query(parameter, template);
            let same = |other: &&mut Parameter| other.location == parameter.location && other.name == parameter.name;
            match parameters.iter_mut().find(same) {
                Some(inherited) => *inherited = parameter,
                None => parameters.push(parameter),
            }
        }
        parameters.retain(|parameter| self.counts(parameter, template));
        for name in template.variables() {
            let declared = |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
            if !parameters.iter().any(declared) {
                parameters.push(undeclared(name));
            }
        }
        Ok(parameters)
    }

    fn counts(&self, parameter: &Parameter, template: &Template) -> bool {
        let name = parameter.name.as_str();
        let constants = &self.options.constant_headers;
        match parameter.location {
            Location::Path => template.variables().any(|variable| variable == name),
            Location::Header => {
                !IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str())
                    && !constants.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
            }
            Location::Query => !template.constants().any(|(key, _)| key == name),
            Location::Querystring | Location::Cookie => true,
        }
    }

    fn parameter(&self, node: &Node<'_>) -> Result<Parameter, Error> {
        let location = match node.text("in") {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("querystring") => Location::Querystring,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            _ => return Err(Error::at(&node.pointer, "`in` is no location")),
        };
        let Some(name) = node.text("name") else {
            return Err(Error::at(&node.pointer, "the parameter has no name"));
        };
        let (encoding, schema) = self.value(node, location, name)?;
        let content = node.named("content").into_iter().next();
        let separators = content.and_then(|(_, content)| encoding::separators(&content)).unwrap_or_default();
        Ok(Parameter {
            location,
            name: name.to_owned(),
            required: location == Location::Path || node.is_true("required"),
            allow_empty: node.is_true("allowEmptyValue"),
            allow_reserved: node.is_true("allowReserved"),
            encoding,
            separators,
            schema,
        })
    }

    pub(super) fn value(
        &self,
        node: &Node<'_>,
        location: Location,
        name: &str,
    ) -> Result<(Encoding, Option<String>), Error> {
        if let Some((media_type, content)) = node.named("content").into_iter().next() {
            let content = self.view.resolve(content)?;
            let encoding = match ContentType::declared(&media_type).essence.as_str() {
                name if super::is_json(name) => Encoding::Json,
                URLENCODED if location != Location::Path => Encoding::Urlencoded,
                _ => Encoding::Plain,
            };
            return Ok((encoding, content.member("schema").map(|schema| schema.pointer)));
        }
        let declared = encoding::declared(node, location)?;
        let Some(schema) = node.member("schema") else {
            return Ok((declared, None));
        };
        let chosen = self.options.styles.get(name).map(String::as_str);
        let encoding = encoding::in_force(declared, location, &schema, self.view, chosen)?;
        Ok((encoding, Some(schema.pointer)))
    }

    fn body(&self, node: &Node<'_>) -> Result<Option<Body>, Error> {
        let Some(body) = node.member("requestBody") else {
            return Ok(None);
        };
        let body = self.view.resolve(body)?;
        Ok(Some(Body { required: body.is_true("required"), content: self.media_types(&body)? }))
    }

    /// The lowest success, else `default` as 200, else an empty 200.
    fn answer(&self, node: &Node<'_>) -> Result<Response, Error> {
        let mut responses: Vec<(u16, Node<'_>)> = node
            .named("responses")
            .into_iter()
            .filter_map(|(status, response)| Some((success(&status)?, response)))
            .collect();
        responses.sort_by_key(|(status, _)| *status);
        let Some((status, response)) = responses.into_iter().next() else {
            return Ok(Response { status: 200, headers: Vec::new(), content: Vec::new() });
        };
        let response = self.view.resolve(response)?;
        let headers = response.named("headers").into_iter().map(|(name, _)| name).collect();
        let status = if status == DEFAULT { 200 } else { status };
        Ok(Response { status, headers, content: self.media_types(&response)? })
    }
}

/// Sorts behind every success.
const DEFAULT: u16 = 1000;

fn success(status: &str) -> Option<u16> {
    match status {
        "default" => Some(DEFAULT),
        "2XX" | "2xx" => Some(200),
        _ => status.parse().ok().filter(|status| (200..300).contains(status)),
    }
}

/// A path parameter that the path template names in its query only travels there.
fn carried_in_query(parameter: Parameter, template: &Template) -> Parameter {
    let is_in_path = template.variables().any(|variable| variable == parameter.name);
    match template.query_key(&parameter.name) {
        Some(key) if parameter.location == Location::Path && !is_in_path => Parameter {
            location: Location::Query,
            name: key.to_owned(),
            encoding: Encoding::Form { explode: false },
            ..parameter
        },
        _ => parameter,
    }
}

/// A variable of the path that the document forgot to declare: any text.
fn undeclared(name: &str) -> Parameter {
    Parameter {
        location: Location::Path,
        name: name.to_owned(),
        required: true,
        allow_empty: false,
        allow_reserved: false,
        encoding: Encoding::Simple { explode: false },
        separators: Separators::default(),
        schema: None,
    }
}
