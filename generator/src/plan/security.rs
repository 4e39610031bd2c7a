//! Security schemes of the generated crate.

use contract::SchemeKind;

use super::{PlannedKind, Scheme};
use crate::Vendor;
use crate::api::{Api, SecurityScheme};
use crate::words::ascii_words;

pub(super) fn schemes(api: &Api, vendor: &Vendor) -> Vec<Scheme> {
    let kind = |scheme: &SecurityScheme| match scheme {
        SecurityScheme::Bearer => PlannedKind::Plain(SchemeKind::Bearer),
        SecurityScheme::Basic => PlannedKind::Plain(SchemeKind::Basic),
        SecurityScheme::Other => PlannedKind::Plain(SchemeKind::Other),
        SecurityScheme::ApiKey { location, name } => PlannedKind::ApiKey(*location, name.clone()),
    };
    let scheme = |(name, scheme): (&String, &SecurityScheme)| Scheme {
        name: name.clone(),
        kind: kind(scheme),
        environment: vendor.credentials.get(name).cloned().or_else(|| usual_variable(name, vendor)),
    };
    api.schemes.iter().map(scheme).collect()
}

/// `ACME_API_KEY`: where the credential of a document without vendor.toml comes from.
fn usual_variable(scheme: &str, vendor: &Vendor) -> Option<String> {
    let words: Vec<String> = ascii_words(&vendor.name).into_iter().chain(ascii_words(scheme)).collect();
    vendor.undecided.then(|| words.join("_").to_ascii_uppercase())
}
