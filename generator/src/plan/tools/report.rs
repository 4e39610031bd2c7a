//! What is said of one curated tool, at its places in vendor.toml.

use crate::pointer::Pointer;
use crate::{Code, Diagnostics, Vendor};

/// Says things about one `[[tool]]`.
pub(super) struct Report<'r> {
    pub(super) vendor: &'r Vendor,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// `/tool/0`
    pub(super) place: Pointer,
    /// The tool's name.
    pub(super) tool: &'r str,
}

impl Report<'_> {
    /// About a member of the table, by its keys; the table itself without any.
    pub(super) fn push(&mut self, code: Code, keys: &[&str], message: String, help: String) {
        // A list's item has no key and may have no place: the name stands on its first lines.
        let keys = if keys.is_empty() { &["name"] } else { keys };
        let place = keys.iter().fold(self.place.clone(), |place, key| place.join(key));
        self.vendor.report(code, &place, message, help, self.diagnostics);
    }
}
