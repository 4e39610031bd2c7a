//! What follows a page: a pure function of the page and of how the operation pages.

use contract::Pagination;
use http::HeaderMap;

use super::json::{at, unescaped};
use super::link;
use super::page::Page;
use crate::{Code, Fault};

/// Longest cursor, in bytes of JSON text.
const MAX_CURSOR: usize = 8_192;

/// What to do after a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The list ends here.
    End,
    /// There is another page.
    Next(Turn),
    /// There may be more, but no way there.
    Stop(Fault),
}

/// What leads to the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Another value, as JSON text, for an argument of the operation.
    Argument(&'static str, String),
    /// An address that the API gave, absolute or relative to the page.
    Address(String),
}

/// Where the list stands in a page's body.
pub(super) fn items(pagination: &Pagination) -> &'static str {
    match pagination {
        Pagination::Cursor { items, .. }
        | Pagination::Offset { items, .. }
        | Pagination::PageNumber { items, .. }
        | Pagination::LinkHeader { items }
        | Pagination::NextUrl { items, .. } => items,
    }
}

/// Decides what follows. `position` is the page's number or offset, for those who count.
///
/// A list ends where the page says so: without a next cursor or address, with a flag like `has_more: false`, or, where
/// pages are counted, with a page without items. A short page alone ends nothing.
pub(super) fn step(pagination: &Pagination, page: &Page<'_>, headers: &HeaderMap, position: i64) -> Step {
    match *pagination {
        Pagination::Cursor { parameter, next, .. } => cursor(parameter, next, page),
        Pagination::Offset { parameter, .. } => {
            let items = i64::try_from(page.items).unwrap_or(i64::MAX);
            counted(parameter, page, position.saturating_add(items))
        }
        Pagination::PageNumber { parameter, .. } => counted(parameter, page, position.saturating_add(1)),
        Pagination::LinkHeader { .. } => {
            link::next(headers).map_or(Step::End, |target| Step::Next(Turn::Address(target)))
        }
        Pagination::NextUrl { next, .. } => address(page.at(next)),
    }
}

fn counted(parameter: &'static str, page: &Page<'_>, next: i64) -> Step {
    match page.has_more() {
        Some(false) => return Step::End,
        Some(true) if page.items == 0 => return Step::Stop(lost("says that there is more, but its page has no items")),
        None if page.items == 0 => return Step::End,
        Some(true) | None => {}
    }
    Step::Next(Turn::Argument(parameter, next.to_string()))
}

fn cursor(parameter: &'static str, next: &str, page: &Page<'_>) -> Step {
    let more = page.has_more();
    // The last item's id is there, whether there is more or not, and can be any number.
    let is_id = next.contains("/-/");
    let value = page.at(next).filter(|value| !(is_nothing(value) && !is_id || matches!(*value, "null" | "\"\"")));
    match value {
        _ if more == Some(false) => Step::End,
        None if more == Some(true) => Step::Stop(lost("says that there is more, but not where")),
        None => Step::End,
        Some(value) if value.len() > MAX_CURSOR => Step::Stop(lost("gives a next cursor that is too long")),
        Some(value) if value.starts_with('"') => match unescaped(value).filter(|text| is_address(text)) {
            // Into a body it goes back as it is: the query that an address has is not what tells the page there.
            Some(url) if Pagination::within_body(parameter).is_none() => Step::Next(Turn::Address(url.into_owned())),
            _ => Step::Next(Turn::Argument(parameter, value.to_owned())),
        },
        Some(value) if value.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
            Step::Next(Turn::Argument(parameter, value.to_owned()))
        }
        Some(_) => Step::Stop(lost("gives a next cursor that is neither a string nor a number")),
    }
}

/// `false`, `0` and `""` say that there is no more, as `null` does.
fn is_nothing(value: &str) -> bool {
    matches!(value, "null" | "false" | "0" | "-1" | "[]" | "{}")
        || unescaped(value).is_some_and(|text| text.trim().is_empty())
}

