//! One value as a time to wait: a number in the unit that its name says, a number with units, a time since 1970, a date.

use std::time::Duration;

use time::OffsetDateTime;

use super::date::date;

/// From here on a number is a time since 1970 in seconds: as a wait it would be 31 years.
const EPOCH: u128 = 1_000_000_000 * SECOND;

/// And from here on, year 5138, one in a smaller unit.
const FAR: u128 = 100 * EPOCH;

const SECOND: u128 = 1_000_000_000;

/// Units of time by the names they have in values and at the end of header names, in nanoseconds.
const UNITS: [(&[&str], u128); 7] = [
    (&["ns", "nanos", "nanoseconds"], 1),
    (&["us", "µs", "μs", "micros", "microseconds"], 1_000),
    (&["ms", "msec", "msecs", "millis", "milliseconds"], 1_000_000),
    (&["s", "sec", "secs", "second", "seconds"], SECOND),
    (&["m", "min", "mins", "minute", "minutes"], 60 * SECOND),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600 * SECOND),
    (&["d", "day", "days"], 86_400 * SECOND),
];

/// What a number without a unit counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit(u128);

impl Unit {
    /// The part of a second that a header's name ends with; seconds. A name that ends with `day` tells of a day's limit.
    pub(super) fn of(name: &str) -> Self {
        let last = name.rsplit(['-', '_']).next().and_then(nanoseconds);
        Self(last.filter(|unit| *unit < SECOND).unwrap_or(SECOND))
    }
}

/// The time from `now` that a value tells; of a list of values the longest.
pub(super) fn read(value: &str, unit: Unit, now: OffsetDateTime) -> Option<Duration> {
    let value = value.trim().trim_matches('"').trim();
    let one = |value: &str| {
        let waits = || number(value).map(|number| counted(number.saturating_mul(unit.0) / SECOND, now));
        waits().or_else(|| with_units(value))
    };
    one(value).or_else(|| date(value).map(|date| until(date, now))).or_else(|| {
        let parts = value.split(',').map(|part| part.split(';').next().unwrap_or_default().trim());
        parts.filter_map(one).max()
    })
}

/// A number of nanoseconds that is a wait, or a time since 1970 in seconds, milliseconds, microseconds or nanoseconds.
fn counted(nanoseconds: u128, now: OffsetDateTime) -> Duration {
    if nanoseconds < EPOCH {
        return wait(nanoseconds);
    }
    let scales = [1, 1_000, 1_000_000, 1_000_000_000];
    let scaled = scales.into_iter().map(|scale| nanoseconds / scale).find(|scaled| (EPOCH..FAR).contains(scaled));
    let at = scaled.and_then(|at| OffsetDateTime::from_unix_timestamp_nanos(i128::try_from(at).ok()?).ok());
    at.map_or(Duration::MAX, |at| until(at, now))
}

/// `6m0s`, `37s`, `1.5 seconds`, `PT1M30S`.
fn with_units(value: &str) -> Option<Duration> {
    let value = value.strip_prefix("PT").unwrap_or(value).to_lowercase();
    let mut rest = value.trim();
    let mut total = 0_u128;
    while !rest.is_empty() {
        let (digits, behind) = rest.split_at(rest.find(|letter| !is_digit(letter))?);
        let behind = behind.trim_start();
        let (unit, behind) =
            behind.split_at(behind.find(|letter| !char::is_alphabetic(letter)).unwrap_or(behind.len()));
        total = total.saturating_add(number(digits)?.saturating_mul(nanoseconds(unit)?) / SECOND);
        rest = behind.trim_start();
    }
    (!value.trim().is_empty()).then(|| wait(total))
}

fn nanoseconds(unit: &str) -> Option<u128> {
    UNITS.iter().find(|(names, _)| names.contains(&unit)).map(|(_, nanoseconds)| *nanoseconds)
}

/// A decimal number in billionths; the greatest there is for one that is greater.
fn number(text: &str) -> Option<u128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == text.matches('.').count() || !digits(whole) || !digits(part) {
        return None;
    }
    let whole = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(u128::MAX) };
    let part = format!("{:0<9}", part.chars().take(9).collect::<String>()).parse().unwrap_or(0);
    Some(whole.saturating_mul(SECOND).saturating_add(part))
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || letter == '.'
}

fn wait(nanoseconds: u128) -> Duration {
    u64::try_from(nanoseconds).map_or(Duration::MAX, Duration::from_nanos)
}

/// The time until a date; none for one that is past.
fn until(date: OffsetDateTime, now: OffsetDateTime) -> Duration {
    Duration::try_from(date - now).unwrap_or_default()
}
