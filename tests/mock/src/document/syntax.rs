//! Text to JSON value: JSON or YAML. It knows nothing of OpenAPI.

use serde_json::{Map, Number, Value};
use serde_norway::Value as Yaml;

use crate::Error;

/// The value that a JSON or YAML text stands for.
pub(crate) fn parse(text: &str) -> Result<Value, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let json = serde_json::from_str::<Value>(text);
    match json {
        Ok(value) => Ok(value),
        Err(error) if text.trim_start().starts_with('{') => Err(Error::Syntax(error.to_string())),
        Err(_) => yaml(text),
    }
}

fn yaml(text: &str) -> Result<Value, Error> {
    let mut value = serde_norway::from_str::<Yaml>(text).map_err(|error| Error::Syntax(error.to_string()))?;
    value.apply_merge().map_err(|error| Error::Syntax(error.to_string()))?;
    Ok(json_value(value))
}

/// YAML allows keys that JSON does not (`200:`), which are spelt out here.
fn json_value(value: Yaml) -> Value {
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => json_number(&number),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(json_value).collect()),
        Yaml::Mapping(mapping) => {
            let mut map = Map::new();
            for (key, value) in mapping {
                let key = match json_value(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                map.insert(key, json_value(value));
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => json_value(tagged.value),
    }
}

fn json_number(number: &serde_norway::Number) -> Value {
    if let Some(number) = number.as_i64() {
        return Value::from(number);
    }
    if let Some(number) = number.as_u64() {
        return Value::from(number);
    }
    number.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}
