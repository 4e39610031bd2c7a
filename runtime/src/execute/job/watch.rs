//! Where to look for accepted work. An address that leads elsewhere is none.

use http::header::RETRY_AFTER;
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;

const LOCATION: &str = "location";

/// Headers with the address of the work's status, best first: `Operation-Location` (Microsoft REST API Guidelines,
/// "Long-running operations"), `Azure-AsyncOperation`, and `Location` (RFC 9110 section 15.3.3).
const ADDRESSES: [&str; 3] = ["operation-location", "azure-asyncoperation", LOCATION];

/// Longest address that is followed, in bytes.
const MAX_ADDRESS: usize = 8_192;

/// What to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Watch {
    /// The status of the work.
    pub(super) status: Url,
    /// Its result, where that has an address of its own.
    pub(super) result: Option<Url>,
}

impl Watch {
    /// What the answer to `method url` says: a 202 with an address of the same origin; or one to a GET that says when to
    /// ask again.
    pub(super) fn of(method: &Method, url: &Url, answer: (StatusCode, &HeaderMap)) -> Option<Self> {
        let (status, headers) = answer;
        if status != StatusCode::ACCEPTED {
            return None;
        }
        let named = ADDRESSES.iter().find(|name| headers.contains_key(**name));
        let Some(named) = named else {
            let again = *method == Method::GET && headers.contains_key(RETRY_AFTER);
            return again.then(|| Self { status: url.clone(), result: None });
        };
        let status = address(url, headers, named)?;
        let result = if *named == LOCATION { None } else { address(url, headers, LOCATION) };
        Some(Self { result: result.filter(|result| *result != status), status })
    }

    /// The same after another answer, which may have another address.
    pub(super) fn moved(&mut self, headers: &HeaderMap) {
        if let Some(status) = ADDRESSES.iter().find_map(|name| address(&self.status, headers, name)) {
            self.status = status;
        }
    }
}

/// The address in a header, if it is of the same origin.
fn address(url: &Url, headers: &HeaderMap, name: &str) -> Option<Url> {
    let text = headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())?;
    let mut target = url.join(text).ok().filter(|_| text.len() <= MAX_ADDRESS)?;
    target.set_fragment(None);
    let own = target.origin() == url.origin() && target.username().is_empty() && target.password().is_none();
    own.then_some(target)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
    use reqwest::Url;

    use super::Watch;

    /// The status and result addresses as paths.
    fn watched(method: &str, status: u16, headers: &[(&'static str, &'static str)]) -> Option<String> {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        let headers: HeaderMap = headers.iter().map(pair).collect();
        let url = Url::parse("https://api.example.com/v1/syncs?a=b").unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let watch = Watch::of(&method, &url, (StatusCode::from_u16(status).unwrap(), &headers))?;
        let path = |url: &Url| url.as_str().strip_prefix("https://api.example.com").unwrap().to_owned();
        Some(format!("{} {}", path(&watch.status), watch.result.as_ref().map(path).unwrap_or_default()))
    }

    #[test]
    fn addresses_of_the_same_origin() {
        for (method, status, headers, expected) in [
            ("POST", 202, &[("location", "/jobs/1")][..], Some("/jobs/1 ")),
            ("POST", 202, &[("location", "jobs/1?x=y#z")], Some("/v1/jobs/1?x=y ")),
            ("POST", 202, &[("location", "https://api.example.com:443/jobs/1")], Some("/jobs/1 ")),
            ("POST", 202, &[("operation-location", "/ops/1"), ("location", "/things/1")], Some("/ops/1 /things/1")),
            ("PUT", 202, &[("azure-asyncoperation", "/ops/1"), ("location", "/ops/1")], Some("/ops/1 ")),
            ("GET", 202, &[("retry-after", "1")], Some("/v1/syncs?a=b ")),
            ("POST", 202, &[("retry-after", "1")], None),
            ("GET", 202, &[], None),
            ("POST", 201, &[("location", "/jobs/1")], None),
            ("POST", 200, &[("operation-location", "/jobs/1")], None),
            ("POST", 202, &[("location", "")], None),
            ("POST", 202, &[("location", "https://api.example.com.evil.example/jobs/1")], None),
            ("POST", 202, &[("location", "http://api.example.com/jobs/1")], None),
            ("POST", 202, &[("location", "https://api.example.com:8443/jobs/1")], None),
            ("POST", 202, &[("location", "//evil.example/jobs/1")], None),
            ("POST", 202, &[("location", "\\\\evil.example\\jobs")], None),
            ("POST", 202, &[("location", "https://user@api.example.com/jobs/1")], None),
            ("POST", 202, &[("location", "file:///etc/passwd")], None),
            ("POST", 202, &[("location", "javascript:1")], None),
            // What hides the better address hides the other one too.
            ("POST", 202, &[("operation-location", "https://evil.example/1"), ("location", "/jobs/1")], None),
        ] {
            assert_eq!(watched(method, status, headers).as_deref(), expected, "{method} {status} {headers:?}");
        }
    }
}
