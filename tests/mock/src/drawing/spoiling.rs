//! Valid arguments with one mistake. It knows nothing of requests.

use serde_json::{Value, json};

use crate::Arguments;
use crate::body::Format;
use crate::seed::Seed;

use super::verdict::{self, Objection, Place};
use super::{Drawing, known};

/// A name that no document has.
const UNDECLARED: &str = "zz_undeclared";
/// Mistakes that are tried before there is none.
const TRIES: u64 = 40;

/// Arguments with one mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoilt {
    /// The arguments.
    pub arguments: Arguments,
    /// What was done: `left out`, `undeclared`, or the value that was put there.
    pub change: String,
    /// The place of the mistake.
    pub place: Place,
    /// Where the document's schema objects: at the place, or above it where a part of the value is missing or none of
    /// several alternatives fits.
    pub objection: Place,
    /// The keyword that objects.
    pub keyword: String,
}

impl Drawing<'_> {
    /// Valid arguments with one mistake; the same ones for the same seed.
    pub(crate) fn invalid(&self, arguments: &Arguments, number: u64) -> Option<Spoilt> {
        let seed = self.seed("invalid", number);
        (0..TRIES).find_map(|index| {
            let (spoilt, place, change) = self.mistake(arguments, seed.index(index))?;
            let objections = self.objections(&spoilt);
            let objection = told(&objections, &place)?;
            let (objection, keyword) = objection.clone();
            Some(Spoilt { arguments: spoilt, change, place, objection, keyword })
        })
    }

    fn mistake(&self, arguments: &Arguments, seed: Seed) -> Option<(Arguments, Place, String)> {
        let mut spoilt = arguments.clone();
        let mut places = verdict::places(arguments);
        let sort = seed.name("sort").below(12);
        if sort == 0 || places.is_empty() {
            let key = ("query".to_owned(), UNDECLARED.to_owned());
            let place = Place { parameter: Some(key.clone()), pointer: String::new() };
            spoilt.parameters.push((key.0, key.1, json!("not declared")));
            return Some((spoilt, place, "undeclared".to_owned()));
        }
        if sort < 4 {
            // Roots and members are few beside all places.
            let chosen = seed.name("shallow").below(2) == 0;
            places.retain(|place| !chosen || place.pointer.matches('/').count() < 2);
        }
        let place = places.get(seed.name("place").below(places.len()))?.clone();
        match sort {
            1..=3 => {
                verdict::remove(&mut spoilt, &place);
                return Some((spoilt, place, "left out".to_owned()));
            }
            4 => {
                let place = verdict::add(&mut spoilt, &place, UNDECLARED)?;
                return Some((spoilt, place, "undeclared".to_owned()));
            }
            _ => {}
        }
        let is_text = self.is_text(arguments, &place);
        let known = self.schema(arguments, &place);
        let known = known.map(|(schema, pointer)| known::of(self.checker.view, schema, pointer)).unwrap_or_default();
        let slot = verdict::at_mut(&mut spoilt, &place)?;
        let mut values = wrong(slot);
        values.extend(known);
        let index = seed.name("value").below(values.len());
        let value = values.into_iter().nth(index)?;
        // Null leaves an argument out, and a text may be the content itself.
        if place.pointer.is_empty() && (value.is_null() || is_text && value.is_string()) {
            return None;
        }
        let change = value.to_string();
        *slot = value;
        Some((spoilt, place, change))
    }

    /// Whether a place is a body that may be given as the text that is sent.
    fn is_text(&self, arguments: &Arguments, place: &Place) -> bool {
        let format = self.media_type(arguments).map(|media_type| Format::of(&media_type.name));
        place.parameter.is_none() && matches!(format, Some(Format::Xml | Format::Lines | Format::Sequence))
    }
}

/// The objection nearest to a place, if there is one and all are about it.
fn told<'o>(objections: &'o [Objection], place: &Place) -> Option<&'o Objection> {
    let is_above = |(other, _): &&Objection| {
        let rest = place.pointer.strip_prefix(other.pointer.as_str());
        other.parameter == place.parameter && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let all = objections.iter().all(|objection| is_above(&objection) && objection.1 != "oneOf several");
    let nearest = objections.iter().max_by_key(|(other, _)| other.pointer.len());
    nearest.filter(|_| all)
}

/// Values that are hardly ever right where another one was. No text among them holds JSON.
fn wrong(value: &Value) -> Vec<Value> {
    let object = json!({"not": "valid"});
    let text = json!("not-valid");
    match value {
        Value::String(old) => {
            let doubled = format!("{old}{old}!");
            vec![object, json!(7), json!(true), Value::Null, text, json!(""), json!("x".repeat(6_000)), json!(doubled)]
        }
        Value::Number(_) => {
            vec![
                object,
                text,
                Value::Null,
                json!(true),
                json!(-1_000_000_007),
                json!(1_000_000_007),
                json!(0.5),
                json!([]),
            ]
        }
        Value::Bool(_) => vec![object, text, Value::Null, json!(2), json!([])],
        Value::Null => vec![object, text, json!(7), json!([])],
        Value::Array(items) => {
            let many = items.iter().cycle().take((items.len() * 200).min(2_000)).cloned().collect();
            let twice = [items.as_slice(), items.as_slice()].concat();
            vec![object, text, Value::Null, json!([]), json!(7), many, Value::Array(twice)]
        }
        Value::Object(_) => vec![text, Value::Null, json!(7), json!(["not-valid"]), json!(true)],
    }
}
