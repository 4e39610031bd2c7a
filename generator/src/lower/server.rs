//! The URL that paths are appended to (OpenAPI 3.1 section 4.8.5).

use crate::pointer::Pointer;
use crate::spec::Spec;
use crate::{Diagnostics, base_url};

/// The first server of the object at `holder`, with the defaults of its variables, without a trailing slash; none if it is
/// not absolute.
pub(super) fn server(spec: &Spec, holder: &Pointer, diagnostics: &mut Diagnostics) -> Option<String> {
    let first = holder.join("servers").at(0);
    let mut url = spec.text(&first, "url");
    for (name, variable) in spec.members(&first.join("variables"), diagnostics) {
        url = url.replace(&format!("{{{name}}}"), &spec.text(&variable, "default"));
    }
    base_url::base_url(&url)
}
