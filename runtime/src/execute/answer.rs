//! What a call brings back, and its one rendering: a block of JSON text.

use super::approval::Held;
use super::batch::Merged;
use super::plan::Plan;
use super::refusal::About;
use super::rendering::Room;
use super::reply::Reply;
use super::shown::Shown;
use crate::results::{Content, Link};
use crate::{Fault, Limits};

/// The outcome of a call that went through.
#[derive(Debug)]
pub enum Answer {
    /// The API answered, perhaps with an error status.
    Sent(Reply),
    /// What would be sent; nothing was.
    Planned(Plan),
    /// What would be sent once it is approved; nothing was.
    Held(Held),
    /// What the calls of a batch brought.
    Merged(Box<Merged>),
}

impl Answer {
    /// Whether the API refused the call.
    pub fn is_error(&self) -> bool {
        match self {
            Self::Sent(reply) => reply.error.is_some(),
            Self::Merged(merged) => merged.is_error(),
            Self::Planned(_) | Self::Held(_) => false,
        }
    }

    /// Whether the API was asked: what comes of that is text of the API's.
    pub(crate) fn was_sent(&self) -> bool {
        match self {
            Self::Sent(_) | Self::Merged(_) => true,
            Self::Planned(_) | Self::Held(_) => false,
        }
    }

    /// The same answer, what went wrong set against the call.
    pub(super) fn explained(mut self, about: &About<'_>) -> Self {
        if let Self::Sent(reply) = &mut self {
            about.explain(reply);
        }
        self
    }

    /// The same answer with a remark for whoever made the call.
    pub(super) fn noting(mut self, note: Option<String>) -> Self {
        match &mut self {
            Self::Sent(reply) => reply.add_note(note),
            Self::Planned(plan) => plan.note = note,
            Self::Held(held) => held.plan.note = note,
            // Notes on its calls are within.
            Self::Merged(_) => {}
        }
        self
    }

    /// What went wrong after the call was sent.
    pub(crate) fn faults_mut(&mut self) -> impl Iterator<Item = &mut Fault> {
        let reply = match self {
            Self::Sent(reply) => Some(reply),
            Self::Planned(_) | Self::Held(_) | Self::Merged(_) => None,
        };
        reply.into_iter().flat_map(Reply::faults_mut)
    }

    /// The same answer, saying how else to get less than what doesn't fit.
    pub(crate) fn narrowed_by(&mut self, hint: String) {
        if let Self::Sent(reply) = self {
            reply.hint = hint;
            reply.shaping = "";
        }
    }

    /// The answer as JSON text of at most `limit` bytes; see [`Reply`], [`Plan`], [`Held`] and [`Merged`].
    pub fn render(&self, limit: usize) -> String {
        match self {
            Self::Sent(reply) => reply.render(Room::bytes(limit)),
            Self::Planned(plan) => plan.render(Room::bytes(limit)),
            Self::Held(held) => held.render(Room::bytes(limit)),
            Self::Merged(merged) => merged.render(Room::bytes(limit)),
        }
    }

    /// The answer as the MCP client gets it: within the limits, lists as tables where that saves, and what doesn't fit or is
    /// no text as a link. `keep` keeps content of a media type to be read later, if it can.
    pub fn show(&self, limits: &Limits, keep: impl FnMut(Content, &str) -> Option<Link>) -> Shown {
        match self {
            Self::Sent(reply) => reply.show(limits, keep),
            Self::Planned(plan) => Shown::text(plan.render(Room::of(limits))),
            Self::Held(held) => Shown::text(held.render(Room::of(limits))),
            Self::Merged(merged) => merged.show(limits, keep),
        }
    }
}
