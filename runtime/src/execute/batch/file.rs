//! A file that a call of a batch brought: kept for its caller, and named beside the bodies.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::results::{Content, Link};

/// Content that is neither JSON nor text.
#[derive(Debug)]
pub(super) struct File {
    /// Which call brought it.
    pub(super) head: Map<String, Value>,
    pub(super) bytes: Arc<Vec<u8>>,
    /// As the API has it.
    pub(super) media_type: String,
}

impl File {
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// `{"call": "photo", "item": 2, "bytes": 31337, "content_type": "image/png", "sha256": "…", "resource": "result://…",
    /// "expires_in": 900}`
    pub(super) fn kept(&self, keep: &mut impl FnMut(Content, &str) -> Option<Link>) -> Value {
        let media_type = if self.media_type.is_empty() { "application/octet-stream" } else { &self.media_type };
        let mut told = self.head.clone();
        told.insert("bytes".to_owned(), json!(self.bytes.len()));
        told.insert("content_type".to_owned(), json!(media_type));
        match keep(Content::Binary(Arc::clone(&self.bytes)), media_type) {
            Some(link) => {
                told.insert("sha256".to_owned(), json!(link.sha256));
                told.insert("resource".to_owned(), json!(link.uri));
                told.insert("expires_in".to_owned(), json!(link.lifetime.as_secs()));
            }
            None => {
                told.insert("note".to_owned(), json!("the content can't be kept; make this call alone"));
            }
        }
        Value::Object(told)
    }
}
