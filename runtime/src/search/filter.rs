//! Which operations a search is about.

use std::collections::BTreeSet;

use contract::{Effect, Method};

use super::SearchRequest;
use crate::fault::quoted;
use crate::similar::nearest;
use crate::{Catalog, Code, Fault, Operation};

/// Groups that a fault names; an API can have hundreds.
const MAX_ALLOWED: usize = 40;

/// What an operation must be; what is not given is of no concern.
pub(super) struct Filter<'c> {
    catalog: &'c Catalog,
    tag: Option<&'static str>,
    method: Option<Method>,
    effect: Option<Effect>,
}

impl<'c> Filter<'c> {
    /// The filter of a request, or everything that is wrong with it.
    pub(super) fn new(catalog: &'c Catalog, request: &SearchRequest) -> Result<Self, Vec<Fault>> {
        let operations = catalog.api.operations.iter().filter(|operation| catalog.offers(operation));
        let mut choice = Choices { faults: Vec::new() };
        let tags = operations.clone().map(|operation| operation.tag).filter(|tag| !tag.is_empty()).collect();
        let methods = operations.clone().map(|operation| operation.method.as_str()).collect();
        let effects = operations.map(|operation| operation.effect.as_str()).collect();
        let filter = Self {
            catalog,
            tag: choice.of("tag", request.tag.as_deref(), &tags),
            method: choice.of("method", request.method.as_deref(), &methods).and_then(Method::exact),
            effect: choice.of("effect", request.effect.as_deref(), &effects).and_then(Effect::parse),
        };
        if choice.faults.is_empty() { Ok(filter) } else { Err(choice.faults) }
    }

    /// Whether nothing is filtered out.
    pub(super) fn is_open(&self) -> bool {
        self.catalog.is_whole() && !self.is_asked_for()
    }

    /// Whether the request itself filters.
    pub(super) fn is_asked_for(&self) -> bool {
        self.tag.is_some() || self.method.is_some() || self.effect.is_some()
    }

    /// Whether the search is about this operation.
    pub(super) fn admits(&self, operation: &Operation) -> bool {
        self.catalog.offers(operation)
            && self.tag.is_none_or(|tag| tag == operation.tag)
            && self.method.is_none_or(|method| method == operation.method)
            && self.effect.is_none_or(|effect| effect == operation.effect)
    }
}

struct Choices {
    faults: Vec<Fault>,
}

impl Choices {
    /// The value of a closed list that is meant, in any case; a fault if none is.
    fn of(&mut self, name: &str, value: Option<&str>, allowed: &BTreeSet<&'static str>) -> Option<&'static str> {
        let value = value?;
        let found = allowed.iter().copied().find(|known| known.eq_ignore_ascii_case(value));
        if found.is_none() {
            let message = format!("no operation has the {name} {}", quoted(value));
            let fault = Fault::new(Code::InvalidValue, message).at(format!("/{name}"));
            let fault = fault.allowing(allowed.iter().copied().take(MAX_ALLOWED));
            self.faults.push(match nearest(value, allowed.iter().copied()) {
                Some(meant) => fault.suggesting(meant),
                None => fault,
            });
        }
        found
    }
}
