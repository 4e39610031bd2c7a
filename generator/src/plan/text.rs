//! Document text on its way into files: one line, nothing that hides or reorders.

use crate::words::is_invisible;

/// Text as one line: white space collapsed, control and invisible formatting characters dropped.
pub(crate) fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.chars().filter(|c| !is_invisible(*c)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Characters of a line that is meant to be read; what is longer was written by a machine.
const LONGEST_LINE: usize = 1_000;

/// [`line`], cut to what somebody would read.
pub(crate) fn short_line(text: &str) -> String {
    // Invisible characters are few; four times the length leaves enough after they are dropped.
    let start: String = text.chars().take(4 * LONGEST_LINE).collect();
    let line = line(&start);
    if line.chars().count() <= LONGEST_LINE && start.len() == text.len() {
        return line;
    }
    line.chars().take(LONGEST_LINE).chain(['…']).collect()
}

/// Lines of a documentation comment, at most `most`, without empty ones.
pub(crate) fn lines(text: &str, most: usize) -> Vec<String> {
    text.lines().map(short_line).filter(|line| !line.is_empty()).take(most).collect()
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
