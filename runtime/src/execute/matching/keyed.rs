//! The idempotency key among the arguments of a call.

use contract::media::Kind;
use serde_json::Value;

use super::{Matched, Matching};
use crate::execute::content::Chosen;
use crate::execute::healing::heal;
use crate::execute::idempotency::random;

impl Matched {
    /// The idempotency key.
    pub(in crate::execute) fn key(&self) -> Option<&Value> {
        self.key?.within(&self.slots, self.body.as_ref())
    }

    /// Whether the key was made for this call, which gave none.
    pub(in crate::execute) fn has_made_key(&self) -> bool {
        self.made
    }

    /// Whether a parameter is the key's.
    pub(in crate::execute) fn is_key(&self, index: usize) -> bool {
        self.key.is_some_and(|key| key.is_slot(index))
    }

    /// The body without the key.
    pub(in crate::execute) fn body_apart(&self) -> Option<Value> {
        let body = self.body.as_ref()?;
        self.key.and_then(|key| key.apart(body)).or_else(|| Some(body.clone()))
    }

    /// Whether the key is the one that is made of a number.
    pub(in crate::execute) fn is_keyed_by(&self, number: u128) -> bool {
        let schema = self.content.as_ref().map(Chosen::schema);
        let made = self.key.and_then(|key| key.made(schema, Some(number)));
        made.is_some() && made.as_ref() == self.key()
    }

    /// Another key, for another request: with the same key an API answers the same again.
    pub(in crate::execute) fn renew_key(&mut self) {
        self.rekey(random());
    }

    /// The key that is made of a number in the place of the one there is.
    pub(in crate::execute) fn rekey(&mut self, number: Option<u128>) {
        let schema = self.content.as_ref().map(Chosen::schema);
        if let Some(key) = self.key {
            key.replace((&mut self.slots, self.body.as_mut()), schema, number);
        }
    }
}

impl Matching<'_> {
    /// Gives a body a key, where that is one of its members.
    pub(super) fn complete(&mut self, body: &mut Value) {
        let Some((key, chosen)) = self.key.zip(self.content.as_ref()) else { return };
        if body.is_string() && Kind::of(chosen.declared()) == Kind::Json {
            heal(chosen.schema(), body);
        }
        self.made |= key.complete(body, chosen.schema());
    }

    /// A body that is only a key, where nothing else is needed.
    pub(super) fn key_alone(&mut self) -> Option<Value> {
        let (key, chosen) = self.key.zip(self.content.as_ref()).filter(|_| !self.lost_body)?;
        let mut body = key.alone(chosen.schema()).filter(|_| self.unknown.is_empty())?;
        self.made |= chosen.check(&mut body).is_empty();
        self.made.then_some(body)
    }
}
