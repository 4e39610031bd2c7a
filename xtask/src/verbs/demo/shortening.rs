//! Answers shortened for a person: what was looked for in full, the rest as far as it fits.

/// Lines of an answer that are printed.
const LINES: usize = 24;
/// Characters of a line that are printed.
const WIDTH: usize = 160;

/// The paragraphs that mention the operation in full, of the others the first line. A single paragraph is not shortened
/// that way.
pub(super) fn shortened(text: &str, operation: &str) -> Vec<String> {
    let visible: String = text.chars().filter(|character| *character == '\n' || !character.is_control()).collect();
    let paragraphs: Vec<&str> = visible.split("\n\n").collect();
    let alone = paragraphs.len() == 1;
    let lines = paragraphs.iter().flat_map(|paragraph| {
        let shown = if alone || mentions(paragraph, operation) { usize::MAX } else { 1 };
        let more = if paragraph.lines().count() > shown { " …" } else { "" };
        paragraph.lines().take(shown).map(move |line| format!("{}{more}", cut(line)))
    });
    let mut lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let rest = lines.len().saturating_sub(LINES);
    if rest > 0 {
        lines.truncate(LINES);
        lines.push(format!("… {rest} more lines"));
    }
    lines
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{} …", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// Whether a text names an operation, and not only a longer name that it is part of.
pub(super) fn mentions(text: &str, operation: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(operation).any(|(start, found)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let mut after = text.get(start + found.len()..).unwrap_or_default().chars();
        let goes_on = match after.next() {
            Some('.') => after.next().is_some_and(part),
            next => next.is_some_and(part),
        };
        !goes_on && !before.is_some_and(|before| part(before) || before == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::{mentions, shortened};

    #[test]
    fn what_was_looked_for_is_shown_in_full() {
        let text = "## tea\nteas.list - GET\nLists.\n\nteas.get - GET\nGets.\n\nalone";
        assert_eq!(shortened(text, "teas.get"), ["## tea …", "teas.get - GET", "Gets.", "alone"]);
        assert_eq!(shortened("a\nb", "teas.get"), ["a", "b"]);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shortened("\u{1b}[2J", ""), ["[2J"]);
        let long = "é".repeat(200);
        assert_eq!(shortened(&long, ""), [format!("{} …", "é".repeat(160))]);
        let lines = shortened(&"x\n".repeat(30), "");
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (25, Some("… 6 more lines")));
    }

    #[test]
    fn names_are_found_whole() {
        for text in
            ["identity.get  GET /api/me", "(identity.get)", "call identity.get.", "{\"operation\":\"identity.get\"}"]
        {
            assert!(mentions(text, "identity.get"), "{text}");
        }
        for text in ["identity.getter", "my.identity.get", "my_identity.get", "identity.get.more", "identity"] {
            assert!(!mentions(text, "identity.get"), "{text}");
        }
    }
}
