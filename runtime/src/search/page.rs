//! Fits what was found onto one page: first the best card of every query, then a line for every other hit, then more
//! cards, rank by rank, until the tokens are used up. Nothing is left out silently.

use std::collections::BTreeSet;

use contract::tokens;

use super::section::Section;
use crate::Catalog;

/// Characters of a summary in one line.
const MAX_SUMMARY: usize = 90;
/// Tokens that line breaks, a reference to another card or a count of hidden hits may cost on top of a piece.
const JOINT: usize = 8;

/// How a hit is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Hidden,
    Line,
    Card,
}

/// The text of all sections, at most [`tokens::ANSWER`] tokens.
pub(super) fn text(catalog: &Catalog, sections: Vec<Section>) -> String {
    let titled = sections.len() > 1;
    let parts = sections.into_iter().map(|section| Part::new(section, titled)).collect();
    let mut page = Page { catalog, parts, shown: BTreeSet::new(), left: tokens::ANSWER };
    let fixed = page.parts.iter().map(|part| JOINT + price(&part.opening.join("\n"))).sum();
    page.left = page.left.saturating_sub(fixed);
    page.turn(0, Form::Card);
    let ranks = page.parts.iter().map(|part| part.hits.len()).max().unwrap_or_default();
    for rank in 0..ranks {
        page.turn(rank, Form::Line);
    }
    for rank in 0..ranks {
        page.turn(rank, Form::Card);
    }
    page.render()
}

struct Page<'a> {
    catalog: &'a Catalog,
    parts: Vec<Part>,
    /// Operations whose cards are shown.
    shown: BTreeSet<usize>,
    /// Tokens left.
    left: usize,
}

struct Part {
    /// The lines above the hits.
    opening: Vec<String>,
    /// Ordinals, best first, and how they are shown.
    hits: Vec<(usize, Form)>,
    /// Whether a card didn't fit: worse hits then get none either.
    full: bool,
}

impl Part {
    fn new(section: Section, titled: bool) -> Self {
        let title = titled.then(|| format!("## {}", section.query));
        let opening = title.into_iter().chain(section.note).collect();
        let hits = section.ordinals.into_iter().map(|ordinal| (ordinal, Form::Hidden)).collect();
        Self { opening, hits, full: false }
    }
}

impl Page<'_> {
    /// Shows the hit of this rank in every part in this form, where it fits and isn't shown already.
    fn turn(&mut self, rank: usize, form: Form) {
        for part in &mut self.parts {
            let Some((ordinal, current)) = part.hits.get_mut(rank) else { continue };
            let wanted = match (form, *current) {
                (Form::Card, Form::Hidden | Form::Line) => !part.full && !self.shown.contains(ordinal),
                (Form::Line, Form::Hidden) => true,
                _ => false,
            };
            if !wanted {
                continue;
            }
            let now = cost(self.catalog, *ordinal, *current);
            let then = cost(self.catalog, *ordinal, form);
            if then <= self.left + now {
                self.left = self.left + now - then;
                *current = form;
                if form == Form::Card {
                    self.shown.insert(*ordinal);
                }
            } else {
                part.full |= form == Form::Card;
            }
        }
    }

    fn render(&self) -> String {
        let mut blocks = Vec::new();
        let mut above = BTreeSet::new();
        for part in &self.parts {
            let of = |form| part.hits.iter().filter(move |(_, shown)| *shown == form).map(|(ordinal, _)| *ordinal);
            let mut opening = part.opening.join("\n");
            for ordinal in of(Form::Card) {
                above.insert(ordinal);
                let card = self.catalog.card(ordinal).unwrap_or_default().trim_end();
                let separator = if opening.is_empty() { "" } else { "\n" };
                blocks.push(std::mem::take(&mut opening) + separator + card);
            }
            let mut lines: Vec<String> = Some(opening).into_iter().filter(|lines| !lines.is_empty()).collect();
            lines.extend(of(Form::Line).map(|ordinal| self.line(ordinal, &above)));
            match of(Form::Hidden).count() {
                0 => {}
                hidden => lines.push(format!("+{hidden} more")),
            }
            if !lines.is_empty() {
                blocks.push(lines.join("\n"));
            }
        }
        blocks.join("\n\n")
    }

    /// A hit in one line; a reference where its card stands elsewhere.
    fn line(&self, ordinal: usize, above: &BTreeSet<usize>) -> String {
        let name = self.catalog.operation(ordinal).map_or("", |operation| operation.name);
        match (self.shown.contains(&ordinal), above.contains(&ordinal)) {
            (true, true) => format!("also: {name} (see above)"),
            (true, false) => format!("also: {name} (see below)"),
            (false, _) => mention(self.catalog, ordinal),
        }
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
