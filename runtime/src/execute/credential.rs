//! Chooses the credential for an operation: the first alternative of its security requirement (OpenAPI 3.1 section
//! 4.8.30) that the caller's credential satisfies. An anonymous alternative is the last resort.

mod missing;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::{Location, SchemeKind, SecurityScheme};

use crate::{Api, Code, Credential, Fault, Operation, Secret};
use missing::missing;
pub(super) use missing::remedy;

/// The field of HTTP's own schemes (RFC 9110 section 11.6.2).
const AUTHORIZATION: &str = "Authorization";

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
    let schemes: Vec<&SecurityScheme> = alternative.iter().map(scheme).collect::<Option<_>>()?;
    match credential {
        Credential::None => None,
        Credential::Environment(secrets) | Credential::Sealed { secrets, .. } => {
            parts(&schemes, |scheme| own(scheme, secrets.get(scheme.name)?))
        }
        Credential::Forwarded(authorization) => parts(&schemes, |scheme| forwarded(scheme, authorization)),
    }
}

/// The pieces for schemes that are wanted together. Those that would stand in the same place can't: a request has one
/// `Authorization` (RFC 9110 section 11.6.2). Whichever is at hand stands for them.
fn parts(schemes: &[&SecurityScheme], part: impl Fn(&SecurityScheme) -> Option<Part>) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for scheme in schemes {
        let place = place(scheme)?;
        if !parts.iter().any(|part| is_same(place, (part.location, part.name))) {
            let rivals = schemes.iter().filter(|rival| self::place(rival).is_some_and(|other| is_same(place, other)));
            parts.push(rivals.into_iter().find_map(|rival| part(rival))?);
        }
    }
    Some(parts)
}

/// Where the credential of a scheme travels; none where it can't.
fn place(scheme: &SecurityScheme) -> Option<(Location, &'static str)> {
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::Basic => Some((Location::Header, AUTHORIZATION)),
        SchemeKind::ApiKey { location: Location::Path, .. } | SchemeKind::Other => None,
        SchemeKind::ApiKey { location, name } => Some((location, name)),
    }
}

/// Names of header fields are the same in any case (RFC 9110 section 5.1).
fn is_same((one, name): (Location, &str), (other, rival): (Location, &str)) -> bool {
    one == other && (name == rival || one == Location::Header && name.eq_ignore_ascii_case(rival))
}

/// A secret of this server's own.
fn own(scheme: &SecurityScheme, secret: &Secret) -> Option<Part> {
    let header = |prefix, value| Part { location: Location::Header, name: AUTHORIZATION, prefix, value };
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
        Part { location: Location::Header, name: AUTHORIZATION, prefix, value }
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
