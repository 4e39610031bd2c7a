//! What a generated crate offers, read from its COVERAGE.md.

/// Operations of a document by whether they are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Operations that an agent can call.
    pub(crate) offered: usize,
    /// Operations that it can't.
    pub(crate) left_out: usize,
}

impl Coverage {
    /// Reads `128 operations are offered, 0 are left out.`, the text's first line that begins with a number.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let line = text.lines().find(|line| line.starts_with(|first: char| first.is_ascii_digit()))?;
        let mut numbers = line.split(|character: char| !character.is_ascii_digit()).filter(|number| !number.is_empty());
        Some(Self { offered: numbers.next()?.parse().ok()?, left_out: numbers.next()?.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::Coverage;

    #[test]
    fn the_sentence_with_the_numbers_is_read() {
        let text = "<!-- 1 -->\n# Coverage of 2\n\n128 operations are offered, 3 are left out.\n9\n";
        assert_eq!(Coverage::read(text), Some(Coverage { offered: 128, left_out: 3 }));
        for text in ["", "# x", "12 operations"] {
            assert_eq!(Coverage::read(text), None, "{text}");
        }
    }
}
