//! Which file a reference names, seen from the file that it stands in: never one outside the document's folder.

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// To a file of the folder, by its path there, or to a URL.
    To(String),
    /// Out of the folder.
    Outside,
}

/// Reference and fragment: `schemas/Tea.yaml#/Leaf` gives `schemas/Tea.yaml` and `/Leaf`.
pub(crate) fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The file that `reference`, without its fragment, names in the file `base`: a path below the folder or a URL.
pub(crate) fn resolve(base: &str, reference: &str) -> Leads {
    if reference.is_empty() {
        return Leads::To(base.to_owned());
    }
    if is_url(reference) {
        return Leads::To(reference.to_owned());
    }
    // Whoever opens the file sees the decoded text: what is refused must not hide behind an encoding.
    let reference = percent_decoded(reference);
    let leaves = |character: char| matches!(character, '\\' | '?') || character.is_control();
    if has_scheme(&reference) || reference.starts_with(['/', '~']) || reference.contains(leaves) {
        return Leads::Outside;
    }
    let (origin, path) = match origin(base) {
        Some(origin) => base.split_at(origin),
        None => ("", base),
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Leads::Outside;
                }
            }
            part => parts.push(part),
        }
    }
    let slash = if origin.is_empty() { "" } else { "/" };
    Leads::To(format!("{origin}{slash}{}", parts.join("/")))
}

/// Whether a reference begins with a scheme (RFC 3986 section 3.1), or a letter of a drive.
fn has_scheme(reference: &str) -> bool {
    let of_scheme = |character: char| character.is_alphanumeric() || matches!(character, '+' | '-' | '.');
    reference.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(of_scheme))
}

/// Whether a text is a URL of the web.
pub(crate) fn is_url(text: &str) -> bool {
    origin(text).is_some()
}

/// Where the path of a URL begins.
fn origin(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let rest = text.get(scheme.len()..)?;
    Some(scheme.len() + rest.find('/').unwrap_or(rest.len()))
}

/// A URI's percent-encoding undone (RFC 3986 section 2.1; of a fragment, RFC 6901 section 6).
pub(crate) fn percent_decoded(text: &str) -> String {
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Leads, resolve};

    #[test]
    fn references_stay_in_the_folder() {
        for (base, reference, expected) in [
            ("openapi.yaml", "", "openapi.yaml"),
            ("openapi.yaml", "schemas/Tea.yaml", "schemas/Tea.yaml"),
            ("openapi.yaml", "./schemas/./Tea.yaml", "schemas/Tea.yaml"),
            ("a/b.yaml", "../c.yaml", "c.yaml"),
            ("a/b.yaml", "c%20d.yaml", "a/c d.yaml"),
            ("a/b.yaml", "%252e%252e/c.yaml", "a/%2e%2e/c.yaml"),
            ("a/b.yaml", "c/d:e.yaml", "a/c/d:e.yaml"),
            ("openapi.yaml", "https://x.example/a.yaml", "https://x.example/a.yaml"),
            ("https://x.example/a/b.yaml", "../c.yaml", "https://x.example/c.yaml"),
            ("https://x.example/a/b.yaml", "c.yaml", "https://x.example/a/c.yaml"),
        ] {
            assert_eq!(resolve(base, reference), Leads::To(expected.to_owned()), "{base} {reference}");
        }
        for (base, reference) in [
            ("openapi.yaml", "../c.yaml"),
            ("a/b.yaml", "../../c.yaml"),
            ("a/b.yaml", "%2e%2e/%2e%2e/c.yaml"),
            ("a/b.yaml", "/etc/passwd"),
            ("a/b.yaml", "file:///etc/passwd"),
            ("a/b.yaml", "file:x"),
            ("a/b.yaml", "..\\x"),
            ("a/b.yaml", "~/x"),
            ("a/b.yaml", "a?b"),
            ("a/b.yaml", "svn+ssh:x"),
            ("a/b.yaml", "%5c%5c10.0.0.1%5cx.yaml"),
            ("a/b.yaml", "%68ttp://169.254.169.254/x"),
            ("a/b.yaml", "http%3a//169.254.169.254/x"),
            ("a/b.yaml", "%2f%2f10.0.0.1/x"),
            ("a/b.yaml", "%7e/x"),
            ("a/b.yaml", "a%3fb"),
            ("a/b.yaml", "a%00b"),
            ("a/b.yaml", "a%0ab"),
            ("https://x.example/b.yaml", "%2e%2e/c.yaml"),
            ("https://x.example/b.yaml", "%5c%5c10.0.0.1%5cx.yaml"),
            ("https://x.example/b.yaml", "../c.yaml"),
        ] {
            assert_eq!(resolve(base, reference), Leads::Outside, "{base} {reference}");
        }
    }
}
