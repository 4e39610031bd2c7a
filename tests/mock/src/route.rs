//! Path templates (OpenAPI 3.1 section 4.8.8.2) against raw paths. It knows nothing of parameters.

use crate::percent;

/// A path template, cut into segments.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    segments: Vec<Vec<Part>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable(String),
}

/// How closely a template fits, segment by segment; the smaller, the closer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(Vec<u8>);

/// Raw values of a template's variables: (name, still percent-encoded text).
pub(crate) type Captures = Vec<(String, String)>;

impl Template {
    /// Cuts `/users/{id}/files/{name}.{extension}` into its parts. A fragment, which some documents
    /// tell operations of one path apart with, never travels (RFC 9110 section 7.1).
    pub(crate) fn new(path: &str) -> Result<Template, String> {
        if !path.starts_with('/') {
            return Err(format!("the path {path} doesn't begin with a slash"));
        }
        let path = path.split('#').next().unwrap_or_default();
        let segments = path.split('/').skip(1).map(parts).collect::<Result<_, _>>()?;
        Ok(Template { segments })
    }

    /// Names of the variables, in order.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flatten().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// How many segments there are.
    pub(crate) fn depth(&self) -> usize {
        self.segments.len()
    }

    /// Literal segments before mixed ones before lone variables (concrete paths match first).
    pub(crate) fn rank(&self) -> Rank {
        let rank = |segment: &Vec<Part>| match segment.as_slice() {
            [] | [Part::Literal(_)] => 0,
            [Part::Variable(_)] => 2,
            _ => 1,
        };
        Rank(self.segments.iter().map(rank).collect())
    }

    /// The raw values of the variables if the raw path fits.
    pub(crate) fn captures(&self, path: &str) -> Option<Captures> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut captures = Captures::new();
        for (parts, segment) in self.segments.iter().zip(segments) {
            captures.extend(segment_captures(parts, segment)?);
        }
        Some(captures)
    }

    /// The raw path with the given raw values in the places of the variables.
    pub(crate) fn expand(&self, value: impl Fn(&str) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Variable(name) => value(name),
        };
        self.segments.iter().map(|segment| format!("/{}", segment.iter().map(part).collect::<String>())).collect()
    }
}

fn parts(segment: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else {
            return Err(format!("the segment {segment} opens a brace and doesn't close it"));
        };
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.to_owned()));
        }
        parts.push(Part::Variable(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    Ok(parts)
}

fn segment_captures(parts: &[Part], segment: &str) -> Option<Captures> {
    match parts {
        [] => segment.is_empty().then(Captures::new),
        [Part::Literal(literal)] => same(literal, segment).then(Captures::new),
        [Part::Literal(literal), rest @ ..] => segment_captures(rest, segment.strip_prefix(literal.as_str())?),
        [Part::Variable(name)] => Some(vec![(name.clone(), segment.to_owned())]),
        [Part::Variable(name), rest @ ..] => cuts(segment).find_map(|(head, tail)| {
            let mut captures = vec![(name.clone(), head.to_owned())];
            captures.extend(segment_captures(rest, tail)?);
            Some(captures)
        }),
    }
}

/// Every way to cut a text in two, shortest head first; a variable before another part isn't empty.
fn cuts(segment: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = segment.char_indices().skip(1).map(|(end, _)| end);
    ends.map(|end| segment.split_at(end))
}

/// RFC 3986 section 6.2.2.2: an escaped unreserved character is the character.
fn same(literal: &str, segment: &str) -> bool {
    literal == segment
        || percent::decode(segment)
            .is_ok_and(|segment| percent::decode(literal).is_ok_and(|literal| literal == segment))
}
