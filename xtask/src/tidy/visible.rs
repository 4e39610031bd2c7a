//! Rust without comments and without the content of literals, byte for byte as long as before, so that lines and columns
//! stay and nothing quoted is taken for code.

/// The code that is left; every other byte is a space or a line break.
pub(super) fn code(text: &str) -> String {
    let mut scanner = Scanner { rest: text, code: String::with_capacity(text.len()) };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.code
}

struct Scanner<'t> {
    rest: &'t str,
    code: String,
}

impl Scanner<'_> {
    fn step(&mut self) {
        let in_word = self.code.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        if self.rest.starts_with("//") {
            self.blank(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if let Some(length) = (!in_word).then(|| prefixed_string(self.rest)).flatten() {
            self.blank(length);
        } else if self.rest.starts_with('"') {
            self.blank(string(self.rest));
        } else if let Some(length) = character(self.rest) {
            self.blank(length);
        } else {
            self.keep();
        }
    }

    fn keep(&mut self) {
        let mut characters = self.rest.chars();
        self.code.extend(characters.next());
        self.rest = characters.as_str();
    }

    fn blank(&mut self, length: usize) {
        let (blanked, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.code.extend(blanked.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

/// The length of a block comment, which may hold others.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut offset = 0;
    while let Some(rest) = text.get(offset..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            offset += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            offset += 2;
            if depth == 0 {
                return offset;
            }
        } else {
            offset += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of `"…"`, with escapes.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (offset, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return offset + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `r#"…"#`, `b"…"`, `br"…"`, `c"…"` and the like.
fn prefixed_string(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r"].into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix).unwrap_or_default();
        rest.trim_start_matches('#').starts_with('"') && (prefix.ends_with('r') || rest.starts_with('"'))
    })?;
    let rest = text.get(prefix.len()..)?;
    if !prefix.ends_with('r') {
        return Some(prefix.len() + string(rest));
    }
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = prefix.len() + hashes + 1;
    let closing = text.get(inside..)?.find(&end);
    Some(closing.map_or(text.len(), |closing| inside + closing + end.len()))
}

/// The length of a character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'').or_else(|| text.strip_prefix("b'"))?;
    let start = text.len() - inside.len();
    if let Some(escape) = inside.strip_prefix('\\') {
        // The character after the backslash may be a quotation mark itself.
        let after = escape.chars().next().map_or(0, char::len_utf8);
        return Some(start + 1 + after + escape.get(after..)?.find('\'')? + 1);
    }
    let length = inside.chars().next()?.len_utf8();
    inside.get(length..)?.starts_with('\'').then_some(start + length + 1)
}

#[cfg(test)]
mod tests {
    use super::code;

    fn check(text: &str, expected: &str) {
        let code = code(text);
        assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{text}");
        assert_eq!(code.len(), text.len(), "{text}");
        assert_eq!(code.matches('\n').count(), text.matches('\n').count(), "{text}");
    }

    #[test]
    fn comments_and_literals_are_blanked() {
        check("a // b\nc", "a c");
        check("a /* b /* c */ d */ e", "a e");
        check("a \"b \\\" // c\" d", "a d");
        check("r#\"x\" y\"# z", "z");
        check("br\"x\" b\"y\" c\"w\" z", "z");
        check("'a' b 'c", "b 'c");
        check("'\\'' b '\\u{1f}' b'x' c", "b c");
        check("for<'a> fn(&'a str)", "for<'a> fn(&'a str)");
        check("\"é\n\" b", "b");
        check("expr\"x\"", "expr");
        check("r#type x", "r#type x");
        check("\"unterminated", "");
        check("/* unterminated", "");
        check("'", "'");
    }
}
