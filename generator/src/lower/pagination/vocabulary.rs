//! What vendors call the parts of a pagination, words run together.

/// Parameters that take a cursor, as words run together. Those that lead backwards (`ending_before`) are none.
pub(super) const CURSOR_PARAMETERS: [&str; 23] = [
    "after",
    "afterid",
    "bookmark",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "exclusivestartkey",
    "marker",
    "nextcursor",
    "nextmarker",
    "nextpagetoken",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagestate",
    "pagetoken",
    "paginationtoken",
    "scrollid",
    "startafter",
    "startcursor",
    "startingafter",
    "synctoken",
];
/// Those of them that are as often a filter, or lead elsewhere than to the next page.
pub(super) const FILTER_PARAMETERS: [&str; 4] = ["after", "continue", "marker", "synctoken"];
/// Members of a response that carry a cursor.
pub(super) const CURSOR_MEMBERS: [&str; 22] = [
    "after",
    "bookmark",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "endcursor",
    "lastevaluatedkey",
    "marker",
    "next",
    "nextbookmark",
    "nextcontinuationtoken",
    "nextcursor",
    "nextmarker",
    "nextpage",
    "nextpagecursor",
    "nextpagetoken",
    "nexttoken",
    "pagestate",
    "paginationtoken",
    "scrollid",
    "startingafter",
];
/// Parameters that take a number of items to pass over.
pub(super) const OFFSET_PARAMETERS: [&str; 8] =
    ["from", "offset", "pageoffset", "skip", "start", "startat", "startindex", "startposition"];
/// Parameters that take a number of the page.
pub(super) const PAGE_PARAMETERS: [&str; 8] =
    ["page", "pageindex", "pageno", "pagenum", "pagenumber", "currentpage", "p", "pg"];
/// Parameters that take a number of items.
pub(super) const SIZE_PARAMETERS: [&str; 14] = [
    "count",
    "first",
    "limit",
    "max",
    "maxresults",
    "pagelimit",
    "pagesize",
    "perpage",
    "results",
    "rows",
    "size",
    "take",
    "top",
    "maxitems",
];
/// Members that count, which confirms pages and offsets.
pub(super) const COUNT_MEMBERS: [&str; 14] = [
    "total",
    "totalcount",
    "count",
    "totalitems",
    "totalresults",
    "totalpages",
    "pages",
    "hasmore",
    "hasnext",
    "numfound",
    "lastpage",
    "totalelements",
    "pagecount",
    "more",
];
/// Members that hold the list, the likeliest first.
pub(super) const ITEM_MEMBERS: [&str; 10] =
    ["data", "items", "results", "records", "values", "entries", "value", "list", "rows", "content"];
/// Members that hold lists beside the one that the response is about.
pub(super) const BESIDE_ITEMS: [&str; 9] =
    ["errors", "facets", "included", "links", "messages", "meta", "metadata", "warnings", "notes"];
/// Members of a body that end a range: beside them `from` and `start` begin it, and pass over nothing.
pub(super) const RANGE_ENDS: [&str; 9] =
    ["to", "end", "until", "till", "before", "enddate", "endtime", "todate", "stop"];
/// Words, in paths and operationIds, of calls that only look.
pub(super) const LOOKING: [&str; 6] = ["search", "query", "list", "find", "filter", "lookup"];
/// Words that a summary of such a call begins with, besides those.
pub(super) const RETRIEVING: [&str; 7] = ["get", "fetch", "fetches", "read", "retrieve", "return", "searches"];
/// Words of calls that make or change something, whatever else they say.
pub(super) const MAKING: [&str; 15] = [
    "add", "append", "create", "edit", "import", "insert", "invite", "modify", "register", "replace", "save", "submit",
    "update", "upload", "upsert",
];
