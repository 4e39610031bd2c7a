//! The store's tables, version by version.

use sqlx::{Connection, SqliteConnection};

use crate::feedback::Error;

/// Statements that lead from each version to the next; the first makes version 1 of nothing. Only ever append.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        created_at INTEGER NOT NULL,
        category TEXT NOT NULL,
        comment TEXT NOT NULL,
        operation TEXT,
        context TEXT,
        document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX feedback_created_at ON feedback (created_at);
"];

/// Brings the tables to the latest version, in one transaction. A later version than that is refused.
pub(super) async fn migrate(connection: &mut SqliteConnection) -> Result<(), Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(
        "CREATE TABLE IF NOT EXISTS migration (
            version INTEGER PRIMARY KEY,
            applied_at INTEGER NOT NULL DEFAULT (unixepoch())
        ) STRICT",
    )
    .execute(&mut *transaction)
    .await?;
    let found: i64 =
        sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM migration").fetch_one(&mut *transaction).await?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for (version, statements) in (1_i64..).zip(MIGRATIONS).skip_while(|(version, _)| *version <= found) {
        sqlx::raw_sql(statements).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO migration (version) VALUES (?1)").bind(version).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(())
}
