//! The credentials in use, to be masked literally.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::MASK;
use crate::Credential;

/// Shorter ones, in bytes, would mask half of every text.
const LEAST: usize = 3;

/// Every form in which a credential in use could be quoted, the longest first.
pub(super) struct Known(Vec<String>);

impl Known {
    pub(super) fn new(credentials: &[&Credential]) -> Self {
        let mut forms = Vec::new();
        for credential in credentials {
            match credential {
                Credential::None => {}
                Credential::Environment(secrets) | Credential::Sealed { secrets, .. } => {
                    secrets.values().for_each(|secret| add(&mut forms, secret.reveal()));
                }
                Credential::Forwarded(secret) => add_header(&mut forms, secret.reveal().trim()),
            }
        }
        forms.sort_by(|left, right| right.len().cmp(&left.len()).then_with(|| left.cmp(right)));
        forms.dedup();
        Self(forms)
    }

    pub(super) fn mask(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, form| text.replace(form.as_str(), MASK))
    }
}

/// What follows the scheme in the value of an `Authorization` header, and what that is the base64 of.
fn add_header(forms: &mut Vec<String>, value: &str) {
    let token = value.split_once(' ').map_or(value, |(_, token)| token.trim());
    add(forms, token);
    if let Some(pair) = STANDARD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
        add(forms, &pair);
    }
}

/// A secret itself, the password of a `user:password`, and what RFC 7617 makes of it.
fn add(forms: &mut Vec<String>, secret: &str) {
    let mut push = |form: &str| {
        if form.len() >= LEAST {
            forms.push(form.to_owned());
        }
    };
    push(secret);
    if let Some((_, password)) = secret.split_once(':') {
        push(password);
    }
    push(&STANDARD.encode(secret));
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Known({})", self.0.len())
    }
}
