//! A schema of the blob: JSON Schema 2020-12 whose `$ref` is an ordinal into the root's `definitions`.

use crate::Keyword;
use crate::blob::Node;

/// References followed in a row before giving up; the generator refuses alias cycles.
const MAX_ALIASES: usize = 32;

/// A view on one schema, by JSON Schema 2020-12 keyword.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schema<'a> {
    /// The value behind the view: an object, or `true`/`false`.
    pub node: Node<'a>,
}

impl<'a> Schema<'a> {
    /// The view on `node`.
    pub fn new(node: Node<'a>) -> Self {
        Self { node }
    }

    /// The definition `$ref` points to: `{"name": …, "schema": …}`.
    fn definition(self) -> Option<Node<'a>> {
        let ordinal = self.node.get(Keyword::Ref)?.as_usize()?;
        self.node.root().get(Keyword::Definitions)?.item(ordinal)
    }

    /// The name of the definition this schema refers to: `Connection`.
    pub fn reference_name(self) -> Option<&'a str> {
        self.definition()?.text(Keyword::Name)
    }

    /// The schema `$ref` points to.
    pub fn referenced(self) -> Option<Self> {
        self.definition()?.get(Keyword::Schema).map(Self::new)
    }

    /// The schema behind references that say nothing else; itself where it says something of its own.
    pub fn resolved(self) -> Self {
        let mut schema = self;
        for _ in 0..MAX_ALIASES {
            match schema.referenced() {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }

    /// The JSON types allowed by `type`; empty where any is.
    pub fn types(self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let node = self.node.get(Keyword::Type);
        let one = node.and_then(Node::as_str);
        one.into_iter().chain(node.into_iter().flat_map(|node| node.items().filter_map(Node::as_str)))
    }

    /// Properties by name, in the document's order.
    pub fn properties(self) -> impl Iterator<Item = (&'a str, Self)> + Clone + use<'a> {
        self.node
            .get(Keyword::Properties)
            .into_iter()
            .flat_map(|node| node.entries().map(|(name, schema)| (name, Self::new(schema))))
    }

    /// One property.
    pub fn property(self, name: &str) -> Option<Self> {
        self.properties().find(|(key, _)| *key == name).map(|(_, schema)| schema)
    }

    /// Names under `required`.
    pub fn required(self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.node.get(Keyword::Required).into_iter().flat_map(|node| node.items().filter_map(Node::as_str))
    }

    /// Whether `required` names it.
    pub fn requires(self, name: &str) -> bool {
        self.required().any(|required| required == name)
    }

    /// The schema under a keyword that holds one.
    pub fn schema(self, keyword: Keyword) -> Option<Self> {
        self.node.get(keyword).map(Self::new)
    }

    /// The schemas under a keyword that holds a list of them.
    pub fn schemas(self, keyword: Keyword) -> impl ExactSizeIterator<Item = Self> + Clone + use<'a> {
        let list = self.node.get(keyword).unwrap_or(self.node);
        let length = if self.node.get(keyword).is_some() { list.items().len() } else { 0 };
        list.items().take(length).map(Self::new)
    }

    /// Texts among the values of `enum`.
    pub fn choices(self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.node.get(Keyword::Enum).into_iter().flat_map(|list| list.items().filter_map(Node::as_str))
    }

    /// The string under a keyword.
    pub fn text(self, keyword: Keyword) -> Option<&'a str> {
        self.node.text(keyword)
    }

    /// Whether a keyword holds `true`.
    pub fn flag(self, keyword: Keyword) -> bool {
        self.node.flag(keyword)
    }
}
