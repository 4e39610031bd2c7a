//! The mock itself: one document, ready to judge and to answer. It knows nothing of sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::answer::{Answer, answer};
use crate::arguments::Wish;
use crate::check::{Checker, Examined};
use crate::document::Document;
use crate::drawing::{Bases, Drawing};
use crate::encode::{self, Context};
use crate::exchange::Exchanges;
use crate::mutation::Mutator;
use crate::operation::{self, Operation};
use crate::paging::Paging;
use crate::security;
use crate::{Arguments, Checked, Credentials, Error, Exchange, Fill, Mutation, Options, RawRequest, Spoilt, Summary};

/// A stand-in for the API that a document describes. Clones share their record of exchanges.
#[derive(Debug, Clone)]
pub struct Mock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    document: Document,
    operations: Vec<Operation>,
    /// One per operation.
    pagings: Vec<Option<Paging>>,
    options: Options,
    exchanges: Exchanges,
    answered: AtomicU64,
    bases: Bases,
}

impl Mock {
    /// A mock of a document in JSON or YAML, OpenAPI 2.0, 3.0, 3.1 or 3.2. References have to be local
    /// to the document or lead to `options.files`.
    pub fn new(document: &str, options: Options) -> Result<Mock, Error> {
        let document = Document::new(document, &options)?;
        let mut operations = operation::operations(&document, &options)?;
        for key in options.operation_security.keys().chain(options.lists.keys()) {
            let named = |summary: &Summary| format!("{} {}", summary.method, summary.path) == *key;
            if !operations.iter().any(|operation| named(&operation.summary)) {
                return Err(Error::Option(format!("no operation is {key}")));
            }
        }
        security::schemes(&document.request)?;
        let pagings: Vec<Option<Paging>> =
            operations.iter().map(|operation| Paging::new(&document, operation, &options)).collect();
        for (operation, paging) in operations.iter_mut().zip(&pagings) {
            operation.hidden = paging.as_ref().and_then(Paging::hidden).map(str::to_owned);
        }
        Ok(Mock {
            inner: Arc::new(Inner {
                document,
                operations,
                pagings,
                options,
                exchanges: Exchanges::default(),
                answered: AtomicU64::new(0),
                bases: Bases::default(),
            }),
        })
    }

    /// Every operation, in document order.
    pub fn operations(&self) -> Vec<Summary> {
        let operations = self.inner.operations.iter();
        operations.map(|operation| operation.summary.clone()).collect()
    }

    /// Valid arguments, the same ones for the same operation, fill and seed. Seed 0 keeps to plain
    /// words and first enum values; any other picks, and mixes in texts that need escaping. `None`
    /// if there is no such operation.
    pub fn arguments(&self, method: &str, path: &str, fill: Fill, seed: u64) -> Option<Arguments> {
        let (operation, paging) = self.operation(method, path)?;
        let view = &self.inner.document.request;
        Some(Arguments::valid(view, operation, paging, Wish { fill, seed, media_type: None }))
    }

    /// The media types and ranges that an operation takes, as the document writes them; what is none is left
    /// out.
    pub fn media_types(&self, method: &str, path: &str) -> Vec<String> {
        let operation = self.operation(method, path);
        operation.map(|(operation, _)| media_types(operation)).unwrap_or_default()
    }

    /// Valid arguments with a body, one for each media type that the operation takes; empty if it takes
    /// none, or if there is no such operation.
    pub fn variants(&self, method: &str, path: &str, fill: Fill, seed: u64) -> Vec<Arguments> {
        let Some((operation, paging)) = self.operation(method, path) else {
            return Vec::new();
        };
        let view = &self.inner.document.request;
        let names = media_types(operation);
        let valid =
            |name: &String| Arguments::valid(view, operation, paging, Wish { fill, seed, media_type: Some(name) });
        names.iter().map(valid).collect()
    }

