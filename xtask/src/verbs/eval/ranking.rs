//! The ranking of a query's texts, as the server merges it.

use index::Index;

/// Operations for a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ranking {
    /// Best first, each once.
    pub(super) ordinals: Vec<usize>,
    /// Whether the answer is labelled weak: none of the texts has a hit that fits well.
    pub(super) weak: bool,
}

/// Searches for the texts at once.
pub(super) fn merged(index: &Index, texts: &[String], limit: usize) -> Ranking {
    let found = index.search(texts, limit, |_| true);
    let weak = found.fits.iter().all(|fit| fit.weak);
    Ranking { ordinals: found.hits.iter().map(|hit| hit.ordinal).collect(), weak }
}
