//! Dates of header fields: those of HTTP, and of RFC 3339.

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// A date of HTTP or of RFC 3339, also with a blank between date and time or without an offset, which is UTC then.
pub(super) fn date(text: &str) -> Option<OffsetDateTime> {
    http_date(text).or_else(|| rfc_3339(text))
}

/// A date in any of the three forms of HTTP (RFC 9110 section 5.6.7).
pub(super) fn http_date(text: &str) -> Option<OffsetDateTime> {
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

fn rfc_3339(text: &str) -> Option<OffsetDateTime> {
    let text = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT")).unwrap_or(text).trim();
    let (day, clock) = text.split_once(['T', 't', ' '])?;
    let text = format!("{day}T{}", clock.trim());
    let parsed = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    parsed(&text).or_else(|| parsed(&format!("{text}Z")))
}

fn month(name: &str) -> Option<Month> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let index = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    Month::try_from(u8::try_from(index + 1).ok()?).ok()
}
