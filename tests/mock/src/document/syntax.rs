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
        // YAML has braces too, but who writes them more likely means JSON.
        Err(error) if text.trim_start().starts_with('{') => yaml(text).map_err(|_| Error::Syntax(error.to_string())),
        Err(_) => yaml(text),
    }
}

fn yaml(text: &str) -> Result<Value, Error> {
    let value = serde_norway::from_str::<Yaml>(text).or_else(|error| {
        // The parser refuses integers beyond 64 bits, which JSON readers take as floating-point numbers.
        serde_norway::from_str::<Yaml>(&with_floats(text)).map_err(|_| Error::Syntax(error.to_string()))
    });
    let mut value = value?;
    value.apply_merge().map_err(|error| Error::Syntax(error.to_string()))?;
    Ok(json_value(value))
}

/// The text with `.0` behind every integer of 19 digits or more that is a value of its own.
fn with_floats(text: &str) -> String {
    let line = |line: &str| {
        let digits = line.trim_end().trim_end_matches([',', '}', ']', ' ']);
        let start = digits.trim_end_matches(|character: char| character.is_ascii_digit()).len();
        let begins = digits.get(..start).is_some_and(|head| head.ends_with([' ', '-', '[']));
        match line.split_at_checked(digits.len()) {
            Some((head, tail)) if begins && digits.len() - start >= 19 => format!("{head}.0{tail}\n"),
            _ => format!("{line}\n"),
        }
    };
    text.lines().map(line).collect()
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
