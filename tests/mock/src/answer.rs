//! The answer to a valid request: the lowest success that the document promises. It knows nothing of
//! checking.

use serde_json::Value;

use crate::RawRequest;
use crate::decode::Decoded;
use crate::document::{Direction, View};
use crate::generate::{Fill, Generator, Words};
use crate::operation::{Location, MediaType, Operation};
use crate::paging::Paging;
use crate::seed::Seed;

/// Status, media type and content of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// The other headers.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A JSON answer.
    pub(crate) fn json(status: u16, content_type: &str, value: &Value) -> Answer {
        let body = value.to_string().into_bytes();
        Answer { status, content_type: Some(content_type.to_owned()), headers: Vec::new(), body }
    }
}

/// What a valid call is answered with; the same call always gets the same.
pub(crate) fn answer(
    view: &View,
    operation: &Operation,
    paging: Option<&Paging>,
    parameters: &[Decoded],
    request: &RawRequest,
) -> Answer {
    let response = &operation.answer;
    let json = response.content.iter().find(|media_type| media_type.is_json());
    let empty = matches!(response.status, 204 | 205) || operation.summary.method == "HEAD";
    let Some(media_type) = json.or(response.content.first()).filter(|_| !empty) else {
        return Answer { status: response.status, content_type: None, headers: Vec::new(), body: Vec::new() };
    };
    if !media_type.is_json() && media_type.name != "*/*" {
        return plain(response.status, media_type);
    }
    let seed = seed(operation, paging, parameters);
    let Some(mut value) = value(view, media_type, seed) else {
        let message = "the mock found no value for the schema of this answer";
        return Answer::json(500, "application/json", &serde_json::json!({ "message": message }));
    };
    let headers = paging.map(|paging| paging.apply(&mut value, parameters, request)).unwrap_or_default();
    let content_type = media_type.name.replace("*/*", "application/json");
    Answer { headers, ..Answer::json(response.status, &content_type, &value) }
}

/// Depends on the operation and on what the call asks for, not on the page.
fn seed(operation: &Operation, paging: Option<&Paging>, parameters: &[Decoded]) -> Seed {
    let summary = &operation.summary;
    let root = Seed::new(&format!("{} {}", summary.method, summary.path));
    parameters
        .iter()
        .filter(|parameter| matches!(parameter.location, Location::Path | Location::Query | Location::Querystring))
        .filter(|parameter| !paging.is_some_and(|paging| paging.concerns(parameter)))
        .fold(root, |seed, parameter| seed.name(&parameter.name).name(&parameter.value.to_string()))
}

fn value(view: &View, media_type: &MediaType, seed: Seed) -> Option<Value> {
    let Some(pointer) = media_type.schema.as_deref() else {
        return Some(Value::Object(serde_json::Map::new()));
    };
    let generator =
        Generator { view, direction: Direction::Response, fill: Fill::All, words: Words::Plain, varied: false };
    generator.value(&view.at(pointer)?, seed, "")
}

fn plain(status: u16, media_type: &MediaType) -> Answer {
    let body = match media_type.name.as_str() {
        "text/csv" => "id,name\r\n1,Ada\r\n",
        "text/event-stream" => "data: amber\n\n",
        _ => "amber",
    };
    let content_type = media_type.name.replace("/*", "/plain");
    Answer { status, content_type: Some(content_type), headers: Vec::new(), body: body.as_bytes().to_vec() }
}
