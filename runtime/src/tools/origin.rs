//! Who is calling: the one place where a [`Caller`] is made.

use std::collections::BTreeMap;
use std::net::IpAddr;

use contract::{SchemeKind, SecurityScheme};
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::uri::Authority;

use crate::{Caller, Credential, Inbound, Secret};

/// Who can reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The one process that started it, over stdio.
    Process,
    /// Every process of the machine.
    Loopback,
    /// Other machines.
    Network,
}

impl Reach {
    /// Who reaches a server that listens on an address. The unspecified address (`0.0.0.0`) is open to everyone.
    pub fn of(address: IpAddr) -> Self {
        if address.to_canonical().is_loopback() { Self::Loopback } else { Self::Network }
    }
}

/// The caller of a request. `parts` is the HTTP request's head; `own` the process's credential.
///
/// Over HTTP, where vendor.toml takes the `Authorization` header as the caller's credential, that header alone counts: a
/// proxy on this machine would lend the process's own credential to everyone it lets in. Where no header counts, the
/// server only listens on loopback, and the process's own credential is for requests that name a host of loopback.
pub(super) fn caller(reach: Reach, parts: Option<&Parts>, inbound: Inbound, own: &Credential) -> Caller {
    let shown = parts.and_then(|parts| parts.headers.get(AUTHORIZATION)?.to_str().ok());
    let credential = match (reach, inbound) {
        (Reach::Process, _) => own.clone(),
        (_, Inbound::ApiKey) => shown.map_or(Credential::None, |value| Credential::Forwarded(Secret::new(value))),
        (Reach::Loopback, Inbound::None) if parts.is_some_and(names_loopback) => own.clone(),
        (Reach::Loopback | Reach::Network, Inbound::None) => Credential::None,
    };
    Caller { local: reach == Reach::Process, ..Caller::new(credential) }
}

/// The credentials in the environment, by the names of their schemes. Empty variables count as absent; `Bearer ` in
/// front of a bearer token is dropped.
pub fn environment_credential(schemes: &[SecurityScheme], variable: impl Fn(&str) -> Option<String>) -> Credential {
    let secret = |scheme: &SecurityScheme| {
        let value = variable(scheme.environment?)?;
        let value = match scheme.kind {
            SchemeKind::Bearer => without_scheme(value.trim()),
            SchemeKind::Basic | SchemeKind::ApiKey { .. } | SchemeKind::Other => value.trim(),
        };
        (!value.is_empty()).then(|| (scheme.name.to_owned(), Secret::new(value)))
    };
    Credential::Environment(schemes.iter().filter_map(secret).collect::<BTreeMap<_, _>>())
}

fn without_scheme(value: &str) -> &str {
    match value.split_once(char::is_whitespace) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => token.trim_start(),
        None if value.eq_ignore_ascii_case("Bearer") => "",
        _ => value,
    }
}

fn names_loopback(parts: &Parts) -> bool {
    let header = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let authority = parts.uri.authority().map(Authority::as_str).or(header);
    let Some(authority) = authority.and_then(|text| text.parse::<Authority>().ok()) else { return false };
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address| Reach::of(address) == Reach::Loopback)
}

#[cfg(test)]
mod tests {
    use contract::{SchemeKind, SecurityScheme};
    use http::Request;

    use super::{Reach, caller, environment_credential};
    use crate::{Credential, Inbound, Secret};

    fn check(reach: Reach, inbound: Inbound, headers: &[(&str, &str)], expected: &str) {
        let mut request = Request::builder().uri("/mcp");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a valid request").into_parts();
        let own = Credential::Environment([("key".to_owned(), Secret::new("own"))].into());
        let parts = (reach != Reach::Process).then_some(&parts);
        let caller = caller(reach, parts, inbound, &own);
        assert_eq!(caller.local, reach == Reach::Process, "files are for who started the process");
        let seen = match caller.credential {
            Credential::None => "none".to_owned(),
            Credential::Environment(_) => "own".to_owned(),
            Credential::Sealed { id, .. } => id,
            Credential::Forwarded(secret) => secret.reveal().to_owned(),
        };
        assert_eq!(seen, expected, "{reach:?} {inbound:?} {headers:?}");
    }

    #[test]
    fn only_the_own_process_acts_with_the_own_credential() {
        let local = ("host", "localhost:8080");
        let shown = ("authorization", "Bearer theirs");
        check(Reach::Process, Inbound::None, &[], "own");
        check(Reach::Loopback, Inbound::None, &[local], "own");
        check(Reach::Loopback, Inbound::None, &[local, shown], "own");
        check(Reach::Loopback, Inbound::None, &[("host", "[::1]:8080")], "own");
        check(Reach::Loopback, Inbound::None, &[("host", "127.0.0.1")], "own");
        check(Reach::Loopback, Inbound::None, &[("host", "mcp.example.com")], "none");
        check(Reach::Loopback, Inbound::None, &[], "none");
        check(Reach::Loopback, Inbound::ApiKey, &[local], "none");
        check(Reach::Loopback, Inbound::ApiKey, &[local, shown], "Bearer theirs");
        check(Reach::Network, Inbound::ApiKey, &[local], "none");
        check(Reach::Network, Inbound::ApiKey, &[local, shown], "Bearer theirs");
    }

    #[test]
    fn environment_values_are_trimmed_and_empty_ones_left_out() {
        let scheme = |name, kind, variable| SecurityScheme { name, kind, environment: Some(variable) };
        let schemes = [
            scheme("bearer", SchemeKind::Bearer, "A"),
            scheme("basic", SchemeKind::Basic, "B"),
            scheme("empty", SchemeKind::Bearer, "C"),
            scheme("bare", SchemeKind::Bearer, "D"),
            SecurityScheme { name: "unnamed", kind: SchemeKind::Bearer, environment: None },
        ];
        let variable = |name: &str| {
            let value = match name {
                "A" => "bearer  abc ",
                "B" => "user:pass",
                "C" => " ",
                "D" => "Bearer ",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let Credential::Environment(secrets) = environment_credential(&schemes, variable) else {
            panic!("the environment is a credential");
        };
        let seen: Vec<_> = secrets.iter().map(|(name, secret)| (name.as_str(), secret.reveal())).collect();
        assert_eq!(seen, [("basic", "user:pass"), ("bearer", "abc")]);
    }
}
