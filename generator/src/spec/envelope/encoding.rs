//! How properties of forms and parts are written: the Encoding Object (OpenAPI 3.1 section 4.8.15), which `openapiv3` types
//! without the headers' values.

use serde_json::{Map, Value};

use super::{Spec, Version};
use crate::api::{Encoding, Style};
use crate::pointer::Pointer;
use crate::words::{is_header_value, is_token};
use crate::{Code, Diagnostics};

/// Properties whose encoding is read.
const MAX_ENCODINGS: usize = 500;
/// Header fields of one part.
const MAX_HEADERS: usize = 16;
/// Styles of the properties of a form; the names are those of query parameters.
const STYLES: [Style; 4] = [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject];

impl Spec {
    /// What the media type at a pointer says of its properties.
    pub(super) fn encodings(&self, media_type: &Pointer, diagnostics: &mut Diagnostics) -> Vec<Encoding> {
        let place = media_type.join("encoding");
        let members = match self.has(&place) {
            true => self.members(&place, diagnostics),
            false if self.version() == Version::V32 => self.by_position(media_type),
            false => Vec::new(),
        };
        let mut found = Vec::new();
        for (property, place) in members.into_iter().take(MAX_ENCODINGS) {
            let Some((members, place)) = self.object(&place, diagnostics) else { continue };
            found.push(self.encoding(property, members, &place, diagnostics));
        }
        found
    }

    /// Encodings of parts without names, which never stand beside `encoding` (OpenAPI 3.2 section 4.14): by position, and
    /// under no name that of all further ones.
    fn by_position(&self, media_type: &Pointer) -> Vec<(String, Pointer)> {
        let (prefix, item) = (media_type.join("prefixEncoding"), media_type.join("itemEncoding"));
        let count = prefix.find(self.document()).and_then(Value::as_array).map_or(0, Vec::len).min(MAX_ENCODINGS - 1);
        let numbered = (0..count).map(|index| (index.to_string(), prefix.join(&index.to_string())));
        numbered.chain(self.has(&item).then(|| (String::new(), item))).collect()
    }

    fn encoding(
        &self,
        property: String,
        members: &Map<String, Value>,
        place: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Encoding {
        let flag = |key: &str| members.get(key).and_then(Value::as_bool);
        let content_type = members.get("contentType").and_then(Value::as_str).map(str::trim);
        if let Some(text) = content_type.filter(|text| !is_header_value(text)) {
            let help = "write a media type: \"image/png\" (RFC 6838 section 4.2)";
            let message = format!("{text:?} can't stand in a header and is not read");
            diagnostics.add(Code::InvalidMember, &place.join("contentType"), message, help);
        }
        let styled = ["style", "explode", "allowReserved"].iter().any(|key| members.contains_key(*key));
        let named = members.get("style").and_then(Value::as_str);
        let style = named.and_then(Style::parse).filter(|style| STYLES.contains(style));
        if named.is_some() && style.is_none() {
            let help = "use form, spaceDelimited, pipeDelimited or deepObject (OpenAPI 3.1 section 4.8.15)";
            diagnostics.add(Code::InvalidMember, &place.join("style"), "this is no style of a form's property", help);
        }
        let style = style.unwrap_or(Style::Form);
        let explode = flag("explode").unwrap_or(style == Style::Form) || style == Style::DeepObject;
        // A part without a name has no disposition but the document's.
        let is_named = !property.is_empty() && !place.as_str().ends_with(&format!("/prefixEncoding/{property}"));
        let reserved: &[&str] = if is_named { &["content-type", "content-disposition"] } else { &["content-type"] };
        Encoding {
            property,
            content_type: content_type.filter(|text| is_header_value(text)).map(str::to_owned),
            headers: self.part_headers((&place.join("headers"), reserved), diagnostics),
            style: styled.then_some((style, explode)),
            inner: Vec::new(),
            allow_reserved: flag("allowReserved").unwrap_or_default(),
        }
    }

    /// Header fields whose schema allows one value, or that have a default.
    fn part_headers(
        &self,
        (place, owned): (&Pointer, &[&str]),
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if !self.has(place) {
            return found;
        }
        for (name, place) in self.members(place, diagnostics).into_iter().take(MAX_HEADERS) {
            let reserved = owned.contains(&name.to_ascii_lowercase().as_str());
            let Some((_, place)) = self.object(&place, diagnostics).filter(|_| is_token(&name) && !reserved) else {
                continue;
            };
            let Some((schema, _)) = self.object(&place.join("schema"), diagnostics) else { continue };
            let one = schema.get("enum").and_then(Value::as_array).filter(|list| list.len() == 1);
            let value = schema.get("const").or(one.and_then(|list| list.first())).or(schema.get("default"));
            let text = match value {
                Some(Value::String(text)) => text.clone(),
                Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
                _ => continue,
            };
            if is_header_value(&text) {
                found.push((name, text));
            }
        }
        found
    }
}
