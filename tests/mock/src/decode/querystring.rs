//! The query as one value (OpenAPI 3.2 section 4.12.1, `in: querystring`): a form, a JSON text, or
//! another text. It knows nothing of types.

use crate::operation::{Encoding, Parameter};
use crate::query::Query;
use crate::raw::Raw;
use crate::{form, percent};

/// The raw value of the query; the keys in `taken` are no part of it.
pub(super) fn raw(parameter: &Parameter, taken: &[&str], query: &Query) -> Result<Option<Raw>, String> {
    let own = query.pieces().filter(|(key, _)| !taken.contains(key));
    let text = own.map(|(_, piece)| piece).collect::<Vec<_>>().join("&");
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(match parameter.encoding {
        Encoding::Urlencoded => Raw::Fields(form::fields(&text, &parameter.separators)?),
        Encoding::Json => Raw::Json(percent::decode(&text)?),
        _ => Raw::Text(percent::decode(&text)?),
    }))
}
