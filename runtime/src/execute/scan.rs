//! The parts of compact JSON text, found without building a tree: each is a slice of the text, its numbers digit by digit
//! as they were received. The text is valid JSON; of any other the parts are arbitrary slices.

/// The items of an array's text.
pub(super) fn items(array: &str) -> Parts<'_> {
    Parts { text: array, at: 1 }
}

/// The members of an object's text: the name with its quotes and escapes, and the value.
pub(super) fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut parts = Parts { text: object, at: 1 };
    std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
}

/// The text between the quotes of a name or string, escapes as they are.
pub(super) fn unquoted(string: &str) -> &str {
    string.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(string)
}

/// The values in an array's or object's text, names among them.
pub(super) struct Parts<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = length(rest);
        let part = self.text.get(self.at..self.at + length).filter(|part| !part.is_empty())?;
        // The comma, the colon or the closing bracket.
        self.at += length + 1;
        Some(part)
    }
}

/// Bytes of the value that a text begins with; 0 where it ends.
fn length(text: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                at += string_length(text.get(at..).unwrap_or_default());
                if depth == 0 {
                    return at.min(text.len());
                }
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth <= 1 => return at + depth,
            b']' | b'}' => depth -= 1,
            b',' | b':' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Bytes of a string, its quotes included.
fn string_length(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{items, members};

    #[test]
    fn parts_are_slices_of_the_text() {
        for (text, expected) in [
            ("[]", &[][..]),
            ("[1.10,[2,3],{\"a\":[4]},\"x,]\\\"\",null]", &["1.10", "[2,3]", "{\"a\":[4]}", "\"x,]\\\"\"", "null"]),
            ("[[]]", &["[]"]),
            ("[\"\\\\\",\"\"]", &["\"\\\\\"", "\"\""]),
        ] {
            assert_eq!(items(text).collect::<Vec<_>>(), expected, "{text}");
        }
        let object = "{\"a:b\":{\"c\":1},\"\":[],\"é\":\"}\"}";
        let expected = [("\"a:b\"", "{\"c\":1}"), ("\"\"", "[]"), ("\"é\"", "\"}\"")];
        assert_eq!(members(object).collect::<Vec<_>>(), expected);
        assert_eq!(members("{}").count(), 0);
    }

    #[test]
    fn other_text_ends() {
        for text in ["", "[", "{", "\"", "[\"", "[1,", "{\"a\"", "{\"a\":", "]]", "[\"\\", "é", "[é"] {
            assert!(items(text).take(9).count() < 9 && members(text).take(9).count() < 9, "{text}");
        }
    }
}
