//! Path templates (OpenAPI 3.1 section 4.8.8.2) against raw paths. It knows nothing of parameters.

mod key;

use crate::percent;
use crate::query::Query;

use key::{Asked, Key, Part};

/// A path template, cut into segments, and the query that some documents write behind it.
#[derive(Debug, Clone)]
pub(crate) struct Template(Key);

/// How closely a template fits, segment by segment; the smaller, the closer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(Vec<u8>);

/// Raw values of a template's variables: (name, still percent-encoded text).
pub(crate) type Captures = Vec<(String, String)>;

impl Template {
    /// Cuts a key of the Paths Object.
    pub(crate) fn new(path: &str) -> Template {
        Template(Key::new(path))
    }

    /// Names of the variables, in order.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.segments.iter().flatten().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// Pairs that the query of every request has to have.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.query.iter().filter_map(|(key, asked)| match asked {
            Asked::Constant(value) => Some((key.as_str(), value.as_str())),
            Asked::Variable(_) => None,
        })
    }

    /// The key in the query that carries a variable.
    pub(crate) fn query_key(&self, variable: &str) -> Option<&str> {
        let mut query = self.0.query.iter();
        let carrier = query.find(|(_, asked)| matches!(asked, Asked::Variable(name) if name == variable));
        carrier.map(|(key, _)| key.as_str())
    }

    /// How many of the keys that the template names a query lacks, and how many it has.
    pub(crate) fn distance(&self, query: &Query) -> (usize, std::cmp::Reverse<usize>) {
        let lacking = self.constants().filter(|(key, value)| !query.has(key, value)).count();
        let present = self.0.query.iter().filter(|(key, _)| query.values(key).next().is_some()).count();
        (lacking, std::cmp::Reverse(present))
    }

    /// How many segments there are.
    pub(crate) fn depth(&self) -> usize {
        self.0.segments.len()
    }

    /// Literal segments before mixed ones before lone variables (concrete paths match first).
    pub(crate) fn rank(&self) -> Rank {
        let rank = |segment: &Vec<Part>| match segment.as_slice() {
            [] | [Part::Literal(_)] => 0,
            [Part::Variable(_)] => 2,
            _ => 1,
        };
        Rank(self.0.segments.iter().map(rank).collect())
    }

    /// The raw values of the variables if the raw path fits.
    pub(crate) fn captures(&self, path: &str) -> Option<Captures> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if segments.len() != self.0.segments.len() {
            return None;
        }
        let mut captures = Captures::new();
        for (parts, segment) in self.0.segments.iter().zip(segments) {
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
        self.0.segments.iter().map(|segment| format!("/{}", segment.iter().map(part).collect::<String>())).collect()
    }
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
