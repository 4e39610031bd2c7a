//! `simple` in headers. Values stand as they are: no percent-escapes (OpenAPI 3.1.1 appendix D). It
//! knows nothing of types.

use crate::form;
use crate::operation::{Encoding, Parameter};
use crate::raw::Raw;
use crate::request::RawRequest;

use super::{Form, delimited};

/// The raw value of a header parameter; fields of the same name are one list (RFC 9110 section 5.3).
pub(super) fn raw(parameter: &Parameter, form: Form, request: &RawRequest) -> Result<Option<Raw>, String> {
    let values: Vec<&str> = request.header_values(&parameter.name).collect();
    if values.is_empty() {
        return Ok(None);
    }
    if form == Form::Scalar && values.len() > 1 {
        return Err("the header is there more than once".to_owned());
    }
    let text = values.join(",");
    let pieces = || text.split(',').map(|piece| piece.trim().to_owned());
    let explode = parameter.encoding == Encoding::Simple { explode: true };
    Ok(Some(match (parameter.encoding, form) {
        (Encoding::Json, _) => Raw::Json(text),
        (Encoding::Urlencoded, _) => Raw::Fields(form::fields(&text, &parameter.separators)?),
        (Encoding::Plain, _) | (_, Form::Scalar) => Raw::Text(text),
        (_, Form::Array) => Raw::List(pieces().collect()),
        (_, Form::Object) if explode => Raw::Pairs(pieces().map(|piece| named(&piece)).collect::<Result<_, _>>()?),
        (_, Form::Object) => Raw::Pairs(delimited::alternating(pieces().collect())?),
    }))
}

fn named(piece: &str) -> Result<(String, String), String> {
    match piece.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(format!("{piece:?} is no name=value")),
    }
}
