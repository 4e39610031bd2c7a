//! Holds back a call that takes an approval and has none.

use std::time::SystemTime;

use reqwest::Url;
use serde_json::{Map, json};

use super::matching::Matched;
use super::plan::Plan;
use super::rendering::Room;
use super::sending::Sending;
use crate::approval::{Consent, LIFETIME, Subject, Way};
use crate::{Fault, Operation};

/// Characters of the body that a user is shown.
const MAX_BODY: usize = 1_500;

/// Characters of the URL and of one header that a user is shown.
const MAX_LINE: usize = 500;

/// A call that waits for approval. Nothing was sent.
///
/// ```json
/// {"approval_needed": "…", "approval": "<token>", "method": "DELETE", "url": "https://…", "headers": {}, "body": null}
/// ```
#[derive(Debug)]
pub struct Held {
    /// What would be sent.
    pub plan: Plan,
    request: Request,
}

/// What to ask for.
#[derive(Debug)]
pub(super) struct Request {
    operation: &'static Operation,
    token: String,
    state: String,
}

/// What a call still needs before it may be sent; none where it takes no approval or has one. An idempotency key that was made
/// becomes that of the approval: what is shown is what is sent, as often as it is.
pub(super) fn needed(
    sending: &Sending<'_>,
    url: &Url,
    matched: &mut Matched,
    consent: Option<&Consent>,
) -> Result<Option<Request>, Fault> {
    let Sending { server, caller, operation, .. } = *sending;
    let asks = server.api().access.asks(operation);
    let Some(approvals) = server.policy.approvals.as_ref().filter(|_| asks) else { return Ok(None) };
    let now = SystemTime::now();
    // A key that the caller gives is approved like any argument, unless it is the one that was shown.
    let bare = matched.canonical(false);
    let subject = Subject { caller, operation: operation.name, url: url.as_str(), arguments: &bare };
    let number = consent.and_then(|consent| approvals.number(consent, subject));
    let is_own = matched.has_made_key() || number.is_some_and(|number| matched.is_keyed_by(number));
    let whole = matched.key().filter(|_| !is_own).map(|_| matched.canonical(true));
    let subject = Subject { arguments: whole.as_deref().unwrap_or(&bare), ..subject };
    if let Some(consent) = consent {
        approvals.check(consent, subject, now)?;
        if is_own {
            matched.rekey(number);
        }
        return Ok(None);
    }
    let token = approvals.issue(subject, Way::Argument, now);
    let state = approvals.issue(subject, Way::Question, now);
    if is_own {
        matched.rekey(approvals.number(&Consent::Token(token.clone()), subject));
    }
    Ok(Some(Request { operation, token, state }))
}

impl Held {
    pub(super) fn new(plan: Plan, request: Request) -> Self {
        Self { plan, request }
    }

    pub(super) fn render(&self, room: Room) -> String {
        let Request { operation, token, .. } = &self.request;
        let needed = format!(
            "nothing was sent: {} is {}. Show the user this request; if they agree, repeat the call with \
             \"approval\": the token below, within {} s",
            operation.name,
            operation.effect,
            LIFETIME.as_secs()
        );
        let mut head = Map::new();
        head.insert("approval_needed".to_owned(), json!(needed));
        head.insert("approval".to_owned(), json!(token));
        self.plan.render_below(head, room)
    }

    /// What proves that the client's user was asked about this call; not for whoever makes the calls.
    pub(crate) fn state(&self) -> &str {
        &self.request.state
    }

    /// The question for a user, in plain text. What comes from the call can't break out of its line.
    pub(crate) fn question(&self) -> String {
        let Request { operation, .. } = &self.request;
        let Plan { method, url, headers, .. } = &self.plan;
        let mut lines = vec![
            format!("Send this {} request? ({})", operation.effect, operation.name),
            String::new(),
            format!("{method} {}", shown(url, MAX_LINE)),
        ];
        lines.extend(headers.iter().map(|(name, value)| format!("{name}: {}", shown(value, MAX_LINE))));
        if self.plan.body.is_some() {
            lines.extend([String::new(), shown(&self.plan.payload().to_json(), MAX_BODY)]);
        }
        lines.join("\n")
    }
}

/// Text on one line, cut, without characters that hide or reorder others.
fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for letter in text.chars().take(most) {
        if letter.is_control() || is_invisible(letter) {
            shown.push_str(&letter.escape_unicode().to_string());
        } else {
            shown.push(letter);
        }
    }
    let length = text.chars().count();
    if length > most {
        shown.push_str(&format!("… ({} more characters)", length - most));
    }
    shown
}

/// Marks of direction, joiners, separators and tags (Unicode 16 section 23.2).
fn is_invisible(letter: char) -> bool {
    matches!(u32::from(letter), 0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}
