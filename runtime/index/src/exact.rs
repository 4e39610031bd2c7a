//! What an operation can be called outright: its names, and its method and path. Forms are made here for the index and
//! for queries alike, so that looking one up is looking up a term.

use crate::Document;

/// Methods of HTTP (RFC 9110 section 9, RFC 5789) in the form that they have here.
const METHODS: [&str; 9] = ["get", "post", "put", "patch", "delete", "head", "options", "trace", "query"];
/// Words of a query that are looked at.
const MOST_WORDS: usize = 32;
/// Bytes of a path or name that are looked at.
const LONGEST: usize = 400;
/// Segments that may be left out before a path: what a server's URL adds to it.
const MOST_LEADING: usize = 3;
/// Segments at the end of a path that may stand for a variable.
const MOST_VARIABLES: usize = 5;
/// What stands for a variable of a path.
const VARIABLE: &str = "{}";

/// Every form that an operation answers to.
pub(crate) fn forms(document: &Document) -> Vec<String> {
    let names = std::iter::once(document.name.as_str()).chain(document.other_names.lines());
    let mut forms: Vec<String> = names.map(squeezed).collect();
    let path = template(&document.path);
    forms.push(format!("{} {path}", document.method.to_ascii_lowercase()));
    forms.push(path);
    forms.retain(|form| !form.is_empty());
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// What a query calls outright: paths, with a method before them and without, and names. Each in the forms that it may
/// have; the first that the index knows is meant.
pub(crate) fn called(query: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = query.split_whitespace().take(MOST_WORDS).map(bare).collect();
    let mut groups = Vec::new();
    for (place, word) in words.iter().enumerate().filter(|(_, word)| word.len() <= LONGEST) {
        let before = place.checked_sub(1).and_then(|before| words.get(before)).map(|word| word.to_ascii_lowercase());
        let method = before.filter(|word| METHODS.contains(&word.as_str()));
        if let Some(path) = path(word) {
            let paths = paths(path);
            if let Some(method) = method {
                groups.push(paths.iter().map(|path| format!("{method} {path}")).collect());
            }
            groups.push(paths);
        } else if is_identifier(word) {
            groups.push(vec![squeezed(word)]);
        }
    }
    if query.len() <= LONGEST {
        groups.push(vec![squeezed(query)]);
    }
    groups.retain(|group: &Vec<String>| group.iter().any(|form| !form.is_empty()));
    groups
}

/// Letters and digits, in lower case: `connections.list`, `ConnectionsList` and `connections list` are one.
fn squeezed(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A word without the punctuation of its sentence.
fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| matches!(character, '"' | '\'' | '`' | ',' | ';' | '?' | '!' | '(' | ')'))
        .trim_end_matches(['.', ':'])
}

/// The path of a word that is one, or an absolute URL.
fn path(word: &str) -> Option<&str> {
    let path = match word.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|place| rest.get(place..))?,
        None => word.starts_with('/').then_some(word)?,
    };
    (path.len() > 1).then_some(path)
}

/// Whether a word is made like an identifier, not like one of prose.
fn is_identifier(word: &str) -> bool {
    let inner = word.trim_matches(|character: char| !character.is_alphanumeric());
    let cased = inner.chars().skip(1).any(char::is_uppercase) && inner.chars().any(char::is_lowercase);
    cased || inner.contains(['.', '_', '/', ':'])
}

/// A path template in lower case, without the names of its variables.
fn template(path: &str) -> String {
    segments(path).iter().fold(String::new(), |path, segment| path + "/" + segment)
}

fn segments(path: &str) -> Vec<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').filter(|segment| !segment.is_empty()).map(segment).collect()
}

/// A segment: text in lower case, with [`VARIABLE`] for what is in braces or follows a colon.
fn segment(segment: &str) -> String {
    if segment.starts_with([':', '<']) {
        return VARIABLE.to_owned();
    }
    let mut text = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        text += before;
        text += VARIABLE;
        rest = after;
    }
    (text + rest).to_lowercase()
}

/// The templates that a path can be of, the likeliest first: as it is, then with values for its variables, then without
/// what a server's URL may have put before it.
fn paths(path: &str) -> Vec<String> {
    let segments = segments(path);
    let joined = |segments: &[String]| segments.iter().fold(String::new(), |path, segment| path + "/" + segment);
    let mut paths = Vec::new();
    for leading in 0..=MOST_LEADING.min(segments.len().saturating_sub(1)) {
        let Some(segments) = segments.get(leading..) else { continue };
        paths.push(joined(segments));
        let tail = segments.len().min(MOST_VARIABLES);
        for choice in 1_usize..1 << tail {
            let mut segments = segments.to_vec();
            for (place, segment) in segments.iter_mut().rev().take(tail).enumerate() {
                if choice >> place & 1 == 1 {
                    VARIABLE.clone_into(segment);
                }
            }
            let path = joined(&segments);
            if segments.iter().any(|segment| segment != VARIABLE) {
                paths.push(path);
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    paths
}

#[cfg(test)]
mod tests {
    use super::{called, forms};
    use crate::Document;

    #[test]
    fn operations_have_forms() {
        let document = Document {
            name: "syncs.get".into(),
            other_names: "GetSync".into(),
            method: "GET".into(),
            path: "/API/syncs/{id}.{format}/".into(),
            ..Document::default()
        };
        assert_eq!(forms(&document), ["/api/syncs/{}.{}", "get /api/syncs/{}.{}", "getsync", "syncsget"]);
    }

    #[test]
    fn queries_call_operations() {
        let cases = [
            ("GET /api/syncs", "get /api/syncs"),
            ("what does `post /api/Syncs/:id/` do?", "post /api/syncs/{}"),
            ("https://api.example.com/v1/syncs/12?limit=1#x", "/syncs/{}"),
            ("call syncs.list for me", "syncslist"),
            ("listSyncs", "listsyncs"),
            ("list syncs", "listsyncs"),
            ("DELETE /users/7/keys/8", "delete /users/{}/keys/{}"),
        ];
        for (query, form) in cases {
            let called = called(query);
            assert!(called.iter().flatten().any(|known| known == form), "{query}: {called:?}");
        }
    }

    #[test]
    fn nothing_is_called_by_what_has_no_name() {
        for query in ["", "/", "//", "?!", "://", "{}", "/{}"] {
            let groups = called(query);
            assert!(
                groups.iter().flatten().all(|form| form.contains(char::is_alphanumeric) || form == "/{}"),
                "{query}: {groups:?}"
            );
        }
        assert!(called(&"/x".repeat(5_000)).is_empty());
    }
}
