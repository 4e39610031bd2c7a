//! The next page's address, where an API names it. Its query alone is taken: the request goes where the one before went,
//! so that what else stands in the address can lead nowhere.

use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::query::{MAX_PAIRS, Pair, pairs};
use crate::fault::quoted;
use crate::{Code, Fault};

/// Longest address that is read, in bytes.
const MAX_LENGTH: usize = 32_768;

/// The query of the address that an answer to `current` names. Its host must be that of `current`, the base URL's; the
/// scheme may be the other one of HTTP, as APIs behind a gateway write it. So may the path have another beginning, where
/// the query alone tells the page: GitHub calls `/repos/a/b/issues` `/repositories/7/issues`.
pub(super) fn query(current: &Url, next: &str) -> Result<Vec<Pair>, Fault> {
    if next.len() > MAX_LENGTH {
        return Err(refused("an address that is too long"));
    }
    let url = current.join(next.trim()).map_err(|_| refused("an address that can't be read"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("an address with a user name or password"));
    }
    if !is_same_host(&url, current) {
        let origin = format!("{}://{}", url.scheme(), url.authority());
        return Err(refused(&format!("another origin, {}", quoted(&origin))));
    }
    let is_alike = || {
        let told = url.query().is_some_and(|query| !query.is_empty()) && url.query() != current.query();
        told && segments(&url).last() == segments(current).last()
    };
    if !segments(&url).eq(segments(current)) && !is_alike() {
        return Err(refused(&format!("another path, {}", quoted(url.path()))));
    }
    let pairs = pairs(url.query().unwrap_or_default());
    if pairs.len() > MAX_PAIRS {
        return Err(refused("an address with too many parameters"));
    }
    Ok(pairs)
}

/// Whether both are at one host, by HTTP with or without encryption.
fn is_same_host(url: &Url, current: &Url) -> bool {
    let is_http = |url: &Url| matches!(url.scheme(), "http" | "https");
    is_http(url) && is_http(current) && url.host() == current.host() && url.port() == current.port()
        || url.origin().is_tuple() && url.origin() == current.origin()
}

/// The path's segments, decoded; a slash at the end makes no difference.
fn segments(url: &Url) -> impl Iterator<Item = Vec<u8>> {
    url.path().trim_end_matches('/').split('/').map(|segment| percent_decode_str(segment).collect())
}

fn refused(what: &str) -> Fault {
    let message = format!("the API names {what} as the next page; that is not followed");
    Fault::new(Code::RedirectRefused, message).suggesting("narrow the call instead, so that one page is enough")
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::query;

    #[test]
    fn only_the_query_may_differ() {
        let current = Url::parse("https://api.example.com/v1/items%2Cx?page=1&f=a").unwrap();
        for (next, expected) in [
            ("https://api.example.com/v1/items%2Cx?page=2", Ok("page=2")),
            ("https://API.example.com:443/v1/items,x/?page=2#top", Ok("page=2")),
            ("//api.example.com/v1/items,x?page=2", Ok("page=2")),
            ("/v1/items%2cx?a=1&a=%202+3&b", Ok("a=1|a= 2 3|b=")),
            ("?page=2", Ok("page=2")),
            ("../v1/items,x?page=2", Ok("page=2")),
            ("", Ok("page=1|f=a")),
            ("/v1/items,x", Ok("")),
            ("http://api.example.com/v1/items,x?page=2", Ok("page=2")),
            ("https://api.example.com/collections/7/items,x?page=2", Ok("page=2")),
            ("/collections/7/items%2Cx?page=2", Ok("page=2")),
            ("/collections/7/items,x", Err("another path")),
            ("/collections/7/items,x?page=1&f=a", Err("another path")),
            ("http://api.example.com:8443/v1/items,x?page=2", Err("another origin")),
            ("https://api.example.com:8443/v1/items,x?page=2", Err("another origin")),
            ("https://evil.example/v1/items,x?page=2", Err("another origin")),
            ("https://api.example.com.evil.example/v1/items,x", Err("another origin")),
            ("https://api.example.com@evil.example/v1/items,x", Err("user name")),
            ("https://user:pass@api.example.com/v1/items,x", Err("user name")),
            ("https://user@api.example.com/v1/items,x", Err("user name")),
            ("\\\\evil.example\\v1\\items,x", Err("another origin")),
            ("file:///v1/items,x", Err("another origin")),
            ("file://api.example.com/v1/items,x", Err("another origin")),
            ("javascript:alert(1)", Err("another origin")),
            ("data:application/json,{}", Err("another origin")),
            ("https://", Err("can't be read")),
            ("/v1/users?page=2", Err("another path")),
            ("/v1/items,x/1", Err("another path")),
            ("/v1", Err("another path")),
            ("/v1/items%252Cx", Err("another path")),
            ("./../../admin", Err("another path")),
            ("//v1/items,x", Err("another origin")),
        ] {
            let pairs = query(&current, next).map(|pairs| {
                let pair = |pair: &super::Pair| format!("{}={}", pair.name, pair.value);
                pairs.iter().map(pair).collect::<Vec<_>>().join("|")
            });
            match expected {
                Ok(_) => assert_eq!(pairs.as_deref().ok(), expected.ok(), "{next}"),
                Err(words) => {
                    let message = pairs.map_err(|fault| fault.message).unwrap_err();
                    assert!(message.contains(words), "{next}: {message}");
                }
            }
        }
        assert!(query(&current, &"?".repeat(40_000)).is_err());
        assert!(query(&current, &format!("?{}", "a&".repeat(600))).is_err());
    }
}
