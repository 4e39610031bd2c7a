//! Path templates (OpenAPI 3.1 section 4.8.8), also as vendors write them: with a query, a fragment, the operators of RFC
//! 6570 or the regular expressions of a router.

use crate::words::is_invisible;

/// Bytes of a path; servers accept no URLs that are much longer.
const LONGEST: usize = 4_000;

/// A path as it is declared, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template {
    /// What is sent: literal text and `{name}`, and behind a `?` the constant part of a query: `/a/{id}?view=full`.
    pub(crate) path: String,
    /// Members of a query that stand for a value: the key on the wire, and the variable's name.
    pub(crate) query: Vec<(String, String)>,
    /// Whether it had to be read otherwise than it is written.
    pub(crate) repaired: bool,
}

impl Template {
    /// Takes a declared path apart; none where nothing that can be sent is left of it.
    pub(crate) fn parse(declared: &str) -> Option<Self> {
        // The declared text itself stands in names.lock, a line for each operation.
        if declared.contains(|c: char| c.is_control() || is_invisible(c)) {
            return None;
        }
        let without_fragment = outside_braces(declared, '#').0;
        let (path, query) = outside_braces(without_fragment, '?');
        let mut template = Self::default();
        let path = path.trim();
        if declared.len() > LONGEST || path.contains("://") || path.is_empty() && query.is_none() {
            return None;
        }
        if !path.starts_with('/') {
            template.path.push('/');
        }
        for (literal, variable) in pieces(path) {
            if literal.contains('\\') {
                return None;
            }
            template.path.push_str(&literal.replace(' ', "%20"));
            if let Some(names) = variable.and_then(|variable| variable.trim().strip_prefix(['?', '&'])) {
                let names = names.split(',').map(name).filter(|name| !name.is_empty());
                template.query.extend(names.map(|name| (name.to_owned(), name.to_owned())));
                continue;
            }
            match variable.map(name) {
                Some(name) if name.is_empty() || name.contains('\\') => return None,
                Some(name) => template.path.push_str(&format!("{{{name}}}")),
                None => {}
            }
        }
        let mut constant = Vec::new();
        for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match pieces(value).find_map(|(_, variable)| variable) {
                Some(variable) if pieces(key).all(|(_, variable)| variable.is_none()) => {
                    template.query.push((key.to_owned(), name(variable).to_owned()));
                }
                Some(_) => {}
                None if pair.contains(['{', '}']) => {}
                None if pair.contains('\\') => return None,
                None => constant.push(pair.replace(' ', "%20")),
            }
        }
        if !constant.is_empty() {
            template.path.push('?');
            template.path.push_str(&constant.join("&"));
        }
        template.repaired = template.path != declared;
        Some(template)
    }
}

/// The pieces of a path template: literal text, and the variable behind it.
pub(crate) fn pieces(path: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let variable = text.split_once('{').and_then(|(literal, behind)| {
            let end = closing(behind)?;
            Some((literal, behind.get(..end)?, behind.get(end + 1..)?))
        });
        match variable {
            Some((literal, name, behind)) => {
                rest = Some(behind).filter(|behind| !behind.is_empty());
                Some((literal, Some(name)))
            }
            None => Some((text, None)),
        }
    })
}

/// Where the brace closes that was opened before.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A variable without operators (RFC 6570 section 2.2), modifiers and the expression of a router: `+name`, `name*`,
/// `name:\d+`.
fn name(variable: &str) -> &str {
    let name = variable.trim().trim_start_matches(['+', '#', '.', '/', ';', '?', '&', '*']);
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    name.trim_end_matches(['*', '+', '?']).trim()
}

/// A text before and after a character that stands outside of braces.
fn outside_braces(text: &str, wanted: char) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if c == wanted && depth == 0 => {
                return (text.get(..at).unwrap_or(text), text.get(at + c.len_utf8()..));
            }
            _ => {}
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn paths_are_taken_apart() {
        for (declared, path, query) in [
            ("/a/{id}", "/a/{id}", &[] as &[(&str, &str)]),
            ("/a/{+name}/{rest*}/{id:[0-9]{3}}", "/a/{name}/{rest}/{id}", &[]),
            ("/#Action=A", "/", &[]),
            ("/{a}#b?c", "/{a}", &[]),
            ("/a?b=1&c", "/a?b=1&c", &[]),
            ("/a?b={c}&d=1", "/a?d=1", &[("b", "c")]),
            ("/a{?b,c*}", "/a", &[("b", "b"), ("c", "c")]),
            ("/a?", "/a", &[]),
            ("a b", "/a%20b", &[]),
            ("/{a}:do/{b", "/{a}:do/{b", &[]),
        ] {
            let found = Template::parse(declared).unwrap_or_default();
            assert_eq!(found.path, path, "{declared}");
            let found: Vec<(&str, &str)> = found.query.iter().map(|(key, name)| (&**key, &**name)).collect();
            assert_eq!(found, query, "{declared}");
        }
        let long = format!("/{}", "a".repeat(4_000));
        for declared in ["", &long, "/a\\b", "/a\nb", "/a\u{202e}b", "https://a.example/b", "/a/{}", "/{a\u{200b}b}"] {
            assert_eq!(Template::parse(declared), None, "{declared:?}");
        }
    }
}
