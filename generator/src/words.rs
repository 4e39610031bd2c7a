//! Names as words: `modelSync/executions`, `get-type_2`, `HTTPServer`; and which texts can be names of what.

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

/// The words of a name without anything between: `nextPageToken` and `next-page-token` alike.
pub(crate) fn run_together(name: &str) -> String {
    words(name).concat()
}

/// The words that identifiers and names are made of: those with ASCII letters or digits, the others dropped.
pub(crate) fn ascii_words(name: &str) -> Vec<String> {
    let ascii = |word: String| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    words(name).into_iter().map(ascii).filter(|word| !word.is_empty()).collect()
}

/// Names longer than this cost tokens without saying more.
pub(crate) const LONGEST_NAME: usize = 96;

/// Whether a text can be an operation's name: lower-case words joined by `_`, in parts joined by `.`.
pub(crate) fn is_operation_name(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.len() <= LONGEST_NAME && text.split('.').all(word)
}

/// Whether a text is a token of RFC 9110 section 5.6.2: the name of a header or cookie.
pub(crate) fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

/// Zero-width characters and the bidirectional controls of Unicode annex 9.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text is a media type or a range of them (RFC 9110 sections 8.3.1 and 12.5.1) that can stand in a header.
pub(crate) fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let halves = essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    halves && is_header_value(text)
}

/// Whether a text can stand in a header field: visible ASCII and blanks (RFC 9110 section 5.5).
pub(crate) fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
