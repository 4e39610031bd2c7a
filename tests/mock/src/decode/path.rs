//! `simple`, `label` and `matrix` in paths (RFC 6570 sections 3.2.2, 3.2.5 and 3.2.7). It knows
//! nothing of types.

use crate::operation::{Encoding, Parameter};
use crate::percent;
use crate::raw::Raw;
use crate::route::Captures;

use super::{Form, delimited};

/// The raw value of a path parameter.
pub(super) fn raw(parameter: &Parameter, form: Form, captures: &Captures) -> Result<Option<Raw>, String> {
    let name = parameter.name.as_str();
    let Some((_, text)) = captures.iter().find(|(other, _)| other == name) else {
        return Ok(None);
    };
    if text.is_empty() {
        return Err("the path segment is empty".to_owned());
    }
    match parameter.encoding {
        Encoding::Json => Ok(Raw::Json(percent::decode(text)?)),
        Encoding::Plain => Ok(Raw::Text(percent::decode(text)?)),
        Encoding::Label { explode } => label(text, explode, form),
        Encoding::Matrix { explode } => matrix(name, text, explode, form),
        Encoding::Simple { explode: true } => delimited::exploded(text, ",", form),
        _ => delimited::list(text, ",", form),
    }
    .map(Some)
}

/// `.a`; `.a,b` or exploded `.a.b`; `.name,value` or exploded `.name=value.name=value`.
fn label(text: &str, explode: bool, form: Form) -> Result<Raw, String> {
    let Some(text) = text.strip_prefix('.') else {
        return Err(format!("{text:?} doesn't begin with the dot of style label"));
    };
    if explode { delimited::exploded(text, ".", form) } else { delimited::list(text, ",", form) }
}

/// `;id=a`; `;id=a,b` or exploded `;id=a;id=b`; `;id=name,value` or exploded `;name=value`.
fn matrix(name: &str, text: &str, explode: bool, form: Form) -> Result<Raw, String> {
    let Some(text) = text.strip_prefix(';') else {
        return Err(format!("{text:?} doesn't begin with the semicolon of style matrix"));
    };
    match form {
        Form::Object if explode => delimited::exploded(text, ";", form),
        Form::Array if explode => {
            let values = text.split(';').map(|piece| percent::decode(named(name, piece)?));
            Ok(Raw::List(values.collect::<Result<_, _>>()?))
        }
        _ => delimited::list(named(name, text)?, ",", form),
    }
}

/// The value of `name=value`; RFC 6570 leaves the equals sign out before an empty value.
fn named<'a>(name: &str, text: &'a str) -> Result<&'a str, String> {
    let (other, value) = text.split_once('=').unwrap_or((text, ""));
    if percent::decode(other)? == name { Ok(value) } else { Err(format!("{text:?} doesn't name {name}")) }
}
