//! Query strings as pairs (WHATWG URL, application/x-www-form-urlencoded), each with its own text.

use percent_encoding::percent_decode_str;

/// Pairs of one query that are looked at.
pub(super) const MAX_PAIRS: usize = 500;

/// One `name=value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// The name, decoded.
    pub(super) name: String,
    /// The value, decoded; empty without a `=`.
    pub(super) value: String,
    /// As it stands in the query.
    pub(super) raw: String,
}

impl Pair {
    /// Whether both say the same, however it is encoded.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

/// The pairs of a query, in order.
pub(super) fn pairs(query: &str) -> Vec<Pair> {
    let raw = query.split('&').filter(|pair| !pair.is_empty()).take(MAX_PAIRS + 1);
    raw.map(|raw| {
        let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
        Pair { name: decoded(name), value: decoded(value), raw: raw.to_owned() }
    })
    .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// The pairs of one list that another lacks, each counted once.
pub(super) fn without(pairs: &[Pair], other: &[Pair]) -> Vec<Pair> {
    let mut other: Vec<&Pair> = other.iter().collect();
    let mut lacking = Vec::new();
    for pair in pairs {
        match other.iter().position(|known| known.is(pair)) {
            Some(index) => {
                other.swap_remove(index);
            }
            None => lacking.push(pair.clone()),
        }
    }
    lacking
}
