//! A request body on its way into a request.

use contract::Schema;
use serde_json::Value;

/// A checked request body: its value, and which of the operation's media types it is for.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    /// The value as received.
    pub value: &'a Value,
    /// The position in [`contract::Body::contents`].
    pub content: usize,
    /// The media type that the call asked for, where the document declares a range: `image/png` for `image/*`.
    pub media_type: Option<&'a str>,
    /// What it was checked against; none where nothing is known of it.
    pub schema: Option<Schema<'a>>,
}

impl<'a> Body<'a> {
    /// A body in the preferred media type, of which nothing else is known.
    pub fn new(value: &'a Value) -> Self {
        Self { value, content: 0, media_type: None, schema: None }
    }
}
