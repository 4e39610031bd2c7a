//! What narrows an MCP request over HTTP: an access token, and a header by which whoever sends the request asks for less.
//! Neither allows more than the server does.

use std::time::SystemTime;

use contract::Effect;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::access_token::{Refused, shown};
use crate::fault::quoted;
use crate::{AccessTokens, Caller, MODES, mode};

/// Who shows an access token; none where the request has no token. Err: it is not taken; nothing may be done then.
pub(crate) fn token(headers: &HeaderMap, tokens: Option<&AccessTokens>) -> Option<Result<Caller, Refused>> {
    let token = headers.get(AUTHORIZATION)?.to_str().ok().and_then(shown)?;
    Some(tokens.ok_or(Refused::NotTaken).and_then(|tokens| tokens.open(token, SystemTime::now())))
}

/// The severest effect that the header allows; without the header, any. Of several values the narrowest counts, as
/// something between client and server may have added one. Err: a value is no access mode; nothing may be done then.
pub(crate) fn ceiling(headers: &HeaderMap, name: Option<&str>) -> Result<Effect, String> {
    let Some(name) = name else { return Ok(Effect::Destructive) };
    let mut ceiling = Effect::Destructive;
    for value in headers.get_all(name) {
        let text = String::from_utf8_lossy(value.as_bytes());
        for word in text.split(',') {
            let allowed = mode(word).ok_or_else(|| {
                format!("the header {name} must be one of {}, not {}", MODES.join(", "), quoted(word.trim()))
            })?;
            ceiling = ceiling.min(allowed);
        }
    }
    Ok(ceiling)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::ceiling;

    #[test]
    fn a_header_only_narrows_and_is_understood_or_refused() {
        for (values, expected) in [
            (&[] as &[&str], "destructive"),
            (&["full"], "destructive"),
            (&["read-only"], "read"),
            (&["read-write"], "write"),
            (&[" Read-Only "], "read"),
            (&["full", "read-only"], "read"),
            (&["read-only, full"], "read"),
            (&["read-write", "full"], "write"),
            (&[""], "refused"),
            (&["readonly"], "refused"),
            (&["full,"], "refused"),
            (&["full", "admin"], "refused"),
            (&["read-only\u{e9}"], "refused"),
            (&["read-only; q=1"], "refused"),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("x-demo-mode", HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
            let found = ceiling(&headers, Some("X-Demo-Mode"));
            assert_eq!(found.map_or("refused", |effect| effect.as_str()), expected, "{values:?}");
            assert_eq!(ceiling(&headers, None).map_or("refused", |effect| effect.as_str()), "destructive");
        }
    }
}
