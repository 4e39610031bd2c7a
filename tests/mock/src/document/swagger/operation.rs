//! Path items and operations of OpenAPI 2.0: their parameters become parameters and a request body.
//! It knows nothing of schemas.

use serde_json::{Map, Value, json};

use super::{Swagger, parameter, response};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The path item of 3.0; its own parameters are spread over its operations.
pub(super) fn item(swagger: Swagger<'_>, item: &Value) -> Value {
    let members = item.as_object().into_iter().flatten().filter(|(name, _)| *name != "parameters");
    let member = |(name, value): (&String, &Value)| {
        let value = if METHODS.contains(&name.as_str()) { operation(swagger, item, value) } else { value.clone() };
        (name.clone(), value)
    };
    Value::Object(members.map(member).collect())
}

fn operation(swagger: Swagger<'_>, item: &Value, operation: &Value) -> Value {
    let dropped = ["consumes", "produces", "parameters", "responses", "schemes"];
    let members = operation.as_object().into_iter().flatten();
    let kept = members.filter(|(name, _)| !dropped.contains(&name.as_str()));
    let mut converted: Map<String, Value> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    let parameters = parameters(swagger, item, operation);
    let located = |location: &'static str| parameters.iter().copied().filter(move |one| is_in(one, location));
    let consumes = swagger.media_types(operation, "consumes");
    let form: Vec<&Value> = located("formData").collect();
    if let Some(body) = located("body").next() {
        converted.insert("requestBody".to_owned(), body_of(body, consumes));
    } else if !form.is_empty() {
        converted.insert("requestBody".to_owned(), form_of(&form, consumes));
    }
    let others = parameters.iter().filter(|one| !is_in(one, "body") && !is_in(one, "formData"));
    converted.insert("parameters".to_owned(), others.map(|one| parameter::upgraded(one)).collect());
    let produces = swagger.media_types(operation, "produces");
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let responses = responses.map(|(status, one)| (status.clone(), response::upgraded(swagger.behind(one), &produces)));
    converted.insert("responses".to_owned(), Value::Object(responses.collect()));
    Value::Object(converted)
}

/// The operation's parameters, and those of the path item that it doesn't declare itself.
fn parameters<'a>(swagger: Swagger<'a>, item: &'a Value, operation: &'a Value) -> Vec<&'a Value> {
    let list = |holder: &'a Value| {
        let list = holder.get("parameters").and_then(Value::as_array);
        list.into_iter().flatten().map(move |one| swagger.behind(one))
    };
    let own: Vec<&Value> = list(operation).collect();
    let same = |one: &Value, other: &Value| {
        one.get("in") == other.get("in") && (is_in(one, "body") || one.get("name") == other.get("name"))
    };
    let inherited = list(item).filter(|one| !own.iter().any(|other| same(one, other)));
    inherited.collect::<Vec<_>>().into_iter().chain(own.iter().copied()).collect()
}

fn is_in(parameter: &Value, location: &str) -> bool {
    parameter.get("in").and_then(Value::as_str) == Some(location)
}

fn is_required(parameter: &Value) -> bool {
    parameter.get("required") == Some(&Value::Bool(true))
}

fn body_of(body: &Value, consumes: Vec<String>) -> Value {
    let media_type = match body.get("schema") {
        Some(schema) => json!({ "schema": schema }),
        None => json!({}),
    };
    let consumes = if consumes.is_empty() { vec!["application/json".to_owned()] } else { consumes };
    let content: Map<String, Value> = consumes.into_iter().map(|name| (name, media_type.clone())).collect();
    json!({ "required": is_required(body), "content": content })
}

/// Form parameters are properties of an object; files travel in parts (OpenAPI 2.0, Parameter Object).
fn form_of(form: &[&Value], consumes: Vec<String>) -> Value {
    let mut properties = Map::new();
    let mut encoding = Map::new();
    let mut required = Vec::new();
    for one in form {
        let Some(name) = one.get("name").and_then(Value::as_str) else {
            continue;
        };
        properties.insert(name.to_owned(), parameter::schema(one));
        if is_required(one) {
            required.push(name);
        }
        if let Some((style, explode)) = parameter::style(one, "query") {
            encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if let (Some(schema), false) = (schema.as_object_mut(), required.is_empty()) {
        schema.insert("required".to_owned(), json!(required));
    }
    let has_file = form.iter().any(|one| one.get("type").and_then(Value::as_str) == Some("file"));
    let essence = |name: &String| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut names: Vec<String> = consumes
        .into_iter()
        .filter(|name| {
            let name = essence(name);
            name == MULTIPART || (name == FORM && !has_file)
        })
        .collect();
    if names.is_empty() {
        names.push(if has_file { MULTIPART } else { FORM }.to_owned());
    }
    let media_type = json!({ "schema": schema, "encoding": encoding });
    let content: Map<String, Value> = names.into_iter().map(|name| (name, media_type.clone())).collect();
    json!({ "required": !required.is_empty(), "content": content })
}
