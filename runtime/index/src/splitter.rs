//! Text into lower-case words: prose, identifiers, paths and scripts without spaces alike.
//!
//! A word ends at anything that is neither letter nor digit, and where an identifier shows it: `pageToken`, `APIKey`,
//! `user_ids`, `bulk-sync`, `filter[name]`, `sha256`. A single letter stays with what follows (`OAuth`, `eTag`), and so
//! do digits beside one or two letters (`v2`, `s3`, `2fa`). Scripts written without spaces fall into overlapping pairs.

/// Longer words are encoded data, which nobody searches for.
const LONGEST: usize = 64;

/// Letters from which digits are cut off.
const WHOLE_WORD: usize = 3;

/// The words of `text`, in order.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in text.split(|character: char| !character.is_alphanumeric()) {
        for piece in by_case(run) {
            if piece.chars().next().is_some_and(is_unspaced) {
                pairs(piece, &mut words);
            } else {
                by_digits(piece, &mut words);
            }
        }
    }
    words.retain(|word| word.len() <= LONGEST);
    words
}

/// Cuts where the case or the kind of script changes.
fn by_case(run: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let characters: Vec<(usize, char)> = run.char_indices().collect();
    for window in characters.windows(2) {
        let &[(before, left), (place, right)] = window else { continue };
        let mut after = run.get(place..).unwrap_or_default().chars().skip(1);
        let next = [after.next(), after.next()];
        if is_unspaced(left) != is_unspaced(right) || (before > start && begins_word(left, right, next)) {
            pieces.extend(run.get(start..place));
            start = place;
        }
    }
    pieces.extend(run.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// Whether `right` begins a word inside an identifier, given the two characters after it.
fn begins_word(left: char, right: char, next: [Option<char>; 2]) -> bool {
    if !right.is_uppercase() {
        return false;
    }
    let [first, second] = next;
    let lower = |character: Option<char>| character.is_some_and(char::is_lowercase);
    let plural = first == Some('s') && !lower(second);
    !left.is_uppercase() || (lower(first) && !plural)
}

/// Cuts between letters and digits where every group of letters is a word of its own.
fn by_digits(piece: &str, words: &mut Vec<String>) {
    let mut groups: Vec<String> = Vec::new();
    for character in piece.chars().flat_map(char::to_lowercase) {
        match groups.last_mut() {
            Some(group) if group.chars().next_back().is_some_and(|last| is_digit(last) == is_digit(character)) => {
                group.push(character);
            }
            _ => groups.push(character.to_string()),
        }
    }
    let is_word = |group: &String| group.chars().next().is_some_and(is_digit) || group.chars().count() >= WHOLE_WORD;
    if groups.iter().all(is_word) {
        words.append(&mut groups);
    } else {
        words.push(groups.concat());
    }
}

fn is_digit(character: char) -> bool {
    character.is_numeric()
}

/// Overlapping pairs of characters; a single one by itself.
fn pairs(piece: &str, words: &mut Vec<String>) {
    let characters: Vec<char> = piece.chars().collect();
    if let &[single] = characters.as_slice() {
        words.push(single.to_string());
    }
    words.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
}

/// Scripts that put no spaces between words: Thai to Myanmar, Khmer, kana, Han, Hangul (whose spaces part phrases).
fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{323AF}'
    )
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn text_falls_into_words() {
        let cases = [
            ("", ""),
            ("List all connections.", "list all connections"),
            ("pageToken getHTTPResponse", "page token get http response"),
            ("APIKey userIDs OAuth2Token eTag", "api key user ids oauth 2 token etag"),
            ("model_sync.executions-get", "model sync executions get"),
            ("/api/v2/users/{user_id}/s3Bucket", "api v2 users user id s3 bucket"),
            ("filter[created_at][$gte]", "filter created at gte"),
            ("sha256 base64 ipv4 2fa mp3", "sha 256 base 64 ipv 4 2fa mp3"),
            ("the customer's café, Größe, ЖУРНАЛ", "the customer s café größe журнал"),
            ("支払い方法", "支払 払い い方 方法"),
            ("新 API接口", "新 api 接口"),
            ("사용자 목록", "사용 용자 목록"),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn encoded_data_is_left_out() {
        assert_eq!(words(&format!("key {}", "x".repeat(65))), ["key"]);
    }
}
