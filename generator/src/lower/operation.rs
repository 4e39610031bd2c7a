//! One operation with its parameters, body and responses. What can't be read is left out with a reason; it never costs
//! the document.

use contract::{CONNECTION_HEADERS, Location, Method, RESERVED_HEADERS, Style};
use serde_json::{Value, json};

use super::{Lowering, Shared, body, effect, server, uncalled, undeclared_schemes};
use crate::Code;
use crate::api::{Operation, Parameter, Response, Server};
use crate::pointer::Pointer;
use crate::spec::{BodyPart, Declared, ParameterEnvelope};
use crate::template::{Template, pieces};
use crate::words::is_token;

/// Parameters of one operation; vendors stay below 200. They are compared with each other.
const MAX_PARAMETERS: usize = 2_000;

pub(super) fn lower(method: Method, path: &str, pointer: &Pointer, shared: &Shared, lowering: &mut Lowering<'_, '_>) {
    match read(method, path, pointer, shared, lowering) {
        Ok(operation) => lowering.api.operations.push(operation),
        Err((code, reason)) => {
            let help = "correct the document, or leave the operation out on purpose";
            lowering.diagnostics.add(code, pointer, format!("{method} {path} is left out: {reason}"), help);
            lowering.leave_out(method.as_str(), path, code, reason);
        }
    }
}

fn read(
    method: Method,
    path: &str,
    pointer: &Pointer,
    shared: &Shared,
    lowering: &mut Lowering<'_, '_>,
) -> Result<Operation, (Code, String)> {
    let spec = lowering.spec;
    let unsendable = || (Code::InvalidOperation, "its path is not a path template".to_owned());
    let template = Template::parse(path).ok_or_else(unsendable)?;
    if template.repaired {
        let help = "write a path template: literal text and `{name}`, nothing behind it (OpenAPI 3.1 section 4.8.8)";
        let message = format!("{path} is read as {}", template.path);
        lowering.diagnostics.add(Code::RepairedPath, pointer, message, help);
    }
    let unread = || (Code::InvalidOperation, "it is not an object that describes an operation".to_owned());
    // Some operations are references, which the standard doesn't know; all of what they lead to counts.
    let pointer = &spec.place(pointer, lowering.diagnostics).ok_or_else(unread)?;
    let head = spec.head(pointer, lowering.diagnostics).ok_or_else(unread)?;
    undeclared_schemes(head.security.as_deref().unwrap_or_default(), pointer, spec, lowering.diagnostics);
    let own = pointer.join("parameters");
    let lists: Vec<&Pointer> = std::iter::once(&own).chain(&shared.parameters).collect();
    let (parameters, parts) = parameters(&template, pointer, &lists, lowering)?;
    let body = body::body(method, pointer, &parts, lowering)?;
    let holders: Vec<&Pointer> = std::iter::once(pointer).chain(&shared.layers).collect();
    let server = own_server(&holders, &format!("{method} {path}"), lowering);
    let callbacks = spec.members(&pointer.join("callbacks"), lowering.diagnostics);
    uncalled("callback", callbacks, lowering.api, lowering.diagnostics);
    let in_internal = || head.tags.iter().any(|tag| lowering.internal_tags.contains(tag));
    let internal = head.internal.unwrap_or_else(|| shared.internal || in_internal());
    Ok(Operation {
        pointer: pointer.clone(),
        method,
        path: path.to_owned(),
        effect: effect::effect(method, &template.path, head.operation_id.as_deref()),
        template: template.path,
        operation_id: head.operation_id,
        tags: head.tags.into_iter().filter(|tag| !tag.trim().is_empty()).collect(),
        summary: head.summary,
        description: head.description,
        deprecated: head.deprecated,
        internal,
        aliases: head.aliases,
        parameters,
        body,
        responses: responses(pointer, lowering),
        server,
        scopes: head.scopes.unwrap_or_else(|| spec.scopes()),
        security: head.security.or_else(|| lowering.security.clone()),
        items: None,
        pagination: None,
    })
}

