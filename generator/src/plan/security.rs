//! Security schemes of the generated crate.

use contract::SchemeKind;

use super::{PlannedKind, Scheme};
use crate::Vendor;
use crate::api::{Api, SecurityScheme};

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
        environment: vendor.credentials.get(name).cloned(),
    };
    api.schemes.iter().map(scheme).collect()
}
