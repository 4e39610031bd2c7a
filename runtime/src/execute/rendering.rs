//! Joins the head and the body of an answer into one JSON text that fits.

use contract::tokens::bound;
use serde_json::{Map, Value, json};

use super::cut::{Omission, cut};
use super::payload::{Extent, Payload};
use super::table;
use crate::Limits;
use crate::fault::UNTRUSTED;
use crate::results::Link;

/// Omissions named one by one.
const MAX_NAMED: usize = 12;

/// Attempts at a body that fits together with the account of what it lost.
const MAX_ATTEMPTS: usize = 8;

/// Per mille of the room from which an attempt is good enough.
const GOOD: usize = 920;

/// Bytes that one token has at least room for; more are not tried at first.
const DENSE: usize = 6;

/// How to have more read of a body.
const RAISE: &str = "; the user can have more read with max-response";

/// Tokens of a link beside the text.
const LINK: usize = 160;

/// The most that a text may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) bytes: usize,
    /// An upper bound of its tokens.
    pub(super) tokens: usize,
}

impl Room {
    /// What an answer may take.
    pub(super) fn of(limits: &Limits) -> Self {
        Self { bytes: limits.answer_bytes, tokens: limits.answer_tokens }
    }

    /// A number of bytes, however many tokens.
    pub(super) fn bytes(bytes: usize) -> Self {
        Self { bytes, tokens: usize::MAX }
    }

    /// Bytes that fit, taking a token for three of them.
    pub(super) fn length(self) -> usize {
        self.bytes.min(self.tokens.saturating_mul(3))
    }

    /// What is left when a link stands beside the text.
    pub(super) fn beside_link(self, is_there: bool) -> Self {
        Self { tokens: self.tokens - if is_there { LINK.min(self.tokens / 2) } else { 0 }, ..self }
    }

    /// How much of the room a text takes, in per mille, rounded up.
    fn taken(self, text: &str) -> usize {
        let share = |used: usize, of: usize| used.saturating_mul(1_000).div_ceil(of.max(1));
        let bytes = share(text.len(), self.bytes);
        // Counting the tokens of a text that is too long anyway costs time.
        if bytes > 1_000 || self.tokens == usize::MAX { bytes } else { bytes.max(share(bound(text), self.tokens)) }
    }

    fn holds(self, text: &str) -> bool {
        self.taken(text) <= 1_000
    }
}

/// An answer that lacks something.
#[derive(Debug)]
pub(super) struct Shortened {
    pub(super) text: String,
    /// Whether a table lost some of its columns, so that its rows can't be read.
    pub(super) misread: bool,
}

/// What goes with a body.
#[derive(Debug)]
pub(super) struct Frame<'f> {
    /// Members before the body.
    pub(super) head: Map<String, Value>,
    /// How to ask for less.
    pub(super) hint: &'f str,
    /// How much was read of a body that is only a beginning.
    pub(super) extent: Option<Extent>,
    /// Where the body is kept, as far as it was read.
    pub(super) link: Option<Link>,
}

/// `{…head, "truncated"?, "body"}` within a room.
pub(super) fn render(head: Map<String, Value>, body: &Payload, hint: &str, room: Room) -> String {
    let frame = Frame { head, hint, extent: body.extent(), link: None };
    let (text, known) = (body.to_json(), body.omissions());
    frame.whole(&text, &known, room).unwrap_or_else(|| frame.shortened(&text, &known, room).text)
}

/// The beginning of a head whose answer holds text of the API. The answer is one JSON value, in which nothing from the API
/// stands but as strings, numbers and members of inner values, so that none of it can end what is marked or come before.
pub(super) fn marked() -> Map<String, Value> {
    let (name, text) = UNTRUSTED;
    Map::from_iter([(name.to_owned(), json!(text))])
}

