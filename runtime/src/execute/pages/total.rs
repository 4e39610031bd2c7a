//! Whether the totals that an API states say that a page is the last one.
//!
//! A list ends where a page says so or has no items; totals lie too often to end it. But they tell an API that refuses the
//! page after the last one, or gives the last one again, from one that fails.

use contract::Pagination;
use http::HeaderMap;

use super::page::Page;

/// Members that count items, words run together.
const ITEMS: [&str; 7] =
    ["total", "totalcount", "totalitems", "totalresults", "totalelements", "totalrecords", "numfound"];

/// Members that count pages.
const PAGES: [&str; 5] = ["totalpages", "pagecount", "lastpage", "numpages", "pagestotal"];

const ITEM_HEADERS: [&str; 3] = ["x-total", "x-total-count", "x-wp-total"];
const PAGE_HEADERS: [&str; 3] = ["x-total-pages", "x-wp-totalpages", "x-page-count"];

/// Whether nothing is left after the page. `position` is its number or offset, `all` how many items there are up to its
/// end, where that is known.
pub(super) fn is_last(
    pagination: &Pagination,
    (page, headers): (&Page<'_>, &HeaderMap),
    position: i64,
    all: Option<usize>,
) -> bool {
    let stated = |members: &[&str], names: &[&str]| {
        let header = |name: &&str| headers.get(*name)?.to_str().ok()?.trim().parse::<i64>().ok();
        page.number(members).or_else(|| names.iter().find_map(header)).filter(|total| *total > 0)
    };
    let items = stated(&ITEMS, &ITEM_HEADERS);
    let up_to = match pagination {
        Pagination::Offset { .. } => i64::try_from(page.items).ok().and_then(|items| position.checked_add(items)),
        _ => all.and_then(|all| i64::try_from(all).ok()),
    };
    let by_items = items.zip(up_to).is_some_and(|(total, up_to)| up_to >= total);
    let is_numbered = matches!(pagination, Pagination::PageNumber { .. });
    by_items || is_numbered && stated(&PAGES, &PAGE_HEADERS).is_some_and(|last| position >= last)
}
