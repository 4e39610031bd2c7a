//! An example call of an operation: what is required, filled with values that the schemas allow. Checked before it is kept.

mod pattern;
mod scalar;
mod value;

use contract::{Entry, Method};
use serde_json::{Map, Value, json};

/// `{"params": {…}, "body": …}` without what isn't needed; none if no valid call could be made.
pub(super) fn example(entry: Entry<'_>) -> Option<Value> {
    let mut params = Map::new();
    for parameter in entry.parameters().filter(|parameter| parameter.required()) {
        let value = value::value(parameter.schema(), parameter.name())?;
        params.insert(parameter.argument().to_owned(), value);
    }
    let mut example = Map::new();
    if !params.is_empty() {
        example.insert("params".to_owned(), Value::Object(params));
    }
    // Documents seldom say that a body is required; with these methods a call without one does nothing.
    let expected = matches!(entry.method(), Method::Post | Method::Put | Method::Patch | Method::Query);
    if let Some(body) = entry.body().filter(|body| body.required() || expected) {
        match value::filled(body.schema(), "body") {
            Some(value) => {
                example.insert("body".to_owned(), value);
            }
            None if body.required() => return None,
            None => {}
        }
    }
    Some(json!(example))
}
