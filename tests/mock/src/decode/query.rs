//! `form`, `spaceDelimited`, `pipeDelimited`, `deepObject` and JSON texts in queries, and keys that
//! nothing declares. It knows nothing of types.

mod deep;

use crate::Violation;
use crate::document::View;
use crate::operation::{Encoding, Location, Operation, Parameter};
use crate::query::Query;
use crate::raw::Raw;
use crate::shape::Shape;
use crate::{form, percent};

use super::{Form, delimited};

/// The raw value of a query parameter.
pub(super) fn raw(parameter: &Parameter, shape: &Shape<'_>, form: Form, query: &Query) -> Result<Option<Raw>, String> {
    let name = parameter.name.as_str();
    match parameter.encoding {
        Encoding::Form { explode: true } if form == Form::Object => properties(shape, query),
        Encoding::Form { explode: true } if form == Form::Array => repeated(parameter, query),
        Encoding::DeepObject if form == Form::Array => repeated(parameter, query),
        Encoding::DeepObject if form == Form::Object => deep::raw(name, query),
        Encoding::Urlencoded => match single(parameter, query)? {
            Some(text) => form::fields(&percent::decode(text)?, &parameter.separators).map(|it| Some(Raw::Fields(it))),
            None => Ok(None),
        },
        _ => match single(parameter, query)? {
            Some(text) => one(parameter.encoding, form, text).map(Some),
            None => Ok(None),
        },
    }
}

/// Keys that no parameter and no credential explains, and values with a raw `+`: that is a plus to
/// RFC 3986 and a space to form decoders, so that only `allowReserved` may send it.
pub(super) fn stray(view: &View, operation: &Operation, query: &Query) -> Vec<Violation> {
    let parameters: Vec<_> =
        operation.located(Location::Query).chain(operation.located(Location::Querystring)).collect();
    let claimed = |key: &str| {
        operation.requirement.query_keys().any(|name| name == key)
            || operation.template.constants().any(|(name, _)| name == key)
            || operation.hidden.as_deref() == Some(key)
            || parameters.iter().any(|parameter| claims(view, parameter, key))
    };
    let reserved = |key: &str| {
        let mut claiming = parameters.iter().filter(|parameter| claims(view, parameter, key));
        claiming.any(|parameter| parameter.allow_reserved || parameter.location == Location::Querystring)
    };
    let mut violations = Vec::new();
    for pair in query.pairs() {
        let place = || format!("query {}", pair.key);
        if !claimed(&pair.key) {
            violations.push(Violation::new(place(), "no parameter of this name"));
        } else if pair.value.contains('+') && !reserved(&pair.key) {
            violations.push(Violation::new(place(), "`+` is ambiguous: write %20 or %2B"));
        }
    }
    violations.dedup();
    violations
}

/// Whether a key of the query belongs to a parameter.
pub(crate) fn claims(view: &View, parameter: &Parameter, key: &str) -> bool {
    let schema = parameter.schema.as_deref().and_then(|pointer| view.at(pointer));
    let shape = schema.as_ref().map(|schema| Shape::new(view, schema)).unwrap_or_default();
    let plain = shape.object.is_none() || shape.array.is_some() || !shape.kinds.is_empty();
    match (parameter.encoding, &shape.object) {
        (Encoding::Urlencoded, Some(object)) if parameter.location == Location::Querystring => {
            object.properties.is_empty()
                || object.additional.is_some()
                || object.properties.iter().any(|(name, _)| name == key)
        }
        _ if parameter.location == Location::Querystring => true,
        (Encoding::Form { explode: true }, Some(object)) => {
            object.properties.is_empty()
                || object.properties.iter().any(|(name, _)| name == key)
                || (plain && parameter.name == key)
        }
        (Encoding::DeepObject, _) => (plain && parameter.name == key) || deep::belongs(&parameter.name, key),
        _ => parameter.name == key,
    }
}

/// The only value of the parameter's own key.
fn single<'a>(parameter: &'a Parameter, query: &'a Query) -> Result<Option<&'a str>, String> {
    let mut values = query.values(&parameter.name);
    let value = values.next();
    if values.next().is_some() {
        return Err("the key is repeated".to_owned());
    }
    Ok(value)
}

fn repeated(parameter: &Parameter, query: &Query) -> Result<Option<Raw>, String> {
    let values = query.values(&parameter.name).map(percent::decode);
    let values: Vec<String> = values.collect::<Result<_, _>>()?;
    Ok((!values.is_empty()).then_some(Raw::List(values)))
}

/// An exploded object: its declared properties are keys; if it declares none, every key is its own.
fn properties(shape: &Shape<'_>, query: &Query) -> Result<Option<Raw>, String> {
    let Some(object) = &shape.object else {
        return Ok(None);
    };
    let declared = |key: &str| object.properties.is_empty() || object.properties.iter().any(|(name, _)| name == key);
    let pairs: Vec<_> = query
        .pairs()
        .filter(|pair| declared(&pair.key))
        .map(|pair| Ok((pair.key.clone(), percent::decode(&pair.value)?)))
        .collect::<Result<_, String>>()?;
    Ok((!pairs.is_empty()).then_some(Raw::Pairs(pairs)))
}

fn one(encoding: Encoding, form: Form, text: &str) -> Result<Raw, String> {
    match encoding {
        Encoding::Json => Ok(Raw::Json(percent::decode(text)?)),
        Encoding::Plain => Ok(Raw::Text(percent::decode(text)?)),
        Encoding::Delimited { separator } => {
            let escape = percent::encode(&separator.to_string());
            let text = text.replace(separator, &escape).replace(&escape.to_ascii_lowercase(), &escape);
            delimited::list(&text, &escape, form)
        }
        _ => delimited::list(text, ",", form),
    }
}
