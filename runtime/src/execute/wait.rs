//! How long the API asks to be left alone, by the headers of an answer.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// Headers that say when a rate limit is lifted. There is no standard but the drafts of
/// draft-ietf-httpapi-ratelimit-headers, up to 07 with `RateLimit-Reset` in seconds.
const RESETS: [&str; 6] = [
    "ratelimit-reset",
    "x-ratelimit-reset",
    "x-ratelimit-reset-after",
    "x-rate-limit-reset",
    "x-ratelimit-requests-reset",
    "x-ratelimit-reset-requests",
];

/// Headers that say how many requests are left of a limit.
const REMAINING: [&str; 3] = ["x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining"];

/// A wait in milliseconds, which some APIs give besides `Retry-After`, or in its place.
const AFTER_MILLISECONDS: &str = "retry-after-ms";

/// From here on a number is a time since 1970 in seconds: as a wait it would be 31 years.
const EPOCH: f64 = 1e9;
/// And from here on in milliseconds.
const EPOCH_MILLISECONDS: f64 = 1e12;

/// Whether an answer refuses a request for coming too often: a 429, or a 403 that says when to come back or that nothing is
/// left of a limit, as GitHub answers.
pub(super) fn is_limited(status: StatusCode, headers: &HeaderMap) -> bool {
    let none_left = |name: &&str| headers.get(*name).is_some_and(|value| value.as_bytes().trim_ascii() == b"0");
    let limited = || headers.contains_key(RETRY_AFTER) || REMAINING.iter().any(none_left);
    status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::FORBIDDEN && limited()
}

/// The wait that an answer states: `Retry-After` (RFC 9110 section 10.2.3), or, of a request that came too often, when its
/// limit is lifted.
pub(super) fn stated(status: StatusCode, headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let milliseconds = || number(text(AFTER_MILLISECONDS)?.trim()).map(|wait| wait / 1_000);
    let after = text(RETRY_AFTER.as_str()).and_then(|value| after(value, now)).or_else(milliseconds);
    if after.is_some() || !is_limited(status, headers) {
        return after;
    }
    RESETS.iter().find_map(|name| reset(text(name)?, now)).or_else(|| structured(text("ratelimit")?))
}

/// The same in whole seconds, rounded up.
pub(super) fn seconds(status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let wait = stated(status, headers, OffsetDateTime::now_utc())?;
    Some(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)))
}

fn after(value: &str, now: OffsetDateTime) -> Option<Duration> {
    let value = value.trim();
    number(value).map_or_else(|| Some(until(date(value)?, now)), Some)
}

/// Seconds from now, seconds or milliseconds since 1970, or a date.
fn reset(value: &str, now: OffsetDateTime) -> Option<Duration> {
    let value = value.trim();
    let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        return span(value).or_else(|| date(value).map(|date| until(date, now)));
    };
    let since = |seconds: f64| {
        let at = Duration::try_from_secs_f64(seconds).ok()?;
        let now = Duration::try_from_secs_f64(now.unix_timestamp_nanos() as f64 / 1e9).ok()?;
        Some(at.saturating_sub(now))
    };
    match number {
        EPOCH_MILLISECONDS.. => since(number / 1e3),
        EPOCH.. => since(number),
        _ => Duration::try_from_secs_f64(number).ok(),
    }
}

/// `1s`, `6m0s`, `1h30m`, `250ms`.
fn span(value: &str) -> Option<Duration> {
    let mut rest = value;
    let mut sum = Duration::ZERO;
    while !rest.is_empty() {
        let (count, after) = rest.split_at(rest.find(|letter: char| letter.is_ascii_alphabetic())?);
        let end = after.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let (factor, divisor) = match unit {
            "ms" => (1, 1_000),
            "s" => (1, 1),
            "m" => (60, 1),
            "h" => (3_600, 1),
            "d" => (86_400, 1),
            _ => return None,
        };
        let part = number(Some(count).filter(|count| !count.is_empty())?)?;
        sum = sum.checked_add(part.checked_mul(factor)? / divisor)?;
        rest = after;
    }
    (!value.is_empty()).then_some(sum)
}

/// `RateLimit: "default";r=0;t=37` (drafts 08 and later of the same).
fn structured(value: &str) -> Option<Duration> {
    let exhausted = value.split(',').filter(|policy| parameter(policy, "r").is_none_or(|left| left == "0"));
    exhausted.filter_map(|policy| number(parameter(policy, "t")?)).max()
}

fn parameter<'a>(policy: &'a str, name: &str) -> Option<&'a str> {
    policy.split(';').filter_map(|part| part.trim().split_once('=')).find(|(key, _)| *key == name).map(|it| it.1)
}

