//! Whether an API can do what is asked for at all. Nothing tells for certain, so this only labels, and hides nothing.

/// How alike the query and the likest operation are, at least, where the API can do it. Of the queries that another API is
/// meant by, most stay below; of those that are well put, hardly any.
const ALIKE: f32 = 0.3;

/// Whether even the best hit fits poorly. It has so many of the query's content words; `likest` is how alike the query is to
/// the operation that is likest to it, if anything is known of its meaning.
pub(crate) fn is_weak(matched: usize, words: usize, likest: Option<f32>) -> bool {
    match likest {
        Some(likest) => likest < ALIKE && 3 * matched < 2 * words.max(1),
        None => matched == 0 || has_few(matched, words),
    }
}

/// Whether so many matching content words of so many are too few: less than half where these are four or fewer, less than a
/// third of more.
fn has_few(matched: usize, words: usize) -> bool {
    const FEW: usize = 4;
    2 * matched < words.min(FEW) || 3 * matched < words
}

#[cfg(test)]
mod tests {
    use super::is_weak;

    #[test]
    fn few_words_and_another_meaning_are_weak() {
        let cases = [
            (0, 0, None, true),
            (0, 3, None, true),
            (1, 3, None, true),
            (2, 4, None, false),
            (1, 3, Some(0.5), false),
            (1, 3, Some(0.2), true),
            (2, 3, Some(0.2), false),
            (0, 0, Some(0.2), true),
        ];
        for (matched, words, likest, expected) in cases {
            assert_eq!(is_weak(matched, words, likest), expected, "{matched} of {words}, {likest:?}");
        }
    }
}
