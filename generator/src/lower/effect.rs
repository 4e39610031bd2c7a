//! What a call does, by its method and the words of its name and path. vendor.toml overrules it.

use contract::{Effect, Method};

use crate::words::words;

/// Words that say that something is gone afterwards.
const DESTRUCTIVE: [&str; 9] = ["delete", "destroy", "drop", "erase", "purge", "remove", "revoke", "terminate", "wipe"];

pub(super) fn effect(method: Method, path: &str, operation_id: Option<&str>) -> Effect {
    match method {
        Method::Get | Method::Head | Method::Options | Method::Trace | Method::Query => Effect::Read,
        Method::Delete => Effect::Destructive,
        Method::Put | Method::Post | Method::Patch | Method::Other(_) => {
            let last = path.rsplit('/').find(|segment| !segment.contains('{')).unwrap_or_default();
            let named = words(method.as_str()).into_iter().chain(words(operation_id.unwrap_or_default()));
            let mut said = named.chain(words(last));
            let destructive = said.any(|word| DESTRUCTIVE.contains(&word.as_str()));
            if destructive { Effect::Destructive } else { Effect::Write }
        }
    }
}
