//! The idempotency key of a request: a header or a member of the body that the generator has found to be one. One is made
//! where the caller gives none, so that the request can be repeated.

use contract::lookup::{declares, member};
use contract::{Entry, Idempotency, Schema};
use serde_json::{Map, Value};

use super::values;

/// Where the operation takes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key(Idempotency<'static>);

impl Key {
    /// That of an operation.
    pub(super) fn of(entry: Entry<'static>) -> Option<Self> {
        entry.idempotency().map(Self)
    }

    /// The key in checked arguments.
    pub(super) fn within<'v>(self, slots: &'v [Option<Value>], body: Option<&'v Value>) -> Option<&'v Value> {
        match self.0 {
            Idempotency::Header(slot, _) => slots.get(slot)?.as_ref(),
            Idempotency::Member(name) => body?.get(name),
        }
    }

    /// Puts a key into a header that has none; whether it did.
    pub(super) fn fill(self, slots: &mut [Option<Value>]) -> bool {
        let Idempotency::Header(slot, _) = self.0 else { return false };
        match slots.get_mut(slot) {
            Some(empty @ None) => {
                *empty = self.made(None, random());
                empty.is_some()
            }
            _ => false,
        }
    }

    /// Puts a key into an object that has none and may have one; whether it did.
    pub(super) fn complete(self, body: &mut Value, schema: Schema<'_>) -> bool {
        let (Idempotency::Member(name), Value::Object(members)) = (self.0, body) else { return false };
        if members.get(name).is_some_and(|given| !given.is_null()) || !declares(schema, name) {
            return false;
        }
        let made = self.made(Some(schema), random());
        made.map(|made| members.insert(name.to_owned(), made)).is_some()
    }

    /// An object that has only a key, where it is a member.
    pub(super) fn alone(self, schema: Schema<'_>) -> Option<Value> {
        let mut body = Value::Object(Map::new());
        self.complete(&mut body, schema).then_some(body)
    }

    /// Puts the key of a number in the place of another; whether its schema takes it.
    pub(super) fn replace(
        self,
        (slots, body): (&mut [Option<Value>], Option<&mut Value>),
        schema: Option<Schema<'_>>,
        number: Option<u128>,
    ) -> bool {
        let place = match self.0 {
            Idempotency::Header(slot, _) => slots.get_mut(slot).and_then(Option::as_mut),
            Idempotency::Member(name) => body.and_then(|body| body.get_mut(name)),
        };
        let made = self.made(schema, number);
        place.zip(made).map(|(place, made)| *place = made).is_some()
    }

    /// Whether it is the parameter of a slot.
    pub(super) fn is_slot(self, index: usize) -> bool {
        matches!(self.0, Idempotency::Header(slot, _) if slot == index)
    }

    /// A body without it, where it is a member.
    pub(super) fn apart(self, body: &Value) -> Option<Value> {
        let (Idempotency::Member(name), Value::Object(members)) = (self.0, body) else { return None };
        let mut members = members.clone();
        members.shift_remove(name);
        Some(Value::Object(members))
    }

    /// A number as a key that the schema accepts; of a member, the schema is that of the body.
    pub(super) fn made(self, schema: Option<Schema<'_>>, number: Option<u128>) -> Option<Value> {
        let uuid = uuid(number?);
        let candidates = [uuid.replace('-', ""), uuid];
        let fits = |text: String| {
            let mut value = Value::from(text);
            let faults = match self.0 {
                Idempotency::Header(_, parameter) => values::parameter(parameter, "", &mut value),
                Idempotency::Member(name) => values::body("application/json", member(schema?, name)?, &mut value),
            };
            (faults.is_empty() && value.is_string()).then_some(value)
        };
        candidates.into_iter().rev().find_map(fits)
    }
}

/// A number for a key that no other request has.
pub(super) fn random() -> Option<u128> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(u128::from_be_bytes(bytes))
}

/// A number as a UUID, in the form of random ones (RFC 9562 section 5.4).
fn uuid(number: u128) -> String {
    let number = number & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{number:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| digits.get(range).unwrap_or_default().to_owned());
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::{random, uuid};

    #[test]
    fn keys_are_random_uuids() {
        let (one, other) = (uuid(random().unwrap()), uuid(random().unwrap()));
        assert_ne!(one, other);
        for uuid in [one, other] {
            let parts: Vec<_> = uuid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12]);
            assert!(uuid[14..15] == *"4" && "89ab".contains(&uuid[19..20]), "{uuid}");
        }
    }
}
