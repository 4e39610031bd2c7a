//! The ranking of a query's texts, as the server merges it.

use index::{Hits, Index};

/// Operations for a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ranking {
    /// Best first, each once.
    pub(super) ordinals: Vec<usize>,
    /// Whether the answer is labelled weak: none of the texts has a hit that fits well.
    pub(super) weak: bool,
}

/// Searches for every text and takes the hits in turn: the first of each text, then the second of each.
pub(super) fn merged(index: &Index, texts: &[String], limit: usize) -> Ranking {
    let found: Vec<Hits> = texts.iter().map(|text| index.search(text, limit)).collect();
    let weak = found.iter().all(|hits| hits.weak);
    let lists: Vec<Vec<usize>> = found.iter().map(|found| found.hits.iter().map(|hit| hit.ordinal).collect()).collect();
    let mut ordinals = in_turn(&lists, index.len());
    ordinals.truncate(limit);
    Ranking { ordinals, weak }
}

/// Of ordinals below `count`, each once.
fn in_turn(lists: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut seen = vec![false; count];
    let mut merged = Vec::new();
    for rank in 0..lists.iter().map(Vec::len).max().unwrap_or_default() {
        for ordinal in lists.iter().filter_map(|list| list.get(rank)) {
            if let Some(seen) = seen.get_mut(*ordinal).filter(|seen| !**seen) {
                *seen = true;
                merged.push(*ordinal);
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::in_turn;

    #[test]
    fn lists_take_turns_and_nothing_comes_twice() {
        assert_eq!(in_turn(&[vec![3, 1, 0], vec![1, 3, 2]], 4), [3, 1, 0, 2]);
        assert_eq!(in_turn(&[vec![], vec![2], vec![0, 2, 1]], 4), [2, 0, 1]);
        assert_eq!(in_turn(&[], 4), [0; 0]);
    }
}
