//! The MCP side: three tools and curated ones over one server, whatever the transport.
//!
//! Only a tool that doesn't exist is a protocol error; everything else that goes wrong is a result with `isError` whose
//! text is the rendered faults.

mod called;
mod consent;
mod counting;
mod curated;
mod definition;
mod instructions;
mod narrowing;
mod origin;
mod progress;
mod resources;
mod service;

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool};

pub(crate) use narrowing::{ceiling, token};
pub use origin::{Reach, environment_credential};
pub use service::Service;

use crate::execute::{Answer, execute};
use crate::fault::{quoted, render};
use crate::feedback::{Feedback, Report};
use crate::results::{Owner, Results};
use crate::search::{self, SearchRequest};
use crate::{AccessTokens, Api, Caller, Code, Consent, Credential, Fault, Server, exact};
use called::Called;

/// The tools and what they work on. Cheap to clone.
#[derive(Clone)]
pub struct Tools(Arc<Shared>);

struct Shared {
    server: Server,
    feedback: Feedback,
    /// The credential of the process itself.
    credential: Credential,
    definitions: Vec<Tool>,
    results: Results,
}

impl Tools {
    /// Tools over an opened server. `credential` is the process's own; who may use it depends on the transport.
    pub fn new(server: Server, feedback: Feedback, credential: Credential) -> Self {
        let mut definitions = definition::definitions(server.api(), server.uploads.hint().as_deref());
        definitions.extend(curated::definitions(&server));
        let results = Results::new(server.api().name, server.limits.results, server.limits.answer_tokens);
        Self(Arc::new(Shared { server, feedback, credential, definitions, results }))
    }

    /// The API that is served.
    pub(crate) fn api(&self) -> &'static Api {
        self.0.server.api()
    }

    /// The access tokens that the server takes.
    pub(crate) fn tokens(&self) -> Option<&AccessTokens> {
        self.0.server.policy.tokens.as_ref()
    }

    /// The longest that a call may take.
    pub(crate) fn timeout(&self) -> Duration {
        self.0.server.limits.timeout
    }

    fn search(&self, mut arguments: JsonObject, caller: &Caller) -> Result<CallToolResult, Vec<Fault>> {
        exact::spelled(&mut arguments);
        let request = SearchRequest::from_arguments(&arguments)?;
        let found = search::found(&self.0.server.catalog, &request)?;
        self.count_search(caller, request, &found);
        Ok(success(found.text))
    }

    /// Calls an operation. `consent` is an approval that doesn't come from the arguments.
    async fn execute(
        &self,
        called: &Called<'_>,
        caller: &Caller,
        consent: Option<Consent>,
    ) -> Result<Answer, Vec<Fault>> {
        let mut call = called.call()?;
        call.approval = consent.or(call.approval);
        let operations = if called.is_of_execute() { call.operations() } else { Vec::new() };
        let done = execute(&self.0.server, caller, call).await;
        if done.as_ref().is_ok_and(Answer::was_sent) {
            self.count_executed(caller, &operations);
        }
        called.told((&self.0.server, caller), done)
    }

    fn shown(&self, answer: &Answer, caller: &Caller) -> CallToolResult {
        let keep = |content, media_type: &str| self.0.results.keep(Owner::of(caller), content, media_type);
        let content = resources::blocks(answer.show(&self.0.server.limits, keep));
        let result = if answer.is_error() { CallToolResult::error(content) } else { CallToolResult::success(content) };
        result.with_meta(answer.was_sent().then(resources::untrusted))
    }

    async fn feedback(&self, mut arguments: JsonObject, caller: &Caller) -> Result<CallToolResult, Vec<Fault>> {
        exact::spelled(&mut arguments);
        let mut report = Report::from_arguments(&arguments)?;
        if let Some(name) = &report.operation {
            report.operation = Some(self.current_name(name).map_err(|fault| vec![fault])?);
        }
        let credentials = [&caller.credential, &self.0.credential];
        let receipt = self.0.feedback.submit(&report, &credentials).await.map_err(|fault| vec![fault])?;
        let masked = if receipt.masked { " What looked like a secret was masked." } else { "" };
        Ok(success(format!("Thank you: feedback {} is kept.{masked}", receipt.id)))
    }

    /// The present name of an operation, which may be called by a former one.
    fn current_name(&self, name: &str) -> Result<String, Fault> {
        let catalog = &self.0.server.catalog;
        if let Some(operation) = catalog.find(name).and_then(|ordinal| catalog.operation(ordinal)) {
            return Ok(operation.name.to_owned());
        }
        let nearest = catalog.nearest(name);
        let message = format!("no operation is called {}; leave it out if it is about none", quoted(name));
        let fault = Fault::new(Code::UnknownOperation, message).at("/operation");
        Err(match nearest.first() {
            Some(first) => fault.suggesting(*first).allowing(nearest),
            None => fault,
        })
    }
}

fn refusal(faults: &[Fault]) -> CallToolResult {
    let result = CallToolResult::error(vec![ContentBlock::text(render(faults))]);
    result.with_meta(faults.iter().any(Fault::quotes_the_api).then(resources::untrusted))
}

fn success(text: String) -> CallToolResult {
    CallToolResult::success(vec![ContentBlock::text(text)])
}
