//! How often what was searched, and what was executed then.

use std::collections::BTreeMap;

use sqlx::{Connection, SqliteConnection};

use super::Store;
use crate::feedback::Error;

/// Different searches kept; those that nobody made for the longest time make room.
const KEPT: i64 = 2_000;
/// Different operations kept for one search, the most frequent ones.
const FOLLOWING: i64 = 16;

/// A search, however often it was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Search {
    /// The queries, scrubbed, as a JSON array of strings.
    pub queries: String,
    /// The filters as a JSON object of strings: `{"effect":"read"}`.
    pub filters: String,
}

/// What came of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How often it was made.
    pub times: i64,
    /// How often the answer said that nothing fits well.
    pub weak_times: i64,
    /// Operations in the latest answer.
    pub hits: i64,
    /// How often each operation was executed then.
    pub next: BTreeMap<String, i64>,
}

impl Store {
    /// Adds counts to those that are there. `now` is in seconds since 1970.
    pub async fn count(&mut self, counts: &BTreeMap<Search, Count>, now: i64) -> Result<(), Error> {
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        for (search, count) in counts {
            if let Some(id) = add(&mut transaction, (search, count), now).await? {
                follow(&mut transaction, id, &count.next).await?;
            }
        }
        sqlx::query(
            "DELETE FROM search WHERE id IN (SELECT id FROM search ORDER BY last_at DESC, id DESC LIMIT -1 OFFSET ?1)",
        )
        .bind(KEPT)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Every search with what came of it. A store of a version that counted none has none.
    pub async fn searches(&mut self) -> Result<BTreeMap<Search, Count>, Error> {
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'search_next'")
            .fetch_one(&mut self.connection)
            .await?;
        if tables == 0 {
            return Ok(BTreeMap::new());
        }
        let mut searches = BTreeMap::<Search, Count>::new();
        let mut numbers = BTreeMap::new();
        let rows: Vec<(i64, String, String, i64, i64, i64)> =
            sqlx::query_as("SELECT id, queries, filters, times, weak_times, hits FROM search")
                .fetch_all(&mut self.connection)
                .await?;
        for (id, queries, filters, times, weak_times, hits) in rows {
            let search = Search { queries, filters };
            numbers.insert(id, search.clone());
            searches.insert(search, Count { times, weak_times, hits, next: BTreeMap::new() });
        }
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as("SELECT search, operation, times FROM search_next").fetch_all(&mut self.connection).await?;
        for (id, operation, times) in rows {
            if let Some(count) = numbers.get(&id).and_then(|search| searches.get_mut(search)) {
                count.next.insert(operation, times);
            }
        }
        Ok(searches)
    }
}

/// The number of the search among those kept. What was executed after a search that made room is dropped.
async fn add(
    connection: &mut SqliteConnection,
    (search, count): (&Search, &Count),
    now: i64,
) -> Result<Option<i64>, Error> {
    if count.times == 0 {
        let found = sqlx::query_scalar("SELECT id FROM search WHERE queries = ?1 AND filters = ?2");
        return Ok(found.bind(&search.queries).bind(&search.filters).fetch_optional(connection).await?);
    }
    let id = sqlx::query_scalar(
        "INSERT INTO search (queries, filters, times, weak_times, hits, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (queries, filters) DO UPDATE SET times = times + excluded.times,
             weak_times = weak_times + excluded.weak_times, hits = excluded.hits, last_at = excluded.last_at
         RETURNING id",
    )
    .bind(&search.queries)
    .bind(&search.filters)
    .bind(count.times)
    .bind(count.weak_times)
    .bind(count.hits)
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(Some(id))
}

async fn follow(connection: &mut SqliteConnection, search: i64, next: &BTreeMap<String, i64>) -> Result<(), Error> {
    for (operation, times) in next {
        sqlx::query(
            "INSERT INTO search_next (search, operation, times) VALUES (?1, ?2, ?3)
             ON CONFLICT (search, operation) DO UPDATE SET times = times + excluded.times",
        )
        .bind(search)
        .bind(operation)
        .bind(times)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        "DELETE FROM search_next WHERE search = ?1 AND operation NOT IN
         (SELECT operation FROM search_next WHERE search = ?1 ORDER BY times DESC, operation LIMIT ?2)",
    )
    .bind(search)
    .bind(FOLLOWING)
    .execute(connection)
    .await?;
    Ok(())
}
