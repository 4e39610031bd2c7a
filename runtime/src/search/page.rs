//! Fits what was found onto one page: the card of the best hit, then a line for every other one, then more cards, best
//! first, until the tokens are used up; where nothing fits well, one card is enough. Nothing is left out silently.

use contract::tokens;

use super::ranked::{Ranked, RankedHit};
use crate::Catalog;

/// Characters of a summary in one line.
const MAX_SUMMARY: usize = 90;
/// Tokens that line breaks or a count of hidden hits may cost on top of a piece.
const JOINT: usize = 8;

/// How a hit is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Hidden,
    Line,
    Card,
}

/// The text of what was found, at most [`tokens::ANSWER`] tokens.
pub(super) fn text(catalog: &Catalog, ranked: &Ranked) -> String {
    let fixed = ranked.notes.iter().chain(&ranked.further(0)).map(|line| price(line)).sum::<usize>() + JOINT;
    let hits: Vec<(RankedHit, Form)> = ranked.hits.iter().map(|hit| (*hit, Form::Hidden)).collect();
    let mut page = Page { catalog, hits, left: tokens::ANSWER.saturating_sub(fixed) };
    page.turn(0..1, Form::Card);
    page.turn(0..page.hits.len(), Form::Line);
    if !ranked.weak {
        page.turn(0..page.hits.len(), Form::Card);
    }
    page.render(ranked)
}

struct Page<'a> {
    catalog: &'a Catalog,
    /// Best first, and how they are shown.
    hits: Vec<(RankedHit, Form)>,
    /// Tokens left.
    left: usize,
}

impl Page<'_> {
    /// Shows the hits of these ranks in this form, up to the first that doesn't fit. No card for what a better one says.
    fn turn(&mut self, ranks: std::ops::Range<usize>, form: Form) {
        for (hit, current) in self.hits.get_mut(ranks).unwrap_or_default() {
            if *current == Form::Card || *current == form || (form == Form::Card && hit.is_kin) {
                continue;
            }
            let now = cost(self.catalog, hit.ordinal, *current);
            let then = cost(self.catalog, hit.ordinal, form);
            if then > self.left + now {
                return;
            }
            self.left = self.left + now - then;
            *current = form;
        }
    }

    fn render(&self, ranked: &Ranked) -> String {
        let mut blocks = Vec::new();
        let mut opening = ranked.notes.join("\n");
        let of = |form| self.hits.iter().filter(move |(_, shown)| *shown == form).map(|(hit, _)| hit.ordinal);
        for ordinal in of(Form::Card) {
            let separator = if opening.is_empty() { "" } else { "\n" };
            let card = self.catalog.card(ordinal).unwrap_or_default().trim_end();
            blocks.push(std::mem::take(&mut opening) + separator + card);
        }
        let mut lines: Vec<String> = Some(opening).into_iter().filter(|lines| !lines.is_empty()).collect();
        lines.extend(of(Form::Line).map(|ordinal| mention(self.catalog, ordinal)));
        lines.extend(ranked.further(self.hits.len() - of(Form::Hidden).count()));
        if !lines.is_empty() {
            blocks.push(lines.join("\n"));
        }
        blocks.join("\n\n")
    }
}

/// Tokens of a hit in a form, with what joins it to its neighbours.
fn cost(catalog: &Catalog, ordinal: usize, form: Form) -> usize {
    match form {
        Form::Hidden => 0,
        Form::Line => price(&mention(catalog, ordinal)),
        Form::Card => price(catalog.card(ordinal).unwrap_or_default()),
    }
}

fn price(text: &str) -> usize {
    if text.is_empty() { 0 } else { tokens::bound(text) + JOINT }
}

/// `also: connections.list — List connections.` The card's second line is prose where the operation is described.
fn mention(catalog: &Catalog, ordinal: usize) -> String {
    let name = catalog.operation(ordinal).map_or("", |operation| operation.name);
    let described =
        catalog.entry(ordinal).is_some_and(|entry| !(entry.summary().is_empty() && entry.description().is_empty()));
    let prose = catalog.card(ordinal).and_then(|card| card.lines().nth(1)).filter(|_| described);
    match prose.map(short).filter(|prose| !prose.is_empty()) {
        Some(prose) => format!("also: {name} — {prose}"),
        None => format!("also: {name}"),
    }
}

/// The first sentence, or as many words of it as there is room for.
fn short(prose: &str) -> String {
    let sentence = prose.split_inclusive(". ").next().unwrap_or_default().trim_end();
    if sentence.chars().count() <= MAX_SUMMARY {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(MAX_SUMMARY).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{words}…")
}
