//! Keeps a credential out of what the caller sees, where the API echoes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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

    /// Masks the strings and keys of JSON text, however they are escaped there. Text without an echo stays as it is.
    /// Nothing for text that is nested too deeply to be looked through while there are secrets.
    pub(super) fn json(&self, text: &str) -> Option<String> {
        if self.secrets.is_empty() {
            return Some(text.to_owned());
        }
        let mut value: Value = serde_json::from_str(text).ok()?;
        Some(if self.value(&mut value) { value.to_string() } else { text.to_owned() })
    }

    /// Masks the strings and keys of a value; whether there was an echo.
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
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
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
