//! The idempotency key of a request whose method isn't idempotent: a header parameter of the document's, named like
//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header). One is made where the caller gives none, so that the
//! request can be repeated.

use std::borrow::Cow;
use std::collections::BTreeMap;

use contract::{Entry, Location, Parameter};
use serde_json::Value;

use super::matching::Matched;
use super::retry::idempotent;
use super::values;

/// The operation's parameter for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    slot: usize,
    parameter: Parameter<'static>,
}

impl Key {
    /// The parameter, of an operation whose method isn't idempotent by itself.
    pub(super) fn of(entry: Entry<'static>) -> Option<Self> {
        if idempotent(entry.method()) {
            return None;
        }
        let named = |parameter: &Parameter<'_>| {
            parameter.location() == Location::Header && parameter.name().to_ascii_lowercase().contains("idempotency")
        };
        let (slot, parameter) = entry.parameters().enumerate().find(|(_, parameter)| named(parameter))?;
        Some(Self { slot, parameter })
    }

    /// The caller's defaults, with a new key unless there is one.
    pub(super) fn among(self, defaults: &BTreeMap<String, Value>) -> Cow<'_, BTreeMap<String, Value>> {
        let argument = self.parameter.argument();
        let made = if defaults.contains_key(argument) { None } else { self.made() };
        match made {
            Some(made) => {
                let mut defaults = defaults.clone();
                defaults.insert(argument.to_owned(), made);
                Cow::Owned(defaults)
            }
            None => Cow::Borrowed(defaults),
        }
    }

    /// Whether a call has one.
    pub(super) fn is_given(self, matched: &Matched) -> bool {
        matched.slot(self.slot).is_some()
    }

    /// Another key, for another request: with the same key an API answers the same again.
    pub(super) fn renew(self, matched: &mut Matched) {
        if let Some(made) = self.made() {
            matched.set(self.slot, Some(made));
        }
    }

    /// Where it stands.
    pub(super) fn slot(self) -> usize {
        self.slot
    }

    /// A random key that the parameter's schema accepts.
    fn made(self) -> Option<Value> {
        let uuid = uuid()?;
        let candidates = [uuid.replace('-', ""), uuid];
        let fits = |text: String| {
            let mut value = Value::from(text);
            values::parameter(self.parameter, "", &mut value).is_empty().then_some(value)
        };
        candidates.into_iter().rev().find_map(fits)
    }
}

/// A random UUID (RFC 9562 section 5.4).
fn uuid() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    let number = u128::from_be_bytes(bytes) & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{number:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| digits.get(range).unwrap_or_default().to_owned());
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn keys_are_random_uuids() {
        let (one, other) = (uuid().unwrap(), uuid().unwrap());
        assert_ne!(one, other);
        for uuid in [one, other] {
            let parts: Vec<_> = uuid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12]);
            assert!(uuid[14..15] == *"4" && "89ab".contains(&uuid[19..20]), "{uuid}");
        }
    }
}
