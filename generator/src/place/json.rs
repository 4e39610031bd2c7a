//! Places in JSON, in one scan. Text that begins like JSON may still be YAML: the scan says so by not finishing.

use std::collections::{BTreeMap, BTreeSet};

use crate::pointer::Pointer;

/// Nesting that is followed.
const MAX_DEPTH: usize = 200;

/// The places of the pointers in `open`; none where the text is no JSON.
pub(super) fn walk(text: &str, open: &BTreeSet<String>) -> Option<BTreeMap<String, (usize, usize)>> {
    let mut scan =
        Scan { bytes: text.as_bytes(), text, at: 0, line: 1, counted: 0, columns: 0, open, found: BTreeMap::new() };
    scan.blank();
    let place = scan.place(scan.at, scan.line);
    scan.found.insert(String::new(), place);
    scan.value(Some(&Pointer::default()), 0).then_some(scan.found)
}

struct Scan<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    line: usize,
    /// Up to where the characters of this line were counted, and how many there are: a document may be one line.
    counted: usize,
    columns: usize,
    open: &'t BTreeSet<String>,
    found: BTreeMap<String, (usize, usize)>,
}

impl Scan<'_> {
    /// Reads a value; false where it is none. Without a pointer nobody asked for anything in it.
    fn value(&mut self, pointer: Option<&Pointer>, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        match self.peek() {
            Some(b'{') => self.members(pointer, depth),
            Some(b'[') => self.items(pointer, depth),
            Some(b'"') => self.string().is_some(),
            Some(_) => {
                let start = self.at;
                while self.peek().is_some_and(|byte| !matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t'))
                {
                    self.at += 1;
                }
                self.at > start
            }
            None => false,
        }
    }

    fn members(&mut self, pointer: Option<&Pointer>, depth: usize) -> bool {
        self.at += 1;
        loop {
            self.blank();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return true;
                }
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let (start, line) = (self.at, self.line);
                    let Some(key) = self.string() else { return false };
                    let member = pointer.map(|pointer| pointer.join(&key));
                    let wanted = member.filter(|member| self.open.contains(member.as_str()));
                    if let Some(member) = &wanted {
                        // The last of two equal keys is the surplus one.
                        let place = self.place(start, line);
                        self.found.insert(member.as_str().to_owned(), place);
                    }
                    self.blank();
                    if self.peek() != Some(b':') {
                        return false;
                    }
                    self.at += 1;
                    self.blank();
                    if !self.value(wanted.as_ref(), depth + 1) {
                        return false;
                    }
                }
                _ => return false,
            }
        }
    }

    fn items(&mut self, pointer: Option<&Pointer>, depth: usize) -> bool {
        self.at += 1;
        let mut index = 0;
        loop {
            self.blank();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return true;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    let item = pointer.map(|pointer| pointer.at(index));
                    let wanted = item.filter(|item| self.open.contains(item.as_str()));
                    if let Some(item) = &wanted {
                        let place = self.place(self.at, self.line);
                        self.found.insert(item.as_str().to_owned(), place);
                    }
                    index += 1;
                    if !self.value(wanted.as_ref(), depth + 1) {
                        return false;
                    }
                }
                None => return false,
            }
        }
    }

    /// Reads a string; none where it isn't closed.
    fn string(&mut self) -> Option<String> {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.at += 1;
                }
                b'\n' => self.next_line(),
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        let quoted = self.text.get(start..self.at)?;
        if escaped {
            return serde_json::from_str(quoted).ok();
        }
        quoted.get(1..quoted.len() - 1).map(str::to_owned)
    }

    fn blank(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r') => {}
                Some(b'\n') => self.next_line(),
                Some(0xef) if self.at == 0 && self.text.starts_with('\u{feff}') => self.at += 2,
                _ => return,
            }
            self.at += 1;
        }
    }

    fn next_line(&mut self) {
        self.line += 1;
        (self.counted, self.columns) = (self.at + 1, 0);
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Line and column (in characters), both from 1, of a byte that was reached on `line`.
    fn place(&mut self, at: usize, line: usize) -> (usize, usize) {
        // A key with a line break in it, which JSON doesn't allow, is placed where it ends.
        if line == self.line && at >= self.counted {
            let more = self.text.get(self.counted..at).unwrap_or_default();
            self.columns += more.chars().filter(|c| *c != '\u{feff}').count();
            self.counted = at;
        }
        (self.line, self.columns + 1)
    }
}
