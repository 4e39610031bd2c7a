//! What an answer says of its pages, and the call that goes on where they stopped.

use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::turning::Here;
use super::wanted::Pages;
use crate::Fault;
use crate::execute::mask::Mask;
use crate::execute::reply::Reply;
use crate::execute::sending::Sending;

/// The part of an answer's limit that the call may take: a quarter.
const SHARE: usize = 4;

/// How far the pages of a list were fetched.
#[derive(Debug, Default)]
pub(in crate::execute) struct Paged {
    pub(super) fetched: usize,
    pub(super) items: usize,
    /// Items that are the same, word by word, as one of an earlier page.
    pub(super) repeated: usize,
    /// Whether the list's end was reached.
    pub(super) complete: bool,
    /// The bound that stopped it.
    pub(super) stopped: Option<String>,
    /// The mistake that stopped it. The pages before it are there.
    pub(super) fault: Option<Fault>,
    /// What the API answered where it denied a page.
    pub(super) denied: Option<Box<Reply>>,
    pub(super) next: Option<Next>,
}

impl Paged {
    /// The mistake that stopped it.
    pub(in crate::execute) fn fault_mut(&mut self) -> Option<&mut Fault> {
        self.fault.as_mut()
    }

    /// Lets the answer that denied a page be explained, which then is the mistake that stopped it.
    pub(in crate::execute) fn explain(&mut self, explain: impl FnOnce(&mut Reply)) {
        if let Some(mut denied) = self.denied.take() {
            explain(&mut denied);
            self.fault = denied.error.or(self.fault.take());
        }
    }
}

/// A call of `execute` that goes on exactly where another stopped.
#[derive(Debug)]
pub(super) struct Next {
    operation: &'static str,
    params: Map<String, Value>,
    body: Option<Value>,
    pages: Value,
    /// Names of parameters that differ from the call before.
    changed: Vec<&'static str>,
    /// The member of the body that asks for the page, in a body of its own.
    turned: Option<Value>,
}

impl Next {
    /// The call that is `here`, with the arguments as they were when everything began.
    pub(super) fn new(sending: &Sending<'_>, here: &Here, pages: &Pages, began: &[Option<Value>]) -> Self {
        let defaults = &sending.caller.parameter_defaults;
        let mut changed = Vec::new();
        let mut params = Map::new();
        for (slot, parameter) in sending.entry.parameters().enumerate().filter(|(slot, _)| !here.matched.is_key(*slot))
        {
            let (name, value) = (parameter.argument(), here.matched.slot(slot));
            if began.get(slot).and_then(Option::as_ref) != value {
                changed.push(name);
            }
            // What comes by itself needn't be said.
            if let Some(value) = value.filter(|value| defaults.get(name) != Some(value)) {
                params.insert(name.to_owned(), value.clone());
            }
        }
        let body = here.matched.body_apart();
        let asked = sending.operation.pagination.and_then(contract::Pagination::parameter);
        let asked = asked.and_then(|name| Asked::find(name, sending.entry));
        let turned = asked.and_then(|asked| asked.alone(&here.matched));
        Self { operation: sending.operation.name, params, body, pages: pages.going_on(&here.rest), changed, turned }
    }

    /// The same without credentials that an API put into an address.
    pub(super) fn masked(mut self, mask: &Mask) -> Self {
        mask.value(&mut self.pages);
        self.params.values_mut().chain(&mut self.body).chain(&mut self.turned).for_each(|value| {
            mask.value(value);
        });
        self
    }

    /// `{"operation": …, "params": {…}, "body": …, "pages": …}`; where that would be long, what doesn't change is left out
    /// and a note says so.
    fn to_value(&self, limit: usize) -> Value {
        let mut call = Map::new();
        call.insert("operation".to_owned(), json!(self.operation));
        call.insert("params".to_owned(), json!(self.params));
        if let Some(body) = &self.body {
            call.insert("body".to_owned(), body.clone());
        }
        call.insert("pages".to_owned(), self.pages.clone());
        if Value::Object(call.clone()).to_string().len() > limit / SHARE {
            let changed: Map<_, _> = self.params.clone().into_iter().filter(|(name, _)| self.is_new(name)).collect();
            call.insert("params".to_owned(), Value::Object(changed));
            let note = match &self.turned {
                Some(turned) => {
                    call.insert("body".to_owned(), turned.clone());
                    "add the params of this call and what else its body has"
                }
                None => {
                    call.remove("body");
                    "add the params and body of this call"
                }
            };
            call.insert("note".to_owned(), json!(note));
        }
        Value::Object(call)
    }

    fn is_new(&self, name: &str) -> bool {
        self.changed.iter().any(|changed| changed == &name)
    }
}

impl Paged {
    /// Whether the list's end was reached.
    pub(in crate::execute) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Adds `"pages"` and `"next"` to an answer's head.
    pub(in crate::execute) fn describe(&self, head: &mut Map<String, Value>, limit: usize) {
        let mut pages = Map::new();
        pages.insert("fetched".to_owned(), json!(self.fetched));
        pages.insert("items".to_owned(), json!(self.items));
        pages.insert("complete".to_owned(), json!(self.complete));
        if self.repeated > 0 {
            pages.insert("repeated".to_owned(), json!(self.repeated));
            let remark = "so many items are the same as items of earlier pages; unique in jq leaves each once";
            pages.insert("remark".to_owned(), json!(remark));
        }
        if let Some(stopped) = &self.stopped {
            pages.insert("stopped".to_owned(), json!(stopped));
        }
        if let Some(fault) = &self.fault {
            pages.insert("fault".to_owned(), fault.to_value());
        }
        head.insert("pages".to_owned(), Value::Object(pages));
        if let Some(next) = &self.next {
            head.insert("next".to_owned(), next.to_value(limit));
        }
    }
}
