//! XML Objects: names, namespaces and kinds of nodes (OpenAPI 3.1.1 section 4.8.26, 3.2.0 section 4.26).
//! It knows nothing of values.

use crate::document::{Node, View};

/// References and single members of `allOf` beyond this are not followed.
const DEPTH: usize = 16;

/// What a schema becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeType {
    /// An element; of an array, one around its items.
    Element,
    Attribute,
    /// Text of the element around it.
    Text,
    /// Nothing of its own: its parts stand where it stands.
    Nothing,
}

/// The XML Objects of a schema and of what it refers to; the first that says something counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    pub(super) name: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) prefix: Option<String>,
    /// As `nodeType`, `attribute` or `wrapped` say it.
    pub(super) node_type: Option<NodeType>,
}

impl Hints {
    /// The hints of a schema.
    pub(super) fn new(view: &View, schema: &Node<'_>) -> Hints {
        let mut hints = Hints::default();
        for schema in chain(view, schema) {
            let Some(xml) = schema.member("xml") else { continue };
            let text = |name: &str| xml.text(name).map(str::to_owned);
            hints.name = hints.name.or_else(|| text("name"));
            hints.namespace = hints.namespace.or_else(|| text("namespace").filter(|name| !name.is_empty()));
            hints.prefix = hints.prefix.or_else(|| text("prefix").filter(|prefix| !prefix.is_empty()));
            hints.node_type = hints.node_type.or_else(|| node_type(&xml));
        }
        hints
    }
}

fn node_type(xml: &Node<'_>) -> Option<NodeType> {
    match xml.text("nodeType") {
        Some("element") => Some(NodeType::Element),
        Some("attribute") => Some(NodeType::Attribute),
        Some("text" | "cdata") => Some(NodeType::Text),
        Some("none") => Some(NodeType::Nothing),
        _ if xml.is_true("attribute") => Some(NodeType::Attribute),
        _ => xml.is_true("wrapped").then_some(NodeType::Element),
    }
}

/// A schema, what its references lead to, and the only member of an `allOf`.
fn chain<'a>(view: &'a View, schema: &Node<'a>) -> Vec<Node<'a>> {
    let mut chain = vec![schema.clone()];
    while let Some(last) = chain.last().filter(|_| chain.len() < DEPTH) {
        let next = match (last.text("$ref"), last.elements("allOf").as_slice()) {
            (Some(target), _) => view.follow(target),
            (None, [only]) => Some(only.clone()),
            _ => None,
        };
        match next.filter(|next| chain.iter().all(|seen| seen.pointer != next.pointer)) {
            Some(next) => chain.push(next),
            None => break,
        }
    }
    chain
}

/// What the element or attribute of a property or item may be called: as the hints say, else as the
/// property is. Since OpenAPI 3.2 a referenced component may give its own name.
pub(super) fn names(view: &View, schema: &Node<'_>, property: &str) -> Vec<String> {
    if let Some(name) = Hints::new(view, schema).name {
        return vec![name];
    }
    let is_newest = view.root().text("openapi").is_some_and(|version| version.starts_with("3.2"));
    let components = root_names(view, schema).into_iter().filter(|_| is_newest);
    std::iter::once(property.to_owned()).chain(components).collect()
}

/// What the root element may be called; any name will do where nothing names it.
pub(super) fn root_names(view: &View, schema: &Node<'_>) -> Vec<String> {
    if let Some(name) = Hints::new(view, schema).name {
        return vec![name];
    }
    let component = |schema: Node<'_>| {
        let name = schema.pointer.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'))?;
        Some(name.replace("~1", "/").replace("~0", "~"))
    };
    chain(view, schema).into_iter().filter_map(component).collect()
}
