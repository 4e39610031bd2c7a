//! A request ready for the wire: base URL, constant headers and content negotiation added to what the handler wrote.

use contract::{CONNECTION_HEADERS, Entry, Location, RESERVED_HEADERS};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use super::credential::Part;
use crate::fault::pointer;
use crate::{BaseUrl, Caller, Code, Fault, Request, Server};

/// Longest URL that is sent, in bytes; servers accept far less.
const MAX_URL: usize = 32_768;

/// What a cookie value can't hold (RFC 6265 section 4.1.1).
const COOKIE_VALUE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// Whether a header is the server's own, whatever a parameter says; cookies are collected.
fn is_owned(name: &str) -> bool {
    let mut owned = RESERVED_HEADERS.iter().chain(&CONNECTION_HEADERS).chain(&["cookie"]);
    owned.any(|owned| name.eq_ignore_ascii_case(owned))
}

/// A request with everything but the credential.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    pub(super) method: http::Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) cookies: Vec<String>,
    pub(super) body: Option<Vec<u8>>,
}

impl Outgoing {
    /// Completes what a handler wrote.
    pub(super) fn new(server: &Server, caller: &Caller, entry: Entry<'_>, request: Request) -> Result<Self, Fault> {
        let environment = caller.environment.as_ref();
        let own = entry.server().map(|own| server.places.own(server.api(), own, environment)).transpose();
        let own = own.map_err(|cause| Fault::new(Code::Internal, format!("the operation's own server: {cause}")))?;
        let url = url(own.as_ref().or(environment).unwrap_or(&server.base_url), &request)?;
        let mut headers = HeaderMap::new();
        let user_agent = format!("{}-mcp/{}", server.api().name, env!("CARGO_PKG_VERSION"));
        headers.insert(USER_AGENT, header_value("User-Agent", &user_agent)?);
        headers.insert(ACCEPT, accept(entry));
        let mut cookies = request.cookies;
        for (name, value) in &request.headers {
            if name.eq_ignore_ascii_case("cookie") {
                // There is one such field (RFC 6265 section 5.4).
                cookies.extend(value.split(';').map(|pair| pair.trim().to_owned()).filter(|pair| !pair.is_empty()));
            }
            if !is_owned(name) {
                let value = header_value(name, value).map_err(|fault| fault.at(place(entry, name)))?;
                headers.insert(header_name(name)?, value);
            }
        }
        for (name, value) in server.api().headers {
            headers.insert(header_name(name)?, header_value(name, value)?);
        }
        if let Some(content) = &request.body {
            let value = header_value("Content-Type", &content.media_type).map_err(|fault| fault.at("/body"))?;
            headers.insert(CONTENT_TYPE, value);
        }
        let method = http::Method::from_bytes(request.method.as_str().as_bytes())
            .map_err(|_| Fault::new(Code::Internal, "the method can't be sent"))?;
        let body = request.body.map(|content| content.bytes);
        Ok(Self { method, url, headers, cookies, body })
    }

    /// Adds the credential.
    pub(super) fn authorize(&mut self, credential: &[Part]) -> Result<(), Fault> {
        let mut cookies = self.cookies.clone();
        for part in credential {
            let secret = part.value.reveal();
            match part.location {
                Location::Header => {
                    let mut value = header_value(part.name, &format!("{}{secret}", part.prefix))?;
                    value.set_sensitive(true);
                    self.headers.insert(header_name(part.name)?, value);
                }
                Location::Query => add_key(&mut self.url, part.name, secret),
                Location::Cookie => {
                    cookies.retain(|pair| pair.split('=').next() != Some(part.name));
                    cookies.push(format!("{}={}", part.name, utf8_percent_encode(secret, COOKIE_VALUE)));
                }
                Location::Path => {}
            }
        }
        self.headers.remove(COOKIE);
        if !cookies.is_empty() {
            let mut value = header_value("Cookie", &cookies.join("; "))?;
            value.set_sensitive(true);
            self.headers.insert(COOKIE, value);
        }
        Ok(())
    }
}

