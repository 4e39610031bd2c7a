//! A value of the document together with its place. It knows nothing of what the value means.

use serde_json::Value;

/// A value and its JSON pointer.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// RFC 6901, without the leading `#`.
    pub(crate) pointer: String,
    /// What stands there.
    pub(crate) value: &'a Value,
}

impl<'a> Node<'a> {
    /// The member of that name, if this is an object that has one.
    pub(crate) fn member(&self, name: &str) -> Option<Node<'a>> {
        self.value.get(name).map(|value| Node { pointer: format!("{}/{}", self.pointer, escape(name)), value })
    }

    /// Names and values of the member object `name`; nothing if there is none.
    pub(crate) fn named(&self, name: &str) -> Vec<(String, Node<'a>)> {
        self.member(name).map(|node| node.entries()).unwrap_or_default()
    }

    /// Names and values of this object.
    pub(crate) fn entries(&self) -> Vec<(String, Node<'a>)> {
        let object = self.value.as_object();
        object
            .into_iter()
            .flatten()
            .map(|(name, value)| {
                let pointer = format!("{}/{}", self.pointer, escape(name));
                (name.clone(), Node { pointer, value })
            })
            .collect()
    }

    /// Elements of the member array `name`; nothing if there is none.
    pub(crate) fn elements(&self, name: &str) -> Vec<Node<'a>> {
        let items = self.value.get(name).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| Node { pointer: format!("{}/{}/{index}", self.pointer, escape(name)), value })
            .collect()
    }

    /// The member text `name`.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name).and_then(Value::as_str)
    }

    /// Whether the member `name` is `true`.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.value.get(name) == Some(&Value::Bool(true))
    }
}

/// RFC 6901 section 3.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
