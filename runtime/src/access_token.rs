//! Access tokens: a credential of the API, sealed together with how much may be done with it and until when.
//!
//! Whoever runs the server gives one to an agent instead of the credential: `Authorization: Bearer twa_…` (RFC 6750 section
//! 2.1). The agent can't read it, widen it or use it elsewhere. Nothing is stored, so that every replica with the same key
//! takes it; before its time is over, it ends by its id or with the key.

mod grant;

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::rand::{SecureRandom, SystemRandom};

use crate::{Caller, Credential, Secret};

pub use grant::Grant;

/// What every token begins with, so that people and scanners of secrets recognise it.
const PREFIX: &str = "twa_";
/// The fewest bytes of a key (RFC 5869 section 4: as strong as what is derived of it).
const MIN_KEY: usize = 32;
/// The longest token that is looked at; HTTP servers take no longer header field.
const MAX_TOKEN: usize = 8_192;

/// Issues and opens access tokens.
pub struct AccessTokens {
    key: LessSafeKey,
    revoked: BTreeSet<String>,
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessTokens").field("revoked", &self.revoked).finish_non_exhaustive()
    }
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The server has no key.
    NotTaken,
    /// Nothing that was sealed with this key.
    Unknown,
    /// Its time is over.
    Expired,
    /// Whoever runs the server has ended it.
    Revoked,
}

impl Refused {
    /// What the client is told.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::NotTaken => "this server takes no access tokens of its own",
            Self::Unknown => "the access token is not from this server, or from before its key was changed",
            Self::Expired => "the access token has expired",
            Self::Revoked => "the access token was revoked",
        }
    }
}

/// The access token in the value of an `Authorization` header; none where it holds something else.
pub(crate) fn shown(authorization: &str) -> Option<&str> {
    let value = authorization.trim();
    let token = match value.split_once(char::is_whitespace) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => token.trim_start(),
        _ => value,
    };
    token.starts_with(PREFIX).then_some(token)
}

impl AccessTokens {
    /// Tokens of the server of an API under a key of at least 32 bytes; those whose ids are `revoked` are not taken.
    ///
    /// # Errors
    /// The key is too short.
    pub fn new(api: &str, key: &Secret, revoked: impl IntoIterator<Item = String>) -> Result<Self, String> {
        if key.reveal().len() < MIN_KEY {
            return Err(format!("must have at least {MIN_KEY} bytes"));
        }
        // The servers of two APIs that share a key don't take each other's tokens.
        let derived = Salt::new(HKDF_SHA256, b"toolwright access token").extract(key.reveal().as_bytes());
        let key = derived.expand(&[api.as_bytes()], &CHACHA20_POLY1305).map(UnboundKey::from);
        let key = LessSafeKey::new(key.map_err(|_| "can't be used".to_owned())?);
        Ok(Self { key, revoked: revoked.into_iter().collect() })
    }

    /// A token, and the id by which it can be revoked.
    ///
    /// # Errors
    /// The system has no random numbers, or the credential is too long for a header field.
    pub fn seal(&self, grant: &Grant) -> Result<(String, String), String> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| "the system has no random numbers".to_owned())?;
        let mut sealed = grant.to_bytes();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .map_err(|_| "the credential can't be sealed".to_owned())?;
        let token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()));
        if token.len() > MAX_TOKEN {
            return Err(format!("the credential is too long for a token of {MAX_TOKEN} bytes"));
        }
        Ok((token, id(&nonce)))
    }

    /// Who shows a token: its credential, and no more than its ceiling.
    pub(crate) fn open(&self, token: &str, now: SystemTime) -> Result<Caller, Refused> {
        let encoded = token.strip_prefix(PREFIX).filter(|_| token.len() <= MAX_TOKEN).ok_or(Refused::Unknown)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| Refused::Unknown)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>().ok_or(Refused::Unknown)?;
        let mut sealed = sealed.to_vec();
        let opened = self.key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut sealed);
        let grant = Grant::from_bytes(opened.map_err(|_| Refused::Unknown)?).ok_or(Refused::Unknown)?;
        let id = id(nonce);
        if self.revoked.contains(&id) {
            return Err(Refused::Revoked);
        }
        let until = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(grant.until));
        if until.is_none_or(|until| until < now) {
            return Err(Refused::Expired);
        }
        let credential = Credential::Sealed { id, secrets: grant.credentials };
        Ok(Caller { ceiling: grant.ceiling, ..Caller::new(credential) })
    }
}

/// 24 hexadecimal digits that stand in no other token.
fn id(nonce: &[u8; NONCE_LEN]) -> String {
    nonce.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
