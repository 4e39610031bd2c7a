//! An answer of the API, ready to be shown: useful headers, the body, and what went wrong.

use contract::{Entry, Parameter};
use http::HeaderMap;
use serde_json::{Map, json};

use super::credential::Part;
use super::exchange::Received;
use super::mask::Mask;
use super::payload::Payload;
use super::refusal::refusal;
use super::rendering::{members, render};
use crate::Fault;

/// Header fields shown, besides those about rate limits.
const SHOWN: [&str; 7] = ["content-type", "location", "retry-after", "link", "etag", "x-request-id", "request-id"];

/// Most header fields shown.
const MAX_HEADERS: usize = 16;

/// Longest header value shown, in characters.
const MAX_HEADER: usize = 1_000;

/// An answer of the API.
///
/// ```json
/// {"status": 200, "headers": {"content-type": "application/json"}, "body": {}}
/// ```
///
/// With `jq` there is `"shaped": {"outputs": 1}`, and the body is the program's result; or `"shaped": {"error": …}`, a
/// fault, and the body is the API's.
///
/// With a status of 300 or above there is `"error"`, a fault. What doesn't fit is left out and named:
/// `"truncated": {"omitted": [{"path": "/body/data", "kept": 40, "of": 812}], "hint": "…"}`.
///
/// A JSON body's numbers are as received, digit by digit. In one that was shortened, or that echoes the credential, only
/// whole numbers of at most 64 bits are; any other number there is a double, whose digits after the 15th may differ.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Useful header fields, names in lower case.
    pub headers: Vec<(String, String)>,
    /// What went wrong, for a status of 300 or above.
    pub error: Option<Fault>,
    /// A remark on the call: the operation has another name now.
    pub note: Option<String>,
    /// What `jq` came to: the number of outputs, or why the body is as it came.
    pub(super) shaped: Option<Result<u64, Fault>>,
    pub(super) body: Payload,
    /// How to get less.
    pub(super) hint: String,
}

impl Reply {
    /// Reads what was received; the credential is masked wherever the API echoes it.
    pub(super) fn new(received: Received, entry: Entry<'_>, credential: &[Part]) -> Result<Self, Fault> {
        let mask = Mask::new(credential);
        let status = received.status;
        let headers = received.headers.clone();
        let body = match Payload::read(received)? {
            Payload::Json(text) => match mask.json(&text) {
                Some(text) => Payload::Json(text),
                None => Payload::Text(mask.text(text)),
            },
            Payload::Text(text) => Payload::Text(mask.text(text)),
            Payload::Beginning(mut value, end) => {
                mask.value(&mut value);
                Payload::Beginning(value, end)
            }
            other @ (Payload::Empty | Payload::Binary(..)) => other,
        };
        let error = refusal(status, &headers, &body).map(|mut fault| {
            fault.message = mask.text(fault.message);
            fault
        });
        let headers = shown(&headers, &mask);
        Ok(Self { status: status.as_u16(), headers, error, note: None, shaped: None, body, hint: hint(entry) })
    }

    pub(super) fn render(&self, limit: usize) -> String {
        let mut head = Map::new();
        head.insert("status".to_owned(), json!(self.status));
        head.insert("headers".to_owned(), members(&self.headers));
        if let Some(error) = &self.error {
            head.insert("error".to_owned(), error.to_value());
        }
        if let Some(note) = &self.note {
            head.insert("note".to_owned(), json!(note));
        }
        if let Some(shaped) = &self.shaped {
            let account = shaped.as_ref().map(|outputs| json!({"outputs": outputs}));
            head.insert("shaped".to_owned(), account.unwrap_or_else(|fault| json!({"error": fault.to_value()})));
        }
        render(head, &self.body, &self.hint, limit)
    }
}

fn shown(headers: &HeaderMap, mask: &Mask) -> Vec<(String, String)> {
    let useful = |name: &str| SHOWN.contains(&name) || name.contains("ratelimit") || name.contains("rate-limit");
    let names = headers.keys().filter(|name| useful(name.as_str())).take(MAX_HEADERS);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(MAX_HEADER).collect::<String>();
    names
        .map(|name| {
            let values: Vec<_> = headers.get_all(name).iter().take(8).map(|value| text(value.as_bytes())).collect();
            (name.as_str().to_owned(), mask.text(values.join(", ")))
        })
        .collect()
}

/// How to ask for less, by the operation's own parameters.
fn hint(entry: Entry<'_>) -> String {
    const NARROWING: [&str; 12] = [
        "limit",
        "per_page",
        "page_size",
        "pagesize",
        "size",
        "top",
        "count",
        "fields",
        "select",
        "filter",
        "query",
        "q",
    ];
    let narrowing = |name: &str| NARROWING.iter().any(|known| name.trim_start_matches('$').eq_ignore_ascii_case(known));
    let names: Vec<_> = entry.parameters().map(Parameter::argument).filter(|name| narrowing(name)).take(4).collect();
    match (names.is_empty(), entry.pagination()) {
        (false, _) => format!("narrow with {}", names.join(", ")),
        (true, Some(pagination)) => format!("page through it; {pagination}"),
        (true, None) => "ask for a single item or a narrower list".to_owned(),
    }
}
