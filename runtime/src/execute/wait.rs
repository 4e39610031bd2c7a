//! When the API may be asked again, by the headers of an answer: one time to wait, whatever form it is said in.
//!
//! `Retry-After` (RFC 9110 section 10.2.3) and its likes say so outright, and go before headers that tell of a limit, as
//! draft-ietf-httpapi-ratelimit-headers-07 wants it. Of limits the ones that are used up count, else the others; of
//! several that count the one that is lifted last.

mod date;
mod form;
mod limit;

use std::time::Duration;

use http::header::{AGE, DATE};
use http::{HeaderMap, StatusCode};
use time::OffsetDateTime;

use date::http_date;
use form::{Unit, read};
use limit::limits;

/// The longest time that is believed: quotas end with a month. What only says more than this is taken for this.
pub(super) const LONGEST: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// How far the API's clock may be from ours to be believed; a `Date` farther off is made up.
const MAX_SKEW: time::Duration = time::Duration::DAY;

/// Header fields that are looked at.
const MAX_FIELDS: usize = 200;

/// Longest value that is read, in bytes.
const MAX_VALUE: usize = 512;

/// The time to wait that an answer states. Limits count where they may be why it refuses: for a 429, and used up for a 403
/// (which some APIs answer instead) and a 503.
pub(super) fn stated(status: StatusCode, headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    let now = clock(headers).filter(|clock| (*clock - now).abs() <= MAX_SKEW).unwrap_or(now);
    let asked = longest(&asked(headers, now));
    let [used_up, unknown, left] = match status.as_u16() {
        403 | 429 | 503 => limits(headers, now),
        _ => Default::default(),
    };
    let used_up = longest(&used_up);
    // Who asks for no time at all doesn't contradict a limit that is used up.
    match (asked, used_up) {
        (Some(asked), used_up) if !asked.is_zero() || used_up.is_none() => Some(asked),
        (_, Some(used_up)) => Some(used_up),
        _ if status == StatusCode::TOO_MANY_REQUESTS => longest(&unknown).or_else(|| longest(&left)),
        _ => None,
    }
}

/// The same in whole seconds, rounded up.
pub(super) fn seconds(status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let wait = stated(status, headers, OffsetDateTime::now_utc())?;
    Some(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)))
}

/// What the API's clock said when the answer left: `Date` (RFC 9110 section 6.6.1), and how long a cache has kept it since
/// (RFC 9111 section 5.1). Points in time are the API's, and our clock may be another one.
fn clock(headers: &HeaderMap) -> Option<OffsetDateTime> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let age = text(AGE).and_then(|age| age.trim().parse().ok()).unwrap_or(0);
    http_date(text(DATE)?)?.checked_add(time::Duration::seconds(age))
}

/// What `Retry-After`, `X-Retry-After`, `Retry-After-Ms` and `X-Ms-Retry-After-Ms` say.
fn asked(headers: &HeaderMap, now: OffsetDateTime) -> Vec<Duration> {
    let fields = fields(headers).filter(|(name, _)| name.contains("retry-after"));
    fields.filter_map(|(name, value)| read(value, Unit::of(name), now)).collect()
}

/// Every field, a name as often as it comes.
fn fields(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let fields = headers.iter().take(MAX_FIELDS);
    let fields = fields.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?.trim())));
    fields.filter(|(_, value)| value.len() <= MAX_VALUE)
}

