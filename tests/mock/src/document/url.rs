//! URLs, and references that stand in what a URL names (RFC 3986 section 5.2). It knows nothing of
//! files.

/// Whether a reference is a URL and not a path.
pub(super) fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// The URL that a reference without its fragment names in what `base` names.
pub(super) fn resolved(reference: &str, base: &str) -> String {
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme));
    let (scheme, rest) = base.split_once("://").unwrap_or(("", base));
    if has_scheme {
        return reference.to_owned();
    }
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (base_path, _) = parts(rest);
    let (path, query) = parts(reference);
    let path = match path {
        "" => base_path.to_owned(),
        _ if path.starts_with('/') => without_dots(path),
        _ => {
            let folder = base_path.rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{path}"))
        }
    };
    format!("{scheme}://{authority}{path}{query}")
}

/// RFC 3986 section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
}

/// A path, and the query with its question mark.
fn parts(text: &str) -> (&str, &str) {
    text.split_at(text.find('?').unwrap_or(text.len()))
}

/// A path from its first slash on, without the segments `.` and `..` (RFC 3986 section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{is_url, resolved};

    /// RFC 3986 section 5.4, without fragments.
    #[test]
    fn references_of_the_standard() {
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            assert_eq!(resolved(reference, "http://a/b/c/d;p?q"), expected, "{reference}");
        }
        assert_eq!(resolved("g", "http://a"), "http://a/g");
        assert_eq!(resolved("g", "http://a?q"), "http://a/g");
    }

    #[test]
    fn paths_are_no_urls() {
        assert!(is_url("https://tea.example/tea.yaml"));
        assert!(["tea.yaml", "a/b://c", "://c", "/https://c", "1://c"].iter().all(|text| !is_url(text)));
    }
}
