//! The API behind the server under load: answers made beforehand, nothing checked, so that it costs next to nothing. A
//! hidden verb, as what is measured needs it in the release profile and in a process of its own.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::error::{Error, Outcome};
use crate::output;

/// Pages of the list.
pub(super) const PAGES: usize = 100;
/// Items of a page.
pub(super) const ITEMS: usize = 100;

type Answer = ([(axum::http::HeaderName, &'static str); 1], String);

/// Serves on a free port of loopback, which is the first line on standard output, until standard input ends.
pub(crate) fn serve() -> Result<Outcome, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Error::while_doing("starting a runtime"))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(Error::while_doing("listening"))?;
        output::line(listener.local_addr().map_err(Error::while_doing("reading an address"))?);
        let (stop, stopped) = oneshot::channel::<()>();
        std::thread::spawn(move || {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            drop(stop);
        });
        tokio::select! {
            served = async { axum::serve(listener, router()).await } => served.map_err(Error::while_doing("serving"))?,
            _ = stopped => {}
        }
        Ok(Outcome::Fine)
    })
}

/// `/items`, `/items/{id}`, and `/count`: how many requests the other two have had.
fn router() -> Router {
    let count = Arc::new(AtomicU64::new(0));
    let item_7 = item(7);
    Router::new()
        .route(
            "/items",
            get(|State(count): State<Arc<AtomicU64>>, RawQuery(query): RawQuery| async move {
                count.fetch_add(1, Ordering::Relaxed);
                answer(page(number(&query.unwrap_or_default())))
            }),
        )
        .route(
            "/items/{id}",
            get(|State(count): State<Arc<AtomicU64>>| async move {
                count.fetch_add(1, Ordering::Relaxed);
                answer(item_7)
            }),
        )
        .route(
            "/count",
            get(|State(count): State<Arc<AtomicU64>>| async move { count.load(Ordering::Relaxed).to_string() }),
        )
        .with_state(count)
}

fn answer(body: String) -> Answer {
    ([(CONTENT_TYPE, "application/json")], body)
}

/// The page that `page=3&per_page=100` asks for; the first one, if it asks for none.
fn number(query: &str) -> usize {
    query.split('&').find_map(|pair| pair.strip_prefix("page=")?.parse().ok()).unwrap_or(1)
}

/// An item as JSON text: about 200 bytes.
pub(super) fn item(id: usize) -> String {
    format!(
        "{{\"id\":{id},\"name\":\"Item {id}\",\"amount\":{id}.25,\"kind\":\"measured\",\"active\":true,\
         \"created_at\":\"2026-01-01T00:00:00Z\",\"owner\":{{\"id\":{},\"email\":\"owner@example.com\"}},\
         \"tags\":[\"red\",\"green\",\"blue\"]}}",
        id % 17
    )
}

/// A page as JSON text; beyond the last there are no items.
pub(super) fn page(number: usize) -> String {
    let items = if (1..=PAGES).contains(&number) { (number - 1) * ITEMS..number * ITEMS } else { 0..0 };
    let items: Vec<String> = items.map(item).collect();
    format!("{{\"items\":[{}],\"has_more\":{}}}", items.join(","), number < PAGES)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{number, page};

    #[test]
    fn pages_are_told_by_the_query() {
        for (query, expected) in [("", 1), ("page=3", 3), ("per_page=100&page=7", 7), ("page=x", 1), ("page_x=2", 1)] {
            assert_eq!(number(query), expected, "{query}");
        }
    }

    #[test]
    fn the_list_has_ten_thousand_items_on_a_hundred_pages() {
        for (number, items, first, has_more) in [(1, 100, 0, true), (99, 100, 9_800, true), (100, 100, 9_900, false)] {
            let page: Value = serde_json::from_str(&page(number)).expect("JSON");
            assert_eq!(page["items"].as_array().map(Vec::len), Some(items));
            assert_eq!((&page["items"][0]["id"], &page["has_more"]), (&first.into(), &has_more.into()));
        }
        assert_eq!(page(101), r#"{"items":[],"has_more":false}"#);
    }
}
