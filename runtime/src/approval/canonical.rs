//! One text for equal values: members sorted by name, numbers as they are sent.

use serde_json::Value;

/// Appends a value's canonical JSON text; nothing stands for an absent one.
pub(crate) fn canonical(value: Option<&Value>, text: &mut Vec<u8>) {
    match value {
        None => {}
        Some(Value::Array(items)) => {
            text.push(b'[');
            for item in items {
                canonical(Some(item), text);
                text.push(b',');
            }
            text.push(b']');
        }
        Some(Value::Object(members)) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            text.push(b'{');
            for (name, member) in sorted {
                text.extend_from_slice(Value::from(name.as_str()).to_string().as_bytes());
                text.push(b':');
                canonical(Some(member), text);
                text.push(b',');
            }
            text.push(b'}');
        }
        Some(scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_))) => {
            text.extend_from_slice(scalar.to_string().as_bytes());
        }
    }
}
