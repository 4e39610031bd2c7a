//! Words and meaning in one score: which words match says most, and what the query means finds what is said in other words.

/// How much the likest meaning counts beside the best match of words, which counts 1.0.
const MEANING: f32 = 0.9;
/// Content words from which meaning counts less and less: many words together mean anything.
const FEW: usize = 8;
/// The score up to which an operation has nothing to do with a query that it has no word of.
pub(crate) const LEAST: f32 = 0.15;

/// Adds what meaning says to the scores of words of a text with so many content words. `similarities` are those of the
/// operations to the text; none if nothing is known of its meaning. An operation that has the words loses nothing by another
/// meaning: of a rare word, the name of a thing, the meaning is often a guess.
pub(crate) fn fused(scores: &[f32], similarities: Option<&[f32]>, words: usize) -> Vec<f32> {
    let best = scores.iter().copied().fold(0.0, f32::max).max(f32::EPSILON);
    let mut fused: Vec<f32> = scores.iter().map(|score| score / best).collect();
    let Some(similarities) = similarities else { return fused };
    let mean = similarities.iter().sum::<f32>() / similarities.len().max(1) as f32;
    let likest = similarities.iter().copied().fold(mean, f32::max);
    let share = MEANING * (FEW as f32 / words.max(1) as f32).min(1.0) / (likest - mean).max(f32::EPSILON);
    for (score, similarity) in fused.iter_mut().zip(similarities) {
        *score += share * (similarity - mean).max(0.0);
    }
    fused
}

/// The score of each operation for the whole query, and the best it has for any of its clauses.
pub(crate) fn combined(mut whole: Vec<f32>, clauses: &[Vec<f32>]) -> Vec<f32> {
    for (ordinal, score) in whole.iter_mut().enumerate() {
        let parts = clauses.iter().filter_map(|clause| clause.get(ordinal)).copied();
        *score += parts.reduce(f32::max).unwrap_or_default();
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{combined, fused};

    #[test]
    fn meaning_adds_to_words() {
        assert_eq!(fused(&[2.0, 0.0, 1.0], None, 2), [1.0, 0.0, 0.5]);
        let scores = fused(&[2.0, 0.0, 1.0], Some(&[0.0, 0.6, 0.0]), 2);
        assert!(scores[0] > scores[1] && scores[1] > scores[2], "{scores:?}");
        assert_eq!(fused(&[1.0, 0.0, 0.0], Some(&[-0.5, 0.1, 0.0]), 1)[0], 1.0);
        let long = fused(&[2.0, 0.0, 1.0], Some(&[0.0, 0.6, 0.0]), 32);
        assert!(long[1] < long[2], "{long:?}");
        assert_eq!(fused(&[0.0, 0.0], Some(&[0.5, 0.5]), 1), [0.0, 0.0]);
        assert!(fused(&[], Some(&[]), 0).is_empty());
    }

    #[test]
    fn the_best_clause_counts() {
        assert_eq!(combined(vec![1.0, 0.5], &[vec![0.0, 1.0], vec![0.25, 0.5]]), [1.25, 1.5]);
        assert_eq!(combined(vec![1.0], &[]), [1.0]);
    }
}
