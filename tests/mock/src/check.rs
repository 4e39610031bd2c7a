//! Checks a raw request against the document: path, parameters, headers, credentials, body, cursor.
//! It knows nothing of answers.

mod body;
mod matching;

use crate::decode::{self, Decoded, Source};
use crate::document::View;
use crate::operation::Operation;
use crate::paging::Paging;
use crate::percent;
use crate::query::Query;
use crate::{Arguments, Options, RawRequest, Violation};

use matching::Match;

/// What requests are checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Checker<'a> {
    pub(crate) view: &'a View,
    pub(crate) operations: &'a [Operation],
    /// One per operation.
    pub(crate) pagings: &'a [Option<Paging>],
    pub(crate) options: &'a Options,
}

/// The outcome: the operation's position, the decoded parameters, and what is wrong.
#[derive(Debug)]
pub(crate) struct Examined {
    pub(crate) operation: Option<usize>,
    pub(crate) parameters: Vec<Decoded>,
    /// The body, where there is one and its schema can speak of it.
    pub(crate) body: Option<serde_json::Value>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) refusal: Option<u16>,
}

impl Examined {
    /// What was decoded, as arguments.
    pub(crate) fn arguments(&self) -> Arguments {
        let parameter = |one: &Decoded| (one.location.name().to_owned(), one.name.clone(), one.value.clone());
        let parameters = self.parameters.iter().map(parameter).collect();
        Arguments { parameters, body: self.body.clone(), media_type: None }
    }
}

impl Checker<'_> {
    /// Everything wrong with a request.
    pub(crate) fn examine(&self, request: &RawRequest) -> Examined {
        let mut violations = path_faults(request.path());
        let (query, faults) = Query::new(request.query());
        violations.extend(faults.into_iter().map(|fault| Violation::new("query", fault)));
        let candidates = match matching::find(self.operations, request, &query) {
            Match::Operations(candidates) => candidates,
            Match::Method(allowed) => {
                let message = format!("the path has no {}, only {allowed}", request.method);
                violations.push(Violation::new("method", message));
                return refused(violations, 405);
            }
            Match::Nothing => {
                violations.push(Violation::new("path", "no path template fits"));
                return refused(violations, 404);
            }
        };
        let mut first = None;
        for (index, captures) in candidates {
            let source = Source { captures: &captures, query: &query, request };
            let examined = self.operation(index, source, violations.clone());
            if examined.refusal.is_none() {
                return examined;
            }
            first.get_or_insert(examined);
        }
        first.unwrap_or_else(|| refused(violations, 404))
    }

    /// Everything wrong with a request for the operation at a position.
    fn operation(&self, index: usize, source: Source<'_>, mut violations: Vec<Violation>) -> Examined {
        let Some(operation) = self.operations.get(index) else {
            return refused(violations, 404);
        };
        let Source { query, request, .. } = source;
        let missing = operation.template.constants().filter(|(key, value)| !query.has(key, value));
        let constant = |(key, value): (&str, &str)| {
            Violation::new(format!("query {key}"), format!("the path asks for the value {value:?}"))
        };
        violations.extend(missing.map(constant));
        let parameters = decode::parameters(self.view, operation, source, &mut violations);
        violations.extend(self.constant_headers(request));
        let body = body::read(self.view, operation, request).unwrap_or_else(|faults| {
            violations.extend(faults);
            None
        });
        let paging = self.pagings.get(index).and_then(Option::as_ref);
        if let Some((name, fault)) = paging.and_then(|paging| paging.fault(&parameters)) {
            violations.push(Violation::new(format!("query {name}"), fault));
        }
        let is_media_type = violations.iter().any(|violation| violation.place == body::CONTENT_TYPE);
        let mut refusal = (!violations.is_empty()).then_some(if is_media_type { 415 } else { 400 });
        if let Some(message) = operation.requirement.missing(request, query) {
            violations.push(Violation::new("security", message));
            refusal = Some(401);
        }
        Examined { operation: Some(index), parameters, body, violations, refusal }
    }

    fn constant_headers(&self, request: &RawRequest) -> Vec<Violation> {
        let constants = self.options.constant_headers.iter();
        constants
            .filter(|(name, value)| {
                let mut values = request.header_values(name);
                values.next() != Some(value) || values.next().is_some()
            })
            .map(|(name, value)| Violation::new(format!("header {name}"), format!("has to be exactly {value:?}")))
            .collect()
    }
}

fn refused(violations: Vec<Violation>, status: u16) -> Examined {
    Examined { operation: None, parameters: Vec::new(), body: None, violations, refusal: Some(status) }
}

/// What RFC 3986 has against a raw path: characters, escapes, dot segments (section 5.2.4; `%2e` is
/// a dot to section 6.2.2.2).
fn path_faults(path: &str) -> Vec<Violation> {
    let mut faults = Vec::new();
    if let Some(character) = percent::illegal_in_path(path) {
        faults.push(format!("{character:?} may not stand in a path unescaped"));
    }
    if let Some(escape) = percent::bad_escape(path) {
        faults.push(format!("`{escape}` is no percent-escape"));
    }
    let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(dots) {
        faults.push("the path has a dot segment".to_owned());
    }
    faults.into_iter().map(|fault| Violation::new("path", fault)).collect()
}
