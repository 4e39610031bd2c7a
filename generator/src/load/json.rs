//! JSON (RFC 8259) into a value, with the keys that occur twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{MAX_DEPTH, Parsed, SyntaxError};
use crate::pointer::Pointer;

pub(super) fn parse(text: &str) -> Result<Parsed, SyntaxError> {
    let mut path = Path::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Reader { path: &mut path }.deserialize(&mut deserializer);
    match value.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(Parsed { value, duplicates: path.duplicates }),
        Err(error) => {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            Err(SyntaxError { message, line: error.line().max(1), column: error.column().max(1) })
        }
    }
}

/// The way to the value that is being read. Pointers are only made of it where there is something to say.
#[derive(Default)]
struct Path {
    keys: Vec<Key>,
    duplicates: Vec<Pointer>,
}

enum Key {
    Member(String),
    Item(usize),
}

impl Path {
    fn pointer(&self, last: &str) -> Pointer {
        let parent = self.keys.iter().fold(Pointer::default(), |pointer, key| match key {
            Key::Member(name) => pointer.join(name),
            Key::Item(index) => pointer.at(*index),
        });
        parent.join(last)
    }
}

struct Reader<'p> {
    path: &'p mut Path,
}

impl Reader<'_> {
    fn below<E: Error>(&mut self, key: Key) -> Result<Reader<'_>, E> {
        if self.path.keys.len() >= MAX_DEPTH {
            return Err(E::custom(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.path.keys.push(key);
        Ok(Reader { path: self.path })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let item = access.next_element_seed(self.below(Key::Item(items.len()))?)?;
            self.path.keys.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(self.below(Key::Member(key.clone()))?)?;
            self.path.keys.pop();
            if members.contains_key(&key) {
                let pointer = self.path.pointer(&key);
                self.path.duplicates.push(pointer);
            }
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}
