//! The tools as an MCP server, for every protocol version that rmcp speaks: with `initialize` (2024-11-05 to
//! 2025-11-25) and without (2026-07-28).

use std::borrow::Cow;

use contract::Effect;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestMethod, CompleteRequestParams, CompleteResult,
    DiscoverResult, Implementation, ListPromptsRequestMethod, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, MetaObject, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResponse, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::json;

use super::definition::{ToolName, title};
use super::instructions::instructions;
use super::narrowing::{ceiling, token};
use super::origin::caller;
use super::progress::channel;
use super::{Reach, Tools, consent, curated, refusal, resources};
use crate::results::Owner;
use crate::{Caller, Credential, similar};

/// How long clients may keep what the server says about itself: one hour, in milliseconds. It changes with a new
/// version of the program only.
const FRESH: u64 = 3_600_000;

/// The tools, served to those who can reach them. Cheap to clone: over HTTP there is one for every request.
#[derive(Clone)]
pub struct Service {
    tools: Tools,
    reach: Reach,
}

impl Service {
    /// Serves tools; `reach` decides who acts with which credential.
    pub fn new(tools: Tools, reach: Reach) -> Self {
        Self { tools, reach }
    }

    fn implementation(&self) -> Implementation {
        let api = self.tools.api();
        Implementation::new(format!("{}-mcp", api.name), env!("CARGO_PKG_VERSION")).with_title(title(api))
    }

    fn caller(&self, context: &RequestContext<RoleServer>) -> Caller {
        let parts = context.extensions.get::<http::request::Parts>();
        let api = self.tools.api();
        let shown = parts.and_then(|parts| token(&parts.headers, self.tools.tokens()));
        let mut caller = match shown {
            Some(Ok(caller)) => caller,
            // Such a request is not let in; should it be, it does nothing.
            Some(Err(_)) => Caller { ceiling: Effect::Read, ..Caller::new(Credential::None) },
            None => caller(self.reach, parts, api.inbound, &self.tools.0.credential),
        };
        if let Some(parts) = parts {
            let asked = ceiling(&parts.headers, api.access.header).unwrap_or(Effect::Read);
            caller.ceiling = caller.ceiling.min(asked);
        }
        caller
    }

    async fn respond(
        &self,
        request: CallToolRequestParams,
        (caller, context): (&Caller, &RequestContext<RoleServer>),
    ) -> CallToolResponse {
        let done = match ToolName::parse(&request.name) {
            Some(ToolName::Search) => self.tools.search(request.arguments.unwrap_or_default(), caller),
            Some(ToolName::Feedback) => self.tools.feedback(request.arguments.unwrap_or_default(), caller).await,
            Some(ToolName::Execute) | None => return consent::execute(&self.tools, request, caller, context).await,
        };
        done.unwrap_or_else(|faults| refusal(&faults)).into()
    }

    /// The tools that a caller may call.
    fn listed(&self, context: &RequestContext<RoleServer>) -> Vec<Tool> {
        let ceiling = self.caller(context).ceiling;
        let tools = self.tools.0.definitions.iter();
        tools.filter(|tool| curated::is_within(self.tools.api(), tool, ceiling)).cloned().collect()
    }

    /// `_meta` of every result: who answered (MCP 2026-07-28, "General fields: _meta").
    fn meta(&self) -> MetaObject {
        let api = self.tools.api();
        let mut meta = MetaObject::new();
        meta.insert(
            "io.modelcontextprotocol/serverInfo".to_owned(),
            json!({"name": format!("{}-mcp", api.name), "version": env!("CARGO_PKG_VERSION")}),
        );
        meta
    }
}

impl ServerHandler for Service {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().enable_resources().build())
            .with_server_info(self.implementation())
            .with_instructions(instructions(self.tools.api()))
    }

    async fn discover(&self, _: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        let mut discovered = DiscoverResult::from_server_info(versions, self.get_info());
        discovered.ttl_ms = FRESH;
        discovered.cache_scope = CacheScope::Public;
        Ok(discovered)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.0.definitions.iter().find(|tool| tool.name == name).cloned()
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.listed(&context);
        // A list that a narrowed request cut short is nobody else's.
        let whole = tools.len() == self.tools.0.definitions.len();
        let scope = if whole { CacheScope::Public } else { CacheScope::Private };
        let listed = ListToolsResult::with_all_items(tools);
        Ok(ListToolsResult { meta: Some(self.meta()), ..listed.with_ttl_ms(FRESH).with_cache_scope(scope) })
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if ToolName::parse(&request.name).is_none() && curated::find(self.tools.api(), &request.name).is_none() {
            return Err(unknown(&request.name, &self.listed(&context)));
        }
        let mut caller = self.caller(&context);
        let (progress, reports) = channel(context.meta.get_progress_token());
        caller.progress = progress;
        let call = async {
            // The caller goes when the call is done, and ends the reports.
            let caller = caller;
            self.respond(request, (&caller, &context)).await
        };
        let report = async {
            if let Some(reports) = reports {
                reports.send(&context.peer).await;
            }
        };
        // Nobody waits for a cancelled call: it is dropped, and with it the request to the API.
        tokio::select! {
            (mut response, ()) = async { tokio::join!(call, report) } => {
                match &mut response {
                    CallToolResponse::Complete(result) => {
                        result.meta.get_or_insert_default().extend(self.meta());
                        resources::keep_known(&mut result.content, context.protocol_version().as_ref());
                    }
                    CallToolResponse::InputRequired(result) => result.meta = Some(self.meta()),
                    _ => {}
                }
                Ok(response)
            }
            () = context.ct.cancelled() => Err(ErrorData::internal_error("the call was cancelled", None)),
        }
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let links = self.tools.0.results.list(Owner::of(&self.caller(&context)));
        Ok(ListResourcesResult { meta: Some(self.meta()), ..resources::listed(&links) })
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let templates = resources::templates(self.tools.api()).with_ttl_ms(FRESH);
        Ok(ListResourceTemplatesResult { meta: Some(self.meta()), ..templates })
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let part = self.tools.0.results.read(Owner::of(&self.caller(&context)), &request.uri);
        let part = part.ok_or_else(|| resources::not_found(&request.uri))?;
        Ok(resources::read(part, self.meta()).into())
    }

    // The defaults answer empty lists, as if there were prompts and completions to come.

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListPromptsRequestMethod>())
    }

    async fn complete(
        &self,
        _: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Err(ErrorData::method_not_found::<CompleteRequestMethod>())
    }
}

/// A tool that doesn't exist; often an operation that was taken for one.
fn unknown(name: &str, listed: &[Tool]) -> ErrorData {
    let names: Vec<&str> = listed.iter().map(|tool| &*tool.name).collect();
    let short: String = name.chars().take(60).collect();
    let hint = match similar::nearest(name, names.iter().copied()) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => format!("tools are {}; operations are called through execute", names.join(", ")),
    };
    ErrorData::invalid_params(Cow::Owned(format!("unknown tool {short:?}: {hint}")), None)
}
