//! Number literals that JSON readers would round. Before a message is read, each becomes a marked string; where the string
//! is met among the arguments of a call, the literal is refused at its place instead of being rounded silently.
//!
//! An integer is exact within 64 bits, any other number where a double has its value: `1.10` has that of `1.1`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::fault::{pointer, quoted};
use crate::{Code, Fault};

/// How a string begins that stands for a literal.
const MARK: &str = "\u{0}number:";
/// The same as it is written in JSON.
const WRITTEN: &[u8] = b"\"\\u0000number:";
/// Bytes of a literal that are kept; no double has as many digits. A longer one is refused as it stands.
const LONGEST: usize = 1_200;
/// Nesting of arguments in a message: what lies further out belongs to the protocol.
const ARGUMENTS: usize = 2;
/// Nesting of values that are looked through.
const MAX_DEPTH: usize = 128;
/// Faults of one call.
const MAX_FAULTS: usize = 25;

/// A pass over messages, in pieces as they come.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    depth: usize,
    in_string: bool,
    escaped: bool,
    literal: Vec<u8>,
    /// Whether the literal goes on beyond what is kept of it.
    is_cut: bool,
    /// Nesting from which on literals are looked at.
    from: usize,
}

impl Filter {
    /// For JSON-RPC messages.
    pub(crate) fn messages() -> Self {
        Self { from: ARGUMENTS, ..Self::default() }
    }

    /// Passes a piece on. A line break, which no JSON string holds, ends a message on stdio: `by_line`.
    pub(crate) fn feed(&mut self, piece: &[u8], by_line: bool, out: &mut Vec<u8>) {
        out.reserve(piece.len());
        for &byte in piece {
            if self.in_string && !(by_line && byte == b'\n') {
                self.in_string = byte != b'"' || self.escaped;
                self.escaped = byte == b'\\' && !self.escaped;
                out.push(byte);
                continue;
            }
            let part_of_literal = matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
            if part_of_literal && (!self.literal.is_empty() || self.begins(byte)) {
                self.is_cut = self.literal.len() == LONGEST;
                if !self.is_cut {
                    self.literal.push(byte);
                }
                continue;
            }
            self.finish(out);
            match byte {
                b'"' => (self.in_string, self.escaped) = (true, false),
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'\n' if by_line => (self.in_string, self.depth) = (false, 0),
                _ => {}
            }
            out.push(byte);
        }
    }

    fn begins(&self, byte: u8) -> bool {
        self.depth >= self.from && (byte == b'-' || byte.is_ascii_digit())
    }

    /// Passes on what is left.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if self.literal.is_empty() {
            return;
        }
        let literal = std::mem::take(&mut self.literal);
        if !std::mem::take(&mut self.is_cut) && is_exact(&literal) {
            out.extend_from_slice(&literal);
        } else {
            out.extend_from_slice(WRITTEN);
            out.extend_from_slice(&literal);
            out.push(b'"');
        }
    }
}

/// A JSON text that stands in a string, with its literals marked.
pub(crate) fn marked(text: &str) -> Cow<'_, str> {
    let mut filter = Filter::default();
    let mut out = Vec::new();
    filter.feed(text.as_bytes(), false, &mut out);
    filter.finish(&mut out);
    // Only ASCII is put in, at the place of ASCII.
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A fault for every literal within a value.
pub(crate) fn faults(value: &Value, path: &str) -> Vec<Fault> {
    let mut found = Vec::new();
    look(value, path, MAX_DEPTH, &mut found);
    found
}

