//! 401 and 403: which credential was sent and which scopes the operation wants.

use super::explanation::About;
use crate::execute::credential;
use crate::{Credential, Fault};

/// Longest list of scopes from a header, in characters.
const MAX_SCOPES: usize = 300;

/// The API doesn't take the credential (RFC 9110 section 15.5.2).
pub(super) fn unauthorized(about: &About<'_>, fault: &mut Fault) {
    let suggestion = match credential::chosen(about.catalog.api, about.operation, &about.caller.credential) {
        Some(names) => {
            let remedy = credential::remedy(about.catalog.api, about.operation, &about.caller.credential);
            let source = source(about, names);
            let renew = remedy.map(|remedy| format!(", else {remedy}")).unwrap_or_default();
            format!(
                "the API refused {source}: check that it is valid, not expired and for {}{renew}",
                about.catalog.api.title
            )
        }
        None => {
            let remedy = credential::remedy(about.catalog.api, about.operation, &about.caller.credential);
            let remedy = remedy.map(|remedy| format!(": {remedy}")).unwrap_or_default();
            format!("no credential was sent, as none was at hand or needed by the document{remedy}")
        }
    };
    fault.suggestion = Some(suggestion.into());
}

/// The API knows the credential and refuses (RFC 9110 section 15.5.4); its header may say what is missing (RFC 6750
/// section 3.1).
pub(super) fn forbidden(about: &About<'_>, headers: &[(String, String)], fault: &mut Fault) {
    let names = credential::chosen(about.catalog.api, about.operation, &about.caller.credential);
    let sent = names.map_or_else(|| "the call, sent without a credential,".to_owned(), |names| source(about, names));
    let asked = headers.iter().find(|(name, _)| name == "www-authenticate").and_then(|(_, value)| scopes(value));
    let used =
        |phrase: &&str| names.is_none_or(|names| names.iter().any(|name| phrase.starts_with(&format!("{name}: "))));
    let declared: Vec<&str> = about.entry.scopes().filter(used).collect();
    let needs = match (asked, declared.is_empty()) {
        (Some(asked), _) => format!("the API asks for the scopes {asked}"),
        (None, false) => format!("the operation declares the scopes {}", declared.join("; ")),
        (None, true) => "it needs another permission, scope or role".to_owned(),
    };
    let others: Vec<String> = about
        .operation
        .security
        .iter()
        .filter(|alternative| !alternative.is_empty() && names.is_none_or(|names| names != **alternative))
        .map(|alternative| source(about, alternative))
        .collect();
    let others = if others.is_empty() { String::new() } else { format!("; {} would do as well", others.join(" or ")) };
    fault.suggestion = Some(format!("{sent} may not do this: {needs}{others}").into());
}

/// `bearer (ACME_API_KEY)`, with where it came from or would come from.
fn source(about: &About<'_>, names: &[&str]) -> String {
    let api = about.catalog.api;
    let origin = match &about.caller.credential {
        Credential::Forwarded(_) => "the Authorization header of the MCP request".to_owned(),
        Credential::Sealed { .. } => "held by the access token of the MCP request".to_owned(),
        Credential::Environment(_) | Credential::None => {
            let schemes = api.schemes.iter().filter(|scheme| names.contains(&scheme.name));
            schemes.filter_map(|scheme| scheme.environment).collect::<Vec<_>>().join(" and ")
        }
    };
    let names = names.join(" + ");
    if origin.is_empty() { format!("the credential {names}") } else { format!("the credential {names} ({origin})") }
}

/// `scope="a b"` of a `WWW-Authenticate` header.
fn scopes(header: &str) -> Option<String> {
    let value = header.split_once("scope=\"")?.1.split('"').next()?;
    let plain: String = value.chars().filter(|letter| !letter.is_control()).take(MAX_SCOPES).collect();
    Some(plain.split_whitespace().collect::<Vec<_>>().join(", ")).filter(|scopes| !scopes.is_empty())
}
