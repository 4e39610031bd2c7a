//! Names that no parameter has, and parameters that no name was given for.

use contract::lookup::declares;
use contract::{Body, Location, Parameter, card};
use serde_json::Value;

use super::Matching;
use crate::execute::values::SIGNATURE;
use crate::fault::{pointer, quoted};
use crate::similar::{nearest, similarity};
use crate::{Code, Fault};

/// How alike a missing and an unknown name must be to count as one mistake.
const RENAMED: f64 = 0.6;

impl Matching<'_> {
    /// Reports unknown arguments that are fields of the request body, which was not sent.
    pub(super) fn misplaced(&mut self, declared: Body<'_>) -> bool {
        let (fields, unknown): (Vec<_>, Vec<_>) =
            self.unknown.drain(..).partition(|key| declares(declared.schema(), key));
        self.unknown = unknown;
        let Some(first) = fields.first() else { return false };
        let names: Vec<_> = fields.iter().map(|field| quoted(field)).collect();
        let message = format!("{} belongs into the request body, not into params", names.join(", "));
        let suggestion = format!("{{\"params\":{{…}},\"body\":{{{}:…}}}}", names.join(":…,"));
        let fault = Fault::new(Code::UnknownArgument, message).at(pointer("/params", first));
        self.faults.push(fault.suggesting(suggestion));
        true
    }

    pub(super) fn unwanted(&self, body: &Value) -> Fault {
        let fault = Fault::new(Code::UnknownArgument, "the operation takes no request body").at("/body");
        let belongs = body.as_object().is_some_and(|members| members.keys().any(|key| self.slot(key).is_some()));
        if belongs { fault.suggesting("put these values into params") } else { fault.suggesting("leave body out") }
    }

    /// Reports unknown and missing names; a pair that looks alike is one mistake.
    pub(super) fn names(&mut self) {
        let mut missing: Vec<_> = self
            .parameters
            .iter()
            .zip(&self.slots)
            .filter(|(parameter, slot)| slot.is_none() && !self.lost_params && required(**parameter))
            .map(|(parameter, _)| *parameter)
            .collect();
        let free = || self.parameters.iter().zip(&self.slots).filter(|(_, slot)| slot.is_none());
        for key in &self.unknown {
            let meant = best(key, &missing).map(|index| missing.remove(index).argument());
            let alike = || nearest(key, free().map(|(parameter, _)| parameter.argument()));
            let same_name = || free().find(|(parameter, _)| parameter.name() == key).map(|(it, _)| it.argument());
            let fault = Fault::new(Code::UnknownArgument, format!("the operation has no parameter {}", quoted(key)))
                .at(pointer("/params", key));
            self.faults.push(match meant.or_else(same_name).or_else(alike) {
                Some(name) => fault.suggesting(name),
                None if self.declared_body.is_some_and(|body| declares(body.schema(), key)) => {
                    fault.suggesting("put it into body")
                }
                None => fault.allowing(self.parameters.iter().map(|parameter| parameter.argument())),
            });
        }
        for parameter in missing {
            let message =
                format!("the {} parameter {} is required", parameter.location(), quoted(parameter.argument()));
            let fault = Fault::new(Code::MissingArgument, message).at(pointer("/params", parameter.argument()));
            self.faults.push(fault.expecting(card::signature(parameter.schema(), SIGNATURE)));
        }
    }
}

/// A path parameter is always required (OpenAPI 3.1 section 4.8.12.2).
pub(super) fn required(parameter: Parameter<'_>) -> bool {
    parameter.required() || parameter.location() == Location::Path
}

/// The missing parameter that an unknown name most likely means; of equally likely ones the first.
fn best(key: &str, missing: &[Parameter<'_>]) -> Option<usize> {
    let mut best = None;
    for (index, parameter) in missing.iter().enumerate() {
        let score = similarity(key, parameter.argument()).max(similarity(key, parameter.name()));
        if score >= RENAMED && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}
