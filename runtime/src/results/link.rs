//! What is said of a result that is kept.

use std::time::Duration;

use serde_json::{Value, json};

/// Where a result can be read, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// `result://acme/0123456789abcdef0123456789abcdef`; its parts are `…/1`, `…/2` and so on.
    pub uri: String,
    /// Its size.
    pub bytes: usize,
    /// How many parts it is read in.
    pub parts: usize,
    /// As the API called it, or what it was recognised as.
    pub media_type: String,
    /// Of the whole content, in hexadecimal digits.
    pub sha256: String,
    /// How long it can be read, from the call on.
    pub lifetime: Duration,
}

impl Link {
    /// `{"resource":"result://…","bytes":412333,"parts":26,"read":"resources/read, part by part: …","expires_in":900}`
    pub fn to_value(&self) -> Value {
        let read = match self.parts {
            0 | 1 => "resources/read".to_owned(),
            parts => format!("resources/read, part by part: append /1 to /{parts}"),
        };
        json!({
            "resource": self.uri,
            "bytes": self.bytes,
            "parts": self.parts,
            "read": read,
            "expires_in": self.lifetime.as_secs(),
        })
    }

    /// The URI of a part, counted from 1.
    pub fn part(&self, number: usize) -> String {
        format!("{}/{number}", self.uri)
    }
}

/// 128 random bits: nobody guesses an id.
pub(super) struct Id(u128);

impl Id {
    /// A new one; nothing if the system has no randomness.
    pub(super) fn random() -> Option<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(u128::from_be_bytes(bytes)))
    }

    pub(super) fn uri(&self, name: &str) -> String {
        format!("result://{name}/{:032x}", self.0)
    }
}
