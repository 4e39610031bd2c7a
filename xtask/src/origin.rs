//! source.toml: where a vendor's document came from, and how to tell whether it was edited since.

use camino::Utf8Path;

use crate::vendor::hash;

/// The file, in a vendor's folder.
pub(crate) const FILE: &str = "source.toml";

/// What source.toml says.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Origin {
    /// The URL that it was fetched from.
    pub(crate) url: Option<String>,
    /// The SHA-256 of the document as it came.
    pub(crate) sha256: Option<String>,
}

/// The text of source.toml for a document that came from a path or URL.
pub(crate) fn written(document: &str, spec: &str) -> String {
    let (key, value) = if is_url(spec) {
        ("url", spec)
    } else {
        // A path on one machine means nothing on another.
        let path = Utf8Path::new(spec);
        ("path", if path.is_absolute() { path.file_name().unwrap_or(spec) } else { spec })
    };
    let quoted = toml::Value::from(value);
    let hash = hash(document);
    format!("# Where the document came from, and its SHA-256 as it came.\n{key} = {quoted}\nsha256 = \"{hash}\"\n")
}

/// Whether a document is fetched rather than read.
pub(crate) fn is_url(spec: &str) -> bool {
    spec.starts_with("http://") || spec.starts_with("https://")
}
