//! Keeps a credential out of what the caller sees, where the API echoes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::credential::Part;

const MASK: &str = "***";

/// Secrets shorter than this, in bytes, are not looked for: they would match ordinary text.
const MIN_LENGTH: usize = 8;

/// The texts not to be shown.
#[derive(Debug)]
pub(super) struct Mask {
    secrets: Vec<String>,
}

impl Mask {
    /// What a credential is recognised by: itself, percent-encoded, and both halves of a Basic pair.
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
        secrets.retain(|secret| secret.len() >= MIN_LENGTH);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets }
    }

    /// Masks plain text.
    pub(super) fn text(&self, text: String) -> String {
        self.secrets.iter().fold(text, |text, secret| replaced(text, secret))
    }

    /// Masks JSON text, which stays JSON: only a secret that can't occur outside a string is replaced.
    pub(super) fn json(&self, text: String) -> String {
        self.secrets.iter().filter(|secret| only_in_strings(secret)).fold(text, |text, secret| replaced(text, secret))
    }
}

fn replaced(text: String, secret: &str) -> String {
    if text.contains(secret) { text.replace(secret, MASK) } else { text }
}

/// Whether text has no character that structures JSON or escapes, and isn't part of a number.
fn only_in_strings(secret: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=%".contains(&byte);
    let number = |byte: u8| byte.is_ascii_digit() || b"-.+eE".contains(&byte);
    secret.bytes().all(plain) && !secret.bytes().all(number)
}