/// Whether a cursor is the next page's address.
fn is_address(text: &str) -> bool {
    let absolute = text.starts_with("https://") || text.starts_with("http://");
    absolute || text.starts_with(['/', '?']) && text.contains('?') && text.contains('=')
}

/// An address, or an object that has it as `href` (HAL).
fn address(value: Option<&str>) -> Step {
    let Some(value) = value.filter(|value| !is_nothing(value)) else { return Step::End };
    let value = if value.starts_with('{') { at(value, "/href").unwrap_or("null") } else { value };
    match unescaped(value) {
        Some(url) => Step::Next(Turn::Address(url.into_owned())),
        None if value == "null" => Step::End,
        None => Step::Stop(lost("gives an address of the next page that is no string")),
    }
}

fn lost(what: &str) -> Fault {
    Fault::new(Code::InvalidAnswer, format!("the API {what}")).suggesting("narrow the call to see the rest")
}

#[cfg(test)]
mod tests {
    use contract::Pagination;
    use http::header::LINK;
    use http::{HeaderMap, HeaderValue};

    use super::super::page::Page;
    use super::{Step, Turn, items, step};

    const CURSOR: Pagination = Pagination::Cursor { parameter: "after", next: "/meta/next", items: "/data" };
    const NESTED: Pagination =
        Pagination::Cursor { parameter: "after", next: "/data/pageInfo/endCursor", items: "/data/nodes" };
    const BODY: Pagination = Pagination::Cursor { parameter: "/body/after", next: "/next", items: "/data" };
    const LAST_ID: Pagination = Pagination::Cursor { parameter: "after", next: "/data/-/id", items: "/data" };
    const OFFSET: Pagination = Pagination::Offset { parameter: "offset", items: "/data" };
    const NUMBER: Pagination = Pagination::PageNumber { parameter: "page", items: "" };
    const LINKED: Pagination = Pagination::LinkHeader { items: "" };
    const URL: Pagination = Pagination::NextUrl { next: "/links/next", items: "/data" };

    /// `end`, `stop: …`, `argument=value` or `-> address`.
    fn after(pagination: &Pagination, body: &str) -> String {
        let link = HeaderValue::from_static("</first>; rel=first, <?p=2>; rel=\"next\"");
        let headers = if body.contains("linked") { HeaderMap::from_iter([(LINK, link)]) } else { HeaderMap::new() };
        let page = match Page::read(body, items(pagination)) {
            Ok(page) => page,
            Err(fault) => return format!("unreadable: {}", fault.message),
        };
        match step(pagination, &page, &headers, 7) {
            Step::End => "end".to_owned(),
            Step::Next(Turn::Argument(name, value)) => format!("{name}={value}"),
            Step::Next(Turn::Address(url)) => format!("-> {url}"),
            Step::Stop(fault) => format!("stop: {}", fault.message),
        }
    }

