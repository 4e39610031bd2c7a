//! Repeated measurements of one figure.

/// Numbers of one unit, sorted; at least one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    /// Of measurements in any order; none, if nothing was measured.
    pub(crate) fn new(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        (!values.is_empty()).then_some(Self(values))
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The smallest.
    pub(crate) fn min(&self) -> f64 {
        self.percentile(0)
    }

    /// The largest.
    pub(crate) fn max(&self) -> f64 {
        self.percentile(100)
    }

    /// The one in the middle, or the mean of the two that are.
    pub(crate) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        let upper = self.at(middle);
        if self.0.len().is_multiple_of(2) { f64::midpoint(self.at(middle.saturating_sub(1)), upper) } else { upper }
    }

    /// The smallest sample that at least `percent` of a hundred do not exceed (nearest rank).
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        self.at((self.0.len() * percent).div_ceil(100).saturating_sub(1))
    }

    /// The sample at a place; the last one beyond the end.
    fn at(&self, index: usize) -> f64 {
        self.0.get(index).or(self.0.last()).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;

    fn check(values: &[f64], median: f64, ninety_ninth: f64) {
        let samples = Samples::new(values.to_vec()).expect("there are some");
        assert_eq!((samples.median(), samples.percentile(99)), (median, ninety_ninth), "{values:?}");
    }

    #[test]
    fn middles_and_ranks() {
        assert_eq!(Samples::new(Vec::new()), None);
        check(&[7.0], 7.0, 7.0);
        check(&[3.0, 1.0, 2.0], 2.0, 3.0);
        check(&[4.0, 1.0, 2.0, 3.0], 2.5, 4.0);
        let hundreds: Vec<f64> = (1..=300).map(f64::from).collect();
        check(&hundreds, 150.5, 297.0);
        let samples = Samples::new(hundreds).expect("there are some");
        assert_eq!((samples.min(), samples.max(), samples.count()), (1.0, 300.0, 300));
    }
}
