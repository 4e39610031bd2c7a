//! Whether two sets of arguments say the same, as far as their way over the wire can keep it. It knows nothing of
//! schemas.

use serde_json::Value;

use crate::Arguments;

/// Whether what was decoded says what was sent. Texts and numbers in parameters are the same where they are spelt the
/// same, and so are those of a body that isn't JSON.
pub fn alike(sent: &Arguments, decoded: &Arguments) -> bool {
    let find = |location: &String, name: &String| {
        let mut parameters = decoded.parameters.iter();
        parameters.find(|(other, own, _)| other == location && own == name).map(|(_, _, value)| value)
    };
    let kept = |(location, name, value): &(String, String, Value)| {
        find(location, name).is_some_and(|decoded| spelt_alike(value, decoded))
    };
    let body = match (&sent.body, &decoded.body) {
        (Some(sent), Some(decoded)) => spelt_alike(sent, decoded),
        // The schema can't speak of the content.
        (Some(_), None) | (None, None) => true,
        (None, Some(_)) => false,
    };
    sent.parameters.iter().all(kept) && sent.parameters.len() <= decoded.parameters.len() && body
}

fn spelt_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| spelt_alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| spelt_alike(value, other)))
        }
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
        }
        (Value::String(text), scalar) | (scalar, Value::String(text)) => match scalar {
            Value::String(other) => text == other,
            Value::Number(_) | Value::Bool(_) | Value::Null => {
                let spelt = scalar.to_string();
                spelt == text.as_str()
            }
            Value::Array(_) | Value::Object(_) => serde_json::from_str::<Value>(text).is_ok_and(|it| it == *scalar),
        },
        (one, other) => one == other,
    }
}
