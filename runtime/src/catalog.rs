//! A generated API, opened: its operations, what the schemas say of them, their cards and the search index. It knows
//! nothing of callers, transports or the network.

mod names;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use contract::Entry;
use contract::blob::Blob;
use contract::card::Cards;
use index::Index;

use crate::{Api, Code, Fault, Operation};
use names::Names;

/// Everything there is to know about an API's operations. The ordinal of an operation is its position in
/// [`Api::operations`], in the schemas, among the cards and in the index.
pub struct Catalog {
    /// The generated API.
    pub api: &'static Api,
    cards: Cards<'static>,
    pub(crate) index: Index,
    blob: Blob<'static>,
    /// Names of operations that are not offered.
    hidden: BTreeSet<&'static str>,
    /// Filled when a name is first looked up.
    names: OnceLock<Names>,
}

impl Catalog {
    /// Opens an API in place; no work is done in advance. Err: which part doesn't fit the others or this runtime.
    pub fn open(api: &'static Api) -> Result<Self, &'static str> {
        let blob =
            Blob::open(api.schemas).ok_or("the API's schemas were written by another version of the generator")?;
        let cards = Cards::open(api.cards).ok_or("the API's cards were written by another version of the generator")?;
        let index =
            Index::open(api.index).map_err(|_| "the API's index was written by another version of the generator")?;
        if contract::entries(blob).len() != api.operations.len() || index.len() != api.operations.len() {
            return Err("the API's operations, schemas and index were not generated together");
        }
        Ok(Self { api, cards, index, blob, hidden: BTreeSet::new(), names: OnceLock::new() })
    }

    /// Offers these operations no longer. They are still known by name, so that it can be said that they are not offered.
    pub fn hide(&mut self, names: BTreeSet<&'static str>) {
        self.hidden = names;
    }

    /// Whether an operation is offered.
    pub(crate) fn offers(&self, operation: &Operation) -> bool {
        !self.hidden.contains(operation.name)
    }

    /// Whether every operation is offered.
    pub(crate) fn is_whole(&self) -> bool {
        self.hidden.is_empty()
    }

    /// The fault of a call or question about an operation that is not offered.
    pub(crate) fn denied(&self, operation: &Operation) -> Option<Fault> {
        let message = format!("this server was set up not to offer {}", operation.name);
        let fault = || Fault::new(Code::OperationDenied, message).at("/operation");
        (!self.offers(operation))
            .then(|| fault().suggesting("do without it, or ask the user to allow it in the server's settings"))
    }

    /// The ordinal of the operation with this name, or with this name in former versions.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names().find(name)
    }

    /// Current names of operations that `name` may have meant, best first; at most five.
    pub fn nearest(&self, name: &str) -> Vec<&'static str> {
        const MOST: usize = 5;
        let mut nearest = self.names().nearest(name, MOST);
        nearest.retain(|name| !self.hidden.contains(name));
        let fitting = self.index.search(&[name], MOST, |_| true);
        if fitting.fits.iter().any(|fit| !fit.weak) {
            for operation in fitting.hits.iter().filter_map(|hit| self.operation(hit.ordinal)) {
                if self.offers(operation) && !nearest.contains(&operation.name) {
                    nearest.push(operation.name);
                }
            }
        }
        nearest.truncate(MOST);
        nearest
    }

    /// What the schemas say of an operation.
    pub fn entry(&self, ordinal: usize) -> Option<Entry<'static>> {
        contract::entry(self.blob, ordinal)
    }

    /// The compact card of an operation.
    pub fn card(&self, ordinal: usize) -> Option<&'static str> {
        self.cards.get(ordinal)
    }

    /// The descriptor of an operation.
    pub fn operation(&self, ordinal: usize) -> Option<&'static Operation> {
        self.api.operations.get(ordinal).copied()
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let current = self.api.operations.iter().map(|operation| operation.name);
            Names::new(current, contract::entries(self.blob).map(Entry::former_names))
        })
    }
}
