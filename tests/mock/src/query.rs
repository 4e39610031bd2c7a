//! A raw query, cut into pairs (WHATWG URL section 5.1 without its `+`). It knows nothing of
//! parameters.

use crate::percent;

/// The pairs of a query, in order.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<Pair>,
}

/// A key and a value.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    /// Percent-decoded.
    pub(crate) key: String,
    /// Still percent-encoded.
    pub(crate) value: String,
    /// The whole pair, as it stands in the query.
    piece: String,
}

impl Query {
    /// Cuts a raw query; the second value says what is wrong with it.
    pub(crate) fn new(query: &str) -> (Query, Vec<String>) {
        let mut faults = Vec::new();
        if let Some(character) = percent::illegal_in_query(query) {
            faults.push(format!("{character:?} may not stand in a query unescaped"));
        }
        if let Some(escape) = percent::bad_escape(query) {
            faults.push(format!("`{escape}` is no percent-escape"));
        }
        let mut pairs = Vec::new();
        for piece in query.split('&').filter(|_| !query.is_empty()) {
            let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
            match percent::decode(key) {
                Ok(key) if key.is_empty() => faults.push("a key is empty".to_owned()),
                Ok(key) => pairs.push(Pair { key, value: value.to_owned(), piece: piece.to_owned() }),
                Err(fault) => faults.push(fault),
            }
        }
        faults.dedup();
        (Query { pairs }, faults)
    }

    /// Raw values of one key, in order.
    pub(crate) fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let pairs = self.pairs.iter().filter(move |pair| pair.key == key);
        pairs.map(|pair| pair.value.as_str())
    }

    /// Whether a key has a value, given percent-decoded.
    pub(crate) fn has(&self, key: &str, value: &str) -> bool {
        self.values(key).any(|other| percent::decode(other).is_ok_and(|other| other == value))
    }

    /// Keys with the text of the whole pair, in order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (pair.key.as_str(), pair.piece.as_str()))
    }

    /// The pairs whose keys are wanted.
    pub(crate) fn filtered(&self, wanted: impl Fn(&str) -> bool) -> Query {
        Query { pairs: self.pairs.iter().filter(|pair| wanted(&pair.key)).cloned().collect() }
    }

    /// Every pair, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter()
    }
}

/// Adds `key=value` to the query of a target.
pub(crate) fn append_query(target: &mut String, pair: &str) {
    target.push(if target.contains('?') { '&' } else { '?' });
    target.push_str(pair);
}
