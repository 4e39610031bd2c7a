//! Requests that have to be refused, made from valid ones. It knows nothing of answers.

mod bodies;
mod candidates;
mod certain;

use crate::arguments::{Arguments, Wish};
use crate::check::Checker;
use crate::encode::{self, Context};
use crate::operation::Operation;
use crate::paging::Paging;
use crate::{Credentials, Fill, RawRequest};

use candidates::Candidate;

/// A request that has to be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// The kind: `missing`, `wrong type`, `unknown path`, `wrong style`, `no credential`; of a body also
    /// `wrong media type`, `wrong part type`, `broken boundary`, `broken XML` and the like.
    pub label: &'static str,
    /// What was done: `path id is "not-valid"`. It is of another kind where the operation has
    /// nothing that the label's could be done to.
    pub change: String,
    /// The request.
    pub request: RawRequest,
}

/// Makes the mutations of one operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mutator<'a> {
    pub(crate) checker: Checker<'a>,
    pub(crate) operation: &'a Operation,
    pub(crate) paging: Option<&'a Paging>,
    pub(crate) credentials: &'a Credentials,
}

impl Mutator<'_> {
    /// One of each kind, all different.
    pub(crate) fn mutations(&self) -> Vec<Mutation> {
        let kinds: [(&'static str, Vec<Candidate>); 5] = [
            ("missing", self.missing()),
            ("wrong type", self.wrong_type()),
            ("unknown path", self.unknown_path()),
            ("wrong style", self.wrong_style()),
            ("no credential", self.no_credential()),
        ];
        let mut mutations: Vec<Mutation> = Vec::new();
        for (label, candidates) in kinds {
            let refused = candidates.into_iter().chain(self.anything()).find(|candidate| {
                let fresh = |other: &Mutation| other.request != candidate.request;
                mutations.iter().all(fresh) && self.checker.examine(&candidate.request).refusal.is_some()
            });
            mutations.extend(refused.map(|Candidate { change, request }| Mutation { label, change, request }));
        }
        mutations
    }

    fn arguments(&self, fill: Fill) -> Arguments {
        let wish = Wish { fill, seed: 0, media_type: None };
        Arguments::valid(self.checker.view, self.operation, self.paging, wish)
    }

    fn request(&self, arguments: &Arguments) -> RawRequest {
        let context = Context { view: self.checker.view, options: self.checker.options };
        encode::request(self.operation, arguments, context, self.credentials)
    }
}
