//! What every value of a schema has to obey: required names and declared properties of the schema and of
//! its `allOf`, and nothing that only some branch says. It knows nothing of requests.

use crate::document::{Node, View};

/// `allOf` nested deeper than this is not looked at.
const DEPTH: usize = 8;

/// Names and properties.
#[derive(Debug, Default)]
pub(super) struct Certain<'a> {
    pub(super) required: Vec<String>,
    pub(super) properties: Vec<(String, Node<'a>)>,
}

impl<'a> Certain<'a> {
    /// What is certain about values of a schema.
    pub(super) fn new(view: &'a View, schema: &Node<'a>) -> Certain<'a> {
        let mut certain = Certain::default();
        certain.add(view, schema, 0);
        certain
    }

    fn add(&mut self, view: &'a View, schema: &Node<'a>, depth: usize) {
        let Ok(target) = view.resolve(schema.clone()) else {
            return;
        };
        // Other keywords beside a reference are left out of account.
        let names = target.elements("required").into_iter();
        self.required.extend(names.filter_map(|name| name.value.as_str().map(str::to_owned)));
        self.properties.extend(target.named("properties"));
        for member in target.elements("allOf").into_iter().filter(|_| depth < DEPTH) {
            self.add(view, &member, depth + 1);
        }
    }
}
