//! The URL that paths are appended to (OpenAPI 3.1 section 4.8.5).

use crate::api::{Server, ServerVariable};
use crate::pointer::Pointer;
use crate::spec::Spec;
use crate::{Diagnostics, base_url};

/// Variables of one URL, and values of one variable, that are read.
const MAX_VARIABLES: usize = 32;

/// The first server of the object at `holder`; none if it is not absolute. A URL that begins with a slash is on the origin of
/// another server, where there is one (RFC 3986 section 5.2).
pub(super) fn server(
    spec: &Spec,
    holder: &Pointer,
    other: Option<&Server>,
    diagnostics: &mut Diagnostics,
) -> Option<Server> {
    let first = holder.join("servers").at(0);
    let mut template = spec.text(&first, "url");
    if let (true, Some(other)) = (template.starts_with('/') && !template.starts_with("//"), other) {
        template.insert_str(0, origin(&other.url));
    }
    let mut url = template.clone();
    let mut variables = Vec::new();
    for (name, place) in spec.members(&first.join("variables"), diagnostics).into_iter().take(MAX_VARIABLES) {
        let marked = format!("{{{name}}}");
        if !url.contains(&marked) {
            continue;
        }
        let default = spec.text(&place, "default");
        url = url.replace(&marked, &default);
        let allowed = spec.texts(&place.join("enum")).into_iter().take(MAX_VARIABLES).collect();
        variables.push(ServerVariable { name, default, allowed });
    }
    let url = base_url::base_url(&url)?;
    Some(Server { url, template: template.trim_end_matches('/').to_owned(), variables })
}

/// `https://api.example.com` of `https://api.example.com/v1`.
fn origin(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(authority..).unwrap_or_default();
    url.get(..authority + rest.find('/').unwrap_or(rest.len())).unwrap_or(url)
}
