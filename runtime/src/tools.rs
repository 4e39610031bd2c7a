//! The MCP side: three tools over one server, whatever the transport.
//!
//! Only a tool that doesn't exist is a protocol error; everything else that goes wrong is a result with `isError` whose
//! text is the rendered faults.

mod definition;
mod instructions;
mod origin;
mod progress;
mod resources;
mod service;

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool};

pub use origin::{Reach, environment_credential};
pub use service::Service;

use crate::execute::{Call, execute};
use crate::fault::{quoted, render};
use crate::feedback::{Feedback, Report};
use crate::results::{Owner, Results};
use crate::search::{SearchRequest, search};
use crate::{Api, Caller, Code, Credential, Fault, Server, exact};
use definition::ToolName;

/// The three tools and what they work on. Cheap to clone.
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
        let definitions = definition::definitions(server.api());
        let results = Results::new(server.api().name, server.limits.results, server.limits.answer_tokens);
        Self(Arc::new(Shared { server, feedback, credential, definitions, results }))
    }

    /// The API that is served.
    pub(crate) fn api(&self) -> &'static Api {
        self.0.server.api()
    }

    /// The longest that a call may take.
    pub(crate) fn timeout(&self) -> Duration {
        self.0.server.limits.timeout
    }

    /// What a call returns to the client.
    async fn call(&self, tool: ToolName, arguments: &JsonObject, caller: &Caller) -> CallToolResult {
        let spelled = || {
            let mut arguments = arguments.clone();
            exact::spelled(&mut arguments);
            arguments
        };
        let done = match tool {
            ToolName::Search => self.search(&spelled()),
            ToolName::Execute => self.execute(arguments, caller).await,
            ToolName::Feedback => self.feedback(&spelled(), caller).await,
        };
        done.unwrap_or_else(|faults| CallToolResult::error(vec![ContentBlock::text(render(&faults))]))
    }

    fn search(&self, arguments: &JsonObject) -> Result<CallToolResult, Vec<Fault>> {
        let request = SearchRequest::from_arguments(arguments)?;
        search(&self.0.server.catalog, &request).map(success)
    }

    async fn execute(&self, arguments: &JsonObject, caller: &Caller) -> Result<CallToolResult, Vec<Fault>> {
        let call = Call::from_arguments(arguments)?;
        let answer = execute(&self.0.server, caller, call).await?;
        let keep = |content, media_type: &str| self.0.results.keep(Owner::of(caller), content, media_type);
        let content = resources::blocks(answer.show(&self.0.server.limits, keep));
        Ok(if answer.is_error() { CallToolResult::error(content) } else { CallToolResult::success(content) })
    }

    async fn feedback(&self, arguments: &JsonObject, caller: &Caller) -> Result<CallToolResult, Vec<Fault>> {
        let mut report = Report::from_arguments(arguments)?;
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

fn success(text: String) -> CallToolResult {
    CallToolResult::success(vec![ContentBlock::text(text)])
}