/// The server that an operation or its path item names, where it is another than the document's (OpenAPI 3.1 section
/// 4.8.10). One that can't be read, or that would carry credentials in plain text where the document's doesn't, is said.
fn own_server(holders: &[&Pointer], route: &str, lowering: &mut Lowering<'_, '_>) -> Option<Server> {
    let holder = holders.iter().find(|holder| lowering.spec.is_list(&holder.join("servers")))?;
    let main = lowering.api.server.as_ref();
    let server = server::server(lowering.spec, holder, main, lowering.diagnostics);
    let is_plain = |server: &Server| server.url.starts_with("http://");
    let message = match &server {
        Some(own) if main.is_some_and(|main| is_plain(own) && !is_plain(main)) => {
            format!("{route} is served at {}, without TLS, and the document's server has it", own.url)
        }
        Some(own) => return (main.map(|main| &main.url) != Some(&own.url)).then(|| own.clone()),
        None => format!("{route} has a server of its own, which can't be read"),
    };
    let help = "calls go to the document's server; leave the operation out if it isn't served there";
    lowering.diagnostics.add(Code::IgnoredServers, &holder.join("servers"), message, help);
    lowering.api.unused.add(format!("server of {route}"), "calls go to the document's server");
    None
}

/// The operation's own parameters, then those of the path item that it doesn't redefine.
fn parameters(
    template: &Template,
    pointer: &Pointer,
    lists: &[&Pointer],
    lowering: &mut Lowering<'_, '_>,
) -> Result<(Vec<Parameter>, Vec<BodyPart>), (Code, String)> {
    let mut parts = Vec::new();
    let mut places = Vec::new();
    for list in lists {
        if lowering.spec.has(list) && !lowering.spec.is_list(list) {
            let help = "give a list (OpenAPI 3.1 section 4.8.10)";
            lowering.diagnostics.add(Code::InvalidParameter, list, "`parameters` is no list and is not read", help);
        }
        places.extend(lowering.spec.items(list).into_iter().map(|place| (*list, place)));
    }
    if places.len() > MAX_PARAMETERS {
        let message = format!("it has {} parameters, more than {MAX_PARAMETERS}", places.len());
        return Err((Code::InvalidOperation, message));
    }
    let path = &template.path;
    let variables: Vec<&str> = pieces(path).filter_map(|(_, variable)| variable).collect();
    let mut found: Vec<Parameter> = Vec::new();
    let mut seen: Vec<(&Pointer, Location, String)> = Vec::new();
    for (list, place) in &places {
        let envelope = match lowering.spec.parameter(place, lowering.diagnostics) {
            Declared::Parameter(envelope) => in_query(envelope, template),
            Declared::Body(part) => {
                parts.push(part);
                continue;
            }
            // What isn't needed is left alone; a diagnostic names it.
            Declared::Unread { required: false } => continue,
            Declared::Unread { required: true } => {
                return Err((Code::InvalidOperation, format!("the required parameter at {place} can't be read")));
            }
        };
        let twice = seen.iter().any(|known| *known == (*list, envelope.location, envelope.name.clone()));
        seen.push((list, envelope.location, envelope.name.clone()));
        let repeats = found.iter().any(|known| known.name == envelope.name && known.location == envelope.location);
        if repeats || twice {
            // An operation may redefine a parameter of its path item; within one list it is a mistake.
            if twice {
                let message = format!("{} parameter `{}` is declared twice", envelope.location, envelope.name);
                lowering.diagnostics.add(Code::DuplicateParameter, place, message, "keep one of the two");
            }
            continue;
        }
        let lower = envelope.name.to_ascii_lowercase();
        let reserved = RESERVED_HEADERS.contains(&lower.as_str()).then_some("OpenAPI reserves it; the server sets it");
        let connected = || CONNECTION_HEADERS.contains(&lower.as_str()).then_some("it belongs to the connection");
        let owned = reserved.or_else(connected).filter(|_| envelope.location == Location::Header);
        if let Some(reason) = owned {
            lowering.api.unused.add(format!("header {}", envelope.name), reason);
            continue;
        }
        let is_header = matches!(envelope.location, Location::Header | Location::Cookie);
        if is_header && !is_token(&envelope.name) {
            let help = "a header's name has letters, digits and `-` (RFC 9110 section 5.6.2)";
            let message = format!("{:?} can't be the name of a {}", envelope.name, envelope.location);
            lowering.diagnostics.add(Code::InvalidParameter, place, message, help);
            let reason = "nothing of that name can be sent";
            lowering.api.unused.add(format!("{} {}", envelope.location, envelope.name), reason);
            continue;
        }
        if envelope.location == Location::Path && !variables.contains(&envelope.name.as_str()) {
            let help = "name the parameter like the variable in the path, or remove it";
            let message = format!("path parameter `{}` does not occur in {path}", envelope.name);
            lowering.diagnostics.add(Code::SurplusPathParameter, place, message, help);
            continue;
        }
        let schema = lowering.schemas.lift(&envelope.schema, lowering.diagnostics);
        found.push(parameter(envelope, schema));
    }
    for (key, _) in &template.query {
        if !found.iter().any(|known| known.location == Location::Query && known.name == *key) {
            found.push(undeclared(key, Location::Query, pointer));
        }
    }
    for variable in &variables {
        if !found.iter().any(|known| known.location == Location::Path && known.name == *variable) {
            let help = format!("declare `{variable}` with `in: path` under the operation's parameters");
            let message = format!("the variable `{variable}` of {path} has no parameter; it is taken as a string");
            lowering.diagnostics.add(Code::UndeclaredPathParameter, pointer, message, help);
            found.push(undeclared(variable, Location::Path, pointer));
        }
    }
    // Those in the path first, in the path's order; the others stay as they are.
    let order = |parameter: &Parameter| match parameter.location {
        Location::Path => variables.iter().position(|name| *name == parameter.name).unwrap_or_default(),
        Location::Query | Location::Header | Location::Cookie => usize::MAX,
    };
    found.sort_by_key(order);
    Ok((found, parts))
}

