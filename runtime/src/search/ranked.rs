//! What is found for the queries of one request: one ranking, and what to know before reading it.

use index::Fit;

use super::filter::Filter;
use super::groups::counted;
use super::{SearchRequest, kin};
use crate::Catalog;
use crate::fault::quoted;

/// Hits by which the closest groups are chosen, and ways to narrow a search.
const CLOSEST_HITS: usize = 20;
/// Closest groups named.
const CLOSEST_GROUPS: usize = 4;
/// Words named that occur nowhere.
const MAX_UNKNOWN: usize = 6;
/// Characters of a query shown.
const MAX_QUERY: usize = 80;
/// Hits that are ranked beyond those asked for, so that it can be said how many there are.
const BEYOND: usize = 100;

/// The hits of a request.
#[derive(Debug)]
pub(super) struct Ranked {
    /// What to know first: that nothing fits well, or nothing at all; a line each.
    pub(super) notes: Vec<String>,
    /// Operations by ordinal, best first, each once.
    pub(super) hits: Vec<RankedHit>,
    /// Whether nothing fits any of the queries well.
    pub(super) weak: bool,
    /// How many better ones are left out.
    skipped: usize,
    /// How many worse ones there are, up to [`BEYOND`].
    beyond: usize,
    /// Filters that leave fewer: ` {"tag":"models"} (7) or {"effect":"read"} (4) narrows it down`.
    narrower: Option<String>,
}

/// A hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RankedHit {
    pub(super) ordinal: usize,
    /// Whether a better hit is nearly the same.
    pub(super) is_kin: bool,
}

impl Ranked {
    /// Searches for the request's queries.
    pub(super) fn new(catalog: &Catalog, request: &SearchRequest, filter: &Filter<'_>) -> Self {
        let (skipped, shown) = (request.offset(), request.hits());
        let admits = |ordinal| catalog.operation(ordinal).is_some_and(|operation| filter.admits(operation));
        let found = catalog.index.search(&request.queries, skipped + shown + BEYOND, admits);
        let ordinals: Vec<usize> = found.hits.iter().map(|hit| hit.ordinal).collect();
        let empty = ordinals.is_empty().then(|| nothing(catalog, request, filter)).flatten();
        let weak = empty.is_some() || found.fits.iter().all(|fit| fit.weak);
        let notes = match empty {
            Some(note) => vec![note],
            None => notes(&request.queries, &found.fits, || closest(catalog, &ordinals, filter)),
        };
        let better = ordinals.iter().enumerate().skip(skipped).take(shown);
        let hits = better.map(|(rank, ordinal)| {
            let before = ordinals.get(skipped..rank).unwrap_or_default();
            RankedHit { ordinal: *ordinal, is_kin: before.iter().any(|other| kin::are_kin(catalog, *other, *ordinal)) }
        });
        let narrower = narrower(catalog, &ordinals, skipped + shown);
        let beyond = ordinals.len().saturating_sub(skipped + shown);
        Self { notes, hits: hits.collect(), weak, skipped, beyond, narrower }
    }

    /// How to go on where so many of the hits are shown; none if those are all.
    /// `+12 more: {"offset":5} reads on, {"tag":"models"} (7) narrows it down`
    pub(super) fn further(&self, shown: usize) -> Option<String> {
        let more = (self.hits.len() + self.beyond).checked_sub(shown).filter(|more| *more > 0)?;
        let more = if self.beyond >= BEYOND { format!("{more} or more") } else { format!("{more} more") };
        let narrower = self.narrower.as_deref().map_or_else(String::new, |ways| format!(", {ways} narrows it down"));
        Some(format!("+{more}: {{\"offset\":{}}} reads on{narrower}", self.skipped + shown))
    }
}

/// Why nothing is found: `None` where that is not the filters' doing.
fn nothing(catalog: &Catalog, request: &SearchRequest, filter: &Filter<'_>) -> Option<String> {
    let unfiltered = catalog.index.search(&request.queries, 1, |_| true);
    if filter.is_open() || unfiltered.fits.iter().all(|fit| fit.weak) {
        return None;
    }
    Some(if filter.is_asked_for() {
        "weak match: operations that fit are left out by the filters".to_owned()
    } else {
        "weak match: this server was set up not to offer the operations that fit".to_owned()
    })
}

/// `weak match for "list foos": no operation knows "foos"`, a line for each query that nothing fits.
fn notes(queries: &[String], fits: &[Fit], closest: impl Fn() -> String) -> Vec<String> {
    let several = queries.len() > 1;
    let weak = queries.iter().zip(fits).filter(|(_, fit)| fit.weak);
    let mut notes: Vec<String> = weak.map(|(query, fit)| note(several.then_some(query.as_str()), fit)).collect();
    if let Some(last) = notes.last_mut() {
        let closest = closest();
        if !closest.is_empty() {
            *last += &format!("; closest groups: {closest}");
        }
    }
    notes
}

fn note(query: Option<&str>, fit: &Fit) -> String {
    let unknown: Vec<String> = fit.unknown.iter().take(MAX_UNKNOWN).map(|word| quoted(word)).collect();
    let reason = match unknown.as_slice() {
        [] => "no operation is about all of this".to_owned(),
        words => format!("no operation knows {}", words.join(", ")),
    };
    match query {
        Some(query) => format!("weak match for {}: {reason}", quoted(&shortened(query))),
        None => format!("weak match: {reason}"),
    }
}

fn shortened(query: &str) -> String {
    let words: String = query.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|character| !character.is_control()).take(MAX_QUERY).collect()
}

/// The groups of the best hits, or the largest ones where there are no hits, with their sizes.
fn closest(catalog: &Catalog, ordinals: &[usize], filter: &Filter<'_>) -> String {
    let admitted = || catalog.api.operations.iter().filter(|operation| filter.admits(operation));
    let hits = ordinals.iter().take(CLOSEST_HITS).filter_map(|ordinal| catalog.operation(*ordinal));
    let mut groups = by_count(hits.map(|operation| operation.tag));
    if groups.is_empty() {
        groups = by_count(admitted().map(|operation| operation.tag));
    }
    let size = |tag: &str| admitted().filter(|operation| operation.tag == tag).count();
    let groups = groups.iter().take(CLOSEST_GROUPS).map(|(tag, _)| counted(tag, size(tag)));
    groups.collect::<Vec<_>>().join(", ")
}

/// Texts with how often they come, most first; of equal ones the first to come.
fn by_count<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<(&'t str, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for text in texts {
        match counts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => counts.push((text, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The filters that most of the hits pass, and not all: `{"tag":"models"} (7) or {"effect":"read"} (4)`.
fn narrower(catalog: &Catalog, ordinals: &[usize], read: usize) -> Option<String> {
    let among = || ordinals.iter().take(read + CLOSEST_HITS).filter_map(|ordinal| catalog.operation(*ordinal));
    let narrower = |key: &str, groups: Vec<(&str, usize)>| {
        let (text, count) = groups.first().filter(|(text, _)| groups.len() > 1 && !text.is_empty())?;
        Some(format!("{{\"{key}\":{}}} ({count})", quoted(text)))
    };
    let tag = narrower("tag", by_count(among().map(|operation| operation.tag)));
    let effect = narrower("effect", by_count(among().map(|operation| operation.effect.as_str())));
    let ways: Vec<String> = tag.into_iter().chain(effect).collect();
    (!ways.is_empty()).then(|| ways.join(" or "))
}
