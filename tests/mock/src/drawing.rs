//! Random arguments of an operation: valid ones, and such as one mistake makes invalid. It knows nothing of how they
//! are sent by others.

mod edges;
mod known;
mod same;
mod spoiling;
mod telling;
mod verdict;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::Fill;
use crate::arguments::{Arguments, Wish, sent_as};
use crate::check::Checker;
use crate::operation::{MediaType, Operation};
use crate::paging::Paging;
use crate::seed::Seed;

pub use same::alike;
pub use spoiling::Spoilt;
pub use verdict::Place;

/// Changes that are tried on one set, to make it a random one.
const CHANGES: usize = 5;
/// Seeds of generated arguments, from which the others come by changes.
const BASES: usize = 4;
/// Generated arguments that are kept.
const KEPT: usize = 64;

/// Draws arguments of one operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawing<'a> {
    pub(crate) checker: Checker<'a>,
    pub(crate) operation: &'a Operation,
    pub(crate) paging: Option<&'a Paging>,
    pub(crate) bases: &'a Bases,
}

/// Generated arguments that were found to be valid, or not.
#[derive(Debug, Default)]
pub(crate) struct Bases(Mutex<HashMap<String, Option<Arguments>>>);

impl Bases {
    fn get(&self, key: String, make: impl FnOnce() -> Option<Arguments>) -> Option<Arguments> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().get(&key) {
            return found.clone();
        }
        let made = make();
        let mut kept = lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, made.clone());
        made
    }
}

impl<'a> Drawing<'a> {
    /// Valid arguments; the same ones for the same seed.
    pub(crate) fn valid(&self, number: u64) -> Option<Arguments> {
        let seed = self.seed("valid", number);
        let mut arguments = self.base(seed)?;
        for index in 0..seed.name("changes").below(CHANGES + 1) {
            let seed = seed.name("change").index(index as u64);
            let changed = self.changed(&arguments, seed);
            if let Some(changed) = changed.filter(|changed| self.is_told(changed)) {
                arguments = changed;
            }
        }
        Some(arguments)
    }

    /// Valid arguments as they are generated; whichever the mock itself can send.
    fn base(&self, seed: Seed) -> Option<Arguments> {
        let content = self.operation.body.iter().filter(|_| !self.is_bodiless()).flat_map(|body| &body.content);
        let names: Vec<String> = content.map(|media_type| media_type.declared.to_string()).collect();
        let is_required = self.operation.body.as_ref().is_some_and(|body| body.required);
        let fill = if seed.name("fill").below(3) == 0 { Fill::Required } else { Fill::All };
        let wanted = is_required || fill == Fill::All;
        let first = names.get(seed.name("media type").below(names.len())).filter(|_| wanted);
        // Few of them, so that most are there already.
        let number = 1 + seed.name("base").below(BASES) as u64;
        let tries =
            [(fill, number), (Fill::Required, number), (fill, 0), (Fill::Required, 0), (Fill::All, 0), (Fill::Bare, 0)];
        let media_types = std::iter::once(first).chain(names.iter().map(Some));
        media_types.into_iter().find_map(|media_type| {
            tries.into_iter().find_map(|(fill, seed)| {
                let summary = &self.operation.summary;
                let key = format!("{} {} {media_type:?} {fill:?} {seed}", summary.method, summary.path);
                self.bases.get(key, || {
                    let wish = Wish { fill, seed, media_type: media_type.map(String::as_str) };
                    let arguments = self.generated(wish);
                    self.is_told(&arguments).then_some(arguments)
                })
            })
        })
    }

    fn generated(&self, wish: Wish<'_>) -> Arguments {
        let mut arguments = Arguments::valid(self.checker.view, self.operation, self.paging, wish);
        if self.is_bodiless() {
            (arguments.body, arguments.media_type) = (None, None);
        }
        arguments
    }

    /// Whether the body is one that servers may leave out: it may be missing, has no meaning with the method (RFC 9110
    /// sections 9.3.1, 9.3.2 and 9.3.5), and isn't even JSON.
    fn is_bodiless(&self) -> bool {
        let is_meaningless = ["GET", "HEAD", "DELETE"].contains(&self.operation.summary.method.as_str());
        let may_be_json = |media_type: &MediaType| media_type.is_json() || media_type.name == "*/*";
        let body = self.operation.body.as_ref().filter(|body| !body.required);
        is_meaningless && body.is_some_and(|body| !body.content.iter().any(may_be_json))
    }

    /// The arguments with one thing left out or replaced, valid or not.
    fn changed(&self, arguments: &Arguments, seed: Seed) -> Option<Arguments> {
        let places = verdict::places(arguments);
        let place = places.get(seed.name("place").below(places.len()))?;
        let mut changed = arguments.clone();
        if seed.name("what").below(4) == 0 {
            verdict::remove(&mut changed, place);
            return Some(changed);
        }
        let slot = verdict::at_mut(&mut changed, place)?;
        let mut values = edges::of(slot);
        if let Some((schema, pointer)) = self.schema(arguments, place) {
            let view = self.checker.view;
            values.extend(known::of(view, schema.clone(), pointer));
            let is_base64 = known::is_base64(view, schema.clone(), pointer);
            let bits = known::bits(view, schema, pointer);
            values.retain(|value| bits.is_none_or(|bits| edges::fits(value, bits)));
            values.retain(|value| !is_base64 || edges::is_base64(value));
        }
        let index = seed.name("value").below(values.len());
        *slot = values.into_iter().nth(index)?;
        Some(changed)
    }

    /// The schema of a parameter or body, and where in it a place lies.
    fn schema<'p>(&self, arguments: &Arguments, place: &'p Place) -> Option<(crate::document::Node<'a>, &'p str)> {
        let pointer = match &place.parameter {
            Some((location, name)) => self.parameter(location, name)?.schema.as_deref(),
            None => self.media_type(arguments)?.schema.as_deref(),
        };
        Some((self.checker.view.at(pointer?)?, &place.pointer))
    }

    fn parameter(&self, location: &str, name: &str) -> Option<&'a crate::operation::Parameter> {
        let mut parameters = self.operation.parameters.iter();
        parameters.find(|one| one.location.name() == location && one.name == name)
    }

    fn media_type(&self, arguments: &Arguments) -> Option<&'a MediaType> {
        sent_as(self.operation.body.as_ref()?, arguments.media_type.as_deref())
    }

    fn seed(&self, what: &str, number: u64) -> Seed {
        let summary = &self.operation.summary;
        Seed::new(&format!("{what} {} {} {number}", summary.method, summary.path))
    }
}

/// A member or item of a value.
fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The pointers of a value and of everything in it.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers(item, &child(at, &index.to_string()), found));
        }
        Value::Object(map) => map.iter().for_each(|(name, value)| pointers(value, &child(at, name), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
