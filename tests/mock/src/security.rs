//! Security requirements (OpenAPI 3.1 sections 4.8.27 and 4.8.30): reading them, and whether a
//! request carries the credentials. It never looks at what a credential is good for.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Summary;
use crate::document::{Node, View};
use crate::query::Query;
use crate::{Error, Options, RawRequest};

/// Alternatives, each a list of schemes that have to hold together. No alternative, or an empty
/// one, accepts an anonymous request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requirement(pub(crate) Vec<Vec<Scheme>>);

/// A security scheme under the name that the document gives it.
#[derive(Debug, Clone)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    pub(crate) kind: SchemeKind,
}

/// Where a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    /// RFC 6750; OAuth 2.0 and OpenID Connect too.
    Bearer,
    /// RFC 7617.
    Basic,
    /// `Authorization` with another scheme name of the IANA registry.
    Http(String),
    ApiKeyHeader(String),
    ApiKeyQuery(String),
    ApiKeyCookie(String),
    /// A client certificate, which this side of the wire can't see.
    MutualTls,
}

impl Requirement {
    /// Whether no credential is asked for.
    pub(crate) fn is_anonymous(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(Vec::is_empty)
    }

    /// Query keys that carry a credential.
    pub(crate) fn query_keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().filter_map(|scheme| match &scheme.kind {
            SchemeKind::ApiKeyQuery(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// What is missing, if no alternative holds.
    pub(crate) fn missing(&self, request: &RawRequest, query: &Query) -> Option<String> {
        let holds = |scheme: &Scheme| scheme.kind.is_carried(request, query);
        let hold = |schemes: &Vec<Scheme>| {
            // A request has one field of each name: of schemes that share it, one is all that can be carried.
            let stands_for =
                |scheme: &Scheme, rival: &Scheme| rival.kind.field() == scheme.kind.field() && holds(rival);
            schemes.iter().all(|scheme| schemes.iter().any(|rival| stands_for(scheme, rival)))
        };
        if self.is_anonymous() || self.0.iter().any(hold) {
            return None;
        }
        let names = |schemes: &Vec<Scheme>| {
            let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
            names.join(" and ")
        };
        let alternatives: Vec<String> = self.0.iter().map(names).collect();
        Some(format!("no valid credential for {}", alternatives.join(", or ")))
    }
}

impl SchemeKind {
    /// Where the credential stands: what kind of place, and its name.
    fn field(&self) -> (&'static str, String) {
        match self {
            SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) => ("header", "authorization".to_owned()),
            SchemeKind::ApiKeyHeader(name) => ("header", name.to_ascii_lowercase()),
            SchemeKind::ApiKeyQuery(name) => ("query", name.clone()),
            SchemeKind::ApiKeyCookie(name) => ("cookie", name.clone()),
            SchemeKind::MutualTls => ("certificate", String::new()),
        }
    }

    fn is_carried(&self, request: &RawRequest, query: &Query) -> bool {
        match self {
            SchemeKind::Bearer => authorization(request, "bearer").is_some_and(is_token68),
            SchemeKind::Basic => authorization(request, "basic").is_some_and(is_basic),
            SchemeKind::Http(scheme) => authorization(request, scheme).is_some(),
            SchemeKind::ApiKeyHeader(name) => request.header_values(name).any(|key| !key.is_empty()),
            SchemeKind::ApiKeyQuery(name) => query.values(name).any(|key| !key.is_empty()),
            SchemeKind::ApiKeyCookie(name) => cookies(request).any(|(other, key)| other == name && !key.is_empty()),
            SchemeKind::MutualTls => true,
        }
    }
}

/// Names and raw values of all cookies (RFC 6265 section 4.2.1).
pub(crate) fn cookies(request: &RawRequest) -> impl Iterator<Item = (&str, &str)> {
    request.header_values("cookie").flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

/// The credentials behind a scheme name, which is compared without case (RFC 9110 section 11.1).
fn authorization<'a>(request: &'a RawRequest, scheme: &str) -> Option<&'a str> {
    let mut values = request.header_values("authorization");
    let (name, credentials) = values.next()?.split_once(' ')?;
    let alone = values.next().is_none();
    (alone && name.eq_ignore_ascii_case(scheme)).then(|| credentials.trim_start_matches(' '))
}

/// `b64token` of RFC 6750 section 2.1.
fn is_token68(token: &str) -> bool {
    let body = token.trim_end_matches('=');
    !body.is_empty() && body.chars().all(|character| character.is_ascii_alphanumeric() || "-._~+/".contains(character))
}

/// RFC 7617 section 2: base64 of user-id, colon, password, without control characters.
fn is_basic(credentials: &str) -> bool {
    STANDARD.decode(credentials).is_ok_and(|bytes| bytes.contains(&b':') && !bytes.iter().any(u8::is_ascii_control))
}

/// The requirement in force: what the options say of this operation, else what the operation declares, else the document,
/// else the options' default.
pub(crate) fn requirement(
    view: &View,
    options: &Options,
    operation: &Node<'_>,
    summary: &Summary,
) -> Result<Requirement, Error> {
    let route = format!("{} {}", summary.method, summary.path);
    if let Some(chosen) = options.operation_security.get(&route) {
        return decided(view, chosen);
    }
    let root = view.root();
    for holder in [operation, &root] {
        if let Some(declared) = holder.member("security") {
            let alternatives = holder.elements("security").into_iter().map(|alternative| {
                // What a name means that the document doesn't define, nobody can check.
                let names = alternative.entries().into_iter().filter(|(name, _)| is_defined(view, name));
                names.map(|(name, _)| scheme(view, &name, &declared.pointer)).collect()
            });
            return Ok(Requirement(alternatives.collect::<Result<_, _>>()?));
        }
    }
    decided(view, &options.security)
}

/// A requirement of the options.
fn decided(view: &View, alternatives: &[Vec<String>]) -> Result<Requirement, Error> {
    let alternatives = alternatives.iter().map(|names| names.iter().map(|name| scheme(view, name, "")).collect());
    Ok(Requirement(alternatives.collect::<Result<_, _>>()?))
}

/// Every scheme that the document defines.
pub(crate) fn schemes(view: &View) -> Result<Vec<Scheme>, Error> {
    let components = view.root().member("components");
    let named = components.map(|components| components.named("securitySchemes"));
    let names = named.into_iter().flatten();
    names.map(|(name, node)| scheme(view, &name, &node.pointer)).collect()
}

fn is_defined(view: &View, name: &str) -> bool {
    let components = view.root().member("components");
    components.and_then(|it| it.member("securitySchemes")?.member(name)).is_some()
}

fn scheme(view: &View, name: &str, place: &str) -> Result<Scheme, Error> {
    let node = view.root().member("components");
    let node = node.and_then(|components| components.member("securitySchemes"));
    let Some(node) = node.and_then(|schemes| schemes.member(name)) else {
        return Err(Error::at(place, format!("no security scheme is called {name}")));
    };
    let node = view.resolve(node)?;
    let key = node.text("name").unwrap_or_default().to_owned();
    let kind = match (node.text("type"), node.text("in")) {
        (Some("http"), _) => http(node.text("scheme").unwrap_or_default()),
        (Some("oauth2" | "openIdConnect"), _) => SchemeKind::Bearer,
        (Some("mutualTLS"), _) => SchemeKind::MutualTls,
        (Some("apiKey"), Some("header")) => SchemeKind::ApiKeyHeader(key),
        (Some("apiKey"), Some("query")) => SchemeKind::ApiKeyQuery(key),
        (Some("apiKey"), Some("cookie")) => SchemeKind::ApiKeyCookie(key),
        _ => return Err(Error::at(&node.pointer, "the security scheme has no known type")),
    };
    Ok(Scheme { name: name.to_owned(), kind })
}

fn http(scheme: &str) -> SchemeKind {
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => SchemeKind::Bearer,
        "basic" => SchemeKind::Basic,
        other => SchemeKind::Http(other.to_owned()),
    }
}
