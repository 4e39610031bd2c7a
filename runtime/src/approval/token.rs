//! The token as text, and what it is computed from.
//!
//! 36 letters of base64url: what the key is recognised by, expiry, two hints and the first half of the HMAC (RFC 2104 section 5). The hints tell
//! what a token that doesn't fit was for; they are hashed under the same key and prove nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

const HINT: usize = 3;
const MAC: usize = 16;
const LENGTH: usize = 1 + 4 + HINT + HINT + MAC;

/// A token, genuine or not.
pub(super) struct Token {
    /// The last second in which it holds, since 1970.
    pub(super) until: u64,
    /// What the key is recognised by.
    pub(super) key: u8,
    /// What the caller is recognised by.
    pub(super) caller: [u8; HINT],
    /// What operation and arguments are recognised by.
    pub(super) arguments: [u8; HINT],
    mac: [u8; MAC],
}

impl Token {
    /// The genuine token for a caller and a call.
    pub(super) fn new(key: &hmac::Key, until: u64, way: &[u8], (caller, call): (&[Vec<u8>], &[&[u8]])) -> Self {
        let caller: Vec<&[u8]> = caller.iter().map(Vec::as_slice).collect();
        let caller = hash(key, b"caller", &caller);
        let call = hash(key, b"call", call);
        let mac = hash(key, b"approval", &[way, &until.to_be_bytes(), caller.as_ref(), call.as_ref()]);
        let [key] = first(hash(key, b"key", &[]).as_ref());
        Self { until, key, caller: first(caller.as_ref()), arguments: first(call.as_ref()), mac: first(mac.as_ref()) }
    }

    /// What comes of the same for another purpose. It tells nothing of the token.
    pub(super) fn derived(
        key: &hmac::Key,
        until: u64,
        purpose: &[u8],
        (caller, call): (&[Vec<u8>], &[&[u8]]),
    ) -> [u8; MAC] {
        let caller: Vec<&[u8]> = caller.iter().map(Vec::as_slice).collect();
        let (caller, call) = (hash(key, b"caller", &caller), hash(key, b"call", call));
        first(hash(key, purpose, &[&until.to_be_bytes(), caller.as_ref(), call.as_ref()]).as_ref())
    }

    /// Reads a token; none if it can't be one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(Some(text).filter(|text| text.len() == LENGTH.div_ceil(3) * 4)?).ok()?;
        let (key, rest) = bytes.split_first()?;
        let (until, rest) = rest.split_first_chunk::<4>()?;
        let (caller, rest) = rest.split_first_chunk::<HINT>()?;
        let (arguments, mac) = rest.split_first_chunk::<HINT>()?;
        let mac = mac.try_into().ok()?;
        let until = u64::from(u32::from_be_bytes(*until));
        Some(Self { until, key: *key, caller: *caller, arguments: *arguments, mac })
    }

    /// The token as text.
    pub(super) fn to_text(&self) -> String {
        let until = u32::try_from(self.until).unwrap_or(u32::MAX).to_be_bytes();
        let parts: [&[u8]; 5] = [&[self.key], &until, &self.caller, &self.arguments, &self.mac];
        URL_SAFE_NO_PAD.encode(parts.concat())
    }

    /// Whether this is the genuine one. The time it takes says nothing of how alike they are: both are hashed once more,
    /// and `ring` compares in constant time.
    pub(super) fn same(&self, genuine: &Self, key: &hmac::Key) -> bool {
        let hints = |token: &Self| (token.key, token.caller, token.arguments);
        hmac::verify(key, &self.mac, hmac::sign(key, &genuine.mac).as_ref()).is_ok() && hints(self) == hints(genuine)
    }
}

/// The HMAC of parts, none of which can pass for another: each stands behind its length.
fn hash(key: &hmac::Key, purpose: &[u8], parts: &[&[u8]]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(key);
    for part in std::iter::once(&purpose).chain(parts) {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.sign()
}

fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or([0; N])
}
