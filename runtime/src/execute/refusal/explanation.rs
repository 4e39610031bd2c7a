//! Adds to an API's refusal what is known of the call: the id that was not found, the credential that didn't do, the
//! fields that the API names.

use contract::{Entry, Location};
use serde_json::Value;

use super::denial;
use super::fields::{self, Fields};
use crate::execute::matching::Matched;
use crate::execute::reply::Reply;
use crate::fault::{pointer, quoted};
use crate::{Caller, Catalog, Effect, Fault, Method, Operation};

/// What is known of a call once it has been answered.
pub(in crate::execute) struct About<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) caller: &'a Caller,
    pub(super) operation: &'static Operation,
    pub(super) entry: Entry<'static>,
    /// Arguments in the path, by name, in the path's order.
    ids: Vec<(&'static str, Value)>,
}

impl<'a> About<'a> {
    pub(in crate::execute) fn new(
        (catalog, caller): (&'a Catalog, &'a Caller),
        (operation, entry): (&'static Operation, Entry<'static>),
        matched: &Matched,
    ) -> Self {
        let arguments = matched.arguments();
        let in_path = entry.parameters().enumerate().filter(|(_, parameter)| parameter.location() == Location::Path);
        let ids = in_path
            .filter_map(|(slot, parameter)| Some((parameter.argument(), arguments.optional_value(slot)?.clone())));
        Self { catalog, caller, operation, entry, ids: ids.collect() }
    }

    /// Completes the fault of an answer that has one, or that stopped at a page which was denied.
    pub(in crate::execute) fn explain(&self, reply: &mut Reply) {
        if let Some(pages) = &mut reply.pages {
            pages.explain(|denied| self.explain(denied));
        }
        let Some(fault) = &mut reply.error else { return };
        match reply.status {
            401 => denial::unauthorized(self, fault),
            403 if fault.retry_after.is_some() => {}
            403 => denial::forbidden(self, &reply.headers, fault),
            404 | 410 => self.not_found(fault),
            500.. if self.operation.effect != Effect::Read => self.perhaps_done(reply.status, fault),
            400..=499 if reply.status != 429 => {
                let named = fields::of(&reply.body.to_value(), &Fields::new(self.entry));
                if !named.is_empty() {
                    fault.details_mut().fields = named;
                }
            }
            _ => {}
        }
    }

    /// A write that failed within the API, or behind a gateway, may have been done nevertheless.
    fn perhaps_done(&self, status: u16, fault: &mut Fault) {
        // Not implemented, and a version of HTTP that isn't supported (RFC 9110 sections 15.6.2 and 15.6.6).
        if matches!(status, 501 | 505) {
            return;
        }
        let wait = fault.retry_after.filter(|wait| *wait > 0);
        let suggestion = if self.operation.method.is_idempotent() {
            let when = wait.map_or_else(|| "later".to_owned(), |wait| format!("in {wait} s"));
            format!("the call may have taken effect; repeating it does no more than it did: try again {when}")
        } else {
            let when = wait.map(|wait| format!(", after {wait} s at the earliest")).unwrap_or_default();
            format!("the call may have taken effect: look before repeating it{when}")
        };
        fault.suggestion = Some(suggestion.into());
    }

    fn not_found(&self, fault: &mut Fault) {
        let list = self.list().map(|list| format!("{list} returns those that exist"));
        let [.., (name, _)] = self.ids.as_slice() else {
            fault.suggestion =
                Some("the operation is not there: check the base URL and what the credential may see".into());
            return;
        };
        if let [(name, _)] = self.ids.as_slice() {
            fault.path = Some(pointer("/params", name).into());
        }
        let ids: Vec<String> = self.ids.iter().map(|(name, value)| format!("{name} = {}", shown(value))).collect();
        let check = if ids.len() == 1 { "check the id" } else { "check the ids, the last one first" };
        fault.message = format!("{}; sent with {}", fault.message, ids.join(", "));
        fault.suggestion = Some(match list {
            Some(list) => format!("{check}: {list}").into(),
            None => format!("{check}: a list or search operation of the same group returns {name}s that exist").into(),
        });
    }

    /// The operation that lists what the last id names: `GET /items` for `/items/{id}/rows`.
    fn list(&self) -> Option<&'static str> {
        let collection = self.operation_path().rsplit_once("/{")?.0;
        let lists = |operation: &&&Operation| {
            operation.method == Method::Get && operation.effect == Effect::Read && operation.path == collection
        };
        let found = self.catalog.api.operations.iter().find(lists)?;
        self.catalog.offers(found).then_some(found.name)
    }

    fn operation_path(&self) -> &'static str {
        if self.operation.path.is_empty() { self.entry.path() } else { self.operation.path }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => quoted(&other.to_string()),
    }
}
