//! Rewrites a document of OpenAPI 2.0 (Swagger) to the shape of 3.0.3. It expects a bundled document
//! and knows nothing of JSON Schema 2020-12.

mod operation;
mod parameter;
mod response;
mod schema;
mod security;

use serde_json::{Map, Value, json};

use super::place;
use super::walk;

/// Members of the root that 3.0 doesn't have, or has elsewhere.
const MOVED: [&str; 12] = [
    "basePath",
    "consumes",
    "definitions",
    "host",
    "parameters",
    "parts",
    "paths",
    "produces",
    "responses",
    "schemes",
    "securityDefinitions",
    "swagger",
];

/// The document in the shape of 3.0.3; its schemas are upgraded as far as 3.0.
pub(super) fn upgraded(root: &Value) -> Value {
    let swagger = Swagger { root };
    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!("3.0.3"));
    document.insert("servers".to_owned(), swagger.servers());
    let kept = root.as_object().into_iter().flatten().filter(|(name, _)| !MOVED.contains(&name.as_str()));
    document.extend(kept.map(|(name, value)| (name.clone(), value.clone())));
    document.insert("paths".to_owned(), swagger.paths());
    let components = json!({
        "schemas": root.get("definitions").cloned().unwrap_or_else(|| json!({})),
        "securitySchemes": security::schemes(root.get("securityDefinitions")),
    });
    document.insert("components".to_owned(), components);
    let mut document = Value::Object(document);
    walk::each_schema(&mut document, &mut schema::upgrade);
    document
}

/// A document of OpenAPI 2.0.
#[derive(Debug, Clone, Copy)]
struct Swagger<'a> {
    root: &'a Value,
}

impl<'a> Swagger<'a> {
    /// What stands behind a parameter, response or path item that may be a reference; a reference that
    /// leads nowhere stays.
    fn behind(self, value: &'a Value) -> &'a Value {
        let mut value = value;
        for _ in 0..16 {
            let reference = value.get("$ref").and_then(Value::as_str);
            match reference.and_then(|reference| place::followed(self.root, reference)) {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }

    /// Texts of the root's list `name`, which an operation may overrule.
    fn media_types(self, operation: &Value, name: &str) -> Vec<String> {
        let list = operation.get(name).or_else(|| self.root.get(name)).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn servers(self) -> Value {
        let text = |name: &str| self.root.get(name).and_then(Value::as_str);
        let path = text("basePath").unwrap_or("/");
        let Some(host) = text("host") else {
            return json!([{ "url": path }]);
        };
        let schemes = self.media_types(&Value::Null, "schemes");
        let schemes = if schemes.is_empty() { vec!["https".to_owned()] } else { schemes };
        let servers = schemes.iter().map(|scheme| json!({ "url": format!("{scheme}://{host}{path}") }));
        servers.collect()
    }

    fn paths(self) -> Value {
        let paths = self.root.get("paths").and_then(Value::as_object);
        let item = |(path, item): (&String, &'a Value)| {
            let item = if path.starts_with("x-") { item.clone() } else { operation::item(self, self.behind(item)) };
            (path.clone(), item)
        };
        Value::Object(paths.into_iter().flatten().map(item).collect())
    }
}
