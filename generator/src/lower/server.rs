//! The URL that paths are appended to (OpenAPI 3.1 section 4.8.5).

use crate::pointer::Pointer;
use crate::spec::Spec;
use crate::{Code, Diagnostics};

/// The first server with the defaults of its variables, without a trailing slash; none if it is not absolute.
pub(super) fn server(spec: &Spec, diagnostics: &mut Diagnostics) -> Option<String> {
    let place = Pointer::default().join("servers");
    let first = place.at(0);
    let mut url = spec.text(&first, "url");
    for (name, variable) in spec.members(&first.join("variables"), diagnostics) {
        url = url.replace(&format!("{{{name}}}"), &spec.text(&variable, "default"));
    }
    let authority = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if authority.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) && !url.contains(['{', '?', '#', ' ']) {
        return Some(url.trim_end_matches('/').to_owned());
    }
    let help = "name it in vendor.toml: server = \"https://api.example.com\", or pass --base-url at run time";
    diagnostics.add(Code::NoServer, &place, "the document names no server with an absolute URL", help);
    None
}
