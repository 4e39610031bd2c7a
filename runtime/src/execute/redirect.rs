//! Where a redirect may lead: to the same origin, a few times, and never so that a write is silently repeated as
//! something else (RFC 9110 section 15.4).

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;

use crate::{Code, Fault};

/// Redirects followed in a row.
pub(super) const MAX_HOPS: usize = 5;

/// The next request of a chain.
#[derive(Debug, PartialEq)]
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) url: Url,
    /// Whether the body is sent again.
    pub(super) resend: bool,
}

/// What an answer to `method url` asks for: another request, nothing, or something that is refused.
pub(super) fn next(method: &Method, url: &Url, answer: (StatusCode, &HeaderMap)) -> Result<Option<Hop>, Fault> {
    let (status, headers) = answer;
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    // An empty address would be the same one again.
    let location = headers.get(LOCATION).filter(|value| !value.as_bytes().trim_ascii().is_empty());
    let location = location.ok_or_else(|| refused(status, "without saying where"))?;
    let target = location.to_str().ok().and_then(|text| url.join(text).ok());
    let target = target.ok_or_else(|| refused(status, "to an address that can't be read"))?;
    let host: String = target.host_str().unwrap_or_default().chars().take(100).collect();
    if url.scheme() == "https" && target.scheme() != "https" {
        return Err(refused(status, &format!("from https to an unencrypted address at {host}")));
    }
    if url.origin() != target.origin() || !target.username().is_empty() || target.password().is_some() {
        let scheme: String = target.scheme().chars().take(20).collect();
        let port = target.port().map(|port| format!(":{port}")).unwrap_or_default();
        return Err(refused(status, &format!("to another origin, {scheme}://{host}{port}")));
    }
    let safe = matches!(*method, Method::GET | Method::HEAD);
    let (method, resend) = match status.as_u16() {
        _ if safe => (method.clone(), true),
        307 | 308 => (method.clone(), true),
        303 => (Method::GET, false),
        _ => return Err(refused(status, &format!("a {method}, which would become another request, at {host}"))),
    };
    Ok(Some(Hop { method, url: target, resend }))
}

/// The fault for a chain that is too long.
pub(super) fn endless(status: StatusCode) -> Fault {
    refused(status, &format!("more than {MAX_HOPS} times in a row"))
}

fn refused(status: StatusCode, what: &str) -> Fault {
    let message = format!("the API answered {} and redirects {what}; that is not followed", status.as_u16());
    Fault::new(Code::RedirectRefused, message).suggesting("check the base URL: it may have moved")
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method, StatusCode};
    use reqwest::Url;

    use super::next;

    #[test]
    fn encryption_and_origin_are_kept() {
        let cases = [
            ("https://api.example.com/a", "/b", true),
            ("https://api.example.com/a", "https://api.example.com:443/b", true),
            ("https://api.example.com/a", "http://api.example.com/b", false),
            ("http://api.example.com/a", "https://api.example.com/b", false),
            ("https://api.example.com/a", "https://api.example.com:8443/b", false),
            ("https://api.example.com/a", "https://api.example.com.evil.example/b", false),
            ("https://api.example.com/a", "https://api.example.com@evil.example/b", false),
            ("https://api.example.com/a", "\\\\evil.example\\b", false),
        ];
        for (from, location, followed) in cases {
            let headers = HeaderMap::from_iter([(http::header::LOCATION, HeaderValue::from_static(location))]);
            let hop = next(&Method::GET, &Url::parse(from).unwrap(), (StatusCode::FOUND, &headers));
            assert_eq!(hop.is_ok_and(|hop| hop.is_some()), followed, "{location}");
        }
    }
}
