//! Approvals of calls: a token that says "this caller may make exactly this call within the next minutes".
//!
//! Nothing is stored. A token is an HMAC-SHA-256 (RFC 2104) under a key of the server's, so that every replica with the
//! same key accepts what another one has issued. Within its minutes it can be used again, for the same call only: who
//! repeats an approved `DELETE` repeats that `DELETE`. An idempotency key that the call doesn't give is made of the token, so
//! that the API takes repetitions for the one request that was approved.

mod canonical;
mod token;

use std::time::{Duration, SystemTime};

use ring::hmac;
use ring::rand::SystemRandom;

use crate::{Caller, Code, Credential, Fault, Secret};

pub(crate) use canonical::canonical;
use token::Token;

/// How long a token holds.
pub(crate) const LIFETIME: Duration = Duration::from_secs(300);

/// The fewest bytes of a key (RFC 2104 section 3: no shorter than the hash).
const MIN_KEY: usize = 32;

/// Issues and checks approvals.
#[derive(Debug)]
pub struct Approvals {
    key: hmac::Key,
}

/// An approval that comes with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// The token that an earlier answer showed to whoever makes the calls.
    Token(String),
    /// The state of a question that the MCP client has put to its user, who agreed.
    Answer(String),
}

/// Which way an approval travels. A token for one way is none for the other: what a client keeps while it asks its user
/// is no use as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Argument,
    Question,
}

/// What is approved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) caller: &'a Caller,
    /// The operation's name.
    pub(crate) operation: &'a str,
    /// Where it is sent, without the credential.
    pub(crate) url: &'a str,
    /// Parameters and body as they are sent, canonical.
    pub(crate) arguments: &'a [u8],
}

impl Approvals {
    /// Approvals under a key of at least 32 bytes; without one, under a random key, which no other process knows.
    ///
    /// # Errors
    /// The key is too short, or the system has no random numbers.
    pub fn new(key: Option<&Secret>) -> Result<Self, String> {
        let key = match key {
            Some(key) if key.reveal().len() < MIN_KEY => return Err(format!("must have at least {MIN_KEY} bytes")),
            Some(key) => hmac::Key::new(hmac::HMAC_SHA256, key.reveal().as_bytes()),
            None => hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new())
                .map_err(|_| "the system has no random numbers".to_owned())?,
        };
        Ok(Self { key })
    }

    /// A token for a call, from now on.
    pub(crate) fn issue(&self, subject: Subject<'_>, way: Way, now: SystemTime) -> String {
        let until = seconds(now).saturating_add(LIFETIME.as_secs());
        self.token(subject, way, until).to_text()
    }

    /// Whether a call is approved; if not, what to do.
    pub(crate) fn check(&self, consent: &Consent, subject: Subject<'_>, now: SystemTime) -> Result<(), Fault> {
        let (text, way) = match consent {
            Consent::Token(text) => (text, Way::Argument),
            Consent::Answer(text) => (text, Way::Question),
        };
        let Some(token) = Token::parse(text.trim()) else {
            return Err(refused(Code::ApprovalInvalid, "the approval is no token of this server"));
        };
        let wanted = self.token(subject, way, token.until);
        if !token.same(&wanted, &self.key) {
            return Err(if token.key != wanted.key {
                refused(Code::ApprovalInvalid, "the approval is not from this server, or from before its restart")
            } else if token.caller != wanted.caller {
                refused(Code::ApprovalCaller, "the approval was given to another caller")
            } else if token.arguments != wanted.arguments {
                refused(Code::ApprovalArguments, "the approval is for other arguments or another operation")
            } else {
                refused(Code::ApprovalInvalid, "the approval was altered, or is from another server")
            });
        }
        if token.until < seconds(now) {
            return Err(refused(Code::ApprovalExpired, "the approval has expired"));
        }
        Ok(())
    }

    /// The number that an idempotency key is made of: one for each call and end of its approval, whichever way that goes.
    pub(crate) fn number(&self, consent: &Consent, subject: Subject<'_>) -> Option<u128> {
        let (Consent::Token(text) | Consent::Answer(text)) = consent;
        let until = Token::parse(text.trim())?.until;
        let (caller, call) = (identity(subject.caller), call(&subject));
        Some(u128::from_be_bytes(Token::derived(&self.key, until, b"idempotency", (&caller, &call))))
    }

    fn token(&self, subject: Subject<'_>, way: Way, until: u64) -> Token {
        let (caller, call) = (identity(subject.caller), call(&subject));
        let way: &[u8] = match way {
            Way::Argument => b"argument",
            Way::Question => b"question",
        };
        Token::new(&self.key, until, way, (&caller, &call))
    }
}

fn call<'s>(subject: &Subject<'s>) -> [&'s [u8]; 3] {
    [subject.url.as_bytes(), subject.operation.as_bytes(), subject.arguments]
}

/// The fault of a call that is not approved. A new approval is one call away.
fn refused(code: Code, message: &str) -> Fault {
    let remedy = "nothing was sent; repeat the call without approval to see the request and get a new token";
    Fault::new(code, message).at("/approval").suggesting(remedy)
}

/// What tells a caller from others: a name, else the credential, which never leaves the hash.
fn identity(caller: &Caller) -> Vec<Vec<u8>> {
    let owned = |text: &str| text.as_bytes().to_vec();
    match (&caller.identity, &caller.credential) {
        (Some(identity), _) => vec![owned("identity"), owned(identity)],
        (None, Credential::None) => vec![owned("nobody")],
        (None, Credential::Forwarded(secret)) => vec![owned("forwarded"), owned(secret.reveal())],
        (None, Credential::Sealed { id, .. }) => vec![owned("token"), owned(id)],
        (None, Credential::Environment(secrets)) => {
            let pairs = secrets.iter().flat_map(|(scheme, secret)| [owned(scheme), owned(secret.reveal())]);
            std::iter::once(owned("own")).chain(pairs).collect()
        }
    }
}

fn seconds(now: SystemTime) -> u64 {
    now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests;
