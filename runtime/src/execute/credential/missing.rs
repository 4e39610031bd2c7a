//! Says what is wrong with a credential that is absent or doesn't fit, and the remedy of the transport in use.

use contract::{Location, SchemeKind, SecurityScheme};

use crate::{Api, Code, Credential, Fault, Inbound, Operation, Secret};

/// Letters of an authentication scheme's name that is repeated; longer ones may be a secret.
const MAX_WORD: usize = 12;

/// Keys in other places, and several at once.
const UNCARRIED: &str = "an Authorization header can't carry it";

/// The fault of a call whose credential satisfies no alternative of the operation's security requirement.
pub(super) fn missing(api: &Api, operation: &Operation, credential: &Credential) -> Fault {
    let alternatives: Vec<String> = operation.security.iter().map(|names| names.join(" + ")).collect();
    let needed = format!("{} needs a credential: {}", operation.name, alternatives.join(", or "));
    let given = match credential {
        Credential::Environment(secrets) | Credential::Sealed { secrets, .. } => {
            let place = if matches!(credential, Credential::Sealed { .. }) { "access token" } else { "environment" };
            let names: Vec<&str> = secrets.keys().map(String::as_str).collect();
            (!names.is_empty()).then(|| format!("the {place} has one for {} only", names.join(", ")))
        }
        Credential::Forwarded(authorization) => Some(unfit(authorization, &words(api, operation))),
        Credential::None if api.inbound == Inbound::ApiKey => {
            words(api, operation).is_empty().then(|| UNCARRIED.to_owned())
        }
        Credential::None => None,
    };
    let message = match given {
        Some(given) => format!("{needed}; {given}"),
        None => needed,
    };
    let fault = Fault::new(Code::CredentialMissing, message).allowing(alternatives);
    match remedy(api, operation, credential) {
        Some(remedy) => fault.suggesting(remedy),
        None => fault,
    }
}

/// How a credential that serves the operation gets into calls like this one, if it can at all.
pub(in crate::execute) fn remedy(api: &Api, operation: &Operation, credential: &Credential) -> Option<String> {
    match credential {
        Credential::Environment(_) => variables(api, operation),
        Credential::Sealed { .. } => Some("ask whoever gave you the access token for one that holds it".to_owned()),
        Credential::Forwarded(_) => header(&words(api, operation)),
        Credential::None if api.inbound == Inbound::ApiKey => header(&words(api, operation)),
        Credential::None => Some("reach the server as localhost: only there it uses its own".to_owned()),
    }
}

/// The schemes of the operation, alternative by alternative.
fn schemes<'a>(api: &'a Api, names: &'a [&str]) -> impl Iterator<Item = &'a SecurityScheme> {
    names.iter().filter_map(|name| api.schemes.iter().find(|scheme| scheme.name == *name))
}

fn variables(api: &Api, operation: &Operation) -> Option<String> {
    let variables: Vec<String> = operation
        .security
        .iter()
        .map(|names| schemes(api, names).filter_map(|scheme| scheme.environment).collect::<Vec<_>>().join(" and "))
        .filter(|variables| !variables.is_empty())
        .collect();
    (!variables.is_empty()).then(|| format!("set the environment variable {}", variables.join(", or ")))
}

/// How an `Authorization` header that serves the operation begins: `Bearer`, `Basic`, or nothing for a bare key.
fn words(api: &Api, operation: &Operation) -> Vec<&'static str> {
    let word = |scheme: &SecurityScheme| match scheme.kind {
        SchemeKind::Bearer => Some("Bearer"),
        SchemeKind::Basic => Some("Basic"),
        SchemeKind::ApiKey { location: Location::Header, name } if name.eq_ignore_ascii_case("Authorization") => {
            Some("")
        }
        SchemeKind::ApiKey { .. } | SchemeKind::Other => None,
    };
    let mut words = Vec::new();
    for names in operation.security {
        // One header carries several schemes only where any of them does.
        let all: Option<Vec<&str>> = schemes(api, names).map(word).collect();
        for word in all.into_iter().flatten() {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// Why an `Authorization` header doesn't serve. What may be a secret is not repeated.
fn unfit(authorization: &Secret, words: &[&str]) -> String {
    let wanted = match words {
        [] => return UNCARRIED.to_owned(),
        [word] => format!("not {word}"),
        [first, rest @ ..] => format!("neither {first} nor {}", rest.join(" nor ")),
    };
    let Some((word, _)) = authorization.reveal().trim().split_once(' ') else {
        return format!("the Authorization header is no scheme and credential, like {}", forms(words));
    };
    if word.len() <= MAX_WORD && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        format!("the Authorization header's scheme `{word}` is {wanted}")
    } else {
        format!("the Authorization header's scheme is {wanted}")
    }
}

/// The headers that would serve: "`Bearer …` or `Basic …`".
fn forms(words: &[&str]) -> String {
    let forms: Vec<String> = words.iter().map(|word| format!("`{}`", format!("{word} …").trim_start())).collect();
    forms.join(" or ")
}

fn header(words: &[&str]) -> Option<String> {
    (!words.is_empty()).then(|| format!("send the header Authorization: {} with the MCP request", forms(words)))
}
