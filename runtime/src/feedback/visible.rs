//! What a reader sees of a text is all there is of it.

/// The text in one line, without controls and without characters that are not seen or turn others around.
pub(crate) fn visible(text: &str) -> String {
    let seen: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join(" ").chars().filter(|letter| !is_hidden(*letter)).collect()
}

/// Whether a character is not seen, or changes how others are seen: controls, marks of direction (Unicode UAX 9), joiners,
/// tags, variation selectors.
pub(crate) fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