    /// The request that carries the arguments, with constant headers and credentials: a test aid,
    /// by the mock's own encoder. `None` if there is no such operation.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        arguments: &Arguments,
        credentials: &Credentials,
    ) -> Option<RawRequest> {
        let (operation, _) = self.operation(method, path)?;
        Some(encode::request(operation, arguments, self.context(), credentials))
    }

    /// Five requests that have to be refused: a required part missing, a wrong type, an unknown
    /// path, a wrong style, no credential. Empty if there is no such operation.
    pub fn mutations(&self, method: &str, path: &str, credentials: &Credentials) -> Vec<Mutation> {
        let Some((operation, paging)) = self.operation(method, path) else {
            return Vec::new();
        };
        Mutator { checker: self.checker(), operation, paging, credentials }.mutations()
    }

    /// Requests that have to be refused for their bodies, for each media type that the operation takes.
    /// Empty if it takes none, or if there is no such operation.
    pub fn body_mutations(&self, method: &str, path: &str, credentials: &Credentials) -> Vec<Mutation> {
        let Some((operation, paging)) = self.operation(method, path) else {
            return Vec::new();
        };
        Mutator { checker: self.checker(), operation, paging, credentials }.body_mutations()
    }

    /// Random valid arguments, and whether the mock's own request with them says the same: in any media type, with
    /// some of what is optional, and with values at their bounds. `None` if none were found, or if there is no such
    /// operation.
    pub fn draw(&self, method: &str, path: &str, seed: u64) -> Option<Arguments> {
        self.drawing(method, path)?.valid(seed)
    }

    /// Why no valid arguments are found, as far as it can be told.
    pub fn undrawn(&self, method: &str, path: &str) -> String {
        self.drawing(method, path).map_or_else(|| "there is no such operation".to_owned(), |drawing| drawing.why())
    }

    /// The arguments with one mistake. `None` if none was found, or if there is no such operation.
    pub fn spoil(&self, method: &str, path: &str, (valid, seed): (&Arguments, u64)) -> Option<Spoilt> {
        self.drawing(method, path)?.invalid(valid, seed)
    }

    fn drawing(&self, method: &str, path: &str) -> Option<Drawing<'_>> {
        let (operation, paging) = self.operation(method, path)?;
        Some(Drawing { checker: self.checker(), operation, paging, bases: &self.inner.bases })
    }

    /// Everything wrong with a request.
    pub fn check(&self, request: &RawRequest) -> Checked {
        let examined = self.checker().examine(request);
        Checked { operation: self.summary(&examined), violations: examined.violations, refusal: examined.refusal }
    }

    /// What the mock answers to a request; nothing is recorded.
    pub fn exchange(&self, request: RawRequest) -> Exchange {
        self.judge(request).0
    }

    /// What the wire has carried, oldest first: the latest 10,000.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.inner.exchanges.all()
    }

    /// What the wire has carried since the last time, oldest first: at most the latest 10,000. They
    /// are forgotten in the same step, so that each exchange is handed out once.
    pub fn take(&self) -> Vec<Exchange> {
        self.inner.exchanges.take()
    }

    /// Forgets what the wire has carried.
    pub fn clear(&self) {
        self.inner.exchanges.clear();
    }

    /// Judges and records a request; the answer, and how many came before it.
    pub(crate) fn answer(&self, request: RawRequest) -> (Answer, u64) {
        let before = self.inner.answered.fetch_add(1, Ordering::Relaxed);
        let (mut exchange, mut answer) = self.judge(request);
        let throttle = self.inner.options.throttle;
        if let Some(throttle) = throttle.filter(|throttle| (before + 1).checked_rem(throttle.every) == Some(0)) {
            answer = Answer::json(429, "application/json", &json!({ "message": "too many requests" }));
            answer.headers.push(("Retry-After".to_owned(), throttle.retry_after.to_string()));
            exchange.status = answer.status;
            exchange.headers.clone_from(&answer.headers);
            exchange.answer.clone_from(&answer.body);
        }
        self.inner.exchanges.add(exchange);
        (answer, before)
    }

    fn judge(&self, request: RawRequest) -> (Exchange, Answer) {
        let examined = self.checker().examine(&request);
        let operation = examined.operation;
        let answer = match (operation.and_then(|index| self.at(index)), examined.refusal) {
            (Some((operation, paging)), None) => {
                let view = &self.inner.document.response;
                answer(view, operation, paging, &examined.parameters, &request)
            }
            (_, refusal) => refused(&examined, refusal.unwrap_or(404)),
        };
        let exchange = Exchange {
            request,
            operation: self.summary(&examined),
            decoded: examined.arguments(),
            violations: examined.violations,
            status: answer.status,
            headers: answer.headers.clone(),
            answer: answer.body.clone(),
        };
        (exchange, answer)
    }

    fn context(&self) -> Context<'_> {
        Context { view: &self.inner.document.request, options: &self.inner.options }
    }

    fn checker(&self) -> Checker<'_> {
        Checker {
            view: &self.inner.document.request,
            operations: &self.inner.operations,
            pagings: &self.inner.pagings,
            options: &self.inner.options,
        }
    }

    fn summary(&self, examined: &Examined) -> Option<Summary> {
        let (operation, _) = self.at(examined.operation?)?;
        Some(operation.summary.clone())
    }

    fn at(&self, index: usize) -> Option<(&Operation, Option<&Paging>)> {
        let paging = self.inner.pagings.get(index).and_then(Option::as_ref);
        Some((self.inner.operations.get(index)?, paging))
    }

    fn operation(&self, method: &str, path: &str) -> Option<(&Operation, Option<&Paging>)> {
        let position = |same: fn(&str, &str) -> bool| {
            let mut operations = self.inner.operations.iter();
            operations.position(|one| one.summary.path == path && same(&one.summary.method, method))
        };
        // Additional operations may differ in case alone.
        self.at(position(|one, other| one == other).or_else(|| position(str::eq_ignore_ascii_case))?)
    }
}

fn media_types(operation: &Operation) -> Vec<String> {
    let content = operation.body.iter().flat_map(|body| &body.content);
    let media_types = content.filter(|media_type| media_type.name.contains('/'));
    media_types.map(|media_type| media_type.declared.to_string()).collect()
}

fn refused(examined: &Examined, status: u16) -> Answer {
    let violations: Vec<Value> = examined
        .violations
        .iter()
        .map(|violation| json!({ "place": violation.place, "message": violation.message }))
        .collect();
    let message = examined.violations.first().map_or("refused", |first| &first.message);
    let value = json!({ "message": message, "violations": violations });
    Answer::json(status, "application/json", &value)
}
