//! The store's tables, version by version.

use sqlx::{Connection, SqliteConnection};

use crate::feedback::Error;

/// Statements that lead from each version to the next; the first makes version 1 of nothing. Only ever append.
const MIGRATIONS: [&str; 2] = [
    "
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
",
    "
    CREATE TABLE search (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        queries TEXT NOT NULL,
        filters TEXT NOT NULL,
        times INTEGER NOT NULL,
        weak_times INTEGER NOT NULL,
        hits INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        UNIQUE (queries, filters)
    ) STRICT;
    CREATE INDEX search_last_at ON search (last_at);
    CREATE TABLE search_next (
        search INTEGER NOT NULL REFERENCES search (id) ON DELETE CASCADE,
        operation TEXT NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (search, operation)
    ) STRICT;
",
];

/// The version of the tables that are there, 0 without any. Reads only; a later version than the latest is refused.
pub(super) async fn version(connection: &mut SqliteConnection) -> Result<i64, Error> {
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'migration'")
        .fetch_one(&mut *connection)
        .await?;
    if tables == 0 {
        return Ok(0);
    }
    let found = sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM migration").fetch_one(connection).await?;
    known(found)
}

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
    let found = known(found)?;
    for (version, statements) in (1_i64..).zip(MIGRATIONS).skip_while(|(version, _)| *version <= found) {
        sqlx::raw_sql(statements).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO migration (version) VALUES (?1)").bind(version).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(())
}

fn known(found: i64) -> Result<i64, Error> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known { Err(Error::Newer { found, known }) } else { Ok(found) }
}
