//! What a search gives.

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// Operations, best first, each once; equal ones in the order of their ordinals.
    pub hits: Vec<Hit>,
    /// How well each query is answered, in their order.
    pub fits: Vec<Fit>,
}

/// One operation found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The operation's position among those indexed.
    pub ordinal: usize,
    /// How well it fits; comparable within one query only.
    pub score: f32,
}

/// How well a query is answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Content words of the query, in lower case, that occur nowhere and neither does anything that may stand for them.
    pub unknown: Vec<String>,
    /// Whether even the best hit fits poorly. Nothing tells for certain whether an API can do what is asked for.
    pub weak: bool,
}
