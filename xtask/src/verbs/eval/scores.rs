//! What a ranking is worth. A need is met in the first k when any of its operations is; ranks count from 0 here.

use serde_json::{Map, Value};

/// Figures of one query, or their mean over several, each from 0 to 1, in this order:
///
/// - `R@k`: the share of needs met in the first k
/// - `C@10`: whether all of them are met in the first 10
/// - `MRR`: 1 / (1 + the rank of the first operation that meets any)
/// - `nDCG@10`: each need counts 1 / log2(2 + rank) if met in the first 10, held against needs met at ranks 0, 1, 2…
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scores(pub(super) [f64; METRICS.len()]);

/// The names of the figures.
pub(super) const METRICS: [&str; 6] = ["R@1", "R@5", "R@10", "C@10", "MRR", "nDCG@10"];

/// Ranks that C and nDCG look at.
const DEPTH: usize = 10;

impl Scores {
    /// Of a query's needs, each with the rank of the first operation that meets it, if any does.
    pub(super) fn of(needs: &[Option<usize>]) -> Self {
        let within = |depth: usize| needs.iter().flatten().filter(|rank| **rank < depth).count();
        let recall = |depth| share(within(depth), needs.len());
        let complete = if within(DEPTH) == needs.len() { 1.0 } else { 0.0 };
        let first = needs.iter().flatten().min().map_or(0.0, |rank| 1.0 / (float(*rank) + 1.0));
        let gain = |rank: usize| 1.0 / (float(rank) + 2.0).log2();
        let gained: f64 = needs.iter().flatten().filter(|rank| **rank < DEPTH).map(|rank| gain(*rank)).sum();
        let ideal: f64 = (0..needs.len().min(DEPTH)).map(gain).sum();
        let ndcg = if ideal > 0.0 { gained / ideal } else { 0.0 };
        Self([recall(1), recall(5), recall(10), complete, first, ndcg])
    }

    /// The mean of several, none of which weighs more.
    pub(super) fn mean<'s>(all: impl IntoIterator<Item = &'s Self>) -> Self {
        let (mut sum, mut count) = ([0.0; METRICS.len()], 0.0);
        for Self(scores) in all {
            sum.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
            count += 1.0;
        }
        Self(if count > 0.0 { sum.map(|sum| sum / count) } else { sum })
    }

    /// The figure of that name.
    pub(super) fn get(&self, metric: &str) -> f64 {
        METRICS.iter().zip(self.0).find(|(name, _)| **name == metric).map_or(0.0, |(_, score)| score)
    }

    /// `{"R@1": 0.5, …}`, with six digits.
    pub(super) fn json(&self) -> Map<String, Value> {
        METRICS.iter().zip(self.0).map(|(name, score)| ((*name).to_owned(), rounded(score).into())).collect()
    }

    /// What [`Self::json`] wrote.
    pub(super) fn read(json: &Value) -> Option<Self> {
        let mut scores = Self::default();
        for (score, name) in scores.0.iter_mut().zip(METRICS) {
            *score = json.get(name)?.as_f64()?;
        }
        Some(scores)
    }
}

/// Part of a whole; 0 of nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

/// With six digits.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::{METRICS, Scores};

    fn check(needs: &[Option<usize>], expected: [f64; METRICS.len()]) {
        let Scores(scores) = Scores::of(needs);
        let close = scores.iter().zip(expected).all(|(score, expected)| (score - expected).abs() < 1e-6);
        assert!(close, "{needs:?}: {scores:?}, not {expected:?}");
    }

    #[test]
    fn figures_are_those_computed_by_hand() {
        check(&[Some(0)], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
        check(&[None], [0.0; 6]);
        // 1 / log2(3)
        check(&[Some(1)], [0.0, 1.0, 1.0, 1.0, 0.5, 0.630_930]);
        // Beyond the tenth only MRR sees it.
        check(&[Some(10)], [0.0, 0.0, 0.0, 0.0, 1.0 / 11.0, 0.0]);
        // (1 / log2(6)) / 1
        check(&[Some(4)], [0.0, 1.0, 1.0, 1.0, 0.2, 0.386_853]);
        check(&[Some(5)], [0.0, 0.0, 1.0, 1.0, 1.0 / 6.0, 0.356_207]);
        // (1 + 1 / log2(8)) / (1 + 1 / log2(3) + 1 / 2) = 1.333333 / 2.130930
        check(&[Some(0), Some(6), None], [1.0 / 3.0, 1.0 / 3.0, 2.0 / 3.0, 0.0, 1.0, 0.625_706]);
        // Two needs met by one operation.
        check(&[Some(0), Some(0)], [1.0, 1.0, 1.0, 1.0, 1.0, 1.226_294]);
    }

    #[test]
    fn the_ideal_has_ten_places() {
        let needs: Vec<Option<usize>> = (0..12).map(Some).collect();
        check(&needs, [1.0 / 12.0, 5.0 / 12.0, 10.0 / 12.0, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn means_and_json() {
        let mean = Scores::mean(&[Scores::of(&[Some(0)]), Scores::of(&[None]), Scores::of(&[Some(3)])]);
        assert!((mean.get("R@1") - 1.0 / 3.0).abs() < 1e-9 && (mean.get("MRR") - 1.25 / 3.0).abs() < 1e-9);
        assert_eq!(Scores::mean(&[]), Scores::default());
        let again = Scores::read(&mean.json().into()).expect("it is complete");
        assert!(again.0.iter().zip(mean.0).all(|(left, right)| (left - right).abs() < 1e-6), "{again:?}");
    }
}
