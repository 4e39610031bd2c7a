//! Where two files begin to differ.

use std::fmt;

/// Characters of a line that are shown.
const SHOWN: usize = 100;

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
        let same = found.iter().zip(wanted).take_while(|(found, wanted)| found == wanted).count();
        let (Ok(found), Ok(wanted)) = (std::str::from_utf8(found), std::str::from_utf8(wanted)) else {
            return Some(Self::Byte(same));
        };
        let before = wanted.as_bytes().get(..same).unwrap_or_default();
        let index = before.iter().filter(|byte| **byte == b'\n').count();
        let line = |text: &str| text.split('\n').nth(index).map(|line| line.chars().take(SHOWN).collect());
        Some(Self::Line { line: index + 1, found: line(found), wanted: line(wanted) })
    }
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
        check(b"a", b"a\nc", Some("line 1 is \"a\" and should be \"a\""));
        check(b"a\n", b"a\nc\n", Some("line 2 is \"\" and should be \"c\""));
        check(b"", b"x", Some("line 1 is \"\" and should be \"x\""));
        check(b"a\r\nb", b"a\nb", Some("line 1 is \"a\\r\" and should be \"a\""));
        check(&[0xff, 1], &[0xff, 2], Some("differs from byte 1 on"));
    }
}
