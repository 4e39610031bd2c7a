//! A score for each of many operations, most of them none.

/// Scores by ordinal; knows which are there, so that emptying it costs what filling it did.
pub(crate) struct Sparse {
    scores: Vec<f32>,
    touched: Vec<usize>,
}

impl Sparse {
    /// No scores, for `count` ordinals.
    pub(crate) fn new(count: usize) -> Self {
        Self { scores: vec![0.0; count], touched: Vec::new() }
    }

    /// Adds to the score of an ordinal; `score` is above 0.0.
    pub(crate) fn add(&mut self, ordinal: usize, score: f32) {
        self.change(ordinal, |sum| sum + score);
    }

    /// Raises the score of an ordinal to `score`, which is above 0.0.
    pub(crate) fn raise(&mut self, ordinal: usize, score: f32) {
        self.change(ordinal, |sum| sum.max(score));
    }

    fn change(&mut self, ordinal: usize, change: impl Fn(f32) -> f32) {
        if let Some(score) = self.scores.get_mut(ordinal) {
            if *score == 0.0 {
                self.touched.push(ordinal);
            }
            *score = change(*score);
        }
    }

    /// Hands out every score and forgets it.
    pub(crate) fn drain(&mut self, mut each: impl FnMut(usize, f32)) {
        for ordinal in self.touched.drain(..) {
            if let Some(score) = self.scores.get_mut(ordinal) {
                each(ordinal, std::mem::take(score));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sparse;

    #[test]
    fn scores_are_handed_out_once() {
        let mut scores = Sparse::new(3);
        scores.add(2, 1.0);
        scores.add(2, 0.5);
        scores.raise(0, 2.0);
        scores.raise(0, 1.0);
        scores.add(9, 1.0);
        let mut seen = Vec::new();
        scores.drain(|ordinal, score| seen.push((ordinal, score)));
        assert_eq!(seen, [(2, 1.5), (0, 2.0)]);
        scores.drain(|ordinal, _| panic!("{ordinal} is handed out twice"));
    }
}
