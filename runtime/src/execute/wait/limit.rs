//! Rate limits and quotas as header fields tell of them. There is no standard but drafts
//! (draft-ietf-httpapi-ratelimit-headers), and vendors have names of their own: what is alike in them is read.

use std::time::Duration;

use http::HeaderMap;
use time::OffsetDateTime;

use super::fields;
use super::form::{Unit, read};

/// What a header's name has that tells of a limit.
const LIMITS: [&str; 4] = ["ratelimit", "rate-limit", "-limit-", "quota"];

/// Words of a header's name for when a limit is lifted: `X-RateLimit-Reset`.
const RESETS: [&str; 2] = ["reset", "resets"];

/// Words besides, which the name of what remains hasn't: `X-RateLimit-Reset-After`, `X-RateLimit-Reset-Ms`.
const BESIDES: [&str; 10] = ["after", "at", "in", "ms", "milliseconds", "sec", "secs", "seconds", "time", "timestamp"];

/// Keys of a field's parts: what remains, and when the limit is lifted.
const PARTS: [(&str, &[&str]); 2] = [("remaining", &["reset", "resets"]), ("r", &["t"])];

/// When limits are lifted: of those that are used up, of those that don't tell, and of those that aren't.
pub(super) fn limits(headers: &HeaderMap, now: OffsetDateTime) -> [Vec<Duration>; 3] {
    let mut lifted = [const { Vec::new() }; 3];
    for (name, value) in fields(headers).filter(|(name, _)| LIMITS.iter().any(|limit| name.contains(limit))) {
        if name.contains("retry-after") {
            continue;
        }
        let found = match remaining_name(name) {
            Some(remaining) => {
                let left = fields(headers).find(|(other, _)| *other == remaining).map(|(_, left)| left);
                vec![(left, read(value, Unit::of(name), now))]
            }
            None => parts(value, now),
        };
        for (left, wait) in found {
            let group = match left.and_then(used_up) {
                Some(true) => &mut lifted[0],
                None => &mut lifted[1],
                Some(false) => &mut lifted[2],
            };
            group.extend(wait);
        }
    }
    lifted
}

/// `x-ratelimit-remaining-requests` for `x-ratelimit-reset-requests`; none for a name that isn't of when a limit is lifted.
fn remaining_name(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split('-').collect();
    let at = words.iter().position(|word| RESETS.contains(word))?;
    let named = words.iter().enumerate().filter(|(index, word)| *index <= at || !BESIDES.contains(word));
    let named = named.map(|(index, word)| if index == at { "remaining" } else { word });
    Some(named.collect::<Vec<_>>().join("-"))
}

/// What remains and when it is lifted, of every limit in a field: `limit=100, remaining=0, reset=37` (drafts up to 06),
/// `"default";r=0;t=37` (from 08 on), `total=100; remaining=0; resets=37`.
fn parts(value: &str, now: OffsetDateTime) -> Vec<(Option<&str>, Option<Duration>)> {
    let [(remaining, resets), (left, lifted)] = PARTS;
    let whole: Vec<&str> = outside_quotes(value, &[',', ';']);
    if let Some(reset) = member(&whole, resets) {
        return vec![(member(&whole, &[remaining]), read(reset, Unit::of(""), now))];
    }
    let policies = outside_quotes(value, &[',']).into_iter().map(|policy| outside_quotes(policy, &[';']));
    let found = policies
        .filter_map(|policy| Some((member(&policy, &[left]), read(member(&policy, lifted)?, Unit::of(""), now))));
    found.collect()
}

fn member<'v>(parts: &[&'v str], keys: &[&str]) -> Option<&'v str> {
    let pairs = parts.iter().filter_map(|part| part.split_once('='));
    let mut named = pairs.filter(|(key, _)| keys.iter().any(|known| key.trim().eq_ignore_ascii_case(known)));
    named.next().map(|(_, value)| value.trim())
}

/// The text's parts between letters that aren't quoted.
fn outside_quotes<'v>(text: &'v str, letters: &[char]) -> Vec<&'v str> {
    let mut quoted = false;
    let parts = text.split(|letter| {
        quoted ^= letter == '"';
        !quoted && letters.contains(&letter)
    });
    parts.collect()
}

/// Whether nothing remains: `0`, `0.0`, `0, 0;w=60`. None where that can't be read.
fn used_up(left: &str) -> Option<bool> {
    let number = left.split([',', ';']).next().unwrap_or_default().trim().trim_matches('"');
    number.parse::<f64>().ok().filter(|left| left.is_finite()).map(|left| left <= 0.0)
}