fn look(value: &Value, path: &str, depth: usize, found: &mut Vec<Fault>) {
    let Some(depth) = depth.checked_sub(1).filter(|_| found.len() < MAX_FAULTS) else { return };
    match value {
        Value::String(text) => {
            if let Some(literal) = text.strip_prefix(MARK) {
                let message =
                    format!("{} would be rounded: whole numbers have 64 bits, others are doubles", quoted(literal));
                let fault = Fault::new(Code::InvalidValue, message).at(path);
                found.push(fault.suggesting("give fewer digits, or a string where the API takes one"));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(item, &pointer(path, &index.to_string()), depth, found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                look(member, &pointer(path, key), depth, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The literals as plain text, for arguments whose numbers nobody counts with.
pub(crate) fn spelled(arguments: &mut Map<String, Value>) {
    arguments.values_mut().for_each(|value| spell(value, MAX_DEPTH));
}

fn spell(value: &mut Value, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::String(text) => {
            if let Some(literal) = text.strip_prefix(MARK) {
                *text = literal.to_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| spell(item, depth)),
        Value::Object(members) => members.values_mut().for_each(|member| spell(member, depth)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a literal keeps its value. What is no number is left to whoever reads the message.
fn is_exact(literal: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(literal) else { return true };
    if literal.len() < 16 && literal.iter().all(u8::is_ascii_digit) {
        return true;
    }
    let is_whole = !text.contains(['.', 'e', 'E']);
    if is_whole {
        return text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
    }
    let Ok(double) = text.parse::<f64>() else { return true };
    double.is_finite() && decimal(text) == decimal(&format!("{double:e}"))
}

/// The digits of a decimal number without zeros at either end, and the power of ten of the last one.
fn decimal(text: &str) -> Option<(String, i64)> {
    let text = text.trim_start_matches('-');
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0').trim_end_matches('0').to_owned();
    if significant.is_empty() {
        return Some((significant, 0));
    }
    let zeros = i64::try_from(all.len() - all.trim_end_matches('0').len()).ok()?;
    let power = exponent.checked_add(zeros)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    Some((significant, power))
}

#[cfg(test)]
mod tests {
    use super::{Filter, is_exact};

    #[test]
    fn literals_keep_their_value_or_are_marked() {
        for text in [
            "0",
            "-0",
            "1",
            "-1",
            "18446744073709551615",
            "-9223372036854775808",
            "1.0",
            "1.10",
            "0.1",
            "1e2",
            "1E+2",
            "-1.5e-7",
            "0.30000000000000004",
            "1e22",
            "0.0",
            "0e999",
            "5e-324",
            "1.7976931348623157e308",
            "100000.00",
            "9007199254740993.0e0x",
        ] {
            assert!(is_exact(text.as_bytes()), "{text}");
        }
        for text in [
            "18446744073709551616",
            "-9223372036854775809",
            "0.1234567890123456789012",
            "1e400",
            "-1e400",
            "9007199254740993.0",
            "1e-400",
            "0.10000000000000000555",
            "123456789012345678.5",
        ] {
            assert!(!is_exact(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn literals_too_long_to_look_at_are_marked() {
        for (zeros, tail, is_marked) in
            [(1_196, "", false), (1_198, "", false), (1_199, "", true), (1_198, "e5", true), (50_000, "5", true)]
        {
            let literal = format!("1.{}{tail}", "0".repeat(zeros));
            for size in [1, 1_000, literal.len() + 2] {
                let (mut filter, mut out) = (Filter::default(), Vec::new());
                let text = format!("[{literal},2]");
                text.as_bytes().chunks(size).for_each(|piece| filter.feed(piece, false, &mut out));
                filter.finish(&mut out);
                let out = String::from_utf8_lossy(&out).into_owned();
                assert_eq!(out.starts_with("[\"\\u0000number:"), is_marked, "{zeros} {tail} {out}");
                assert!(out.ends_with(",2]") && (is_marked || out == text), "{out}");
            }
        }
    }

    #[test]
    fn only_arguments_are_marked_however_the_text_is_cut() {
        for (text, by_line, expected) in [
            (r#"{"id":1e400,"params":{"a":1e400}}"#, false, r#"{"id":1e400,"params":{"a":"\u0000number:1e400"}}"#),
            (
                r#"{"p":{"a":"1e400","b\"":[1.5,1e999]}}"#,
                false,
                r#"{"p":{"a":"1e400","b\"":[1.5,"\u0000number:1e999"]}}"#,
            ),
            (r#"{"p":{"a":"\\","b":-1e999}}"#, false, r#"{"p":{"a":"\\","b":"\u0000number:-1e999"}}"#),
            (
                "{\"p\":{\"a\":\"open\n{\"p\":{\"b\":1e999}}\n",
                true,
                "{\"p\":{\"a\":\"open\n{\"p\":{\"b\":\"\\u0000number:1e999\"}}\n",
            ),
            ("{\n\"p\":\n{\"a\":1e999}}", false, "{\n\"p\":\n{\"a\":\"\\u0000number:1e999\"}}"),
            ("{\"p\":{\"a\":true,\"é\":1}}", false, "{\"p\":{\"a\":true,\"é\":1}}"),
        ] {
            for size in [1, 2, 7, text.len()] {
                let (mut filter, mut out) = (Filter::messages(), Vec::new());
                text.as_bytes().chunks(size).for_each(|piece| filter.feed(piece, by_line, &mut out));
                filter.finish(&mut out);
                assert_eq!(String::from_utf8_lossy(&out), expected, "{size}");
            }
        }
    }
}
