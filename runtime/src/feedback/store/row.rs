//! One stored report.

use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// One stored report. As JSON: `{"id":1,"created_at":"2026-07-28T09:00:00Z","category":"bug","comment":"…",
/// "operation":"connections.list","context":null,"document":"0123456789ab…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The number, growing with time.
    pub id: i64,
    /// Seconds since 1970 UTC; RFC 3339 in JSON.
    #[serde(serialize_with = "serialize_time")]
    pub created_at: i64,
    /// A [`Category`](crate::feedback::Category) by name.
    pub category: String,
    /// What was said, scrubbed.
    pub comment: String,
    /// The operation it is about.
    pub operation: Option<String>,
    /// What belongs to it, scrubbed: text or JSON text.
    pub context: Option<String>,
    /// SHA-256 of the API document that the server was made from.
    pub document: String,
}

impl Row {
    /// The time of the report in RFC 3339: `2026-07-28T09:00:00Z`.
    pub fn time(&self) -> String {
        let time = OffsetDateTime::from_unix_timestamp(self.created_at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        time.format(&Rfc3339).unwrap_or_default()
    }
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            created_at: row.try_get("created_at")?,
            category: row.try_get("category")?,
            comment: row.try_get("comment")?,
            operation: row.try_get("operation")?,
            context: row.try_get("context")?,
            document: row.try_get("document")?,
        })
    }
}

fn serialize_time<S: serde::Serializer>(seconds: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    let time = OffsetDateTime::from_unix_timestamp(*seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    serializer.serialize_str(&time.format(&Rfc3339).unwrap_or_default())
}
