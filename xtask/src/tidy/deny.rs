//! deny.toml, which cargo-deny reads as well.

use super::Tree;

/// Where it is.
pub(super) const FILE: &str = "deny.toml";

/// Its content, or why it is no TOML; none where there is no such file.
pub(super) fn read(tree: &Tree) -> Option<Result<toml::Table, String>> {
    let read = |text: &str| text.parse().map_err(|error| toml::de::Error::message(&error).to_owned());
    tree.file(FILE).map(|file| read(&file.text))
}
