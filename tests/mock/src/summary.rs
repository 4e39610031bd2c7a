//! What an operation is called.

/// An operation as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Method in capitals: `GET`.
    pub method: String,
    /// Path template: `/api/syncs/{id}`.
    pub path: String,
    /// The document's `operationId`, where it has one.
    pub operation_id: Option<String>,
}