    #[test]
    fn what_follows_a_page() {
        let cases = [
            (&CURSOR, r#"{"data":[1],"meta":{"next":"c2"}}"#, r#"after="c2""#),
            (&CURSOR, r#"{"data":[1],"meta":{"next":12345678901234567890123}}"#, "after=12345678901234567890123"),
            (&CURSOR, r#"{"data":[],"meta":{"next":"c2"}}"#, r#"after="c2""#),
            (&CURSOR, r#"{"meta":{"next":"c2"}}"#, r#"after="c2""#),
            (&CURSOR, r#"{"data":[1],"meta":{"next":null}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"meta":{"next":""}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"meta":{"next":false}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"meta":{"next":0}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"meta":{}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"meta":[]}"#, "end"),
            (&CURSOR, r#"{"data":null}"#, "end"),
            (&CURSOR, r#"{"data":[1],"has_more":false,"meta":{"next":"c2"}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"meta":{"next":"c2","hasNextPage":false}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"user":{"has_more":false},"meta":{"next":"c2"}}"#, r#"after="c2""#),
            (&CURSOR, r#"{"data":[{"has_more":false}],"meta":{"next":"c2"}}"#, r#"after="c2""#),
            (&NESTED, r#"{"data":{"nodes":[1],"pageInfo":{"endCursor":"c2","hasNextPage":true}}}"#, r#"after="c2""#),
            (&NESTED, r#"{"data":{"nodes":[1],"pageInfo":{"endCursor":"c2","hasNextPage":false}}}"#, "end"),
            (&CURSOR, r#"{"data":[1],"has_more":true}"#, "stop: the API says that there is more, but not where"),
            (
                &CURSOR,
                r#"{"data":[1],"meta":{"next":{"id":1}}}"#,
                "stop: the API gives a next cursor that is neither a string nor a number",
            ),
            (
                &CURSOR,
                r#"{"data":[1],"meta":{"next":"https://a.example/x?after=c2"}}"#,
                "-> https://a.example/x?after=c2",
            ),
            (&CURSOR, r#"{"data":[1],"meta":{"next":"\/x?after=c2"}}"#, "-> /x?after=c2"),
            (&CURSOR, r#"{"data":[1],"meta":{"next":"/x+c2=="}}"#, r#"after="/x+c2==""#),
            (&CURSOR, r#"{"data":{}}"#, "unreadable: the page has no list at /data, where the document has it"),
            (&BODY, r#"{"data":[1],"next":"\/x?after=c2"}"#, r#"/body/after="\/x?after=c2""#),
            (&LAST_ID, r#"{"data":[{"id":1},{"id":"b"}],"has_more":true}"#, r#"after="b""#),
            (&LAST_ID, r#"{"data":[{"id":1},{"id":2}]}"#, "after=2"),
            (&LAST_ID, r#"{"data":[{"id":1},{"id":2}],"has_more":false}"#, "end"),
            (&LAST_ID, r#"{"data":[{"id":-1},{"id":0}]}"#, "after=0"),
            (&LAST_ID, r#"{"data":[{"id":1},{"id":null}]}"#, "end"),
            (&LAST_ID, r#"{"data":[{"id":1},{}]}"#, "end"),
            (&LAST_ID, r#"{"data":[]}"#, "end"),
            (&OFFSET, r#"{"data":["a","b"]}"#, "offset=9"),
            (&OFFSET, r#"{"data":[]}"#, "end"),
            (&OFFSET, r#"{}"#, "end"),
            (
                &OFFSET,
                r#"{"data":[],"has_more":true}"#,
                "stop: the API says that there is more, but its page has no items",
            ),
            (&OFFSET, r#"{"data":["a"],"pagination":{"is_last":true}}"#, "end"),
            (&OFFSET, r#"{"data":["a"],"hasMore":"no"}"#, "offset=8"),
            (&NUMBER, "[1]", "page=8"),
            (&NUMBER, "[]", "end"),
            (&NUMBER, "null", "end"),
            (&LINKED, r#"["linked"]"#, "-> ?p=2"),
            (&LINKED, "[]", "end"),
            (&URL, r#"{"data":[],"links":{"next":"?p=2"}}"#, "-> ?p=2"),
            (&URL, r#"{"data":[],"links":{"next":{"href":"/x"}}}"#, "-> /x"),
            (&URL, r#"{"data":[],"links":{"next":{"href":null}}}"#, "end"),
            (&URL, r#"{"data":[],"links":{"next":""}}"#, "end"),
            (&URL, r#"{"data":[],"links":null}"#, "end"),
            (
                &URL,
                r#"{"data":[],"links":{"next":[1]}}"#,
                "stop: the API gives an address of the next page that is no string",
            ),
        ];
        for (pagination, body, expected) in cases {
            assert_eq!(after(pagination, body), expected, "{pagination:?} {body}");
        }
    }
}