impl Frame<'_> {
    /// Says in the head that lists are shown as tables.
    pub(super) fn with_tables(&self) -> Self {
        let mut head = self.head.clone();
        head.insert("form".to_owned(), json!(table::NOTE));
        Self { head, hint: self.hint, extent: self.extent, link: self.link.clone() }
    }

    /// Everything, if it fits; `known` is what the body lacks already.
    pub(super) fn whole(&self, body: &str, known: &[Omission], room: Room) -> Option<String> {
        let whole = self.joined(known, body);
        room.holds(&whole).then_some(whole)
    }

    /// As much of the body as fits.
    pub(super) fn shortened(&self, body: &str, known: &[Omission], room: Room) -> Shortened {
        let most = room.bytes.min(room.tokens.saturating_mul(DENSE));
        let (mut least, mut over) = (0, most);
        let mut budget = most.saturating_sub(self.joined(known, "").len());
        let mut best = None;
        for _ in 0..MAX_ATTEMPTS {
            let (short, omissions) = cut(body, budget);
            let omissions = merged(known.iter().cloned().chain(omissions));
            let text = self.joined(&omissions, &short);
            let taken = room.taken(&text);
            let aim = budget.min(short.len()).saturating_mul(GOOD + 40) / taken.max(1);
            if taken <= 1_000 {
                let misread = omissions.iter().any(|omission| omission.path.ends_with("/columns"));
                best = Some(Shortened { text, misread });
                least = budget;
                if taken >= GOOD || over.saturating_sub(budget) <= budget / 16 {
                    break;
                }
            } else {
                over = budget;
            }
            budget = if aim > least && aim < over { aim } else { usize::midpoint(least, over) };
            if budget == least {
                break;
            }
        }
        best.unwrap_or_else(|| Shortened { text: self.without_body(room), misread: false })
    }

    fn without_body(&self, room: Room) -> String {
        let lost = [Omission { path: "/body".to_owned(), kept: 0, of: None }];
        let text = self.joined(&lost, "null");
        if room.holds(&text) {
            return text;
        }
        let mut head = self.head.clone();
        head.remove("headers");
        Frame { head, hint: self.hint, extent: self.extent, link: self.link.clone() }.joined(&lost, "null")
    }

    fn joined(&self, omissions: &[Omission], body: &str) -> String {
        let mut head = self.head.clone();
        if !omissions.is_empty() {
            head.insert("truncated".to_owned(), self.truncated(omissions));
        }
        let mut text = Value::Object(head).to_string();
        text.pop();
        text.push_str(",\"body\":");
        text.push_str(body);
        text.push('}');
        text
    }

    fn truncated(&self, omissions: &[Omission]) -> Value {
        let mut truncated = Map::new();
        truncated.insert("omitted".to_owned(), omissions.iter().take(MAX_NAMED).map(Omission::to_value).collect());
        if omissions.len() > MAX_NAMED {
            truncated.insert("more".to_owned(), json!(omissions.len() - MAX_NAMED));
        }
        if let Some(extent) = self.extent {
            truncated.insert("received".to_owned(), received(extent));
        }
        let more = if self.extent.is_some_and(|extent| extent.by_size) { RAISE } else { "" };
        truncated.insert("hint".to_owned(), json!(format!("{}{more}", self.hint)));
        if let Some(link) = &self.link {
            let name = if self.extent.is_some() { "beginning" } else { "whole" };
            truncated.insert(name.to_owned(), link.to_value());
        }
        Value::Object(truncated)
    }
}

/// `{"bytes": 4194304, "of": 6100000}`
fn received(Extent { bytes, of, .. }: Extent) -> Value {
    let mut received = Map::from_iter([("bytes".to_owned(), json!(bytes))]);
    received.extend(of.map(|of| ("of".to_owned(), json!(of))));
    Value::Object(received)
}

/// One omission per place: a beginning that was shortened again keeps what the second cut left.
fn merged(omissions: impl Iterator<Item = Omission>) -> Vec<Omission> {
    let mut merged: Vec<Omission> = Vec::new();
    for omission in omissions {
        match merged.iter_mut().find(|known| known.path == omission.path) {
            Some(known) => *known = Omission { of: known.of, ..omission },
            None => merged.push(omission),
        }
        if merged.len() > 10 * MAX_NAMED {
            break;
        }
    }
    merged
}

/// Header fields as an object.
pub(super) fn members(headers: &[(String, String)]) -> Value {
    headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}
