//! Documents of several files: which files are referred to, and how they become part of the one value that is read.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{overlay, parse, read};
use crate::members::{Keys, meaningful};
use crate::pointer::Pointer;
use crate::sibling::{self, Leads, is_url, resolve};
use crate::source::FILES;
use crate::{Code, Diagnostics, Source, Vendor};

/// Files read of one document.
const MAX_FILES: usize = 20_000;
/// Names of text that is no object and is taken as it is.
const PLAIN: [&str; 3] = [".md", ".markdown", ".txt"];

/// Files of the folder, and URLs listed by the vendor, that the document or one of its files refers to and that aren't
/// there yet.
pub(crate) fn missing(source: &Source, vendor: &Vendor) -> Vec<String> {
    let unknown = |file: &String| file != source.path() && !source.files.contains_key(file);
    let allowed = |file: &String| !is_url(file) || vendor.external.contains_key(file);
    let wanted = wanted(source).into_iter().filter(unknown).filter(allowed);
    wanted.take(MAX_FILES.saturating_sub(source.files.len())).collect()
}

/// Every file and URL that the document or one of its files refers to.
fn wanted(source: &Source) -> BTreeSet<String> {
    let mut quiet = Diagnostics::new(&source.name);
    let mut wanted = BTreeSet::new();
    if let Ok(mut parsed) = parse(&source.text) {
        if let Some((name, text)) = &source.overlay {
            overlay::apply(text, name, &mut parsed.value, &mut quiet);
        }
        referred(&parsed.value, source.path(), &mut wanted);
    }
    for (file, text) in source.files.iter().filter(|(file, _)| !is_plain(file)) {
        if let Ok(parsed) = parse(text) {
            referred(&parsed.value, file, &mut wanted);
        }
    }
    wanted
}

/// Puts the files of a source into the document, each under its path.
pub(super) fn add(source: &Source, vendor: &Vendor, document: &mut Value, diagnostics: &mut Diagnostics) {
    let mut files = Map::new();
    external(source, vendor, diagnostics);
    for (file, text) in &source.files {
        let expected = vendor.external.get(file);
        if expected.is_some_and(|expected| *expected != hash(text)) {
            let place = Pointer::new("/external").join(file).join("sha256");
            let help = "fetch it again with `cargo xtask update`, look at what changed, and correct the hash";
            vendor.report(Code::ExternalFile, &place, format!("{file} has another SHA-256"), help, diagnostics);
            continue;
        }
        let place = Pointer::default().join(FILES).join(file);
        let value = if is_plain(file) {
            Some(Value::String(text.clone()))
        } else {
            read(text, &source.name_of(file), &place, diagnostics)
        };
        files.extend(value.map(|value| (file.clone(), value)));
    }
    if let (false, Some(members)) = (files.is_empty(), document.as_object_mut()) {
        members.insert(FILES.to_owned(), Value::Object(files));
    }
}

/// Says which URLs that vendor.toml lists are not there, or not needed.
fn external(source: &Source, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    if vendor.external.is_empty() {
        return;
    }
    let wanted = wanted(source);
    for url in vendor.external.keys() {
        let place = Pointer::new("/external").join(url);
        if !wanted.contains(url) {
            let (message, help) = (format!("{url:?} applies to nothing in the document"), "correct or remove it");
            vendor.report(Code::UnmatchedDecision, &place, message, help, diagnostics);
        } else if !source.files.contains_key(url) {
            let help = "`cargo xtask update` fetches it; `generate` never uses the network";
            vendor.report(Code::ExternalFile, &place, format!("{url} was not fetched"), help, diagnostics);
        }
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_plain(file: &str) -> bool {
    PLAIN.iter().any(|end| file.ends_with(end))
}

/// Adds every other file that a value refers to. Examples and extensions are data.
fn referred(value: &Value, base: &str, found: &mut BTreeSet<String>) {
    let mut add = |reference: &str| {
        let (file, _) = sibling::split(reference);
        if let (false, Leads::To(target)) = (file.is_empty(), resolve(base, file))
            && target != base
        {
            found.insert(target);
        }
    };
    let mut open = vec![(value, Keys::Keywords)];
    while let Some((value, keys)) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, Keys::Keywords))),
            Value::Object(members) => {
                for (key, value, inner) in meaningful(members, keys) {
                    match (key, value) {
                        ("$ref" | "$dynamicRef", Value::String(reference)) => add(reference),
                        ("mapping", Value::Object(mapping)) if keys == Keys::Keywords => {
                            // Values are names of schemas, or references.
                            let references = mapping.values().filter_map(Value::as_str);
                            references.filter(|text| text.contains(['/', '#'])).for_each(&mut add);
                        }
                        _ => open.push((value, inner)),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
