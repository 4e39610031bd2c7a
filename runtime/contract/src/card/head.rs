//! The parts of a card that are short facts: the head, pages, credentials, labels.

use super::text;
use crate::{Answer, Body, Entry};

/// Characters of a short fact.
const FACT: usize = 160;
/// Alternatives of credentials that are named.
const CREDENTIALS: usize = 4;

/// `connections.get — GET /api/connections/{id} [read]`
pub(super) fn title(entry: Entry<'_>) -> String {
    let deprecated = if entry.deprecated() { " [deprecated]" } else { "" };
    format!(
        "{} — {} {} [{}]{deprecated}",
        text::cut(&text::line(entry.name()), FACT),
        entry.method(),
        text::cut(&text::line(entry.path()), 2 * FACT),
        entry.effect(),
    )
}

/// Summary and description in one line, without saying the same twice.
pub(super) fn prose(entry: Entry<'_>) -> String {
    let summary = text::line(entry.summary());
    let description = text::line(entry.description());
    let bare = summary.trim_end_matches('.').to_lowercase();
    let stop = if summary.ends_with(['.', '!', '?', ':', '…']) { "" } else { "." };
    if description.is_empty() {
        return if summary.is_empty() { summary } else { format!("{summary}{stop}") };
    }
    // A summary of one word repeats the operation's name.
    if !summary.contains(' ') || description.to_lowercase().starts_with(&bare) {
        return description;
    }
    format!("{summary}{stop} {description}")
}

/// `pages: cursor: pass /pagination/next_page_token as page_token`
pub(super) fn pages(entry: Entry<'_>) -> Option<String> {
    entry.pagination().map(|phrase| format!("pages: {}", text::cut(&text::line(phrase), FACT)))
}

/// `auth: bearerUserAPIKey or orgScopedAPIKey`
pub(super) fn credentials(entry: Entry<'_>) -> Option<String> {
    let all = entry.security().count();
    let mut names: Vec<_> =
        entry.security().take(CREDENTIALS).map(|name| text::cut(&text::line(name), FACT / 2)).collect();
    if all > CREDENTIALS {
        names.push(format!("+{} more", all - CREDENTIALS));
    }
    (all > 0).then(|| format!("auth: {}", names.join(" or ")))
}

/// `body`, `body?` where it may be left out, `body multipart/form-data` where it isn't JSON, `body (or content_type
/// text/xml)` where there is a choice.
pub(super) fn body(body: Body<'_>) -> String {
    /// Other media types that are named.
    const OTHERS: usize = 3;
    let optional = if body.required() { "" } else { "?" };
    let others: Vec<_> =
        body.others().take(OTHERS).map(|other| text::cut(&text::line(other.media_type()), 60)).collect();
    let others = if others.is_empty() { others.concat() } else { format!(" (or content_type {})", others.join(", ")) };
    format!("body{optional}{}{others}", media_type(Some(body.media_type())))
}

/// `answer 200`, with the media type where it isn't JSON.
pub(super) fn answer(answer: Answer<'_>) -> String {
    format!("answer {}{}", text::cut(&text::line(answer.status()), 12), media_type(answer.media_type()))
}

/// A media type to show: none for JSON.
fn media_type(media_type: Option<&str>) -> String {
    match media_type {
        None | Some("" | "application/json") => String::new(),
        Some(other) => format!(" {}", text::cut(&text::line(other), 60)),
    }
}
