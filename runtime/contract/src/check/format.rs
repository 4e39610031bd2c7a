//! `format`: the few whose misspelling is certain to be refused by an API. Unknown formats say nothing.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What was expected, if `text` is not of the format `name`.
pub(super) fn mistake(name: &str, text: &str) -> Option<&'static str> {
    let (valid, expected) = match name {
        "uuid" => (is_uuid(text), "a UUID (8-4-4-4-12 hexadecimal digits, RFC 9562)"),
        "date-time" => (is_date_time(text), "a date-time of RFC 3339, such as 2025-01-31T12:00:00Z"),
        "date" => (is_date(text), "a date of RFC 3339, such as 2025-01-31"),
        "email" => (is_email(text), "an e-mail address"),
        "ipv4" => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
        "ipv6" => (text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
        "uri" => (is_uri(text), "an absolute URI with its scheme, such as https://example.com/a"),
        _ => return None,
    };
    (!valid).then_some(expected)
}

fn is_uuid(text: &str) -> bool {
    let groups = text.split('-').map(str::len);
    groups.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// RFC 3339 section 5.6 `date-time`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let Some(offset) = time.find(['Z', 'z', '+', '-']) else { return false };
    let (clock, offset) = time.split_at(offset);
    let offset_fits = offset.eq_ignore_ascii_case("z")
        || offset
            .get(1..)
            .and_then(|digits| digits.split_once(':'))
            .is_some_and(|(hours, minutes)| in_range(hours, 2, 23) && in_range(minutes, 2, 59));
    is_date(date) && is_clock(clock) && offset_fits
}

fn is_clock(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut parts = whole.split(':');
    let fits = |part: Option<&str>, most| part.is_some_and(|digits| in_range(digits, 2, most));
    let fraction_fits = fraction.is_none_or(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    fits(parts.next(), 23)
        && fits(parts.next(), 59)
        && fits(parts.next(), 60)
        && parts.next().is_none()
        && fraction_fits
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    if !in_range(year, 4, 9999) || !in_range(month, 2, 12) || !in_range(day, 2, 31) {
        return false;
    }
    let number = |digits: &str| digits.parse::<u32>().unwrap_or_default();
    let (year, month, day) = (number(year), number(month), number(day));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let most = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=most).contains(&day)
}

fn in_range(digits: &str, length: usize, most: u32) -> bool {
    digits.len() == length
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse::<u32>().is_ok_and(|number| number <= most)
}

fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            // A quoted local part may hold an @ (RFC 5321 section 4.1.2).
            && (!local.contains('@') || local.starts_with('"'))
            && !text.contains(char::is_whitespace)
            && !text.contains(char::is_control)
    })
}

/// RFC 3986 section 3: a scheme, a colon, and only characters a URI may hold.
fn is_uri(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let starts = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let scheme_fits = starts && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    scheme_fits && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}
