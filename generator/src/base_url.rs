//! The URL that paths are appended to.

/// The URL without a trailing slash, if it is absolute and nothing but a path can follow.
pub(crate) fn base_url(url: &str) -> Option<String> {
    let authority = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = !authority.is_empty() && !authority.starts_with(['/', ':', '@']);
    let strange = |c: char| matches!(c, '{' | '}' | '?' | '#' | '\\' | '"') || c.is_whitespace() || c.is_control();
    (host && !url.contains(strange)).then(|| url.trim_end_matches('/').to_owned())
}
