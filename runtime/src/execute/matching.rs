//! Puts the arguments of a call into the slots of the operation's parameters and collects every mistake on the way.

mod keyed;
mod names;

use std::collections::BTreeMap;

use contract::lookup::declares;
use contract::{Body, Entry, Location, Parameter, card};
use serde_json::{Map, Value};

use super::call::{Call, Stray};
use super::content::{self, Chosen};
use super::idempotency::Key;
use super::values::{self, SIGNATURE};
use crate::approval::canonical;
use crate::fault::{pointer, quoted};
use crate::{Arguments, Code, Fault, arguments};
use names::required;

/// Members of `params` that are looked at, so that a hostile call costs little.
const MAX_PARAMS: usize = 500;

/// Checked arguments in the order of [`Entry::parameters`].
#[derive(Debug)]
pub(super) struct Matched {
    slots: Vec<Option<Value>>,
    body: Option<Value>,
    content: Option<Chosen<'static>>,
    /// Where an idempotency key goes.
    key: Option<Key>,
    /// Whether the key was made, as neither the call nor the defaults have one.
    made: bool,
}

impl Matched {
    /// Matches and checks a call's arguments; `defaults` are values by argument name for what the call leaves out. An
    /// idempotency key that is left out is made.
    pub(super) fn new(
        entry: Entry<'static>,
        call: Call,
        defaults: &BTreeMap<String, Value>,
    ) -> Result<Self, Vec<Fault>> {
        let mut matching = Matching::new(entry);
        matching.key = Key::of(entry);
        matching.lost_params = call.lacks("params");
        matching.lost_body = call.lacks("body");
        matching.faults = call.mistakes;
        matching.place(call.params);
        matching.adopt(call.strays);
        matching.fill(defaults);
        matching.made = matching.key.is_some_and(|key| key.fill(&mut matching.slots));
        matching.choose(call.content_type, call.body.as_ref());
        let body = matching.body(call.body);
        matching.names();
        matching.values();
        if !matching.faults.is_empty() {
            return Err(matching.faults);
        }
        let Matching { slots, content, made, .. } = matching;
        Ok(Self { slots, body, content, key: Key::of(entry), made })
    }

    /// One text for equal arguments, however the call wrote them, with an idempotency key or without.
    pub(super) fn canonical(&self, with_key: bool) -> Vec<u8> {
        let aside = self.key.filter(|_| !with_key);
        let mut text = Vec::new();
        let slots = self.slots.iter().enumerate();
        for (_, value) in slots.filter(|(slot, _)| !aside.is_some_and(|key| key.is_slot(*slot))) {
            canonical(value.as_ref(), &mut text);
            text.push(b'\n');
        }
        let apart = aside.and_then(|key| key.apart(self.body.as_ref()?));
        canonical(apart.as_ref().or(self.body.as_ref()), &mut text);
        text.push(b'\n');
        let media_type = self.content.as_ref().map(Chosen::media_type).unwrap_or_default();
        text.extend_from_slice(media_type.as_bytes());
        text
    }

    /// The arguments as a handler reads them.
    pub(super) fn arguments(&self) -> Arguments<'_> {
        let body = self.body.as_ref().map(|value| match &self.content {
            Some(chosen) => chosen.body(value),
            None => arguments::Body::new(value),
        });
        Arguments::new(&self.slots, body)
    }

    /// The value of a parameter, by its position.
    pub(super) fn slot(&self, index: usize) -> Option<&Value> {
        self.slots.get(index)?.as_ref()
    }

    /// Replaces the value of a parameter by another one that was checked; gives back the former.
    pub(super) fn set(&mut self, index: usize, value: Option<Value>) -> Option<Value> {
        self.slots.get_mut(index).and_then(|slot| std::mem::replace(slot, value))
    }

    /// Replaces the request body by another one, or says what is wrong with that.
    pub(super) fn set_body(&mut self, mut body: Value) -> Vec<Fault> {
        let faults = self.content.as_ref().map(|chosen| chosen.check(&mut body)).unwrap_or_default();
        if faults.is_empty() {
            self.body = Some(body);
        }
        faults
    }

    /// The same arguments with other values; nothing if those are the same.
    pub(super) fn with(
        &self,
        slot: impl Fn(usize, &Value) -> Value,
        body: impl FnOnce(&Value, Option<&Chosen<'static>>) -> Value,
    ) -> Option<Self> {
        let slots = self.slots.iter().enumerate().map(|(index, value)| value.as_ref().map(|value| slot(index, value)));
        let body = self.body.as_ref().map(|value| body(value, self.content.as_ref()));
        let content = self.content.clone();
        let other = Self { slots: slots.collect(), body, content, key: self.key, made: self.made };
        (other.slots != self.slots || other.body != self.body).then_some(other)
    }

    /// The media type that the body is sent in.
    pub(super) fn content(&self) -> Option<&Chosen<'static>> {
        self.content.as_ref()
    }

    /// The request body.
    pub(super) fn body(&self) -> Option<&Value> {
        self.body.as_ref()
    }
}

struct Matching<'a> {
    /// The path template.
    path: &'a str,
    parameters: Vec<Parameter<'a>>,
    declared_body: Option<Body<'a>>,
    content: Option<Chosen<'a>>,
    /// Whether the call leaves the media type open.
    may_choose: bool,
    slots: Vec<Option<Value>>,
    key: Option<Key>,
    made: bool,
    unknown: Vec<String>,
    /// Whether parameters were given that can't be read: none is missing.
    lost_params: bool,
    /// The same for the request body.
    lost_body: bool,
    faults: Vec<Fault>,
}

