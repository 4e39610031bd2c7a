//! `multipart/form-data` (RFC 7578) and its relatives (RFC 2046 section 5.1): a part per property, one for each item of an
//! array.
//!
//! A string is text; where the document wants bytes, a `data:` URL in base64 is a file. An object is JSON, or what the
//! document says.

use std::hash::{DefaultHasher, Hash, Hasher};

use contract::media::{Kind, essence, is_within};
use contract::{Keyword, Schema, lookup};
use serde_json::Value;

use super::body::{Content, DataUrl};
use super::characters::Characters;
use super::media::{Media, Part};
use super::shape::plain;
use super::style::Format;
use super::{charset, xml};
use crate::Argument;

/// The parts between a boundary that occurs in none of them.
pub(super) fn encode(value: &Value, media: Media<'_>, schema: Option<Schema<'_>>) -> Content {
    let mut parts = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let part = media.parts.iter().find(|part| part.name == name);
                let schema = schema.and_then(|schema| lookup::member(schema, name));
                let writer = Writer { name, named: true, part };
                writer.property(value, schema, &mut parts);
            }
        }
        // Parts without names (OpenAPI 3.2, "Encoding multipart Media Types").
        list => {
            let items = list.as_array().map_or(std::slice::from_ref(list), Vec::as_slice);
            for (index, item) in items.iter().enumerate() {
                let of = |name: &str| media.parts.iter().find(|part| part.name == name);
                let part = of(&index.to_string()).or_else(|| of(""));
                let schema = if list.is_array() { schema.and_then(|list| lookup::item(list, index)) } else { schema };
                parts.push(Writer { name: "", named: false, part }.item(item, schema));
            }
        }
    }
    let boundary = boundary(&parts);
    let mut bytes = Vec::new();
    for part in &parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        bytes.extend_from_slice(part);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let media_type = if media.media_type.contains('*') { "multipart/form-data" } else { media.media_type };
    let root = root(media_type, parts.first());
    Content { media_type: format!("{media_type}{root}; boundary={boundary}"), bytes }
}

/// The parameter `type` of `multipart/related`, which must be there: the media type of the first part (RFC 2387 section 3.1).
fn root(media_type: &str, first: Option<&Vec<u8>>) -> String {
    let says =
        media_type.split(';').skip(1).any(|parameter| parameter.trim_start().to_ascii_lowercase().starts_with("type="));
    if essence(media_type) != "multipart/related" || says {
        return String::new();
    }
    let text = first.map(|part| String::from_utf8_lossy(part)).unwrap_or_default();
    let fields = text.split("\r\n").take_while(|line| !line.is_empty());
    let found = fields.filter_map(|line| line.strip_prefix("Content-Type: ")).map(essence).next();
    format!("; type=\"{}\"", found.unwrap_or_else(|| "text/plain".to_owned()))
}

/// What stands before the content of a part; what is empty is left out.
struct Head<'h> {
    media_type: &'h str,
    encoding: &'h str,
    /// What follows the name.
    file: &'h str,
}

/// Writes the parts of one property.
struct Writer<'w> {
    name: &'w str,
    /// Whether parts say what they are called.
    named: bool,
    part: Option<&'w Part>,
}

