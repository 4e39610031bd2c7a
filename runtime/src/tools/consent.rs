//! Asks the user of the MCP client whether a held call may be sent, where the client can ask.
//!
//! Up to protocol version 2025-11-25 the server sends `elicitation/create` over the session (MCP 2025-11-25 "Client
//! Features: Elicitation"); since 2026-07-28 it answers `input_required`, and the client calls again with the user's
//! answer and the request state (MCP 2026-07-28 "Multi Round-Trip Requests"). The state is the signed approval; the
//! answer alone approves nothing. Clients that can't ask get the approval in the answer; see [`crate::execute::Held`].

use std::collections::BTreeMap;

use rmcp::RoleServer;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ElicitRequest, ElicitRequestParams, ElicitResult,
    ElicitationAction, ElicitationSchema, ErrorCode, InputRequest, InputRequests, InputRequiredResult, InputResponses,
    ProtocolVersion,
};
use rmcp::service::{Peer, RequestContext, ServiceError};

use super::called::Called;
use super::{Tools, refusal};
use crate::approval::LIFETIME;
use crate::execute::{Answer, Held};
use crate::{Caller, Code, Consent, Fault};

/// What the one question of a call is called among its input requests.
const QUESTION: &str = "approval";

/// How a client asks its user.
enum Channel<'a> {
    /// It can't.
    None,
    /// On a request over the session.
    Session(&'a Peer<RoleServer>),
    /// When the call's answer says so.
    Rounds,
}

/// Calls an operation; a call that takes an approval is put to the user.
pub(super) async fn execute(
    tools: &Tools,
    request: CallToolRequestParams,
    caller: &Caller,
    context: &RequestContext<RoleServer>,
) -> CallToolResponse {
    let given = request.arguments.unwrap_or_default();
    let called = Called::new(tools.api(), &request.name, &given);
    let channel = channel(context);
    let consent = match (&channel, request.request_state, request.input_responses) {
        (Channel::Rounds, Some(state), Some(responses)) => match action(&responses) {
            Some(ElicitationAction::Accept) => Some(Consent::Answer(state)),
            Some(_) => return declined().into(),
            None => None,
        },
        _ => None,
    };
    let answer = match tools.execute(&called, caller, consent).await {
        Ok(answer) => answer,
        Err(faults) => return refusal(&faults).into(),
    };
    let Answer::Held(held) = &answer else { return tools.shown(&answer, caller).into() };
    match channel {
        Channel::None => tools.shown(&answer, caller).into(),
        Channel::Rounds => asking(held).into(),
        Channel::Session(peer) => match peer.create_elicitation_with_timeout(question(held), Some(LIFETIME)).await {
            Ok(ElicitResult { action: ElicitationAction::Accept, .. }) => {
                let consent = Consent::Answer(held.state().to_owned());
                let approved = tools.execute(&called, caller, Some(consent)).await;
                approved.map_or_else(|faults| refusal(&faults), |answer| tools.shown(&answer, caller)).into()
            }
            // The client has no such request after all.
            Err(ServiceError::McpError(error)) if error.code == ErrorCode::METHOD_NOT_FOUND => {
                tools.shown(&answer, caller).into()
            }
            Ok(_) | Err(_) => declined().into(),
        },
    }
}

fn channel(context: &RequestContext<RoleServer>) -> Channel<'_> {
    let can = context.client_capabilities().and_then(|capabilities| capabilities.elicitation);
    // A client that names no mode means forms (MCP 2025-11-25 "Elicitation: Capabilities").
    if !can.is_some_and(|modes| modes.form.is_some() || modes.url.is_none()) {
        return Channel::None;
    }
    match context.protocol_version() {
        Some(version) if version >= ProtocolVersion::V_2026_07_28 => Channel::Rounds,
        _ => Channel::Session(&context.peer),
    }
}

/// What the user answered, if the client passes an answer on that can be read.
fn action(responses: &InputResponses) -> Option<ElicitationAction> {
    let response = responses.get(QUESTION)?;
    serde_json::from_value::<ElicitResult>(response.clone()).ok().map(|result| result.action)
}

/// A form without fields: agreeing is all there is to it.
fn question(held: &Held) -> ElicitRequestParams {
    let requested_schema = ElicitationSchema::new(BTreeMap::new());
    ElicitRequestParams::FormElicitationParams { meta: None, message: held.question(), requested_schema }
}

fn asking(held: &Held) -> InputRequiredResult {
    let request = InputRequest::Elicitation(ElicitRequest::new(question(held)));
    InputRequiredResult::new(Some(InputRequests::from([(QUESTION.to_owned(), request)])), Some(held.state().to_owned()))
}

fn declined() -> CallToolResult {
    let fault = Fault::new(Code::ApprovalDeclined, "the user was asked and did not agree; nothing was sent")
        .suggesting("don't repeat the call; ask the user what they want instead");
    refusal(&[fault])
}
