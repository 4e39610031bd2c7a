//! What is indexed of one operation.

/// One operation as text; its position among its fellows is its ordinal. Empty strings say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The operation's name: `connections.list`.
    pub name: String,
    /// What else it is or was called, a line each: the document's `operationId`, former names.
    pub other_names: String,
    /// What people call what it does, a line each, in the vendor's own words.
    pub aliases: String,
    /// The HTTP method: `GET`.
    pub method: String,
    /// The path template: `/api/connections/{id}`.
    pub path: String,
    /// The group it is filed under.
    pub tag: String,
    /// The document's one-line summary.
    pub summary: String,
    /// The document's description.
    pub description: String,
    /// Names and descriptions of its parameters.
    pub parameters: String,
    /// Names and descriptions of its body's properties.
    pub body: String,
    /// Values that parameters and properties are limited to.
    pub choices: String,
    /// Names of the properties of what it answers.
    pub answers: String,
    /// How a list goes on, in one phrase.
    pub pagination: String,
    /// The credentials and scopes it needs.
    pub security: String,
    /// What a call does: `read`, `write` or `destructive`.
    pub effect: String,
    /// Whether the document marks it deprecated.
    pub deprecated: bool,
}
