//! Sets that are told of together: those of one folder, and all.

use std::collections::BTreeMap;

use super::run::{Labels, Measured};
use super::scores::{Scores, share};
use crate::samples::Samples;

/// Several sets.
pub(super) struct Group<'m> {
    /// The first folder of their names; none, if it is all of them.
    pub(super) folder: Option<&'m str>,
    pub(super) sets: Vec<&'m Measured>,
}

/// The sets of each folder, by the first part of their names, and all sets last.
pub(super) fn groups(measured: &[Measured]) -> Vec<Group<'_>> {
    let mut folders: BTreeMap<&str, Vec<&Measured>> = BTreeMap::new();
    for set in measured {
        if let Some((folder, _)) = set.name.split_once('/') {
            folders.entry(folder).or_default().push(set);
        }
    }
    let folders = folders.into_iter().map(|(folder, sets)| Group { folder: Some(folder), sets });
    folders.chain([Group { folder: None, sets: measured.iter().collect() }]).collect()
}

impl Group<'_> {
    /// `vendors: mean of 72`
    pub(super) fn title(&self) -> String {
        format!("{}: mean of {}", self.folder.unwrap_or("all"), self.sets.len())
    }

    /// Queries that something answers.
    pub(super) fn queries(&self) -> usize {
        self.sets.iter().map(|set| set.scores.len()).sum()
    }

    /// The mean of sets, none of which weighs more; those without queries don't count.
    pub(super) fn mean(&self) -> Scores {
        let asked = self.sets.iter().filter(|set| !set.scores.is_empty());
        Scores::mean(&asked.map(|set| set.mean()).collect::<Vec<_>>())
    }

    /// Microseconds of every query; none, if none was timed.
    pub(super) fn latencies(&self) -> Option<Samples> {
        Samples::new(self.sets.iter().flat_map(|set| &set.latencies).copied().collect())
    }

    /// Tokens of the answers: mean and most.
    pub(super) fn tokens(&self) -> (f64, usize) {
        let all = || self.sets.iter().flat_map(|set| &set.tokens);
        (share(all().sum(), all().count()), all().max().copied().unwrap_or_default())
    }

    /// How often answers were labelled weak.
    pub(super) fn labels(&self) -> Labels {
        self.sets.iter().fold(Labels::default(), |sum, set| Labels {
            foreign: sum.foreign + set.labels.foreign,
            foreign_weak: sum.foreign_weak + set.labels.foreign_weak,
            own: sum.own + set.labels.own,
            own_weak: sum.own_weak + set.labels.own_weak,
        })
    }
}
