//! Chooses the credential for an operation: the first alternative of its security requirement (OpenAPI 3.1 section
//! 4.8.30) that the caller's credential satisfies. An anonymous alternative is the last resort.

mod missing;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::{Location, SchemeKind, SecurityScheme};

use crate::{Api, Code, Credential, Fault, Operation, Secret};
use missing::missing;
pub(super) use missing::remedy;

/// One piece of a credential and its place in the request.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) location: Location,
    pub(super) name: &'static str,
    /// `Bearer `, `Basic ` or nothing.
    pub(super) prefix: &'static str,
    pub(super) value: Secret,
}

/// The pieces to send, or what is missing. No piece at all is an anonymous call.
pub(super) fn choose(api: &Api, operation: &'static Operation, credential: &Credential) -> Result<Vec<Part>, Fault> {
    let parts = chosen(api, operation, credential).and_then(|alternative| satisfy(api, alternative, credential));
    let anonymous = operation.security.is_empty() || operation.security.iter().any(|names| names.is_empty());
    match parts {
        Some(parts) => parts.into_iter().map(sendable).collect(),
        None if anonymous => Ok(Vec::new()),
        None => Err(missing(api, operation, credential)),
    }
}

/// The schemes of the alternative that the credential satisfies.
pub(super) fn chosen(
    api: &Api,
    operation: &'static Operation,
    credential: &Credential,
) -> Option<&'static [&'static str]> {
    let mut named = operation.security.iter().filter(|alternative| !alternative.is_empty());
    named.find(|alternative| satisfy(api, alternative, credential).is_some()).copied()
}

fn satisfy(api: &Api, alternative: &[&str], credential: &Credential) -> Option<Vec<Part>> {
    let scheme = |name: &&str| api.schemes.iter().find(|scheme| scheme.name == *name);
    match credential {
        Credential::None => None,
        Credential::Environment(secrets) | Credential::Sealed { secrets, .. } => {
            alternative.iter().map(|name| own(scheme(name)?, secrets.get(*name)?)).collect()
        }
        Credential::Forwarded(authorization) => match alternative {
            [name] => Some(vec![forwarded(scheme(name)?, authorization)?]),
            _ => None,
        },
    }
}

/// A secret of this server's own.
fn own(scheme: &SecurityScheme, secret: &Secret) -> Option<Part> {
    let header = |prefix, value| Part { location: Location::Header, name: "Authorization", prefix, value };
    let text = secret.reveal();
    match scheme.kind {
        _ if text.is_empty() => None,
        SchemeKind::Bearer => Some(header("Bearer ", secret.clone())),
        SchemeKind::Basic => {
            let pair = if text.contains(':') { text.to_owned() } else { format!("{text}:") };
            Some(header("Basic ", Secret::new(STANDARD.encode(pair))))
        }
        SchemeKind::ApiKey { location: Location::Path, .. } | SchemeKind::Other => None,
        SchemeKind::ApiKey { location, name } => Some(Part { location, name, prefix: "", value: secret.clone() }),
    }
}

/// The caller's own `Authorization`, if it is of the scheme's kind.
fn forwarded(scheme: &SecurityScheme, authorization: &Secret) -> Option<Part> {
    let (word, rest) = authorization.reveal().trim().split_once(' ').unwrap_or((authorization.reveal().trim(), ""));
    let part = |prefix, value: &str| {
        let value = Secret::new(value.trim());
        Part { location: Location::Header, name: "Authorization", prefix, value }
    };
    match scheme.kind {
        SchemeKind::Bearer if word.eq_ignore_ascii_case("Bearer") && !rest.is_empty() => Some(part("Bearer ", rest)),
        SchemeKind::Basic if word.eq_ignore_ascii_case("Basic") && !rest.is_empty() => Some(part("Basic ", rest)),
        SchemeKind::ApiKey { location: Location::Header, name } if name.eq_ignore_ascii_case("Authorization") => {
            Some(part("", authorization.reveal()))
        }
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::ApiKey { .. } | SchemeKind::Other => None,
    }
}

/// Header values must not break out of their line (RFC 9110 section 5.5).
fn sendable(part: Part) -> Result<Part, Fault> {
    if part.value.reveal().chars().any(char::is_control) {
        let message = format!("the credential for {} holds a line break or another control character", part.name);
        return Err(Fault::new(Code::CredentialInvalid, message).suggesting("set it again without them"));
    }
    Ok(part)
}
