//! Splits names into lower-case words: `modelSync/executions`, `get-type_2`, `HTTPServer`.

/// The words of a name: letters and digits, split at everything else and where the case says so.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut previous: Option<char> = None;
    while let Some(character) = characters.next() {
        if !character.is_alphanumeric() {
            words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            previous = None;
            continue;
        }
        let after_lower = previous.is_some_and(|previous| previous.is_lowercase() || previous.is_ascii_digit());
        let before_lower =
            previous.is_some_and(char::is_uppercase) && characters.peek().is_some_and(|next| next.is_lowercase());
        if character.is_uppercase() && (after_lower || before_lower) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(character.to_lowercase());
        previous = Some(character);
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// The words that identifiers and names are made of: those with ASCII letters or digits, the others dropped.
pub(crate) fn ascii_words(name: &str) -> Vec<String> {
    let ascii = |word: String| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    words(name).into_iter().map(ascii).filter(|word| !word.is_empty()).collect()
}