/// The longest that can be believed; where none can, as much as can be.
fn longest(waits: &[Duration]) -> Option<Duration> {
    let believed = waits.iter().filter(|wait| **wait <= LONGEST).max().copied();
    believed.or_else(|| (!waits.is_empty()).then_some(LONGEST))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
    use time::OffsetDateTime;

    use super::stated;

    /// Fri, 27 Nov 2026 12:00:00 GMT
    const NOW: i64 = 1_795_780_800;

    /// As long as is believed.
    const LONGEST: Option<f64> = Some(2_678_400.0);

    /// Header fields as they stand in an answer, and seconds.
    type Case = (&'static str, Option<f64>);

    fn check(status: u16, (head, expected): Case) {
        let pair = |line: &'static str| {
            let (name, value) = line.split_once(": ").unwrap();
            (HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap())
        };
        let mut headers = HeaderMap::new();
        head.split(" | ").filter(|line| !line.is_empty()).map(pair).for_each(|(name, value)| {
            headers.append(name, value);
        });
        let now = OffsetDateTime::from_unix_timestamp(NOW).unwrap();
        let wait = stated(StatusCode::from_u16(status).unwrap(), &headers, now);
        assert_eq!(wait.map(|wait| wait.as_secs_f64()), expected, "{status} {head}");
    }

    #[test]
    fn who_asks_outright() {
        let cases: &[Case] = &[
            ("", None),
            ("Retry-After: 37", Some(37.0)),
            ("Retry-After:   0 ", Some(0.0)),
            ("Retry-After: 1.5", Some(1.5)),
            ("Retry-After: \"37\"", Some(37.0)),
            ("Retry-After: 37s", Some(37.0)),
            ("Retry-After: Fri, 27 Nov 2026 12:00:10 GMT", Some(10.0)),
            ("Retry-After: Friday, 27-Nov-26 12:00:10 GMT", Some(10.0)),
            ("Retry-After: Fri Nov 27 12:00:10 2026", Some(10.0)),
            ("Retry-After: Fri, 27 Nov 2026 11:00:00 GMT", Some(0.0)),
            ("Retry-After: 2026-11-27T12:00:10.5Z", Some(10.5)),
            ("Retry-After: 1795780837", Some(37.0)),
            ("X-Retry-After: 37", Some(37.0)),
            ("Retry-After-Ms: 1250", Some(1.25)),
            ("X-Ms-Retry-After-Ms: 37000", Some(37.0)),
            ("Retry-After: 2 | Retry-After-Ms: 1250", Some(2.0)),
            ("Retry-After: 3 | Retry-After: 7", Some(7.0)),
            ("Retry-After: 3, 7", Some(7.0)),
            ("Retry-After: soon | Retry-After: 7", Some(7.0)),
            // Hostile ones.
            ("Retry-After: ", None),
            ("Retry-After: -1", None),
            ("Retry-After: +1", None),
            ("Retry-After: 1e3", None),
            ("Retry-After: soon", None),
            ("Retry-After: NaN", None),
            ("Retry-After: inf", None),
            ("Retry-After: .", None),
            ("Retry-After: 1.2.3", None),
            ("Retry-After: 3 fortnights", None),
            ("Retry-After: s", None),
            ("Retry-After: 6m0", None),
            ("Retry-After: Fri, 31 Feb 2026 08:00:00 GMT", None),
            ("Retry-After: 2026-02-31T00:00:00Z", None),
            ("Retry-After: 99999999", LONGEST),
            ("Retry-After: 99999999999999999999999999", LONGEST),
            ("Retry-After: 9999999999999999999999999999999999999999999999999999", LONGEST),
            ("Retry-After: 99999999999999999999999d", LONGEST),
            ("Retry-After: Fri, 27 Nov 9999 12:00:00 GMT", LONGEST),
            ("Retry-After: 99999999 | Retry-After: 7", Some(7.0)),
        ];
        for status in [202, 403, 429, 503] {
            cases.iter().for_each(|case| check(status, *case));
        }
    }

    #[test]
    fn when_limits_are_lifted() {
        let cases: &[Case] = &[
            ("RateLimit-Reset: 12", Some(12.0)),
            ("X-RateLimit-Reset: 0.25", Some(0.25)),
            ("X-RateLimit-Reset: 1795780837", Some(37.0)),
            ("X-Rate-Limit-Reset: 1795780837.125", Some(37.125)),
            ("X-RateLimit-Reset: 1795780837250", Some(37.25)),
            ("X-RateLimit-Reset: 1795780837000000", Some(37.0)),
            ("X-RateLimit-Reset: 1795780837000000000", Some(37.0)),
            ("X-RateLimit-Reset: 1000000000", Some(0.0)),
            ("X-RateLimit-Reset: 2026-11-27T13:00:37+01:00", Some(37.0)),
            ("X-RateLimit-Reset: 2026-11-27 12:00:37 UTC", Some(37.0)),
            ("X-RateLimit-Reset: Fri, 27 Nov 2026 12:00:37 GMT", Some(37.0)),
            ("Anthropic-RateLimit-Requests-Reset: 2026-11-27T12:00:37Z", Some(37.0)),
            ("X-RateLimit-Reset-After: 1.337", Some(1.337)),
            ("X-Rate-Limit-Reset-After: 37", Some(37.0)),
            ("X-RateLimit-Reset-Requests: 37s", Some(37.0)),
            ("X-RateLimit-Reset-Tokens: 6m0s", Some(360.0)),
            ("X-RateLimit-Reset-Tokens: 1h0m1.5s", Some(3601.5)),
            ("X-RateLimit-Reset-Tokens: 250ms", Some(0.25)),
            ("X-RateLimit-Reset-Ms: 250", Some(0.25)),
            ("X-RateLimit-Reset-Day: 40", Some(40.0)),
            ("X-RateLimit-Reset: PT1M30S", Some(90.0)),
            ("X-App-Limit-24hour-Reset: 1795780837", Some(37.0)),
            ("X-Quota-Reset: 37", Some(37.0)),
            ("RateLimit: limit=100, remaining=0, reset=37", Some(37.0)),
            ("RateLimit: \"default\";r=0;t=37", Some(37.0)),
            ("RateLimit: \"burst\";r=5;t=90, \"daily\";r=0;t=40", Some(40.0)),
            ("RateLimit: \"a,b;t=1\";r=0;t=37", Some(37.0)),
            ("Zendesk-RateLimit-Tickets: total=100; remaining=0; resets=43", Some(43.0)),
            // Of several, what is used up; else what doesn't tell; of alike ones the last.
            (
                "X-RateLimit-Reset: 37 | X-RateLimit-Remaining: 4 | RateLimit-Reset-Tokens: 6s | RateLimit-Remaining-Tokens: 0",
                Some(6.0),
            ),
            (
                "RateLimit-Reset: 1s | RateLimit-Remaining: 0 | RateLimit-Reset-Tokens: 6s | RateLimit-Remaining-Tokens: 0",
                Some(6.0),
            ),
            ("X-RateLimit-Reset: 37 | X-RateLimit-Remaining: 4 | X-Quota-Reset: 5", Some(5.0)),
            ("X-RateLimit-Reset: 37 | X-RateLimit-Remaining: 4", Some(37.0)),
            ("X-RateLimit-Reset-After: 37 | X-RateLimit-Remaining: 0 | X-Quota-Reset: 50", Some(37.0)),
            ("X-RateLimit-Reset: 99999999 | X-Quota-Reset: 50", Some(50.0)),
            ("Retry-After: 3 | RateLimit-Reset: 12", Some(3.0)),
            ("Retry-After: 60 | X-RateLimit-Remaining: 4999 | X-RateLimit-Reset: 1795784400", Some(60.0)),
            ("Retry-After: 0 | X-RateLimit-Remaining: 0 | X-RateLimit-Reset: 37", Some(37.0)),
            // Hostile ones.
            ("X-Rate-Limit-Reset: -5", None),
            ("X-RateLimit-Reset: NaN", None),
            ("X-RateLimit-Reset: inf", None),
            ("X-RateLimit-Reset: ", None),
            ("X-RateLimit-Reset: 0x25", None),
            ("X-RateLimit-Reset: 99999999999", LONGEST),
            ("X-RateLimit-Reset: 12345678901234567890123456789", LONGEST),
            ("X-RateLimit-Reset: 37 | X-RateLimit-Remaining: NaN", Some(37.0)),
            ("RateLimit: ;;;,,,===", None),
            ("RateLimit: \"default;r=0;t=37", None),
            ("RateLimit-Policy: \"default\";q=100;w=60", None),
            ("X-RateLimit-Limit: 100", None),
            ("X-Reset: 37", None),
        ];
        cases.iter().for_each(|case| check(429, *case));
    }

    /// A time of the API's is measured by its own clock, ahead of ours or behind.
    #[test]
    fn points_in_time_are_the_api_s() {
        let cases: &[Case] = &[
            ("Date: Fri, 27 Nov 2026 11:55:00 GMT | X-RateLimit-Reset: 1795780537", Some(37.0)),
            ("Date: Fri, 27 Nov 2026 12:05:00 GMT | X-RateLimit-Reset: 1795781137", Some(37.0)),
            ("Date: Fri, 27 Nov 2026 12:05:00 GMT | Retry-After: Fri, 27 Nov 2026 12:05:37 GMT", Some(37.0)),
            ("Date: Fri, 27 Nov 2026 12:05:00 GMT | X-RateLimit-Reset: 2026-11-27T12:05:37Z", Some(37.0)),
            ("Date: Fri, 27 Nov 2026 12:05:00 GMT | Retry-After: 37", Some(37.0)),
            ("Date: Fri, 27 Nov 2026 11:55:00 GMT | Age: 290 | X-RateLimit-Reset: 1795780837", Some(47.0)),
            ("Date: Fri, 27 Nov 2026 11:55:00 GMT | Age: soon | X-RateLimit-Reset: 1795780537", Some(37.0)),
            // Hostile ones: our clock counts.
            ("Date: Thu, 01 Jan 1970 00:00:00 GMT | X-RateLimit-Reset: 1795780837", Some(37.0)),
            ("Date: Fri, 31 Dec 9999 23:59:59 GMT | X-RateLimit-Reset: 1795780837", Some(37.0)),
            (
                "Date: Fri, 31 Dec 9999 23:59:59 GMT | Age: 9223372036854775807 | X-RateLimit-Reset: 1795780837",
                Some(37.0),
            ),
            ("Date: today | X-RateLimit-Reset: 1795780837", Some(37.0)),
            ("Date:  | X-RateLimit-Reset: 1795780837", Some(37.0)),
        ];
        cases.iter().for_each(|case| check(429, *case));
    }

    /// What is refused for something else isn't for a limit.
    #[test]
    fn limits_count_where_they_may_be_the_reason() {
        let used_up = "X-RateLimit-Remaining: 0 | X-RateLimit-Reset: 37";
        let left = "X-RateLimit-Remaining: 1 | X-RateLimit-Reset: 37";
        for (status, of_used_up, of_left) in [
            (200, None, None),
            (403, Some(37.0), None),
            (404, None, None),
            (429, Some(37.0), Some(37.0)),
            (500, None, None),
            (503, Some(37.0), None),
        ] {
            check(status, (used_up, of_used_up));
            check(status, (left, of_left));
        }
    }
}