impl<'a> Matching<'a> {
    fn new(entry: Entry<'a>) -> Self {
        let parameters: Vec<_> = entry.parameters().collect();
        let slots = parameters.iter().map(|_| None).collect();
        Self {
            path: entry.path(),
            parameters,
            declared_body: entry.body(),
            content: entry.body().and_then(Chosen::preferred),
            may_choose: false,
            slots,
            key: None,
            made: false,
            unknown: Vec::new(),
            lost_params: false,
            lost_body: false,
            faults: Vec::new(),
        }
    }

    fn place(&mut self, params: Map<String, Value>) {
        if params.len() > MAX_PARAMS {
            let message = format!("{} parameters are too many; {MAX_PARAMS} are possible", params.len());
            self.faults.push(Fault::new(Code::InvalidValue, message).at("/params"));
            return;
        }
        for (key, value) in params {
            let Some(index) = self.slot(&key) else {
                self.unknown.push(key);
                continue;
            };
            let left_out = value.is_null() && !self.parameters.get(index).copied().is_some_and(required);
            match self.slots.get_mut(index) {
                Some(Some(_)) => {
                    let message = format!("{} gives the same parameter a second time", quoted(&key));
                    self.faults.push(Fault::new(Code::InvalidValue, message).at(pointer("/params", &key)));
                }
                Some(slot) if !left_out => *slot = Some(value),
                _ => {}
            }
        }
    }

    /// Reports arguments beside `params` and `body`. The value of a parameter is taken nevertheless, to be checked.
    fn adopt(&mut self, strays: Vec<Stray>) {
        for Stray { key, value, fault } in strays {
            let parameter = self.slot(&key).and_then(|index| Some((self.parameters.get(index)?, index)));
            let place = if let Some((parameter, index)) = parameter {
                let place = pointer("/params", parameter.argument());
                if let Some(slot @ None) = self.slots.get_mut(index) {
                    *slot = Some(value);
                }
                Some(place)
            } else if self.declared_body.is_some_and(|body| declares(body.schema(), &key)) {
                self.lost_body = true;
                Some(pointer("/body", &key))
            } else {
                None
            };
            self.faults.push(match place {
                Some(place) => fault.suggesting(place),
                None => fault,
            });
        }
    }

    /// The slot an argument name means: the exact one, `query.x`, or a header's name in any case.
    fn slot(&self, key: &str) -> Option<usize> {
        let position = |matches: &dyn Fn(&Parameter<'a>) -> bool| self.parameters.iter().position(matches);
        position(&|parameter| parameter.argument() == key)
            .or_else(|| {
                let (location, name) = key.split_once('.')?;
                let location = Location::parse(location)?;
                position(&|parameter| parameter.location() == location && parameter.name() == name)
            })
            .or_else(|| {
                position(&|parameter| {
                    parameter.location() == Location::Header && parameter.name().eq_ignore_ascii_case(key)
                })
            })
    }

    /// Finds the media type that a call asks for, or that its body says it has.
    fn choose(&mut self, asked: Option<String>, body: Option<&Value>) {
        let Some(declared) = self.declared_body else { return };
        let Some(asked) = asked else {
            let own = body.and_then(Value::as_str).and_then(content::own_type);
            self.may_choose = own.is_none();
            self.content = own.and_then(|own| Chosen::find(declared, own)).or(self.content.take());
            return;
        };
        match Chosen::find(declared, &asked) {
            Some(chosen) => self.content = Some(chosen),
            None => self.faults.push(content::unknown(declared, &asked)),
        }
    }

    fn fill(&mut self, defaults: &BTreeMap<String, Value>) {
        for (parameter, slot) in self.parameters.iter().zip(&mut self.slots) {
            if slot.is_none() {
                *slot = defaults.get(parameter.argument()).cloned();
            }
        }
    }

    /// Checks the body and tells where its fields were sent as parameters.
    fn body(&mut self, body: Option<Value>) -> Option<Value> {
        let declared = self.declared_body;
        let body = body.filter(|body| !body.is_null() || declared.is_some_and(Body::required));
        match (declared, body) {
            (Some(declared), Some(mut body)) => {
                self.complete(&mut body);
                let chosen = self.content.as_ref();
                if let Some(other) = chosen.filter(|_| self.may_choose).and_then(|it| it.fitting(declared, &mut body)) {
                    self.content = Some(other);
                } else {
                    self.faults.extend(chosen.map(|chosen| chosen.check(&mut body)).unwrap_or_default());
                }
                Some(body)
            }
            (Some(declared), None) => {
                let made = self.key_alone();
                if made.is_some() {
                    return made;
                }
                if !self.misplaced(declared) && !self.lost_body && declared.required() {
                    let fault = Fault::new(Code::MissingArgument, "the operation needs a request body").at("/body");
                    self.faults.push(fault.expecting(card::signature(declared.schema(), SIGNATURE)));
                }
                None
            }
            (None, Some(body)) => {
                self.faults.push(self.unwanted(&body));
                None
            }
            (None, None) => None,
        }
    }

    fn values(&mut self) {
        for (parameter, slot) in self.parameters.iter().zip(&mut self.slots) {
            if let Some(value) = slot {
                self.faults.extend(values::parameter(*parameter, self.path, value));
            }
        }
    }
}
