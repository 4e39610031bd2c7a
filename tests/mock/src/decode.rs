//! Decodes the parameters of a request (OpenAPI 3.1 section 4.8.12.6, RFC 6570) and validates them.
//! It knows nothing of bodies and credentials.

mod cookie;
mod delimited;
mod header;
mod path;
mod query;
mod querystring;

pub(crate) use query::claims;
use serde_json::Value;

use crate::Violation;
use crate::document::{Node, View};
use crate::operation::{Location, Operation, Parameter};
use crate::percent;
use crate::query::Query;
use crate::raw::{Preference, Raw, Typing};
use crate::request::RawRequest;
use crate::route::Captures;
use crate::shape::Shape;

/// The structure that a text is cut for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Object,
    Array,
    Scalar,
}

/// A parameter's decoded value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) location: Location,
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// The parts of a request that parameters travel in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) captures: &'a Captures,
    pub(crate) query: &'a Query,
    pub(crate) request: &'a RawRequest,
}

/// Decodes every parameter; what is wrong is added to `violations`.
pub(crate) fn parameters(
    view: &View,
    operation: &Operation,
    source: Source<'_>,
    violations: &mut Vec<Violation>,
) -> Vec<Decoded> {
    let constants = operation.template.constants().map(|(key, _)| key);
    let taken: Vec<&str> = operation.requirement.query_keys().chain(constants).collect();
    let mut decoded = Vec::new();
    for parameter in &operation.parameters {
        match parameter_value(view, parameter, source, &taken) {
            Ok(Some(value)) => {
                decoded.push(Decoded { location: parameter.location, name: parameter.name.clone(), value });
            }
            Ok(None) if parameter.required => {
                violations.push(Violation::new(parameter.place(), "required, but missing"));
            }
            Ok(None) => {}
            Err(faults) => violations.extend(faults),
        }
    }
    if let Some(name) = &operation.hidden
        && let Some(Ok(text)) = source.query.values(name).next().map(percent::decode)
    {
        decoded.push(Decoded { location: Location::Query, name: name.clone(), value: Value::from(text) });
    }
    violations.extend(query::stray(view, operation, source.query));
    decoded
}

/// The valid value of one parameter, if it is there. The keys in `taken` are no part of a querystring.
pub(crate) fn parameter_value(
    view: &View,
    parameter: &Parameter,
    source: Source<'_>,
    taken: &[&str],
) -> Result<Option<Value>, Vec<Violation>> {
    let schema = parameter.schema.as_deref().and_then(|pointer| view.at(pointer));
    let shape = schema.as_ref().map_or_else(Shape::text, |schema| Shape::new(view, schema));
    let mut first = None;
    for form in forms(&shape) {
        let raw = match parameter.location {
            Location::Path => path::raw(parameter, form, source.captures),
            Location::Query => query::raw(parameter, &shape, form, source.query),
            Location::Querystring => querystring::raw(parameter, taken, source.query),
            Location::Header => header::raw(parameter, form, source.request),
            Location::Cookie => cookie::raw(parameter, &shape, form, source.request),
        };
        let raw = match raw {
            Ok(Some(raw)) => raw,
            Ok(None) => continue,
            Err(message) => {
                first.get_or_insert(vec![Violation::new(parameter.place(), message)]);
                continue;
            }
        };
        if parameter.allow_empty && raw == Raw::Text(String::new()) {
            return Ok(Some(Value::from("")));
        }
        for preference in [Preference::Typed, Preference::Text] {
            let value = Typing { view, preference }.value(&raw, &shape);
            match validated(view, parameter, schema.as_ref(), value) {
                Ok(value) => return Ok(Some(value)),
                Err(violations) => first.get_or_insert(violations),
            };
        }
    }
    first.map_or(Ok(None), Err)
}

/// The structures to try, in order; the first whose value is valid counts.
fn forms(shape: &Shape<'_>) -> Vec<Form> {
    let object = shape.object.is_some().then_some(Form::Object);
    let array = shape.array.is_some().then_some(Form::Array);
    let scalar = (!shape.kinds.is_empty()).then_some(Form::Scalar);
    object.into_iter().chain(array).chain(scalar).collect()
}

fn validated(
    view: &View,
    parameter: &Parameter,
    schema: Option<&Node<'_>>,
    value: Result<Value, String>,
) -> Result<Value, Vec<Violation>> {
    let value = value.map_err(|message| vec![Violation::new(parameter.place(), message)])?;
    let faults = schema.map(|schema| view.faults(schema, &value)).unwrap_or_default();
    if faults.is_empty() {
        return Ok(value);
    }
    let place = parameter.place();
    let violation = |(pointer, message): (String, String)| Violation::new(format!("{place}{pointer}"), message);
    Err(faults.into_iter().map(violation).collect())
}
