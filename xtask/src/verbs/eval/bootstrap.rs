//! How far a mean over few queries can be trusted: the bootstrap (Efron 1979), percentile interval of 95 %.

/// Resamples.
const RESAMPLES: usize = 10_000;
/// What the random numbers begin with: the same queries give the same interval.
const SEED: u64 = 0x746f_6f6c_7772_6974;
/// Resamples below and above the interval, of a thousand.
const TAIL: usize = 25;

/// Where the mean lies, with 95 % confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// The interval of the mean of sets' means, where each set is a list of values and no set weighs more. The sets are given,
/// their queries a sample: values are drawn within each set, one fewer than it has, as its own mean is too close to them
/// otherwise (Rao and Wu 1988). Sets without values don't count; one with a single value is taken as it is.
pub(super) fn interval(sets: &[Vec<f64>]) -> Interval {
    let sets: Vec<&[f64]> = sets.iter().map(Vec::as_slice).filter(|values| !values.is_empty()).collect();
    let varies = |values: &&[f64]| values.iter().any(|value| Some(value) != values.first());
    let (varying, constant): (Vec<&[f64]>, Vec<&[f64]>) = sets.iter().copied().partition(varies);
    let settled: f64 = constant.iter().filter_map(|values| values.first()).sum();
    let count = float(sets.len().max(1));
    let mut random = Random(SEED);
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| (settled + varying.iter().map(|values| random.mean(values)).sum::<f64>()) / count)
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let tail = RESAMPLES * TAIL / 1_000;
    let at = |place: usize| means.get(place).copied().unwrap_or_default();
    Interval { low: at(tail), high: at(RESAMPLES - 1 - tail) }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The mean of values drawn with replacement.
    fn mean(&mut self, values: &[f64]) -> f64 {
        let draws = values.len() - 1;
        let sum: f64 = (0..draws).filter_map(|_| values.get(self.below(values.len()))).sum();
        sum / float(draws)
    }

    fn below(&mut self, count: usize) -> usize {
        let place = (u128::from(self.next()) * count as u128) >> 64;
        usize::try_from(place).unwrap_or_default()
    }
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::{Interval, Random, interval};

    /// Both ends within a hundredth.
    fn check(sets: &[Vec<f64>], low: f64, high: f64) {
        let found = interval(sets);
        assert!((found.low - low).abs() < 0.01 && (found.high - high).abs() < 0.01, "{found:?}, not {low} to {high}");
        assert_eq!(found, interval(sets));
    }

    #[test]
    fn intervals_are_those_of_the_normal_distribution() {
        check(&[vec![0.5; 20]], 0.5, 0.5);
        check(&[vec![0.25]], 0.25, 0.25);
        assert_eq!(interval(&[]), Interval::default());
        // Half of 400 values are 1: standard error sqrt(.25 / 399) = .0250, times 1.96.
        let halves = |count: u32| -> Vec<f64> { (0..count).map(|place| f64::from(u8::from(place % 2 == 0))).collect() };
        check(&[halves(400)], 0.451, 0.549);
        // Of the mean of two such sets: .0250 / sqrt(2).
        check(&[halves(400), halves(400)], 0.465, 0.535);
        // A settled set halves the spread.
        check(&[halves(400), vec![1.0; 3], Vec::new()], 0.7255, 0.7745);
    }

    #[test]
    fn numbers_are_those_of_the_published_generator() {
        let mut random = Random(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(expected, [random.next(), random.next(), random.next()]);
        assert!((0..1000).all(|_| random.below(3) < 3));
    }
}
