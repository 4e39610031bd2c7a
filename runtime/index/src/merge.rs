//! The answers to several queries as one: the best of each first, then the second ones, none twice.

use std::collections::HashSet;

use crate::Hit;

/// One ranking of several, at most `most` long.
pub(crate) fn merged(answers: &[Vec<Hit>], most: usize) -> Vec<Hit> {
    let ranks = answers.iter().map(Vec::len).max().unwrap_or_default();
    let mut seen = HashSet::new();
    let rows = (0..ranks).flat_map(|rank| answers.iter().filter_map(move |hits| hits.get(rank)));
    rows.filter(|hit| seen.insert(hit.ordinal)).take(most).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::merged;
    use crate::Hit;

    #[test]
    fn answers_take_turns() {
        let hits = |ordinals: &[usize]| ordinals.iter().map(|ordinal| Hit { ordinal: *ordinal, score: 1.0 }).collect();
        let answers = vec![hits(&[4, 1, 2]), hits(&[]), hits(&[4, 3, 5, 1])];
        let ordinals = |most| merged(&answers, most).iter().map(|hit| hit.ordinal).collect::<Vec<_>>();
        assert_eq!(ordinals(9), [4, 1, 3, 2, 5]);
        assert_eq!(ordinals(2), [4, 1]);
        assert!(merged(&[], 5).is_empty());
    }
}
