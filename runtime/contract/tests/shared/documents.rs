//! Blobs of the corpus documents that are JSON and OpenAPI 3, read just well enough to have realistic cards.

use std::collections::HashMap;
use std::path::PathBuf;

use contract::blob::Writer;
use serde_json::{Map, Value, json};

/// Every JSON document of the corpus with its name, or nothing, and a line that says so, where there is no corpus.
pub(crate) fn documents() -> Vec<(String, Value)> {
    let root = std::env::var_os("TOOLWRIGHT_CORPUS")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let Ok(folders) = std::fs::read_dir(root.join("specs")) else {
        println!("skipped: no corpus, set TOOLWRIGHT_CORPUS");
        return Vec::new();
    };
    let mut paths: Vec<_> = folders.flatten().map(|folder| folder.path().join("openapi.json")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let document = serde_json::from_str(&std::fs::read_to_string(&path).ok()?).ok()?;
        Some((path.parent()?.file_name()?.to_string_lossy().into_owned(), document))
    };
    paths.into_iter().filter_map(read).collect()
}

/// The blob of a document.
pub(crate) fn blob(document: &Value) -> Vec<u8> {
    let empty = Map::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&empty);
    let ordinals: HashMap<&str, usize> = schemas.keys().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let reader = Reader { document, ordinals };
    let definitions: Vec<_> =
        schemas.iter().map(|(name, schema)| json!({"name": name, "schema": reader.schema(schema)})).collect();
    let root = json!({"definitions": definitions, "operations": reader.operations()});
    let mut writer = Writer::default();
    let root = writer.value(&root);
    writer.finish(root)
}

struct Reader<'a> {
    document: &'a Value,
    ordinals: HashMap<&'a str, usize>,
}

impl Reader<'_> {
    fn operations(&self) -> Vec<Value> {
        const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];
        let mut operations = Vec::new();
        for (path, item) in self.document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in METHODS.iter().filter_map(|method| Some((*method, item.get(method)?))) {
                operations.push(self.operation((path, item), method, operation));
            }
        }
        operations
    }

    fn operation(&self, (path, item): (&str, &Value), method: &str, operation: &Value) -> Value {
        let shared = item["parameters"].as_array().into_iter().flatten();
        let own = operation["parameters"].as_array().into_iter().flatten();
        let parameters: Vec<_> = shared
            .chain(own)
            .map(|parameter| self.resolve(parameter))
            .map(|parameter| {
                json!({"argument": parameter["name"], "name": parameter["name"], "in": parameter["in"],
                       "required": parameter["required"], "description": parameter["description"],
                       "schema": self.schema(&parameter["schema"])})
            })
            .collect();
        let answers: Vec<_> = operation["responses"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(status, answer)| (status, self.resolve(answer)))
            .map(|(status, answer)| {
                let mut entry = json!({"status": status, "description": answer["description"]});
                self.content(answer, &mut entry);
                entry
            })
            .collect();
        let mut entry = json!({
            "name": operation["operationId"].as_str().unwrap_or(path), "method": method.to_uppercase(), "path": path,
            "effect": if method == "get" { "read" } else { "write" }, "deprecated": operation["deprecated"],
            "summary": operation["summary"], "description": operation["description"], "parameters": parameters,
            "answers": answers, "security": ["bearerAuth", "oauth2"],
        });
        if let Some(body) = operation.get("requestBody").map(|body| self.resolve(body)) {
            let mut content = json!({"required": body["required"], "description": body["description"]});
            self.content(body, &mut content);
            entry["body"] = content;
        }
        entry
    }

    fn content(&self, holder: &Value, entry: &mut Value) {
        if let Some((media_type, content)) = holder["content"].as_object().and_then(|content| content.iter().next()) {
            entry["mediaType"] = json!(media_type);
            entry["schema"] = self.schema(&content["schema"]);
        }
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let target = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        target.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(value)
    }

    fn schema(&self, schema: &Value) -> Value {
        match schema {
            Value::Null => json!({}),
            Value::Array(items) => items.iter().map(|item| self.schema_or_value(item)).collect(),
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.clone(), self.member(key, value))).collect()
            }
            other => other.clone(),
        }
    }

    fn schema_or_value(&self, value: &Value) -> Value {
        if value.is_null() { Value::Null } else { self.schema(value) }
    }

    fn member(&self, key: &str, value: &Value) -> Value {
        let ordinal = || self.ordinals.get(value.as_str()?.strip_prefix("#/components/schemas/")?);
        match (key, ordinal()) {
            ("$ref", Some(ordinal)) => json!(ordinal),
            _ => self.schema_or_value(value),
        }
    }
}
