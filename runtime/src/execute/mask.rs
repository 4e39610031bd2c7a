//! Keeps a credential out of what the caller sees, where the API echoes it.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ops::Range;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::credential::Part;
use super::payload::Payload;

const MASK: &str = "***";

/// Secrets shorter than this, in bytes, are not looked for: they would match ordinary text.
const MIN_LENGTH: usize = 8;

/// The texts not to be shown.
#[derive(Debug)]
pub(super) struct Mask {
    secrets: Vec<String>,
}

impl Mask {
    /// What a credential is recognised by: itself, percent-encoded, as in JSON text, and both halves of a Basic pair.
    pub(super) fn new(credential: &[Part]) -> Self {
        let mut secrets = Vec::new();
        for part in credential {
            let text = part.value.reveal();
            secrets.extend([text.to_owned(), utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()]);
            let pair = STANDARD.decode(text).ok().filter(|_| part.prefix == "Basic ");
            if let Some(pair) = pair.and_then(|bytes| String::from_utf8(bytes).ok()) {
                secrets.extend(pair.split(':').map(str::to_owned));
            }
        }
        // For JSON that can't be parsed because it breaks off, say.
        let escaped = |secret: &String| Value::from(secret.as_str()).to_string().trim_matches('"').to_owned();
        secrets.extend(secrets.iter().map(escaped).collect::<Vec<_>>());
        secrets.sort();
        secrets.dedup();
        secrets.retain(|secret| secret.len() >= MIN_LENGTH);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets }
    }

    /// Masks a body.
    pub(super) fn payload(&self, body: Payload) -> Payload {
        match body {
            Payload::Json(text) => match self.json(&text) {
                Some(text) => Payload::Json(text),
                None => Payload::Text(self.text(text)),
            },
            Payload::Text(text) => Payload::Text(self.text(text)),
            Payload::Beginning(text, end, extent) => {
                let masked = self.json(&text).unwrap_or_else(|| Value::from(self.text(text)).to_string());
                Payload::Beginning(masked, end, extent)
            }
            Payload::Binary(file) => Payload::Binary(file.map(|bytes| self.bytes(bytes))),
            Payload::Empty => Payload::Empty,
        }
    }

    /// Masks plain text.
    pub(super) fn text(&self, text: String) -> String {
        self.secrets.iter().fold(text, |text, secret| replaced(text, secret))
    }

    /// Masks bytes that are no text, without changing their number.
    pub(super) fn bytes(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        for secret in &self.secrets {
            let mut from = 0;
            while let Some(at) = bytes.get(from..).and_then(|rest| position(rest, secret.as_bytes())) {
                let end = from + at + secret.len();
                bytes.get_mut(from + at..end).into_iter().for_each(|echo| echo.fill(b'*'));
                from = end;
            }
        }
        bytes
    }

    /// Masks the strings, numbers and keys of JSON text, however they are written there. Text without an echo stays as it is.
    /// Nothing for text that is nested too deeply to be looked through while there are secrets.
    pub(super) fn json(&self, text: &str) -> Option<String> {
        if self.secrets.is_empty() {
            return Some(text.to_owned());
        }
        let text = self.numbers(text);
        let mut value: Value = serde_json::from_str(&text).ok()?;
        Some(if self.value(&mut value) { value.to_string() } else { text.into_owned() })
    }

    /// Masks the numbers of JSON text before they are read: of a long one not all digits would be left to compare.
    fn numbers<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.secrets.iter().any(|secret| is_number(secret)) {
            return Cow::Borrowed(text);
        }
        let mut masked = String::new();
        let mut copied = 0;
        for Range { start, end } in numbers(text) {
            if text.get(start..end).is_some_and(|number| self.is_echo(number)) {
                masked.push_str(text.get(copied..start).unwrap_or_default());
                masked.push_str(&format!("\"{MASK}\""));
                copied = end;
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// Whether a number has the digits of a secret, or its value in another form.
    fn is_echo(&self, number: &str) -> bool {
        let same = |secret: &str| match (secret.parse::<f64>(), number.parse::<f64>()) {
            // Zeros in front belong to no number (RFC 8259 section 6).
            (Ok(value), Ok(number)) => {
                !secret.starts_with('0') && value.is_finite() && value.total_cmp(&number).is_eq()
            }
            _ => false,
        };
        self.secrets.iter().any(|secret| number.contains(secret.as_str()) || is_number(secret) && same(secret))
    }

    /// Masks the strings, numbers and keys of a value; whether there was an echo.
    pub(super) fn value(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                let masked = self.text(text.clone());
                let found = masked != *text;
                *text = masked;
                found
            }
            Value::Array(items) => items.iter_mut().fold(false, |found, item| self.value(item) | found),
            Value::Object(members) => {
                let mut found = members.values_mut().fold(false, |found, member| self.value(member) | found);
                if members.keys().any(|key| self.secrets.iter().any(|secret| key.contains(secret.as_str()))) {
                    found = true;
                    *members =
                        std::mem::take(members).into_iter().map(|(key, value)| (self.text(key), value)).collect();
                }
                found
            }
            Value::Number(number) if self.is_echo(&number.to_string()) => {
                *value = Value::from(MASK);
                true
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// Where the numbers of JSON text stand.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let (mut in_string, mut escaped) = (false, false);
        while let Some(byte) = bytes.get(at) {
            if in_string {
                in_string = escaped || *byte != b'"';
                escaped = !escaped && *byte == b'\\';
            } else if byte.is_ascii_digit() || *byte == b'-' {
                let start = at;
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                at += bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_part(byte)).count();
                return Some(start..at);
            } else {
                in_string = *byte == b'"';
            }
            at += 1;
        }
        None
    })
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || first == '-') && text.parse::<f64>().is_ok()
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| byte == first)?;
        if bytes.get(from..)?.starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
}

fn replaced(text: String, secret: &str) -> String {
    if text.contains(secret) { text.replace(secret, MASK) } else { text }
}
