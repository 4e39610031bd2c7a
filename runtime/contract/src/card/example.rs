//! The example call of an operation, as it was checked at generation time: shown whole or not at all.

use serde_json::{Map, Value};

use crate::Entry;
use crate::blob::Node;

/// The arguments of `execute`, `{"operation": …, "params": {…}, "body": …}`; none if the entry has no example.
pub(super) fn call(entry: Entry<'_>) -> Option<Value> {
    let example = entry.example()?;
    let mut call = Map::from_iter([("operation".to_owned(), Value::from(entry.name()))]);
    call.extend(example.entries().map(|(key, value): (&str, Node<'_>)| (key.to_owned(), value.to_value())));
    Some(Value::Object(call))
}
