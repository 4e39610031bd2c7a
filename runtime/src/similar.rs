//! Did-you-mean: the known name that looks most like an unknown one.

/// Similarity from which a name is offered, of 1.0 for equal names.
const THRESHOLD: f64 = 0.75;

/// Names longer than this, in bytes, resemble nothing: comparing takes quadratic time.
const MAX_LENGTH: usize = 100;

/// The candidate most like `word`, if any is alike; the first of equals.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    for candidate in candidates {
        let score = similarity(word, candidate);
        if score >= THRESHOLD && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How alike two names are, 0.0 to 1.0; case and separators don't count, and a name that begins another is like it.
pub(crate) fn similarity(left: &str, right: &str) -> f64 {
    if left.len() > MAX_LENGTH || right.len() > MAX_LENGTH {
        return 0.0;
    }
    let (left, right) = (letters(left), letters(right));
    let edit = strsim::normalized_damerau_levenshtein(&left, &right);
    let (short, long) = if left.len() <= right.len() { (&left, &right) } else { (&right, &left) };
    let begins = short.len() >= 4 && (long.starts_with(short.as_str()) || long.ends_with(short.as_str()));
    if begins { edit.max(THRESHOLD) } else { edit }
}

fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
