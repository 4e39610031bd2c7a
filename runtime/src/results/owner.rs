//! Whose a result is.

use sha2::{Digest, Sha256};

use crate::{Caller, Credential};

/// A caller as far as results are concerned: not the credential, but its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Owner([u8; 32]);

impl Owner {
    /// The owner of what a caller's calls bring. On stdio, and on loopback without credentials, that is the process; over
    /// HTTP whoever shows the same credential, or has the same name where callers have names. All that show none are one.
    pub fn of(caller: &Caller) -> Self {
        let (kind, text) = match (&caller.identity, &caller.credential) {
            (Some(identity), _) => ("identity", identity.as_str()),
            (None, Credential::None) => ("none", ""),
            (None, Credential::Environment(_)) => ("process", ""),
            (None, Credential::Sealed { id, .. }) => ("token", id.as_str()),
            (None, Credential::Forwarded(secret)) => ("forwarded", secret.reveal()),
        };
        Self(Sha256::new().chain_update(kind).chain_update([0]).chain_update(text).finalize().into())
    }

    /// The same as bytes, for what knows callers by number only.
    pub(crate) fn bytes(self) -> [u8; 32] {
        self.0
    }
}