/// Sets a key in the query, in place of one of the same name.
fn add_key(url: &mut Url, name: &str, secret: &str) {
    const SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');
    let name = utf8_percent_encode(name, SET).to_string();
    let other = |pair: &&str| pair.split('=').next() != Some(name.as_str());
    let kept: Vec<&str> =
        url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).filter(other).collect();
    let key = format!("{name}={}", utf8_percent_encode(secret, SET));
    let query = kept.into_iter().chain([key.as_str()]).collect::<Vec<_>>().join("&");
    url.set_query(Some(&query));
}

/// The URL, unless reading it would change its path: then it would address something else.
fn url(base: &BaseUrl, request: &Request) -> Result<Url, Fault> {
    let (path, constant) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let slash = if path.starts_with('/') || path.is_empty() { "" } else { "/" };
    let mut text = format!("{}{slash}{path}", base.as_str());
    let query =
        [constant].into_iter().filter(|query| !query.is_empty()).chain(request.query.iter().map(String::as_str));
    for (index, pair) in query.enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(pair);
    }
    if text.len() > MAX_URL {
        let message = format!("the URL would be {} bytes long; {MAX_URL} are possible", text.len());
        return Err(Fault::new(Code::InvalidValue, message).at("/params").suggesting("pass fewer or shorter values"));
    }
    let url = Url::parse(&text).map_err(|error| Fault::new(Code::Internal, format!("no URL can be made: {error}")))?;
    let wanted = text.split('?').next().unwrap_or_default();
    let kept = url.as_str().split('?').next().unwrap_or_default();
    if kept.trim_end_matches('/') != wanted.trim_end_matches('/') {
        let message = "a path parameter would make the call address another path";
        return Err(Fault::new(Code::InvalidValue, message).at("/params"));
    }
    Ok(as_written(url, &text))
}

/// The URL with the apostrophes of its query as they are in `text`. Reading encodes them (URL standard, special-query
/// percent-encode set); RFC 3986 section 2.2 reserves them, so that an API may tell them from `%27`. The parts of a read URL
/// are those of the written one, as apostrophes come after where they begin.
fn as_written(url: Url, text: &str) -> Url {
    let written = text.split_once('?').map(|(_, query)| query).filter(|query| query.contains('\''));
    let same = |written: &&str| url.query().is_some_and(|read| read == written.replace('\'', "%27"));
    let exact = |written: &str| {
        let mut parts = url.serialize_internal(serde_json::value::Serializer).ok()?;
        let whole = parts.get_mut(0)?;
        let (before, _) = whole.as_str()?.split_once('?')?;
        *whole = serde_json::Value::String(format!("{before}?{written}"));
        Url::deserialize_internal(parts).ok()
    };
    written.filter(same).and_then(exact).unwrap_or(url)
}

/// The operation's own media type first, JSON before others.
fn accept(entry: Entry<'_>) -> HeaderValue {
    let success = |status: &str| status.starts_with('2') || status == "default";
    let own = entry.answers().filter(|answer| success(answer.status())).find_map(contract::Answer::media_type);
    let text = match own {
        None | Some("application/json" | "*/*") => "application/json, */*;q=0.5".to_owned(),
        Some(own) => format!("{own}, application/json;q=0.9, */*;q=0.5"),
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/json, */*;q=0.5"))
}

/// Where a call has the argument that a header field is written from.
fn place(entry: Entry<'_>, field: &str) -> String {
    let is_it = |parameter: &contract::Parameter<'_>| {
        parameter.location() == Location::Header && parameter.name().eq_ignore_ascii_case(field)
    };
    let parameter = entry.parameters().find(is_it);
    parameter.map_or_else(|| "/params".to_owned(), |parameter| pointer("/params", parameter.argument()))
}

fn header_name(name: &str) -> Result<HeaderName, Fault> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Fault::new(Code::Internal, format!("{} is no header name", crate::fault::quoted(name))))
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, Fault> {
    HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| Fault::new(Code::InvalidValue, format!("the value of the header {name} can't be sent")))
}
