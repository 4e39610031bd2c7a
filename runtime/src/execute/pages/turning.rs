//! Turns a call into that of the next page. Whatever leads there goes through the operation's own arguments, so that the
//! generated handler writes this request too; only what an address has and the operation has no parameter for is
//! appended to the query.

use contract::{Location, Parameter, SchemeKind};
use reqwest::Url;
use serde_json::Value;

use super::address;
use super::asked::Asked;
use super::query::{Pair, pairs, without};
use super::step::Turn;
use super::wanted::MAX_LENGTH;
use crate::execute::matching::Matched;
use crate::execute::sending::Sending;
use crate::execute::values;
use crate::fault::quoted;
use crate::{Code, Fault};

/// A call on its way through the pages.
pub(super) struct Here {
    pub(super) matched: Matched,
    /// Pairs appended to the query.
    pub(super) rest: Vec<String>,
}

impl Here {
    /// Takes the turn from the page at `url`.
    pub(super) fn turn(&mut self, sending: &Sending<'_>, url: &Url, turn: &Turn) -> Result<(), Fault> {
        match turn {
            Turn::Argument(name, value) => {
                let lacks = || format!("the operation has no parameter {name} to page by");
                let asked = Asked::find(name, sending.entry).ok_or_else(|| Fault::new(Code::Internal, lacks()))?;
                asked.put(&mut self.matched, value)
            }
            Turn::Address(next) => {
                let wanted = address::query(url, next)?;
                self.follow(sending, wanted)
            }
        }
    }

    /// Makes the handler write the pairs that are wanted.
    fn follow(&mut self, sending: &Sending<'_>, wanted: Vec<Pair>) -> Result<(), Fault> {
        let keys = keys(sending);
        let wanted: Vec<Pair> = wanted.into_iter().filter(|pair| !keys.contains(&pair.name.as_str())).collect();
        let constant = constant(sending, &self.matched);
        let wanted = without(&wanted, &constant);
        let is_constant = |pair: &&Pair| constant.iter().any(|other| other.name == pair.name);
        if let Some(pair) = wanted.iter().find(is_constant) {
            return Err(unreachable(&pair.name));
        }
        for (slot, parameter) in sending.entry.parameters().enumerate() {
            if parameter.location() == Location::Query {
                self.adapt(sending, (slot, parameter), &wanted);
            }
        }
        let written = written(sending, &self.matched);
        let kept = |pair: &Pair| {
            let mut parameters = sending.entry.parameters();
            parameters.any(|parameter| parameter.required() && is_of(parameter, pair) && !has(parameter, &wanted))
        };
        match without(&written, &wanted).iter().find(|pair| !kept(pair)) {
            Some(pair) => Err(unreachable(&pair.name)),
            None => {
                self.rest = without(&wanted, &written).into_iter().map(|pair| pair.raw).collect();
                fits(&self.rest)
            }
        }
    }

    /// Gives one parameter the value it has in the address. What it can't express is left to be appended.
    fn adapt(&mut self, sending: &Sending<'_>, (slot, parameter): (usize, Parameter<'_>), wanted: &[Pair]) {
        let own = |pairs: &[Pair]| pairs.iter().filter(|pair| is_of(parameter, pair)).cloned().collect::<Vec<_>>();
        let wanted = own(wanted);
        let agrees = |matched: &Matched| {
            let written = own(&written(sending, matched));
            without(&written, &wanted).is_empty() && without(&wanted, &written).is_empty()
        };
        if agrees(&self.matched) || wanted.is_empty() && parameter.required() {
            return;
        }
        self.matched.set(slot, None);
        for mut candidate in candidates(parameter, &wanted) {
            if values::parameter(parameter, "", &mut candidate).is_empty() {
                self.matched.set(slot, Some(candidate));
                if agrees(&self.matched) {
                    return;
                }
            }
        }
        self.matched.set(slot, None);
    }
}

/// Refuses a query that has a name twice: from a parameter, and from `rest`.
pub(super) fn unambiguous(sending: &Sending<'_>, matched: &Matched, rest: &[String]) -> Result<(), Fault> {
    let written = written(sending, matched);
    let rest = rest.iter().flat_map(|pair| pairs(pair));
    match rest.into_iter().find(|pair| written.iter().any(|other| other.name == pair.name)) {
        Some(pair) => {
            let message = format!("{} is given by params and by pages", quoted(&pair.name));
            Err(Fault::new(Code::InvalidValue, message).at("/pages"))
        }
        None => Ok(()),
    }
}

/// Whether a pair was written for a parameter: `name`, or `name[key]` (deepObject).
fn is_of(parameter: Parameter<'_>, pair: &Pair) -> bool {
    pair.name.strip_prefix(parameter.name()).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

fn has(parameter: Parameter<'_>, pairs: &[Pair]) -> bool {
    pairs.iter().any(|pair| is_of(parameter, pair))
}

/// What pairs of one name can mean: one value, or a list, each item in a pair of its own or all in one.
fn candidates(parameter: Parameter<'_>, pairs: &[Pair]) -> Vec<Value> {
    let values = || pairs.iter().map(|pair| Value::from(pair.value.as_str()));
    let only = if let [pair] = pairs { Some(pair) } else { None };
    let list = |separator: char| only.map(|pair| pair.value.split(separator).map(Value::from).collect::<Value>());
    if pairs.is_empty() || pairs.iter().any(|pair| pair.name != parameter.name()) {
        return Vec::new();
    }
    let one = only.map(|pair| Value::from(pair.value.as_str()));
    one.into_iter().chain([values().collect()]).chain([',', ' ', '|'].into_iter().filter_map(list)).collect()
}

/// The pairs that the handler writes for parameters.
fn written(sending: &Sending<'_>, matched: &Matched) -> Vec<Pair> {
    sending.request(matched).query.iter().flat_map(|text| pairs(text)).collect()
}

/// The pairs that stand in the path template.
fn constant(sending: &Sending<'_>, matched: &Matched) -> Vec<Pair> {
    sending.request(matched).path.split_once('?').map(|(_, query)| pairs(query)).unwrap_or_default()
}

/// Names in the query that belong to credentials. They are sent anew with every request, and from nowhere else.
fn keys(sending: &Sending<'_>) -> Vec<&'static str> {
    let name = |kind: &SchemeKind| match *kind {
        SchemeKind::ApiKey { location: Location::Query, name } => Some(name),
        SchemeKind::ApiKey { .. } | SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Other => None,
    };
    sending.server.api().schemes.iter().filter_map(|scheme| name(&scheme.kind)).collect()
}

fn fits(rest: &[String]) -> Result<(), Fault> {
    if rest.iter().map(|pair| pair.len() + 1).sum::<usize>() <= MAX_LENGTH {
        return Ok(());
    }
    Err(Fault::new(Code::InvalidAnswer, "the API's address of the next page is too long"))
}

fn unreachable(name: &str) -> Fault {
    let name = quoted(name);
    let message = format!("the API's address of the next page changes {name} in a way that the call can't");
    Fault::new(Code::InvalidAnswer, message).suggesting("narrow the call instead, so that one page is enough")
}
