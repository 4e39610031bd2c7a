//! What the blob says of one operation: the facts that cards show and that arguments are checked against.
//!
//! The root of a blob is `{"definitions": [{"name", "schema"}…], "operations": [entry…]}`; the ordinal of an entry is the
//! ordinal of the operation in the generated table and in the search index. An entry:
//!
//! ```json
//! {"name": "connections.list", "method": "GET", "path": "/api/connections", "tag": "connections", "effect": "read",
//!  "deprecated": true, "summary": "…", "description": "…", "formerNames": [],
//!  "parameters": [{"argument": "limit", "name": "limit", "in": "query", "required": true, "style": "form",
//!                  "explode": true, "description": "…", "schema": {}}],
//!  "body": {"mediaType": "application/json", "required": true, "description": "…", "schema": {},
//!           "others": [{"mediaType": "application/xml", "schema": {}}]},
//!  "answers": [{"status": "200", "mediaType": "application/json", "description": "…", "schema": {}}],
//!  "idempotency": {"in": "header", "name": "Idempotency-Key"}, "pagination": "cursor: …", "security": ["bearer"],
//!  "scopes": ["bearer: items:read"], "example": {"params": {}, "body": {}}}
//! ```

use crate::blob::{Blob, Node};
use crate::{Effect, Keyword, Location, Method, Schema, Style};

/// Every operation of a blob, in order.
pub fn entries<'a>(blob: Blob<'a>) -> impl ExactSizeIterator<Item = Entry<'a>> + Clone + use<'a> {
    let root = blob.root();
    root.get(Keyword::Operations).unwrap_or(root).items().map(|node| Entry { node })
}

/// The operation at an ordinal.
pub fn entry<'a>(blob: Blob<'a>, ordinal: usize) -> Option<Entry<'a>> {
    blob.root().get(Keyword::Operations)?.item(ordinal).map(|node| Entry { node })
}

/// One operation's facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    node: Node<'a>,
}

impl<'a> Entry<'a> {
    /// The operation's unique name: `model_sync.executions.get`.
    pub fn name(self) -> &'a str {
        self.node.text(Keyword::Name).unwrap_or_default()
    }

    /// The HTTP method.
    pub fn method(self) -> Method {
        self.node.text(Keyword::Method).and_then(Method::exact).unwrap_or(Method::Get)
    }

    /// The path template, as the document has it: `/api/connections/{id}`.
    pub fn path(self) -> &'a str {
        self.node.text(Keyword::Path).unwrap_or_default()
    }

    /// The group the operation is filed under.
    pub fn tag(self) -> &'a str {
        self.node.text(Keyword::Tag).unwrap_or_default()
    }

    /// What a call does to the API's data.
    pub fn effect(self) -> Effect {
        self.node.text(Keyword::Effect).and_then(Effect::parse).unwrap_or(Effect::Destructive)
    }

    /// Whether the document marks it deprecated.
    pub fn deprecated(self) -> bool {
        self.node.flag(Keyword::Deprecated)
    }

    /// The document's one-line summary.
    pub fn summary(self) -> &'a str {
        self.node.text(Keyword::Summary).unwrap_or_default()
    }

    /// The document's description.
    pub fn description(self) -> &'a str {
        self.node.text(Keyword::Description).unwrap_or_default()
    }

    /// Names the operation answered to before, still understood with a hint.
    pub fn former_names(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.list(Keyword::FormerNames).filter_map(Node::as_str)
    }

    /// Parameters that are arguments; the position is that of the argument's slot.
    pub fn parameters(self) -> impl ExactSizeIterator<Item = Parameter<'a>> + Clone + use<'a> {
        self.list(Keyword::Parameters).map(|node| Parameter { node })
    }

    /// The request body.
    pub fn body(self) -> Option<Body<'a>> {
        self.node.get(Keyword::Body).map(|node| Body { node })
    }

    /// Where an idempotency key goes; none where the operation takes no key, or needs none as
    /// its method is idempotent by itself.
    pub fn idempotency(self) -> Option<Idempotency<'a>> {
        let node = self.node.field("idempotency")?;
        let name = node.text(Keyword::Name)?;
        if node.text(Keyword::Location) == Some("body") {
            return Some(Idempotency::Member(name));
        }
        let is_it = |parameter: &Parameter<'_>| parameter.location() == Location::Header && parameter.name() == name;
        let (slot, parameter) = self.parameters().enumerate().find(|(_, parameter)| is_it(parameter))?;
        Some(Idempotency::Header(slot, parameter))
    }

    /// The declared answers, successes first.
    pub fn answers(self) -> impl ExactSizeIterator<Item = Answer<'a>> + Clone + use<'a> {
        self.list(Keyword::Answers).map(|node| Answer { node })
    }

    /// The URL of its own server, where it has one; `{name}` stands for a variable.
    pub fn server(self) -> Option<&'a str> {
        self.node.text(Keyword::Server)
    }

    /// How to page, in one phrase: `cursor: pass /pagination/next_page_token as page_token`.
    pub fn pagination(self) -> Option<&'a str> {
        self.node.text(Keyword::Pagination)
    }

    /// Alternatives of credentials, each a ready phrase: `bearerUserAPIKey`, `key + token`. Empty: none needed.
    pub fn security(self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.list(Keyword::Security).filter_map(Node::as_str)
    }

    /// The scopes that a credential needs, by scheme: `oauth: items:read, items:write`. Empty where the document names
    /// none.
    pub fn scopes(self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let absent = self.node.get(Keyword::Name).unwrap_or(self.node);
        self.node.field("scopes").unwrap_or(absent).items().filter_map(Node::as_str)
    }

    /// Valid arguments, `{"params": {…}, "body": …}` without what isn't needed.
    pub fn example(self) -> Option<Node<'a>> {
        self.node.get(Keyword::Example)
    }

    fn list(self, keyword: Keyword) -> impl ExactSizeIterator<Item = Node<'a>> + Clone + use<'a> {
        // A string has no items, so an absent list is an empty one.
        let absent = self.node.get(Keyword::Name).unwrap_or(self.node);
        self.node.get(keyword).unwrap_or(absent).items()
    }
}