impl Writer<'_> {
    fn property(&self, value: &Value, schema: Option<Schema<'_>>, parts: &mut Vec<Vec<u8>>) {
        if let Some(((style, explode), part)) = self.part.and_then(|part| Some((part.style?, part))) {
            // Names and values as a form has them, in parts instead of pairs and without percent-encoding.
            let format = Format { style, explode, characters: Characters::Raw };
            for pair in format.pairs(self.name, Argument::Value(value).nesting(part.inner)) {
                let (name, text) = pair.split_once('=').unwrap_or((&pair, ""));
                parts.push(self.text(&percent_decoded(name), "", text.as_bytes()));
            }
            return;
        }
        match value {
            Value::Array(items) => {
                let schema = schema.and_then(lookup::items);
                items.iter().for_each(|item| parts.push(self.item(item, schema)));
            }
            value => parts.push(self.item(value, schema)),
        }
    }

    fn item(&self, value: &Value, schema: Option<Schema<'_>>) -> Vec<u8> {
        let declared = self.part.map(|part| part.media_type).unwrap_or_default();
        if let Some(url) = value.as_str().filter(|_| schema.is_none_or(stands_for_bytes)).and_then(DataUrl::parse) {
            return self.file(&url, declared);
        }
        let first = declared.split(',').next().unwrap_or_default().trim();
        let first = if first.contains('*') { "" } else { first };
        if Kind::of(first) == Kind::Json {
            return self.text(self.name, first, value.to_string().as_bytes());
        }
        if !(value.is_object() || value.is_array()) {
            // Encoded bytes are as if a header field said so (OpenAPI 3.0.4, "Encoding multipart Media Types").
            let is_encoded = value.is_string() && schema.is_some_and(lookup::is_base64);
            let is_opaque = first.is_empty() && (is_encoded || schema.is_some_and(lookup::is_binary));
            let first = if is_opaque { "application/octet-stream" } else { first };
            let (media_type, bytes) = charset::written(first, &plain(value));
            let encoding = if is_encoded { "base64" } else { "" };
            return self.written(self.name, Head { media_type: &media_type, encoding, file: "" }, &bytes);
        }
        match Kind::of(first) {
            Kind::Xml => {
                let (media_type, bytes) = charset::written(first, &xml::element(self.name, value, schema));
                self.text(self.name, &media_type, &bytes)
            }
            _ if first.is_empty() => self.text(self.name, "application/json", value.to_string().as_bytes()),
            _ => self.text(self.name, first, value.to_string().as_bytes()),
        }
    }

    fn file(&self, url: &DataUrl<'_>, declared: &str) -> Vec<u8> {
        let own = Some(url.media_type).filter(|own| is_media_type(own));
        let first = declared.split(',').map(str::trim).find(|kind| !kind.is_empty() && !kind.contains('*'));
        // The URL's own media type counts where the document allows it.
        let allowed = own.filter(|own| declared.is_empty() || is_within(own, declared));
        let media_type = allowed.or(first).or(own).unwrap_or("application/octet-stream");
        let file =
            format!("; filename=\"{}\"", escaped(&url.name.map_or_else(|| self.name.to_owned(), percent_decoded)));
        self.written(self.name, Head { media_type, encoding: "", file: &file }, &url.bytes)
    }

    fn text(&self, name: &str, media_type: &str, bytes: &[u8]) -> Vec<u8> {
        self.written(name, Head { media_type, encoding: "", file: "" }, bytes)
    }

    fn written(&self, name: &str, Head { media_type, encoding, file }: Head<'_>, bytes: &[u8]) -> Vec<u8> {
        const ENCODING: &str = "Content-Transfer-Encoding";
        let mut head = String::new();
        let declared = self.part.map(|part| part.headers).unwrap_or_default();
        if self.named {
            head.push_str(&format!("Content-Disposition: form-data; name=\"{}\"{file}\r\n", escaped(name)));
        }
        if !media_type.is_empty() {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        if !encoding.is_empty() && !declared.iter().any(|(name, _)| name.eq_ignore_ascii_case(ENCODING)) {
            head.push_str(&format!("{ENCODING}: {encoding}\r\n"));
        }
        for (name, value) in declared {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut part = format!("{head}\r\n").into_bytes();
        part.extend_from_slice(bytes);
        part
    }
}

/// Whether a string stands for bytes: the document says so, or nothing at all.
pub(crate) fn stands_for_bytes(schema: Schema<'_>) -> bool {
    let open = schema.resolved();
    let says = [Keyword::Type, Keyword::Enum, Keyword::Const, Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf];
    lookup::is_binary(schema) || says.iter().all(|keyword| open.node.get(*keyword).is_none())
}

/// Style writes names for a query, and a data URL its parameters encoded; parts carry them plain.
fn percent_decoded(name: &str) -> String {
    percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned()
}

/// Names as browsers write them (WHATWG HTML, "multipart/form-data encoding algorithm").
fn escaped(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            '"' => "%22".to_owned(),
            control if control.is_control() => format!("%{:02X}", u32::from(control)),
            other => other.to_string(),
        })
        .collect()
}

/// Whether a text is a type and a subtype (RFC 6838 section 4.2).
pub(super) fn is_media_type(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/".contains(&byte);
    text.contains('/') && text.bytes().all(allowed)
}

/// Deterministic, so that equal calls send equal bytes; hashed, so that no body can hold many candidates.
fn boundary(parts: &[Vec<u8>]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    let mut number = hasher.finish();
    loop {
        let boundary = format!("form-part-{number:016x}");
        let occurs = |part: &Vec<u8>| part.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !parts.iter().any(occurs) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}
