//! A request as it would be sent, credentials masked.

mod body;

use serde_json::{Map, Value, json};

use super::content;
use super::credential::Part;
use super::matching::Matched;
use super::outgoing::Outgoing;
use super::payload::{File, Payload};
use super::rendering::{Room, members, render};
use crate::{Fault, Secret};

/// A request that was not sent.
///
/// ```json
/// {"dry_run": true, "method": "GET", "url": "https://…", "headers": {"authorization": "Bearer ***"}, "body": null}
/// ```
///
/// `"missing"` is the fault that would keep it from being sent: no credential is at hand.
#[derive(Debug)]
pub struct Plan {
    /// The HTTP method.
    pub method: String,
    /// The URL, a key in its query masked.
    pub url: String,
    /// Header fields, credentials masked.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Option<Vec<u8>>,
    /// Whether the body is a file, which is described and not shown.
    pub file: bool,
    /// What would keep the request from being sent.
    pub missing: Option<Fault>,
    /// A remark on the call, as in [`Reply::note`].
    pub note: Option<String>,
}

impl Plan {
    /// Masks the credential, or notes that there is none.
    pub(super) fn new(mut outgoing: Outgoing, credential: Result<Vec<Part>, Fault>, matched: &Matched) -> Self {
        let file = matched.body().and_then(Value::as_str).is_some_and(content::is_data);
        let missing = match credential {
            Ok(mut parts) => {
                parts.iter_mut().for_each(|part| part.value = Secret::new("***"));
                outgoing.authorize(&parts).err()
            }
            Err(fault) => Some(fault),
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = outgoing.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())));
        Self {
            method: outgoing.method.to_string(),
            url: outgoing.url.to_string(),
            headers: headers.collect(),
            body: outgoing.body,
            file,
            missing,
            note: None,
        }
    }

    pub(super) fn render(&self, room: Room) -> String {
        self.render_below(Map::from_iter([("dry_run".to_owned(), json!(true))]), room)
    }

    /// The same below members that say why it was not sent.
    pub(super) fn render_below(&self, mut head: Map<String, Value>, room: Room) -> String {
        head.insert("method".to_owned(), json!(self.method));
        head.insert("url".to_owned(), json!(self.url));
        head.insert("headers".to_owned(), members(&self.headers));
        if let Some(missing) = &self.missing {
            head.insert("missing".to_owned(), missing.to_value());
        }
        if let Some(note) = &self.note {
            head.insert("note".to_owned(), json!(note));
        }
        render(head, &self.payload(), "the request itself would be sent whole", room)
    }

    /// The body as it is shown.
    pub(super) fn payload(&self) -> Payload {
        match &self.body {
            None => Payload::Empty,
            Some(bytes) => {
                let media_type = self.headers.iter().find(|(name, _)| name == "content-type");
                let media_type = media_type.map_or("", |(_, value)| value);
                if self.file {
                    return Payload::Binary(File::new(bytes.clone(), media_type.to_owned()));
                }
                body::payload(media_type, bytes)
            }
        }
    }
}
