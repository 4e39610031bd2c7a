//! The compact card: everything first, then less and less until it fits.

use super::facts::{Cards, Facts};
use super::line::Detail;
use super::shape::Side;
use super::text;
use crate::{Entry, tokens};

/// How much of each part there is room for.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Levels of the answer; at 0 its name only.
    pub(super) answer: usize,
    /// Characters of summary and description.
    pub(super) prose: usize,
    /// Parameters and body.
    pub(super) arguments: Detail,
    /// Whether the answer, and how to open what is closed, are shown at all.
    pub(super) outlook: bool,
    /// Whether the example call is shown.
    pub(super) example: bool,
}

/// A part that can do with less.
type Step = fn(&mut Room);

/// What goes first, and next, and last.
const STEPS: [Step; 25] = [
    |room| room.answer = 1,
    |room| room.answer = 0,
    |room| room.prose = 280,
    |room| room.prose = 160,
    |room| room.arguments.constants = 6,
    |room| room.arguments.spare = 0,
    |room| (room.arguments.typed, room.arguments.named) = (16, 24),
    |room| (room.arguments.typed, room.arguments.named) = (10, 24),
    |room| (room.arguments.typed, room.arguments.named) = (6, 24),
    |room| (room.arguments.typed, room.arguments.named) = (3, 20),
    |room| (room.arguments.typed, room.arguments.named) = (0, 20),
    |room| room.prose = 90,
    |room| room.arguments.named = 10,
    |room| room.arguments.named = 5,
    |room| room.arguments.depth = 2,
    |room| room.arguments.named = 0,
    |room| room.arguments.depth = 1,
    |room| room.arguments.constants = 4,
    |room| room.prose = 60,
    |room| room.arguments.constants = 2,
    |room| room.outlook = false,
    |room| room.prose = 0,
    |room| room.example = false,
    |room| room.arguments.required = 30,
    |room| room.arguments.required = 12,
];

/// What comes back where it fits after all.
const RETURNS: [Step; 11] = [
    |room| room.example = true,
    |room| room.outlook = true,
    |room| room.prose = room.prose.max(60),
    |room| room.arguments.typed = room.arguments.typed.max(3),
    |room| room.arguments.typed = room.arguments.typed.max(6),
    |room| room.arguments.typed = room.arguments.typed.max(10),
    |room| room.prose = room.prose.max(90),
    |room| room.prose = room.prose.max(160),
    |room| room.answer = room.answer.max(1),
    |room| room.prose = room.prose.max(280),
    |room| room.answer = 2,
];

/// The richest card that fits [`tokens::CARD`].
pub(super) fn compact(entry: Entry<'_>) -> String {
    let mut cards = Cards::new(Facts::of(entry));
    let arguments = Detail { spare: 1, allowance: 120, ..Detail::of(Side::Request, 3) };
    let mut room = Room { answer: 2, prose: 400, arguments, outlook: true, example: true };
    for step in STEPS {
        if fits(&cards.card(&room)) {
            break;
        }
        step(&mut room);
    }
    if !fits(&cards.card(&room)) {
        return cut(&joined(&cards.card(&room)), tokens::CARD);
    }
    for step in RETURNS {
        let mut richer = room;
        step(&mut richer);
        if fits(&cards.card(&richer)) {
            room = richer;
        }
    }
    joined(&cards.card(&room))
}

/// As much of a text as fits `most` tokens by [`tokens::bound`].
pub(super) fn cut(card: &str, most: usize) -> String {
    if tokens::bound(card) <= most {
        return card.to_owned();
    }
    let (mut fitting, mut exceeding) = (0, card.chars().count());
    while exceeding - fitting > 1 {
        let middle = fitting.midpoint(exceeding);
        let within = tokens::bound(text::head(card, middle)) + MARK <= most;
        (fitting, exceeding) = if within { (middle, exceeding) } else { (fitting, middle) };
    }
    format!("{}…", text::head(card, fitting).trim_end())
}

/// Tokens that a final `…` may add.
const MARK: usize = 2;

fn fits(card: &[&tokens::Line]) -> bool {
    tokens::bound_of(card.iter().copied()) <= tokens::CARD
}

fn joined(card: &[&tokens::Line]) -> String {
    card.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}
