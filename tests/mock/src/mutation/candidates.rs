//! What can be wrong with a request, kind by kind, likeliest first. The first that is refused is
//! taken. It knows nothing of how a refusal is found.

use serde_json::{Value, json};

use crate::operation::{Encoding, Location, Parameter};
use crate::query::append_query;
use crate::{Arguments, Fill, RawRequest, percent};

use super::Mutator;

/// A request that is likely refused.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) change: String,
    pub(super) request: RawRequest,
}

impl Mutator<'_> {
    /// Required parts left out: parameter, body, member of the body, constant header.
    pub(super) fn missing(&self) -> Vec<Candidate> {
        let valid = self.arguments(Fill::Required);
        let mut candidates = Vec::new();
        for parameter in self.operation.parameters.iter().filter(|parameter| parameter.required) {
            let mut arguments = valid.clone();
            arguments.parameters.retain(|(location, name, _)| !is(parameter, location, name));
            candidates.push(self.candidate(format!("{} left out", parameter.place()), &arguments));
        }
        for name in members(valid.body.as_ref()) {
            let mut arguments = valid.clone();
            if let Some(Value::Object(map)) = &mut arguments.body {
                map.shift_remove(&name);
            }
            candidates.push(self.candidate(format!("body /{name} left out"), &arguments));
        }
        if valid.body.is_some() {
            let arguments = Arguments { body: None, ..valid.clone() };
            candidates.push(self.candidate("body left out".to_owned(), &arguments));
        }
        for (name, _) in &self.checker.options.constant_headers {
            let mut request = self.request(&valid);
            request.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            candidates.push(Candidate { change: format!("header {name} left out"), request });
        }
        // Where a path loses a value, the request may be for another operation: last resort.
        candidates.sort_by_key(|candidate| candidate.change.starts_with("path"));
        candidates
    }

    /// Values of a type, format or enum that the schema doesn't allow.
    pub(super) fn wrong_type(&self) -> Vec<Candidate> {
        let required = self.arguments(Fill::Required);
        let all = self.arguments(Fill::All);
        let mut candidates = Vec::new();
        for parameter in &self.operation.parameters {
            let mut arguments = required.clone();
            arguments.parameters.retain(|(location, name, _)| !is(parameter, location, name));
            let location = parameter.location.name().to_owned();
            let wrong = json!("not-valid");
            arguments.parameters.push((location, parameter.name.clone(), wrong));
            let change = format!("{} is \"not-valid\"", parameter.place());
            candidates.push(self.candidate(change, &arguments));
        }
        for name in members(all.body.as_ref()) {
            for wrong in [json!({ "not": ["valid"] }), json!("not-valid"), json!(0.5)] {
                let mut arguments = all.clone();
                if let Some(Value::Object(map)) = &mut arguments.body {
                    map.insert(name.clone(), wrong.clone());
                }
                candidates.push(self.candidate(format!("body /{name} is {wrong}"), &arguments));
            }
        }
        if all.body.is_some() {
            for wrong in [json!(["not-valid"]), json!("not-valid")] {
                let arguments = Arguments { body: Some(wrong.clone()), ..all.clone() };
                candidates.push(self.candidate(format!("body is {wrong}"), &arguments));
            }
            let mut request = self.request(&all);
            request.body = b"{\"not\": valid".to_vec();
            candidates.push(Candidate { change: "body is no JSON".to_owned(), request });
        }
        candidates
    }

    /// A path that no template can fit, because it is longer than all of them.
    pub(super) fn unknown_path(&self) -> Vec<Candidate> {
        let depth = |operation: &crate::operation::Operation| operation.template.depth();
        let longest = self.checker.operations.iter().map(depth).max().unwrap_or(0);
        let mut request = self.request(&self.arguments(Fill::Required));
        let path = format!("{}{}", request.path(), "/unknown".repeat(longest));
        request.target = path;
        vec![Candidate { change: "path continued".to_owned(), request }]
    }

    /// Values spelt in another style than the parameter's.
    pub(super) fn wrong_style(&self) -> Vec<Candidate> {
        let valid = self.arguments(Fill::Required);
        let all = self.arguments(Fill::All);
        let mut candidates = Vec::new();
        for parameter in self.operation.located(Location::Query) {
            let mut arguments = valid.clone();
            arguments.parameters.retain(|(location, name, _)| !is(parameter, location, name));
            for text in respelt(parameter, argument(&all, parameter)) {
                let mut request = self.request(&arguments);
                append_query(&mut request.target, &text);
                candidates.push(Candidate { change: format!("query spelt {text}"), request });
            }
        }
        for parameter in self.operation.located(Location::Path) {
            for (prefix, style) in [(";", "matrix"), (".", "label"), ("=", "no style")] {
                let place = |name: &str| {
                    let value = argument(&valid, parameter).map(text).unwrap_or_default();
                    match name == parameter.name {
                        true if prefix == ";" => format!(";{name}={value}"),
                        true => format!("{prefix}{value}"),
                        false => self.path_text(&valid, name),
                    }
                };
                let mut request = self.request(&valid);
                request.target = match request.target.split_once('?') {
                    Some((_, query)) => format!("{}?{query}", self.operation.template.expand(place)),
                    None => self.operation.template.expand(place),
                };
                let change = format!("{} spelt as {style}", parameter.place());
                candidates.push(Candidate { change, request });
            }
        }
        candidates
    }

    /// The valid request without any credential.
    pub(super) fn no_credential(&self) -> Vec<Candidate> {
        if self.operation.requirement.is_anonymous() {
            return Vec::new();
        }
        let mutator = Mutator { operation: &self.anonymous(), ..*self };
        let request = mutator.request(&self.arguments(Fill::Required));
        vec![Candidate { change: "no credential".to_owned(), request }]
    }

    /// What every operation refuses.
    pub(super) fn anything(&self) -> Vec<Candidate> {
        let valid = self.arguments(Fill::Required);
        let query = |pair: &str| {
            let mut request = self.request(&valid);
            append_query(&mut request.target, pair);
            Candidate { change: format!("query continued by {pair}"), request }
        };
        let mut slash = self.request(&valid);
        slash.target = format!("{}/..", slash.path());
        vec![
            query("undeclared=1"),
            query("undeclared=%zz"),
            query("=nameless"),
            Candidate { change: "path ends in a dot segment".to_owned(), request: slash },
            query("undeclared=2"),
        ]
    }

    fn anonymous(&self) -> crate::operation::Operation {
        crate::operation::Operation { requirement: crate::security::Requirement::default(), ..self.operation.clone() }
    }

    fn candidate(&self, change: String, arguments: &Arguments) -> Candidate {
        Candidate { change, request: self.request(arguments) }
    }

    fn path_text(&self, arguments: &Arguments, name: &str) -> String {
        let mut parameters = self.operation.located(Location::Path);
        let parameter = parameters.find(|parameter| parameter.name == name);
        let value = parameter.and_then(|parameter| argument(arguments, parameter));
        value.map(text).unwrap_or_default()
    }
}

