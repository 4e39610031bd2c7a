//! Names that speak of paging. It knows nothing but names.

/// What a query parameter's value means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Cursor,
    Number,
    Offset,
}

/// What a query parameter of this name selects, if it selects a page.
pub(super) fn selects(name: &str) -> Option<Meaning> {
    match plain(name).as_str() {
        "after" | "continuation" | "continuationtoken" | "cursor" | "marker" | "nextcursor" | "nextpagetoken"
        | "nexttoken" | "pageafter" | "pagecursor" | "pagetoken" | "startingafter" => Some(Meaning::Cursor),
        "page" | "pageno" | "pagenumber" => Some(Meaning::Number),
        "offset" | "pageoffset" | "skip" | "startat" | "startindex" => Some(Meaning::Offset),
        _ => None,
    }
}

/// Whether a query parameter of this name bounds the size of a page.
pub(super) fn limits(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "count" | "limit" | "maxresults" | "pagelimit" | "pagesize" | "perpage" | "take" | "top"
    )
}

/// Whether a member of this name carries the next cursor.
pub(super) fn carries(name: &str) -> bool {
    let name = plain(name);
    ["nextlink", "nextpagetoken"].iter().any(|end| name.ends_with(end))
        || matches!(
            name.as_str(),
            "continuationtoken" | "cursor" | "endcursor" | "next" | "nextcursor" | "nextpage" | "nexttoken" | "nexturl"
        )
}

/// Whether a member or header of this name tells how many items there are.
pub(super) fn totals(name: &str) -> bool {
    matches!(plain(name).as_str(), "count" | "total" | "totalcount" | "totalitems" | "xtotal" | "xtotalcount")
}

/// Whether a member of this name tells how many pages there are.
pub(super) fn counts_pages(name: &str) -> bool {
    matches!(plain(name).as_str(), "pagecount" | "totalpages")
}

/// Whether a member of this name tells that there is no more.
pub(super) fn ends(name: &str) -> bool {
    matches!(plain(name).as_str(), "islast" | "islastpage" | "last")
}

/// Whether a member of this name tells that there is more.
pub(super) fn flags(name: &str) -> bool {
    matches!(plain(name).as_str(), "hasmore" | "hasnext" | "hasnextpage" | "more")
}

/// Whether an array of this name is likely the list itself.
pub(super) fn lists(name: &str) -> bool {
    matches!(name, "data" | "entries" | "items" | "objects" | "records" | "results" | "values")
}

/// `page[cursor]`, `pageCursor` and `page_cursor` alike.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_ascii_lowercase()
}