fn parameter(envelope: ParameterEnvelope, mut schema: Value) -> Parameter {
    let ParameterEnvelope {
        pointer,
        name,
        location,
        description,
        required,
        style,
        explode,
        inner,
        allow_reserved,
        querystring,
        content,
        schema: _,
        example,
    } = envelope;
    // The parameter's own example goes before those of its schema, which others may share.
    if let (Some(example), Some(members)) = (example, schema.as_object_mut()) {
        members.insert("examples".to_owned(), json!([example]));
    }
    Parameter {
        pointer,
        name,
        location,
        description,
        required,
        style,
        explode,
        inner,
        allow_reserved,
        querystring,
        content,
        schema,
    }
}

/// A parameter that stands for a variable in the query of its path, declared under the variable's name.
fn in_query(mut envelope: ParameterEnvelope, template: &Template) -> ParameterEnvelope {
    if let Some((key, _)) = template.query.iter().find(|(_, variable)| *variable == envelope.name)
        && matches!(envelope.location, Location::Path | Location::Query)
    {
        if envelope.location == Location::Path {
            (envelope.location, envelope.style, envelope.explode) = (Location::Query, Style::Form, true);
        }
        envelope.name.clone_from(key);
    }
    envelope
}

fn undeclared(variable: &str, location: Location, pointer: &Pointer) -> Parameter {
    let in_path = location == Location::Path;
    Parameter {
        pointer: pointer.clone(),
        name: variable.to_owned(),
        location,
        description: String::new(),
        required: in_path,
        style: if in_path { Style::Simple } else { Style::Form },
        explode: !in_path,
        inner: Vec::new(),
        allow_reserved: false,
        querystring: None,
        content: None,
        schema: json!({"type": "string"}),
    }
}

fn responses(pointer: &Pointer, lowering: &mut Lowering<'_, '_>) -> Vec<Response> {
    let mut found = Vec::new();
    for (key, place) in lowering.spec.members(&pointer.join("responses"), lowering.diagnostics) {
        let status = if key == "default" { key.clone() } else { key.to_ascii_uppercase() };
        let digits = status.len() == 3 && status.starts_with(['1', '2', '3', '4', '5']);
        if key.starts_with("x-") || status != "default" && !digits {
            continue;
        }
        let Some(envelope) = lowering.spec.response(&place, pointer, lowering.diagnostics) else { continue };
        let content = body::preferred(&envelope.content);
        let schema = content.and_then(|content| content.schema.as_ref());
        found.push(Response {
            schema: schema.map(|place| lowering.schemas.lift(place, lowering.diagnostics)),
            place: schema.cloned().unwrap_or_default(),
            status,
            media_type: content.map(|content| content.media_type.clone()),
            pointer: envelope.pointer,
            description: envelope.description,
            headers: envelope.headers,
        });
    }
    found.sort_by_key(|response| (!response.status.starts_with('2'), response.status.clone()));
    found
}