fn number(value: &str) -> Option<Duration> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits.then(|| value.parse().ok()).flatten().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

fn until(date: OffsetDateTime, now: OffsetDateTime) -> Duration {
    Duration::try_from(date - now).unwrap_or_default()
}

/// A date in any of the three forms of HTTP (RFC 9110 section 5.6.7).
fn date(text: &str) -> Option<OffsetDateTime> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).take(8).collect();
    let (day, month, year, clock) = match *words.as_slice() {
        [_, month, day, clock, year] => (day, month, year, clock),
        [_, day, month, year, clock, "GMT" | "UTC"] => (day, month, year, clock),
        _ => return None,
    };
    let year = match (year.len(), year.parse::<i32>().ok()?) {
        (2, short @ 0..70) => short + 2000,
        (2, short) => short + 1900,
        (_, year) => year,
    };
    let date = Date::from_calendar_date(year, self::month(month)?, day.parse().ok()?).ok()?;
    let mut parts = clock.split(':').map(|part| part.parse::<u8>().ok());
    let time = Time::from_hms(parts.next()??, parts.next()??, parts.next()??.min(59)).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

fn month(name: &str) -> Option<Month> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let index = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    Month::try_from(u8::try_from(index + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
    use time::OffsetDateTime;

    use super::stated;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const NOW: i64 = 784_111_777;

    /// Status, headers, seconds.
    type Case = (u16, &'static [(&'static str, &'static str)], Option<f64>);

    fn check(status: u16, headers: &[(&'static str, &str)], expected: Option<f64>) {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        let map: HeaderMap = headers.iter().map(pair).collect();
        let now = OffsetDateTime::from_unix_timestamp(NOW).unwrap();
        let wait = stated(StatusCode::from_u16(status).unwrap(), &map, now);
        assert_eq!(wait.map(|wait| wait.as_secs_f64()), expected, "{status} {headers:?}");
    }

    #[test]
    fn what_the_api_asks_for() {
        let cases: &[Case] = &[
            (429, &[], None),
            (429, &[("retry-after", "37")], Some(37.0)),
            (503, &[("retry-after", " 0 ")], Some(0.0)),
            (503, &[("retry-after", "1.5")], Some(1.5)),
            (503, &[("retry-after", "-1")], None),
            (503, &[("retry-after", "soon")], None),
            (503, &[("retry-after", "")], None),
            (503, &[("retry-after", "99999999999999999999999999")], None),
            (503, &[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")], Some(10.0)),
            (503, &[("retry-after", "Sunday, 06-Nov-94 08:49:47 GMT")], Some(10.0)),
            (503, &[("retry-after", "Sun Nov  6 08:49:47 1994")], Some(10.0)),
            (503, &[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(0.0)),
            (503, &[("retry-after", "Sun, 31 Feb 1994 08:00:00 GMT")], None),
            (429, &[("ratelimit-reset", "12")], Some(12.0)),
            (429, &[("x-ratelimit-reset", "0.25")], Some(0.25)),
            (429, &[("x-ratelimit-reset", "784111800")], Some(784_111_800.0)),
            (429, &[("x-ratelimit-reset", "1000000000")], Some(215_888_223.0)),
            (429, &[("x-ratelimit-reset", "1000000000000")], Some(215_888_223.0)),
            (429, &[("x-rate-limit-reset", "-5")], None),
            (429, &[("x-ratelimit-reset", "NaN")], None),
            (429, &[("x-ratelimit-reset", "inf")], None),
            (429, &[("ratelimit", r#""default";r=0;t=37"#)], Some(37.0)),
            (429, &[("ratelimit", r#""burst";r=5;t=1, "daily";r=0;t=40"#)], Some(40.0)),
            (429, &[("retry-after", "3"), ("ratelimit-reset", "12")], Some(3.0)),
            (503, &[("ratelimit-reset", "12")], None),
            (429, &[("x-ratelimit-reset-after", "1.5")], Some(1.5)),
            (429, &[("x-ratelimit-reset-requests", "6m1s")], Some(361.0)),
            (429, &[("x-ratelimit-reset-requests", "250ms")], Some(0.25)),
            (429, &[("x-ratelimit-reset-requests", "6mm")], None),
            (429, &[("x-ratelimit-reset-requests", "ms")], None),
            (429, &[("retry-after-ms", "1200"), ("x-ratelimit-reset", "9")], Some(1.2)),
            // GitHub refuses so, and with a plain 403 what may not be done.
            (403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000000000")], Some(215_888_223.0)),
            (403, &[("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", "1000000000")], None),
            (403, &[("retry-after", "60")], Some(60.0)),
        ];
        for (status, headers, expected) in cases {
            check(*status, headers, *expected);
        }
    }
}
