//! Settings that limit what callers may do.

use std::collections::BTreeSet;

use contract::Effect;

use super::{Error, Settings};
use crate::{Api, MODES, mode, policy};

/// The severest effect that a call may have.
pub(super) fn ceiling(settings: &Settings) -> Result<Effect, Error> {
    let ceiling = match settings.access_mode.as_deref() {
        None => Effect::Destructive,
        Some(text) => mode(text).ok_or_else(|| {
            let message = format!("must be one of {}, not {text:?}", MODES.join(", "));
            Error::Value { name: "access-mode", message }
        })?,
    };
    Ok(if settings.read_only { Effect::Read } else { ceiling })
}

/// Whether calls take approvals.
pub(super) fn approval(settings: &Settings) -> Result<bool, Error> {
    match settings.approval.as_deref().map(str::trim) {
        None | Some("destructive") => Ok(true),
        Some("off") => Ok(false),
        Some(text) => {
            let message = format!("must be destructive or off, not {text:?}");
            Err(Error::Value { name: "approval", message })
        }
    }
}

/// Names of operations that are not offered.
pub(super) fn denied(api: &'static Api, settings: &Settings) -> Result<BTreeSet<&'static str>, Error> {
    policy::denied(api, &settings.allow, &settings.deny).map_err(|idle| match idle {
        None => Error::Value { name: "allow and deny", message: "leave no operation".to_owned() },
        Some(entry) => {
            let name = if settings.allow.contains(&entry) { "allow" } else { "deny" };
            let message = format!(
                "{entry:?} names no operation; write a name with * for any part (models.*), tag:NAME or effect:NAME, \
                 where effects are read, write and destructive"
            );
            Error::Value { name, message }
        }
    })
}

/// Ids of access tokens, 24 hexadecimal digits each: one that is mistyped would revoke nothing.
pub(super) fn revoked(settings: &Settings) -> Result<BTreeSet<String>, Error> {
    let id = |text: &String| {
        let id = text.trim().to_ascii_lowercase();
        let is_id = id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id.then_some(id).ok_or_else(|| {
            let message = format!("{text:?} is no id of an access token, which has 24 hexadecimal digits");
            Error::Value { name: "revoked-token", message }
        })
    };
    settings.revoked_token.iter().map(id).collect()
}
