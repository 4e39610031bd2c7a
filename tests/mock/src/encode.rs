//! Spells arguments as a request: the mock's own encoder, for the requests it makes itself. It knows
//! nothing of checking.

use crate::arguments::sent_as;
use crate::document::View;
use crate::operation::{Location, Operation, Parameter};
use crate::query::append_query;
use crate::{Arguments, Credentials, Options, RawRequest, body, percent, spell};

/// What every request of a mock depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) view: &'a View,
    pub(crate) options: &'a Options,
}

/// The request that carries the arguments, constant headers and credentials.
pub(crate) fn request(
    operation: &Operation,
    arguments: &Arguments,
    context: Context<'_>,
    credentials: &Credentials,
) -> RawRequest {
    let Context { view, options } = context;
    let mut request = RawRequest {
        method: operation.summary.method.clone(),
        target: path(operation, arguments),
        headers: options.constant_headers.clone(),
        body: Vec::new(),
    };
    for (key, value) in operation.template.constants() {
        let value = if value.is_empty() { String::new() } else { format!("={}", percent::encode(value)) };
        append_query(&mut request.target, &format!("{}{value}", percent::encode(key)));
    }
    for parameter in operation.located(Location::Query) {
        if let Some(value) = value(arguments, parameter) {
            for (key, text) in spell::pairs(parameter, value) {
                append_query(&mut request.target, &format!("{}={text}", percent::encode(&key)));
            }
        }
    }
    for parameter in operation.located(Location::Querystring) {
        if let Some(text) = value(arguments, parameter).map(|value| spell::querystring(parameter, value))
            && !text.is_empty()
        {
            append_query(&mut request.target, &text);
        }
    }
    for parameter in operation.located(Location::Header) {
        if let Some(value) = value(arguments, parameter) {
            let text = spell::header(parameter, value);
            request.headers.push((parameter.name.clone(), text));
        }
    }
    let cookies: Vec<String> = operation
        .located(Location::Cookie)
        .filter_map(|parameter| Some((parameter, value(arguments, parameter)?)))
        .flat_map(|(parameter, value)| spell::pairs(parameter, value))
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    if !cookies.is_empty() {
        request.headers.push(("Cookie".to_owned(), cookies.join("; ")));
    }
    add_body(view, operation, arguments, &mut request);
    credentials.apply(&operation.requirement, &mut request);
    request
}

fn path(operation: &Operation, arguments: &Arguments) -> String {
    operation.template.expand(|name| {
        let mut parameters = operation.located(Location::Path);
        parameters
            .find(|parameter| parameter.name == name)
            .and_then(|parameter| Some(spell::path(parameter, value(arguments, parameter)?)))
            .unwrap_or_default()
    })
}

fn value<'a>(arguments: &'a Arguments, parameter: &Parameter) -> Option<&'a serde_json::Value> {
    let mut parameters = arguments.parameters.iter();
    parameters
        .find(|(location, name, _)| location == parameter.location.name() && *name == parameter.name)
        .map(|(_, _, value)| value)
}

fn add_body(view: &View, operation: &Operation, arguments: &Arguments, request: &mut RawRequest) {
    let media_type = operation.body.as_ref().and_then(|body| sent_as(body, arguments.media_type.as_deref()));
    if let (Some(media_type), Some(value)) = (media_type, &arguments.body) {
        let written = body::written(view, media_type, value);
        request.headers.push(("Content-Type".to_owned(), written.content_type));
        request.body = written.content;
    }
}
