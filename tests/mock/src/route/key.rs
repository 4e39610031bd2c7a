//! Keys of the Paths Object as vendors write them: beside the path they hold fragments, queries,
//! operators of RFC 6570 and regular expressions. It knows nothing of requests.

use crate::percent;

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Text in which everything but the characters of a path is percent-encoded.
    Literal(String),
    /// Name of a variable.
    Variable(String),
}

/// What stands behind the equals sign of a pair in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// A percent-decoded text that has to be there.
    Constant(String),
    /// Name of a variable.
    Variable(String),
}

/// A key, cut into its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) segments: Vec<Vec<Part>>,
    /// Percent-decoded keys and what they stand for.
    pub(super) query: Vec<(String, Asked)>,
}

impl Key {
    /// Cuts `/users/{id}/files/{name}.{extension}?view=full#draft`. A fragment, which some documents tell
    /// operations of one path apart with, never travels (RFC 9110 section 7.1).
    pub(super) fn new(key: &str) -> Key {
        let key = pieces(key, '#').first().copied().unwrap_or_default();
        let (path, query) = match pieces(key, '?').first() {
            Some(path) => (*path, key.get(path.len() + 1..).unwrap_or_default()),
            None => (key, ""),
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        Key {
            segments: pieces(path, '/').into_iter().map(parts).collect(),
            query: pieces(query, '&').into_iter().filter(|pair| !pair.is_empty()).map(asked).collect(),
        }
    }
}

fn asked(pair: &str) -> (String, Asked) {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    let decoded = |text: &str| percent::decode(text).unwrap_or_else(|_| text.to_owned());
    let asked = match parts(value).as_slice() {
        [Part::Variable(name)] => Asked::Variable(name.clone()),
        _ => Asked::Constant(decoded(value)),
    };
    (decoded(key), asked)
}

/// The pieces between separators; those in braces don't count.
fn pieces(text: &str, separator: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for (index, character) in text.char_indices() {
        if index < end {
            continue;
        }
        if let Some((_, length)) = braced(text, index) {
            end = index + length;
        } else if character == separator {
            pieces.extend(text.get(start..index));
            start = index + character.len_utf8();
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

fn parts(segment: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = 0;
    let mut end = 0;
    for index in segment.char_indices().map(|(index, _)| index) {
        if index < end {
            continue;
        }
        if let Some((name, length)) = braced(segment, index)
            && !name.is_empty()
        {
            parts.extend(segment.get(literal..index).filter(|text| !text.is_empty()).map(literal_part));
            parts.push(Part::Variable(name.to_owned()));
            end = index + length;
            literal = end;
        }
    }
    parts.extend(segment.get(literal..).filter(|text| !text.is_empty()).map(literal_part));
    parts
}

fn literal_part(text: &str) -> Part {
    Part::Literal(percent::encode_in_path(text))
}

/// The variable that the brace at a position opens, and the length of everything up to the brace that
/// closes it: `{id}`, `{+id}`, `{id*}`, `{id:[0-9]{3}}`.
fn braced(text: &str, start: usize) -> Option<(&str, usize)> {
    let rest = text.get(start..)?.strip_prefix('{')?;
    let mut depth = 1;
    for (index, character) in rest.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let name = rest.get(..index)?.split(':').next().unwrap_or_default();
            let name = name.strip_prefix('+').unwrap_or(name);
            return Some((name.strip_suffix('*').unwrap_or(name), index + 2));
        }
    }
    None
}
