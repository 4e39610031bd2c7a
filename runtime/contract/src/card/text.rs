//! Text of a document on its way into a card: one line, nothing invisible, no longer than it may be.

use std::borrow::Cow;

/// Characters of a document's text that are looked at.
const LONGEST: usize = 12_000;
/// Characters of a link's target or a tag's attributes that are looked at to find its end.
const MARKUP: usize = 400;
/// HTML elements that documents use for layout; other angle brackets are placeholders.
const ELEMENTS: [&str; 28] = [
    "a", "b", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "hr", "i", "img", "li", "ol", "p",
    "pre", "span", "strong", "table", "tbody", "td", "th", "tr", "ul",
];

/// The text in one line: white space and control characters become one space, invisible characters go, links and
/// layout become their text.
pub(super) fn line(text: &str) -> String {
    let text = head(text, LONGEST);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = match first {
            '[' => match link(rest) {
                Some((label, after)) => {
                    if out.ends_with('!') {
                        out.pop();
                    }
                    out.push_str(&line(label));
                    after
                }
                None => keep(&mut out, first, after),
            },
            '<' => match element(after) {
                Some(after) => keep(&mut out, ' ', after),
                None => keep(&mut out, first, after),
            },
            _ => keep(&mut out, first, after),
        };
    }
    out.truncate(out.trim_end().len());
    out
}

/// The first sentences of a document's text, in one line of at most `most` characters.
pub(super) fn summary(text: &str, most: usize) -> String {
    // Markup goes, so that more than `most` characters may make the line.
    sentences(&line(head(text, 8 * most)), most).into_owned()
}

/// As many whole sentences as fit `most` characters; of a first sentence that is longer, its beginning. The text is one
/// line already.
pub(super) fn sentences(text: &str, most: usize) -> Cow<'_, str> {
    if text.chars().count() <= most {
        return Cow::Borrowed(text);
    }
    let room = head(text, most);
    let mut end = 0;
    for (at, mark) in room.match_indices(['.', '!', '?']) {
        let after = text.get(at + mark.len()..).unwrap_or_default();
        let ends = after.strip_prefix(' ').is_some_and(|next| !next.starts_with(char::is_lowercase));
        let before = room.get(..at).unwrap_or_default();
        if ends && !before.ends_with("e.g") && !before.ends_with("i.e") {
            end = at + mark.len();
        }
    }
    match room.get(..end) {
        Some(whole) if end > 0 => Cow::Borrowed(whole),
        _ => Cow::Owned(cut(text, most)),
    }
}

/// At most `most` characters, ended at a word with `…` where something is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let room = head(text, most.saturating_sub(1));
    let word = room.rfind(' ').filter(|at| at * 2 > room.len());
    let kept = room.get(..word.unwrap_or(room.len())).unwrap_or_default();
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.']))
}

/// A property or argument name: as it is if it is an identifier, else quoted.
pub(super) fn name(name: &str) -> String {
    const MOST: usize = 80;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    if !name.is_empty()
        && name.len() <= MOST
        && name.chars().all(plain)
        && !name.starts_with(|c: char| c.is_ascii_digit())
    {
        return name.to_owned();
    }
    quoted(&cut(name, MOST))
}

/// A JSON string in which invisible characters are escaped.
pub(super) fn quoted(text: &str) -> String {
    visible(&serde_json::Value::from(text).to_string())
}

/// JSON text with its invisible characters escaped: the same value, nothing hidden.
pub(super) fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_invisible(letter) || (letter.is_control() && letter != '\n') || matches!(letter, '\u{2028}' | '\u{2029}')
        {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(letter);
        }
    }
    out
}

/// The first `most` characters.
pub(super) fn head(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// Appends one character the way a line has it.
fn keep<'a>(out: &mut String, letter: char, after: &'a str) -> &'a str {
    if letter.is_whitespace() || letter.is_control() {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    } else if !is_invisible(letter) {
        out.push(letter);
    }
    after
}

/// The label of a Markdown link `[label](target)` at the start of `text`, and what follows the link.
fn link(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('[')?;
    let (label, after) = head(inside, MARKUP).split_once("](")?;
    if label.contains(['[', '\n']) {
        return None;
    }
    let length = head(after, MARKUP).find(')')?;
    let end = 1 + label.len() + 2 + length + 1;
    text.get(end..).map(|after| (label, after))
}

/// What follows an HTML tag whose `<` is just before `text`.
fn element(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('/').unwrap_or(text);
    let end = head(inside, MARKUP).find('>')?;
    let name_end = inside.find(|letter: char| !letter.is_ascii_alphanumeric())?;
    let name = inside.get(..name_end)?.to_ascii_lowercase();
    ELEMENTS.contains(&name.as_str()).then(|| inside.get(end + 1..)).flatten()
}

/// Characters that show nothing, or change the direction of what is shown.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}
