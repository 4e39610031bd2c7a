//! Refuses requests whose access token is not taken, or whose access mode can't be understood, before any of them runs.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use serde_json::{Value, json};

use crate::MODES;
use crate::tools::{Tools, ceiling, token};

/// "Invalid Request" (JSON-RPC 2.0 section 5.1).
const INVALID_REQUEST: i32 = -32_600;

/// Passes a request on, or answers 401 with what is wrong with the token (RFC 6750 section 3.1), or 400.
pub(super) async fn admitted(State(tools): State<Tools>, request: Request, next: Next) -> Response {
    if let Some(Err(refused)) = token(request.headers(), tools.tokens()) {
        let message = refused.message();
        let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{message}\"");
        let response = refusal(StatusCode::UNAUTHORIZED, &json!({"code": INVALID_REQUEST, "message": message}));
        return ([(WWW_AUTHENTICATE, challenge)], response).into_response();
    }
    let header = tools.api().access.header;
    match ceiling(request.headers(), header) {
        Ok(_) => next.run(request).await,
        Err(message) => {
            let data = json!({"header": header, "allowed": MODES});
            refusal(StatusCode::BAD_REQUEST, &json!({"code": INVALID_REQUEST, "message": message, "data": data}))
        }
    }
}

/// A JSON-RPC error without an id, as the message was not read.
fn refusal(status: StatusCode, error: &Value) -> Response {
    let body = json!({"jsonrpc": "2.0", "id": Value::Null, "error": error}).to_string();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}
