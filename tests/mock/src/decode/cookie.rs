//! `form` in cookies: an exploded array repeats the cookie, an exploded object has one per property.
//! It knows nothing of types.

use crate::operation::{Encoding, Parameter};
use crate::raw::Raw;
use crate::request::RawRequest;
use crate::security::cookies;
use crate::shape::Shape;
use crate::{form, percent};

use super::{Form, delimited};

/// The raw value of a cookie parameter.
pub(super) fn raw(
    parameter: &Parameter,
    shape: &Shape<'_>,
    form: Form,
    request: &RawRequest,
) -> Result<Option<Raw>, String> {
    let explode = parameter.encoding == Encoding::Form { explode: true };
    if let (Form::Object, true, Some(object)) = (form, explode, &shape.object) {
        let declared = |name: &str| object.properties.iter().any(|(other, _)| other == name);
        let pairs: Vec<_> = cookies(request)
            .filter(|(name, _)| declared(name))
            .map(|(name, value)| Ok((name.to_owned(), percent::decode(value)?)))
            .collect::<Result<_, String>>()?;
        return Ok((!pairs.is_empty()).then_some(Raw::Pairs(pairs)));
    }
    let values: Vec<&str> =
        cookies(request).filter(|(name, _)| *name == parameter.name).map(|(_, value)| value).collect();
    match (values.as_slice(), parameter.encoding) {
        ([], _) => Ok(None),
        (values, _) if form == Form::Array && explode => {
            let values = values.iter().map(|value| percent::decode(value));
            Ok(Some(Raw::List(values.collect::<Result<_, _>>()?)))
        }
        ([value], Encoding::Json) => Ok(Some(Raw::Json(percent::decode(value)?))),
        ([value], Encoding::Urlencoded) => {
            Ok(Some(Raw::Fields(form::fields(&percent::decode(value)?, &parameter.separators)?)))
        }
        ([value], Encoding::Plain) => Ok(Some(Raw::Text(percent::decode(value)?))),
        ([value], _) => delimited::list(value, ",", form).map(Some),
        _ => Err("the cookie is there more than once".to_owned()),
    }
}
