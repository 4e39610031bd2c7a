//! Document text on its way into files: one line, nothing that hides or reorders.

/// Text as one line: white space collapsed, control and invisible formatting characters dropped.
pub(crate) fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.chars().filter(|c| !is_invisible(*c)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lines of a documentation comment, at most `most`, without runs of empty ones.
pub(crate) fn lines(text: &str, most: usize) -> Vec<String> {
    text.lines().map(line).filter(|line| !line.is_empty()).take(most).collect()
}

/// Document text as plain words for rustdoc: nothing that it would take for a link, HTML or code.
pub(crate) fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let special = matches!(c, '[' | ']' | '<' | '>' | '\\' | '*' | '_');
            special.then_some('\\').into_iter().chain([c])
        })
        .collect()
}

/// Zero-width characters and the bidirectional controls of Unicode annex 9.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
