//! Text to document: JSON or YAML, corrected by an overlay, with the files that it refers to, and a version that is read.

mod files;
mod json;
mod overlay;
mod yaml;

use serde_json::Value;

pub(crate) use files::missing;

use crate::pointer::Pointer;
use crate::spec::{Spec, Version};
use crate::{Code, Diagnostic, Diagnostics, Source, Vendor};

/// Nesting beyond this is refused; documents of vendors stay below 60, and the JSON parser goes no further than 128.
const MAX_DEPTH: usize = 120;

/// What a parser has to say when it can't go on.
struct SyntaxError {
    message: String,
    line: usize,
    column: usize,
}

/// A parsed text, and the pointers of keys that occur twice.
struct Parsed {
    value: Value,
    duplicates: Vec<Pointer>,
}

/// Reads the document, or says why it can't be read.
pub(crate) fn load(source: &Source, vendor: &Vendor, diagnostics: &mut Diagnostics) -> Option<Spec> {
    let mut document = read(&source.text, &source.name, &Pointer::default(), diagnostics)?;
    if let Some((name, text)) = &source.overlay {
        overlay::apply(text, name, &mut document, diagnostics);
    }
    let version = version(&document, diagnostics)?;
    files::add(source, vendor, &mut document, diagnostics);
    Some(Spec::new(document, version, source.path(), diagnostics))
}

/// The document as the overlay leaves it, on one line of JSON; the text itself where there is no overlay or the document
/// can't be read. Actions that can't be done are left out.
pub(crate) fn corrected(source: &Source) -> String {
    let mut said = Diagnostics::default();
    let read = source.overlay.as_ref().zip(parse(&source.text).ok());
    read.map_or_else(
        || source.text.clone(),
        |((name, text), Parsed { mut value, duplicates: _ })| {
            overlay::apply(text, name, &mut value, &mut said);
            value.to_string()
        },
    )
}

/// The value of a text that messages call `name` and that stands at `place` in the document.
fn read(text: &str, name: &str, place: &Pointer, diagnostics: &mut Diagnostics) -> Option<Value> {
    match parse(text) {
        Ok(Parsed { value, duplicates }) => {
            for pointer in &duplicates {
                diagnostics.add(
                    Code::DuplicateKey,
                    &place.append(pointer),
                    format!("the key {:?} occurs twice in the same object", pointer.last()),
                    "keep one of the two; merge their contents if both are meant",
                );
            }
            Some(value)
        }
        Err(error) => {
            diagnostics.push(Diagnostic {
                code: Code::Syntax,
                severity: Code::Syntax.severity(),
                file: name.to_owned(),
                pointer: String::new(),
                line: Some(error.line),
                column: Some(error.column),
                message: error.message,
                help: "the document is cut off or not JSON or YAML; mend the text at this place".to_owned(),
            });
            None
        }
    }
}

/// JSON is YAML as well: what only the parser of YAML can read (a comment, a number without bounds) is read by it.
fn parse(text: &str) -> Result<Parsed, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        json::parse(text).or_else(|error| yaml::parse(text).map_err(|_| error))
    } else {
        yaml::parse(text).or_else(|error| match without_tabs(text) {
            Some(text) => yaml::parse(&text).map_err(|_| error),
            None => Err(error),
        })
    }
}

/// The text with every line emptied that holds white space alone, if a tab is in one: vendors' tools leave them in block
/// scalars, where YAML wants spaces (YAML 1.2.2 section 6.1).
fn without_tabs(text: &str) -> Option<String> {
    let is_blank = |line: &str| line.contains('\t') && line.trim().is_empty();
    text.lines().any(is_blank).then(|| {
        let lines = text.lines().map(|line| if is_blank(line) { "" } else { line });
        lines.collect::<Vec<_>>().join("\n")
    })
}

/// Bytes of a text that count for a value.
const LONG: usize = 64;

/// How many values there are in a value, a long text or key counting for several, and how deep it is.
fn extent(value: &Value) -> (usize, usize) {
    let sum = |(size, depth): (usize, usize), inner: &Value| {
        let (inner_size, inner_depth) = extent(inner);
        (size + inner_size, depth.max(inner_depth + 1))
    };
    match value {
        Value::Array(items) => items.iter().fold((1, 1), sum),
        Value::Object(members) => {
            let keys: usize = members.keys().map(|key| key.len() / LONG).sum();
            let (size, depth) = members.values().fold((1, 1), sum);
            (keys + size, depth)
        }
        Value::String(text) => (1 + text.len() / LONG, 0),
        Value::Null | Value::Bool(_) | Value::Number(_) => (1, 0),
    }
}

fn version(document: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let root = Pointer::default();
    let Some(members) = document.as_object() else {
        let help = "give the OpenAPI document itself, an object with `openapi`, `info` and `paths`";
        diagnostics.add(Code::NotOpenApi, &root, "the document is not an object", help);
        return None;
    };
    let declared = ["openapi", "swagger"].into_iter().find_map(|key| Some((key, members.get(key)?)));
    let Some((key, value)) = declared else {
        let help = "an OpenAPI document starts with `openapi: 3.1.0` or `swagger: '2.0'`";
        diagnostics.add(Code::NotOpenApi, &root, "the document has no `openapi` version", help);
        return None;
    };
    // Unquoted, 3.1 and 2.0 are numbers.
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let version = Version::parse(key, &text);
    if version.is_none() {
        let help = "documents of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read; convert it to one of these";
        diagnostics.add(Code::NotOpenApi, &root.join(key), format!("`{key}` version {text:?} is not read"), help);
    }
    version
}
