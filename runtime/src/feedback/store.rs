//! Reports and counted searches in an SQLite file, shared by every server of the machine that uses the same folder.

mod row;
mod schema;
mod searches;

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::{Error, folder};
pub use row::Row;
pub use searches::{Count, Search};

/// Reports taken in a day, by all servers together.
const PER_DAY: i64 = 200;
/// Reports kept; the oldest make room.
const KEPT: i64 = 10_000;
/// Seconds.
const DAY: i64 = 86_400;
/// How long to wait for another server that writes.
const BUSY: Duration = Duration::from_secs(5);
/// How long to wait before a store that is locked is opened once more.
const RETRY: Duration = Duration::from_millis(20);

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: SqliteConnection,
}

impl Store {
    /// Opens the store of a folder, and makes both where they are missing.
    pub async fn open(folder: &Path) -> Result<Self, Error> {
        let path = folder::prepare(folder)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(BUSY)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .disable_statement_logging();
        let begun = Instant::now();
        loop {
            match Self::migrated(&options).await {
                // While one server gives a new file its journal, SQLite refuses others at once instead of waiting.
                Err(Error::Database(error)) if is_locked(&error) && begun.elapsed() < BUSY => {
                    tokio::time::sleep(RETRY).await;
                }
                opened => return opened,
            }
        }
    }

    async fn migrated(options: &SqliteConnectOptions) -> Result<Self, Error> {
        let mut connection = options.connect().await?;
        schema::migrate(&mut connection).await?;
        Ok(Self { connection })
    }

    /// Opens the store of a folder to read it, if there is one. The folder may be read-only; in another, SQLite leaves the
    /// files by which it shares a journal. Nothing else is made or changed.
    pub async fn open_existing(folder: &Path) -> Result<Option<Self>, Error> {
        let Some(path) = folder::find(folder)? else { return Ok(None) };
        let options =
            SqliteConnectOptions::new().filename(&path).read_only(true).busy_timeout(BUSY).disable_statement_logging();
        let mut connection = options.connect().await?;
        let version = match schema::version(&mut connection).await {
            // SQLite shares the journal's state through a file beside it, which a read-only folder doesn't take. Where
            // no journal is left, all is in the database itself, and nobody without rights on the folder changes it.
            Err(Error::Database(_)) if !folder::journal(&path).try_exists().unwrap_or(true) => {
                connection = options.immutable(true).connect().await?;
                schema::version(&mut connection).await?
            }
            version => version?,
        };
        Ok((version > 0).then_some(Self { connection }))
    }

    /// Keeps a report under a new number, which is returned; `row.id` is not looked at. The report's own time says when
    /// "now" is.
    pub async fn insert(&mut self, row: &Row) -> Result<i64, Error> {
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        let (today, oldest): (i64, Option<i64>) =
            sqlx::query_as("SELECT count(*), min(created_at) FROM feedback WHERE created_at > ?1")
                .bind(row.created_at - DAY)
                .fetch_one(&mut *transaction)
                .await?;
        if today >= PER_DAY {
            let free = oldest.unwrap_or(row.created_at) + DAY;
            let retry_after = u64::try_from(free - row.created_at).unwrap_or(0).max(1);
            return Err(Error::Full { per_day: PER_DAY, retry_after });
        }
        let id = sqlx::query(
            "INSERT INTO feedback (created_at, category, comment, operation, context, document)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind(row.created_at)
        .bind(&row.category)
        .bind(&row.comment)
        .bind(&row.operation)
        .bind(&row.context)
        .bind(&row.document)
        .execute(&mut *transaction)
        .await?
        .last_insert_rowid();
        sqlx::query("DELETE FROM feedback WHERE id <= (SELECT id FROM feedback ORDER BY id DESC LIMIT 1 OFFSET ?1)")
            .bind(KEPT)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Every report, the oldest first.
    pub async fn rows(&mut self) -> Result<Vec<Row>, Error> {
        let rows = sqlx::query_as(
            "SELECT id, created_at, category, comment, operation, context, document FROM feedback ORDER BY id",
        )
        .fetch_all(&mut self.connection)
        .await?;
        Ok(rows)
    }

    /// Closes the file, so that SQLite folds its journal into it.
    pub async fn close(self) -> Result<(), Error> {
        Ok(self.connection.close().await?)
    }
}

/// Whether another connection has the file to itself: SQLITE_BUSY or an extended form of it.
fn is_locked(error: &sqlx::Error) -> bool {
    const BUSY: u32 = 5;
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == BUSY)
}
