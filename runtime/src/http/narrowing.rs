//! Refuses requests whose access mode can't be understood, before any of them runs.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::MODES;
use crate::tools::ceiling;

/// "Invalid Request" (JSON-RPC 2.0 section 5.1).
const INVALID_REQUEST: i32 = -32_600;

/// Passes a request on, or answers 400 with a JSON-RPC error that has no id, as the message was not read.
pub(super) async fn understood(State(header): State<Option<&'static str>>, request: Request, next: Next) -> Response {
    match ceiling(request.headers(), header) {
        Ok(_) => next.run(request).await,
        Err(message) => {
            let error =
                json!({"code": INVALID_REQUEST, "message": message, "data": {"header": header, "allowed": MODES}});
            let body = json!({"jsonrpc": "2.0", "id": Value::Null, "error": error}).to_string();
            (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "application/json")], body).into_response()
        }
    }
}
