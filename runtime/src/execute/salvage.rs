//! What can be read of JSON that breaks off: the complete items of the outermost unfinished array, and the complete
//! members around it. An unfinished item is left out.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::cut::Omission;
use crate::fault::pointer;

/// The readable part of `text` and where it stops; nothing if there is no complete item or member.
pub(super) fn salvage(text: &str) -> Option<(Value, Omission)> {
    let mut value = Value::Null;
    let mut stop = None;
    let place = Place { value: &mut value, stop: &mut stop, path: "/body" };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The error says that the text breaks off, which is known.
    let _ = place.deserialize(&mut deserializer);
    let stop = stop.filter(|stop| stop.kept > 0)?;
    Some((value, stop))
}

/// Where a value is put as far as it can be read.
struct Place<'p> {
    value: &'p mut Value,
    stop: &'p mut Option<Omission>,
    path: &'p str,
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        *self.value = Value::Null;
        Ok(())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        *self.value = Value::Bool(flag);
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        *self.value = Value::from(number);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        *self.value = Value::from(number);
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        *self.value = Number::from_f64(number).map_or(Value::Null, Value::Number);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        *self.value = Value::from(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        let end = loop {
            match access.next_element::<Value>() {
                Ok(Some(item)) => items.push(item),
                Ok(None) => break Ok(()),
                Err(error) => {
                    *self.stop = Some(Omission { path: self.path.to_owned(), kept: items.len(), of: None });
                    break Err(error);
                }
            }
        };
        *self.value = Value::Array(items);
        end
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut members = Map::new();
        let end = loop {
            let key = match access.next_key::<String>() {
                Ok(Some(key)) => key,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            let path = pointer(self.path, &key);
            let mut member = Value::Null;
            let place = Place { value: &mut member, stop: self.stop, path: &path };
            let read = access.next_value_seed(place);
            if read.is_ok() || self.stop.as_ref().is_some_and(|stop| stop.kept > 0) {
                members.insert(key, member);
            }
            if let Err(error) = read {
                break Err(error);
            }
        };
        if end.is_err() && self.stop.as_ref().is_none_or(|stop| stop.kept == 0) {
            *self.stop = Some(Omission { path: self.path.to_owned(), kept: members.len(), of: None });
        }
        *self.value = Value::Object(members);
        end
    }
}