fn is(parameter: &Parameter, location: &str, name: &str) -> bool {
    parameter.location.name() == location && parameter.name == name
}

fn argument<'a>(arguments: &'a Arguments, parameter: &Parameter) -> Option<&'a Value> {
    let mut parameters = arguments.parameters.iter();
    parameters.find(|(location, name, _)| is(parameter, location, name)).map(|(_, _, value)| value)
}

fn members(body: Option<&Value>) -> Vec<String> {
    let object = body.and_then(Value::as_object);
    object.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn text(value: &Value) -> String {
    percent::encode(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Spellings of a query value that belong to another style.
fn respelt(parameter: &Parameter, value: Option<&Value>) -> Vec<String> {
    let Some(value) = value else {
        return Vec::new();
    };
    let name = percent::encode(&parameter.name);
    let first = |value: &Value| match value {
        Value::Array(items) => items.first().cloned().unwrap_or(Value::Null),
        other => other.clone(),
    };
    let item = text(&first(value));
    let mut spellings = vec![format!("{name}%5B%5D={item}")];
    match (value, parameter.encoding) {
        (Value::Array(_) | Value::Object(_), Encoding::Json) => {
            spellings.insert(0, format!("{name}%5Bkey%5D={item}"));
        }
        (Value::Object(_), _) => spellings.insert(0, format!("{name}={}", text(value))),
        (Value::Array(_), _) => {}
        _ => spellings.insert(0, format!("{name}={item}&{name}={item}")),
    }
    spellings
}
