//! Text to document: JSON or YAML, and a version that is read.

mod json;
mod yaml;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::spec::{Spec, Version};
use crate::{Code, Diagnostic, Diagnostics, Source};

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
pub(crate) fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Spec> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let parsed = if text.trim_start().starts_with('{') { json::parse(text) } else { yaml::parse(text) };
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            diagnostics.push(Diagnostic {
                code: Code::Syntax,
                severity: Code::Syntax.severity(),
                file: source.name.clone(),
                pointer: String::new(),
                line: Some(error.line),
                column: Some(error.column),
                message: error.message,
                help: "the document is cut off or not JSON or YAML; mend the text at this place".to_owned(),
            });
            return None;
        }
    };
    for pointer in &parsed.duplicates {
        diagnostics.add(
            Code::DuplicateKey,
            pointer,
            format!("the key {:?} occurs twice in the same object", pointer.last()),
            "keep one of the two; merge their contents if both are meant",
        );
    }
    let version = version(&parsed.value, diagnostics)?;
    Some(Spec::new(parsed.value, version, diagnostics))
}

fn version(document: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let root = Pointer::default();
    let Some(members) = document.as_object() else {
        let help = "give the OpenAPI document itself, an object with `openapi`, `info` and `paths`";
        diagnostics.add(Code::NotOpenApi, &root, "the document is not an object", help);
        return None;
    };
    let place = root.join("openapi");
    match members.get("openapi").and_then(Value::as_str) {
        Some(text) if text == "3.0" || text.starts_with("3.0.") => Some(Version::V30),
        Some(text) if text == "3.1" || text.starts_with("3.1.") => Some(Version::V31),
        Some(text) => {
            let help = "documents of OpenAPI 3.0 and 3.1 are read; convert it to one of these";
            diagnostics.add(Code::NotOpenApi, &place, format!("OpenAPI version {text:?} is not read"), help);
            None
        }
        None => {
            let found = ["openapi", "swagger"].into_iter().find(|key| members.contains_key(*key));
            let place = found.map_or(root.clone(), |key| root.join(key));
            let help = "an OpenAPI document starts with `openapi: 3.1.0` (or 3.0.x) as a string";
            diagnostics.add(Code::NotOpenApi, &place, "the document has no `openapi` version", help);
            None
        }
    }
}
