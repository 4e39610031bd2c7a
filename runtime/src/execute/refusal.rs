//! Turns an HTTP status of 300 or above into a fault that carries the API's own words and says what to do.

mod denial;
mod explanation;
mod fields;
mod trace;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::payload::Payload;
use super::wait::seconds;
use crate::{Code, Fault};

pub(super) use explanation::About;

/// Longest message of the API's that is repeated, in characters.
const MAX_MESSAGE: usize = 500;

/// Members that hold an API's message, most telling first.
const MEMBERS: [&str; 8] =
    ["message", "detail", "error_description", "description", "error", "errors", "title", "reason"];

/// The fault for a status of 300 or above; none for any other. Redirects that can be followed, or are refused, don't
/// come here.
pub(super) fn refusal(status: StatusCode, headers: &HeaderMap, body: &Payload) -> Option<Fault> {
    if status.as_u16() < 300 {
        return None;
    }
    let line = [status.as_str(), status.canonical_reason().unwrap_or_default()].join(" ");
    let message = match words(body) {
        Some(words) => format!("the API answered {}: {words}", line.trim()),
        None => format!("the API answered {}", line.trim()),
    };
    let mut fault = Fault::new(Code::ApiError, message);
    fault.retry_after = seconds(status, headers);
    fault.suggestion = match fault.retry_after {
        Some(wait @ 1..) if matches!(status.as_u16(), 403 | 429 | 500..) => {
            Some(format!("wait {wait} s before trying again").into())
        }
        // A 403 that says when to come back is a rate limit's.
        Some(0) if status == StatusCode::FORBIDDEN => Some("try again: the API refused it for a rate limit".into()),
        _ => remedy(status).map(Into::into),
    };
    Some(fault)
}

fn remedy(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        401 => Some("the API refused the credential: check that it is valid, not expired and of the right kind"),
        403 => Some("the credential is known but may not do this: it needs another permission, scope or role"),
        404 => Some("check the ids: a list or search operation of the same group returns those that exist"),
        409 => Some("read the current state first: the call conflicts with it"),
        429 => Some("wait before trying again"),
        500.. => Some("the API failed: try again later"),
        _ => None,
    }
}

/// The API's own message on one line, without a stack trace.
fn words(body: &Payload) -> Option<String> {
    let text = match body {
        Payload::Json(_) | Payload::Beginning(..) => message(&body.to_value(), 4)?,
        Payload::Text(text) if !text.trim_start().starts_with('<') => text.clone(),
        Payload::Text(_) | Payload::Binary(..) | Payload::Empty => return None,
    };
    let line = trace::before(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|letter| !letter.is_control()).take(MAX_MESSAGE).collect();
    (!line.is_empty()).then_some(line)
}

fn message(value: &Value, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(items) => message(items.first()?, depth),
        Value::Object(members) => MEMBERS.iter().find_map(|key| message(members.get(*key)?, depth)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