/// What tells an API that a second request is the first one again (draft-ietf-httpapi-idempotency-key-header).
#[derive(Clone, Copy, Debug)]
pub enum Idempotency<'a> {
    /// A header, with the position of its slot.
    Header(usize, Parameter<'a>),
    /// A member of the request body.
    Member(&'a str),
}

/// One parameter that is an argument.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    node: Node<'a>,
}

impl<'a> Parameter<'a> {
    /// The key in `params`: the name, or `path.x` where two locations share it.
    pub fn argument(self) -> &'a str {
        self.node.text(Keyword::Argument).unwrap_or_default()
    }

    /// The name on the wire.
    pub fn name(self) -> &'a str {
        self.node.text(Keyword::Name).unwrap_or_default()
    }

    /// Where it travels.
    pub fn location(self) -> Location {
        self.node.text(Keyword::Location).and_then(Location::parse).unwrap_or(Location::Query)
    }

    /// Whether a call must have it.
    pub fn required(self) -> bool {
        self.node.flag(Keyword::Required)
    }

    /// How it becomes text.
    pub fn style(self) -> Style {
        self.node.text(Keyword::Style).and_then(Style::parse).unwrap_or(Style::Form)
    }

    /// What it is for.
    pub fn description(self) -> &'a str {
        self.node.text(Keyword::Description).unwrap_or_default()
    }

    /// What its values must be.
    pub fn schema(self) -> Schema<'a> {
        Schema::new(self.node.get(Keyword::Schema).unwrap_or(self.node))
    }
}

/// The request body of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    node: Node<'a>,
}

impl<'a> Body<'a> {
    /// The media types it may be sent in, preferred first; at least one.
    pub fn contents(self) -> impl Iterator<Item = Content<'a>> + Clone + use<'a> {
        std::iter::once(self.preferred()).chain(self.others())
    }

    /// The media types besides the preferred one.
    pub fn others(self) -> impl Iterator<Item = Content<'a>> + Clone + use<'a> {
        self.node.get(Keyword::Others).into_iter().flat_map(|node| node.items().map(|node| Content { node }))
    }

    /// The preferred one.
    fn preferred(self) -> Content<'a> {
        Content { node: self.node }
    }

    /// The preferred media type: `application/json`.
    pub fn media_type(self) -> &'a str {
        self.preferred().media_type()
    }

    /// Whether a call must have it.
    pub fn required(self) -> bool {
        self.node.flag(Keyword::Required)
    }

    /// What it is for.
    pub fn description(self) -> &'a str {
        self.node.text(Keyword::Description).unwrap_or_default()
    }

    /// What it must be, in the preferred media type.
    pub fn schema(self) -> Schema<'a> {
        self.preferred().schema()
    }
}

/// A request body in one media type.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    node: Node<'a>,
}

impl<'a> Content<'a> {
    /// The media type, as the document declares it: `image/*`.
    pub fn media_type(self) -> &'a str {
        self.node.text(Keyword::MediaType).unwrap_or_default()
    }

    /// What the body must be.
    pub fn schema(self) -> Schema<'a> {
        Schema::new(self.node.get(Keyword::Schema).unwrap_or(self.node))
    }
}

/// One declared answer of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    node: Node<'a>,
}

impl<'a> Answer<'a> {
    /// The key under `responses`: `200`, `2XX`, `default`.
    pub fn status(self) -> &'a str {
        self.node.text(Keyword::Status).unwrap_or_default()
    }

    /// Its first media type, JSON preferred; none where it has no content.
    pub fn media_type(self) -> Option<&'a str> {
        self.node.text(Keyword::MediaType)
    }

    /// What it means.
    pub fn description(self) -> &'a str {
        self.node.text(Keyword::Description).unwrap_or_default()
    }

    /// The shape of its body.
    pub fn schema(self) -> Option<Schema<'a>> {
        self.node.get(Keyword::Schema).map(Schema::new)
    }
}
