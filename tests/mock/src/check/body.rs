//! The request body: whether there is one, and which of the declared media types it has. It knows nothing
//! of what the content is.

use serde_json::Value;

use crate::body::{self, Format, Outcome};
use crate::content_type::ContentType;
use crate::document::View;
use crate::operation::{Body, MediaType, Operation};
use crate::{RawRequest, Violation};

/// What the body says, where its schema can speak of it, or what is wrong with it.
pub(super) fn read(view: &View, operation: &Operation, request: &RawRequest) -> Outcome<Option<Value>> {
    match (&operation.body, request.body.is_empty()) {
        (None, true) => Ok(None),
        (None, false) => Err(vec![Violation::new("body", "the operation takes none")]),
        (Some(body), true) if !may_be_empty(request) => {
            let missing = || Err(vec![Violation::new("body", "required, but missing")]);
            if body.required { missing() } else { Ok(None) }
        }
        (Some(body), _) => present(view, body, request),
    }
}

/// Whether content of no bytes is content: a form without fields, a text, a file.
fn may_be_empty(request: &RawRequest) -> bool {
    let sent = request.header_values("content-type").next().map(ContentType::declared);
    let format = sent.map(|sent| Format::of(&sent.essence));
    matches!(format, Some(Format::Form | Format::Text | Format::Bytes | Format::Lines))
}

fn present(view: &View, body: &Body, request: &RawRequest) -> Outcome<Option<Value>> {
    let fault = |message: String| Err(vec![Violation::new(CONTENT_TYPE, message)]);
    let mut types = request.header_values("content-type");
    let (Some(content_type), None) = (types.next(), types.next()) else {
        return fault("has to be there once".to_owned());
    };
    let sent = match ContentType::parse(content_type) {
        Ok(sent) => sent,
        Err(message) => return fault(message),
    };
    match declared(body, &sent) {
        Some(media_type) => body::read(view, media_type, &sent, &request.body),
        None => fault(format!("{content_type:?} is none of the media types that the operation declares")),
    }
}

/// The place of violations that HTTP has a status of its own for: 415.
pub(super) const CONTENT_TYPE: &str = "header Content-Type";

/// The most specific media type or range that covers a media type (OpenAPI 3.1.1 section 4.8.13.1).
fn declared<'a>(body: &'a Body, sent: &ContentType) -> Option<&'a MediaType> {
    let fitting = body.content.iter().filter_map(|one| Some((one.declared.covers(sent)?, one)));
    // The first of equals.
    fitting.rev().max_by_key(|(closeness, _)| *closeness).map(|(_, media_type)| media_type)
}
