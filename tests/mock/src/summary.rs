//! What an operation is called.

/// An operation as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Method: `GET`. Additional operations of OpenAPI 3.2 keep the case that the document gives them.
    pub method: String,
    /// Path template: `/api/syncs/{id}`.
    pub path: String,
    /// The document's `operationId`, where it has one.
    pub operation_id: Option<String>,
}
