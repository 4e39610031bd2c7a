//! A file of cases, and the document that they make.

use std::collections::BTreeMap;
use std::fs;

use e2e::{Document, root};
use generator::{Source, Vendor};
use serde_json::{Map, Value, json};

use crate::case::Case;

/// The methods that a Path Item Object names; it has others below `additionalOperations`.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// A file of cases.
pub(crate) struct Topic {
    pub(crate) name: String,
    text: Map<String, Value>,
}

impl Topic {
    pub(crate) fn cases(&self) -> Vec<Case<'_>> {
        self.text["cases"]
            .as_array()
            .expect("cases")
            .iter()
            .map(|case| Case(case.as_object().expect("a case")))
            .collect()
    }

    /// The document that all cases make.
    pub(crate) fn document(&self) -> Document {
        let version = self.text["openapi"].as_str().expect("a version");
        let is_swagger = version == "2.0";
        let mut document = Map::new();
        document.insert(if is_swagger { "swagger" } else { "openapi" }.to_owned(), json!(version));
        document.insert("info".to_owned(), json!({"title": self.name, "version": "1"}));
        if is_swagger {
            document.extend([("host".to_owned(), json!("api.example")), ("schemes".to_owned(), json!(["https"]))]);
        }
        let servers = self.text.get("servers").cloned().unwrap_or(json!([{"url": "https://api.example"}]));
        document.insert("servers".to_owned(), servers);
        let components = self.text.get("components").cloned().unwrap_or_default();
        document.insert("components".to_owned(), components);
        let mut paths = Map::new();
        for case in self.cases() {
            let mut item = case.0.get("path_item").and_then(Value::as_object).cloned().unwrap_or_default();
            let mut operation = case.0["operation"].as_object().expect("an operation").clone();
            operation.insert("operationId".to_owned(), json!(case.text("name")));
            operation.entry("responses").or_insert(json!({"200": {"description": "ok"}}));
            if METHODS.contains(&case.method()) {
                item.insert(case.method().to_owned(), Value::Object(operation));
            } else {
                item.insert("additionalOperations".to_owned(), json!({case.method(): operation}));
            }
            paths.insert(format!("/{}{}", case.text("name"), case.text("path")), Value::Object(item));
        }
        document.insert("paths".to_owned(), Value::Object(paths));
        let name = format!("wire_{}", self.name.replace('-', "_"));
        let text = Value::Object(document).to_string();
        let source = Source { name: "openapi.json".to_owned(), text, ..Source::default() };
        Document { vendor: Vendor::plain(&name), name, source }
    }

    /// Every server that a case names.
    pub(crate) fn servers(&self) -> Vec<&str> {
        let own = self.cases().into_iter().filter_map(|case| case.0.get("server")?.as_str());
        let listed = self.text.get("servers").and_then(Value::as_array).into_iter().flatten();
        let listed = listed.filter_map(|server| server.get("url")?.as_str());
        listed.chain(own).chain(["https://api.example"]).collect()
    }
}

/// Every file, sorted by name.
pub(crate) fn topics() -> Vec<Topic> {
    let folder = root().join("tests/wire");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).expect("a file");
            let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
            Topic { text: serde_norway::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")), name }
        })
        .collect()
}

/// Names of operations by method and path, as names.lock has them.
pub(crate) fn names(lock: &str) -> BTreeMap<(String, String), String> {
    let lines = lock.lines().filter(|line| !line.starts_with('#'));
    let parts = lines.filter_map(|line| {
        let (method, rest) = line.split_once(' ')?;
        let (path, name) = rest.rsplit_once(' ')?;
        Some(((method.to_owned(), path.to_owned()), name.to_owned()))
    });
    parts.collect()
}

/// The path of a URL, without a trailing slash.
pub(crate) fn path(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let rest = &url[authority..];
    rest.find('/').map_or("", |at| rest[at..].trim_end_matches('/'))
}
