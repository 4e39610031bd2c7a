//! Credentials for the requests that the mock makes itself. It knows nothing of operations.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::RawRequest;
use crate::percent;
use crate::query::append_query;
use crate::security::{Requirement, SchemeKind};

/// Secrets by the name of their security scheme: a token, `user:password`, or a key. A scheme that
/// isn't listed gets a made-up one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials(pub BTreeMap<String, String>);

impl Credentials {
    /// Adds what the first alternative of a requirement asks for.
    pub(crate) fn apply(&self, requirement: &Requirement, request: &mut RawRequest) {
        for scheme in requirement.0.first().into_iter().flatten() {
            let made_up = match scheme.kind {
                SchemeKind::Basic => "user:made-up",
                _ => "made-up",
            };
            let secret = self.0.get(&scheme.name).map_or(made_up, String::as_str);
            carry(&scheme.kind, secret, request);
        }
    }
}

fn carry(kind: &SchemeKind, secret: &str, request: &mut RawRequest) {
    let mut header = |name: &str, value: String| {
        // Schemes may share a header, and some documents declare the key as a parameter too.
        if request.header_values(name).next().is_none() {
            request.headers.push((name.to_owned(), value));
        }
    };
    match kind {
        SchemeKind::Bearer => header("Authorization", format!("Bearer {secret}")),
        SchemeKind::Basic => header("Authorization", format!("Basic {}", STANDARD.encode(secret))),
        SchemeKind::Http(scheme) => header("Authorization", format!("{scheme} {secret}")),
        SchemeKind::ApiKeyHeader(name) => header(name, secret.to_owned()),
        SchemeKind::ApiKeyCookie(name) => header("Cookie", format!("{name}={secret}")),
        SchemeKind::ApiKeyQuery(name) => {
            let pair = format!("{}={}", percent::encode(name), percent::encode(secret));
            append_query(&mut request.target, &pair);
        }
        SchemeKind::MutualTls => {}
    }
}
