//! Texts with separators, as all styles share them. It knows nothing of locations.

use crate::percent;
use crate::raw::Raw;

use super::Form;

/// Cuts `a,b` or `name,value,name,value`, then decodes each piece.
pub(super) fn list(text: &str, separator: &str, form: Form) -> Result<Raw, String> {
    match form {
        Form::Scalar => Ok(Raw::Text(percent::decode(text)?)),
        Form::Array => Ok(Raw::List(pieces(text, separator)?)),
        Form::Object => Ok(Raw::Pairs(alternating(pieces(text, separator)?)?)),
    }
}

/// Cuts `a,b` or `name=value,name=value`, then decodes each piece.
pub(super) fn exploded(text: &str, separator: &str, form: Form) -> Result<Raw, String> {
    if form != Form::Object {
        return list(text, separator, form);
    }
    let pairs = text.split(separator).map(|piece| {
        let Some((name, value)) = piece.split_once('=') else {
            return Err(format!("{piece:?} is no name=value"));
        };
        Ok((percent::decode(name)?, percent::decode(value)?))
    });
    Ok(Raw::Pairs(pairs.collect::<Result<_, String>>()?))
}

/// Names and values in turns.
pub(super) fn alternating(pieces: Vec<String>) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    let mut pieces = pieces.into_iter();
    while let Some(name) = pieces.next() {
        let Some(value) = pieces.next() else {
            return Err(format!("the property {name:?} has no value"));
        };
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn pieces(text: &str, separator: &str) -> Result<Vec<String>, String> {
    text.split(separator).map(percent::decode).collect()
}
