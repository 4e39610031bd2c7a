//! What a running server lets its callers do, whoever they are.

use std::collections::BTreeSet;

use contract::{Effect, pattern};

use crate::approval::Approvals;
use crate::{AccessTokens, Api, Operation};

/// The limits that whoever runs the server has set.
#[derive(Debug)]
pub struct Policy {
    /// The severest effect that any call may have.
    pub ceiling: Effect,
    /// How calls are approved; none where no call takes an approval.
    pub approvals: Option<Approvals>,
    /// Names of operations that nobody finds or calls.
    pub denied: BTreeSet<&'static str>,
    /// The access tokens that stand for a caller over HTTP; none where no token is taken.
    pub tokens: Option<AccessTokens>,
}

impl Policy {
    /// No limits at all, approvals included.
    pub fn open() -> Self {
        Self { ceiling: Effect::Destructive, approvals: None, denied: BTreeSet::new(), tokens: None }
    }
}

/// The operations that lists of patterns leave out: those that `allow`, unless it is empty, doesn't name, and those that
/// `deny` does. Err: the entry that names none, or `None` where nothing is left.
pub(crate) fn denied(
    api: &'static Api,
    allow: &[String],
    deny: &[String],
) -> Result<BTreeSet<&'static str>, Option<String>> {
    let idle = allow.iter().chain(deny).find(|entry| !api.operations.iter().any(|operation| names(entry, operation)));
    if let Some(idle) = idle {
        return Err(Some(idle.clone()));
    }
    let denied = api.operations.iter().filter(|operation| {
        let named = |entry: &String| names(entry, operation);
        (!allow.is_empty() && !allow.iter().any(named)) || deny.iter().any(named)
    });
    let denied: BTreeSet<_> = denied.map(|operation| operation.name).collect();
    if denied.len() == api.operations.len() { Err(None) } else { Ok(denied) }
}

/// Whether an entry is about an operation: `models.*` by its name, `tag:models` by its group, `effect:write` by what it
/// does.
fn names(entry: &str, operation: &Operation) -> bool {
    match entry.trim().split_once(':') {
        Some(("tag", tag)) => pattern::fits(tag, operation.tag),
        Some(("effect", effect)) => pattern::fits(effect, operation.effect.as_str()),
        Some(_) => false,
        None => pattern::fits(entry.trim(), operation.name),
    }
}
