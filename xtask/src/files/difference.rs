//! Where two files begin to differ.

use std::fmt;

/// Characters of a line that are shown.
const SHOWN: usize = 100;
/// Characters that are shown before the difference in a line that is longer.
const BEFORE: usize = 20;

/// The first difference between a file as it is and as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// In texts.
    Line {
        /// The line, from 1.
        line: usize,
        /// What stands there; none beyond the end.
        found: Option<String>,
        /// What should.
        wanted: Option<String>,
    },
    /// In anything else: the byte, from 0.
    Byte(usize),
}

impl Difference {
    /// None if the bytes are the same.
    pub(crate) fn between(found: &[u8], wanted: &[u8]) -> Option<Self> {
        if found == wanted {
            return None;
        }
        let (Ok(found), Ok(wanted)) = (std::str::from_utf8(found), std::str::from_utf8(wanted)) else {
            return Some(Self::Byte(shared(found.iter(), wanted.iter())));
        };
        let index = shared(found.split('\n'), wanted.split('\n'));
        let line = |text| str::split(text, '\n').nth(index).map(str::to_owned);
        let (found, wanted) = (line(found), line(wanted));
        let column = found.iter().zip(&wanted).map(|(found, wanted)| shared(found.chars(), wanted.chars())).sum();
        let shown = |line: Option<String>| line.map(|line| excerpt(&line, column));
        Some(Self::Line { line: index + 1, found: shown(found), wanted: shown(wanted) })
    }
}

/// How many items two sequences share at their beginning.
fn shared<T: PartialEq>(one: impl Iterator<Item = T>, other: impl Iterator<Item = T>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// The part of a long line in which a column is.
fn excerpt(line: &str, column: usize) -> String {
    let skipped = if column < SHOWN { 0 } else { column - BEFORE };
    let cut = if skipped > 0 { "…" } else { "" };
    cut.chars().chain(line.chars().skip(skipped).take(SHOWN)).collect()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "differs from byte {byte} on"),
            Self::Line { line, found, wanted } => {
                let shown =
                    |line: &Option<String>| line.as_ref().map_or("(end)".to_owned(), |line| format!("{line:?}"));
                write!(f, "line {line} is {} and should be {}", shown(found), shown(wanted))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Difference;

    fn check(found: &[u8], wanted: &[u8], expected: Option<&str>) {
        let difference = Difference::between(found, wanted).map(|difference| difference.to_string());
        assert_eq!(difference.as_deref(), expected);
    }

    #[test]
    fn the_first_differing_line_is_named() {
        check(b"a\nb\n", b"a\nb\n", None);
        check(b"a\nb\n", b"a\nc\n", Some("line 2 is \"b\" and should be \"c\""));
        check(b"a", b"a\nc", Some("line 2 is (end) and should be \"c\""));
        check(b"a\nc", b"a", Some("line 2 is \"c\" and should be (end)"));
        check(b"a", b"a\n", Some("line 2 is (end) and should be \"\""));
        check(b"a\n", b"a\nc\n", Some("line 2 is \"\" and should be \"c\""));
        check(b"", b"x", Some("line 1 is \"\" and should be \"x\""));
        check(b"a\r\nb", b"a\nb", Some("line 1 is \"a\\r\" and should be \"a\""));
        check(&[0xff, 1], &[0xff, 2], Some("differs from byte 1 on"));
    }

    #[test]
    fn long_lines_are_shown_where_they_differ() {
        let long = |end: &str| format!("{}{end}", "a".repeat(150));
        let near = "a".repeat(20);
        let expected = format!("line 1 is \"…{near}b\" and should be \"…{near}c\"");
        check(long("b").as_bytes(), long("c").as_bytes(), Some(&expected));
        let expected = format!("line 1 is \"…{near}\" and should be \"…{near}c\"");
        check(long("").as_bytes(), long("c").as_bytes(), Some(&expected));
    }
}
